//! KSV-0119: the capability NET_RAW should not be added.

use super::containers::{added, forbid};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0119",
        aliases: &["AVD-KSV-0119", "KSV119"],
        title: "the capability NET_RAW should not be added",
        description: "With `NET_RAW` a process writes packets as it likes: it can pretend to be other pods and listen to their \
            traffic.",
        severity: Severity::High,
        resolution: "Remove `NET_RAW` and `ALL` from `securityContext.capabilities.add`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0119",
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
          add: [NET_RAW]
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
        forbid(resource, failures, "adds the capability NET_RAW", |container| added(container, "NET_RAW"));
    },
};
