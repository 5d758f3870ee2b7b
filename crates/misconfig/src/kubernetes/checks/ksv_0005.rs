//! KSV-0005: the capability SYS_ADMIN should not be added.

use super::containers::{added, forbid};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0005",
        aliases: &["AVD-KSV-0005", "KSV005"],
        title: "the capability SYS_ADMIN should not be added",
        description: "`SYS_ADMIN` covers mounts, namespaces and much else: whoever has it is root on the node but by name.",
        severity: Severity::High,
        resolution: "Remove `SYS_ADMIN` and `ALL` from `securityContext.capabilities.add`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0005",
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
          add: [SYS_ADMIN]
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
        forbid(resource, failures, "adds the capability SYS_ADMIN", |container| added(container, "SYS_ADMIN"));
    },
};
