//! KSV-0105: containers should not be told to run as root.

use super::containers::forbid;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0105",
        aliases: &["AVD-KSV-0105", "KSV105"],
        title: "containers should not be told to run as root",
        description: "The manifest asks for user 0, whatever the image says.",
        severity: Severity::Low,
        resolution: "Set `securityContext.runAsUser` to another id, or leave it to the image.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0105",
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
        runAsUser: 10001
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
        runAsUser: 0
",
        "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    runAsUser: 0
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
",
    ],
    run: |resource, failures| {
        forbid(resource, failures, "is told to run as root", |container| {
            container.security("runAsUser").filter(|id| id.as_i64() == Some(0))
        });
    },
};
