//! KSV-0022: capabilities should not be added.

use super::containers::forbid;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0022",
        aliases: &["AVD-KSV-0022", "KSV022"],
        title: "capabilities should not be added",
        description: "Every capability that a container adds is a part of root's power.",
        severity: Severity::Medium,
        resolution: "Remove `securityContext.capabilities.add`, or reduce it to what cannot be done without.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0022",
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
          drop: [ALL]
"],
    bad: &["\
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
          add: [SYS_PTRACE]
"],
    run: |resource, failures| {
        forbid(resource, failures, "adds capabilities", |container| {
            container.own("capabilities.add").filter(|list| !list.items().is_empty())
        });
    },
};
