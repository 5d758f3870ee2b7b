//! KSV-0012: containers should not run as root.

use super::containers::demand;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0012",
        aliases: &["AVD-KSV-0012", "KSV012"],
        title: "containers should not run as root",
        description: "A process that runs as root has more of the kernel open to it, and is root on the node should it get out.",
        severity: Severity::Medium,
        resolution: "Set `securityContext.runAsNonRoot: true`, for the pod or for each container.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0012",
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
  securityContext:
    runAsNonRoot: true
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
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
",
        "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    runAsNonRoot: true
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
      securityContext:
        runAsNonRoot: false
",
    ],
    run: |resource, failures| {
        demand(resource, failures, "may run as root", |container| container.security("runAsNonRoot"), |is| is.is_true());
    },
};
