//! KSV-0011: containers should have a limit of CPU.

use super::containers::demand_resource;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0011",
        aliases: &["AVD-KSV-0011", "KSV011"],
        title: "containers should have a limit of CPU",
        description: "A container without a limit can take all processors of its node from the others.",
        severity: Severity::Low,
        resolution: "Set `resources.limits.cpu`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0011",
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
          cpu: 500m
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
        demand_resource(resource, failures, "has no limit of CPU", &["limits.cpu"]);
    },
};
