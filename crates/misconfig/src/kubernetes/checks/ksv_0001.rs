//! KSV-0001: processes should not gain privileges.

use super::containers::demand_on_linux;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0001",
        aliases: &["AVD-KSV-0001", "KSV001"],
        title: "processes should not gain privileges",
        description: "A process that may gain privileges over its parent, as a program with the setuid bit does, can become root \
            within the container and from there try to leave it.",
        severity: Severity::Medium,
        resolution: "Set `securityContext.allowPrivilegeEscalation: false` for every container.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0001",
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
        allowPrivilegeEscalation: false
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
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
      securityContext:
        allowPrivilegeEscalation: true
",
    ],
    run: |resource, failures| {
        demand_on_linux(
            resource,
            failures,
            "may gain privileges",
            |container| container.own("allowPrivilegeEscalation"),
            |is| is.as_bool() == Some(false),
        );
    },
};
