//! KSV-0020: containers should run as a user above 10000.

use super::containers::demand_on_linux;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0020",
        aliases: &["AVD-KSV-0020", "KSV020"],
        title: "containers should run as a user above 10000",
        description: "Low ids belong to the node's own users and groups: a process that gets out, or a mounted folder, meets files \
            of theirs.",
        severity: Severity::Low,
        resolution: "Set `securityContext.runAsUser` to an id above 10000.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0020",
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
        runAsUser: 10001
",
        "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    runAsUser: 20000
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
        runAsUser: 1000
",
    ],
    run: |resource, failures| {
        demand_on_linux(
            resource,
            failures,
            "does not run as a user above 10000",
            |container| container.security("runAsUser"),
            |id| id.as_i64().is_some_and(|id| id > 10_000),
        );
    },
};
