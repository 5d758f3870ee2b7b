//! KSV-0018: containers should have a limit of memory.

use super::containers::demand_resource;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0018",
        aliases: &["AVD-KSV-0018", "KSV018"],
        title: "containers should have a limit of memory",
        description: "A container without a limit can take all memory of its node, until the kernel ends others for it.",
        severity: Severity::Low,
        resolution: "Set `resources.limits.memory`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0018",
            "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
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
      resources:
        limits:
          memory: 256Mi
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
      resources:
        limits:
          ephemeral-storage: 1Gi
",
    ],
    run: |resource, failures| {
        demand_resource(resource, failures, "has no limit of memory", &["limits.memory"]);
    },
};
