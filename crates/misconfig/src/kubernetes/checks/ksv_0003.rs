//! KSV-0003: all default capabilities should be dropped.

use super::containers::demand_on_linux;
use crate::kubernetes::Resource;
use crate::yaml::Node;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0003",
        aliases: &["AVD-KSV-0003", "KSV003"],
        title: "all default capabilities should be dropped",
        description: "Runtimes grant a container a dozen capabilities by default, most of which no application needs and attackers \
            do.",
        severity: Severity::Low,
        resolution: "Put `ALL` into `securityContext.capabilities.drop` and add what is needed.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0003",
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
          drop: [NET_RAW]
",
    ],
    run: |resource, failures| {
        demand_on_linux(
            resource,
            failures,
            "keeps default capabilities",
            |container| container.own("capabilities.drop"),
            |list| list.items().iter().filter_map(Node::as_str).any(|name| name.eq_ignore_ascii_case("ALL")),
        );
    },
};
