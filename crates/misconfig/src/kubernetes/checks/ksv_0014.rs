//! KSV-0014: root file systems should be read-only.

use super::containers::demand_on_linux;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0014",
        aliases: &["AVD-KSV-0014", "KSV014"],
        title: "root file systems should be read-only",
        description: "Who breaks into a container whose files can be written leaves programs there and changes those that run.",
        severity: Severity::High,
        resolution: "Set `securityContext.readOnlyRootFilesystem: true` and mount volumes where the application writes.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0014",
            "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
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
        readOnlyRootFilesystem: true
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
        readOnlyRootFilesystem: false
",
    ],
    run: |resource, failures| {
        demand_on_linux(
            resource,
            failures,
            "can write its root file system",
            |container| container.own("readOnlyRootFilesystem"),
            |is| is.is_true(),
        );
    },
};
