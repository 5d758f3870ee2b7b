//! KSV-0021: containers should run as a group above 10000.

use super::containers::demand_on_linux;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0021",
        aliases: &["AVD-KSV-0021", "KSV021"],
        title: "containers should run as a group above 10000",
        description: "Low ids belong to the node's own users and groups: a process that gets out, or a mounted folder, meets files \
            of theirs.",
        severity: Severity::Low,
        resolution: "Set `securityContext.runAsGroup` to an id above 10000.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0021",
            "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
        ],
    },
    good: &[
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
        runAsGroup: 10001
",
        "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    runAsGroup: 20000
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
",
    ],
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
        runAsGroup: 1000
",
    ],
    run: |resource, failures| {
        demand_on_linux(
            resource,
            failures,
            "does not run as a group above 10000",
            |container| container.security("runAsGroup"),
            |id| id.as_i64().is_some_and(|id| id > 10_000),
        );
    },
};
