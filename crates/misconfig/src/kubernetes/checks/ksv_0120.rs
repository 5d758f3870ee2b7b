//! KSV-0120: the capability SYS_MODULE should not be added.

use super::containers::{added, forbid};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0120",
        aliases: &["AVD-KSV-0120", "KSV120"],
        title: "the capability SYS_MODULE should not be added",
        description: "With `SYS_MODULE` a process loads modules into the kernel that all containers of the node share.",
        severity: Severity::High,
        resolution: "Remove `SYS_MODULE` and `ALL` from `securityContext.capabilities.add`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0120",
            "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
            "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
        ],
    },
    good: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
      securityContext:
        capabilities:
          add: [NET_BIND_SERVICE]
"],
    bad: &[
        "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
      securityContext:
        capabilities:
          add: [SYS_MODULE]
",
        "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
      securityContext:
        capabilities:
          add: [ALL]
",
    ],
    run: |resource, failures| {
        forbid(resource, failures, "adds the capability SYS_MODULE", |container| added(container, "SYS_MODULE"));
    },
};
