//! KSV-0004: some default capabilities should be dropped.

use super::containers::demand_on_linux;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0004",
        aliases: &["AVD-KSV-0004", "KSV004"],
        title: "some default capabilities should be dropped",
        description: "A container that drops no capability at all keeps whatever the runtime grants, whether it is needed or not.",
        severity: Severity::Low,
        resolution: "List what is not needed in `securityContext.capabilities.drop`; best, `ALL`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0004",
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
          drop: [NET_RAW]
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
        capabilities:
          drop: []
",
    ],
    run: |resource, failures| {
        demand_on_linux(
            resource,
            failures,
            "drops no capability",
            |container| container.own("capabilities.drop"),
            |list| !list.items().is_empty(),
        );
    },
};
