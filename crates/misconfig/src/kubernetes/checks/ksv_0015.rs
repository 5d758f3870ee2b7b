//! KSV-0015: containers should request CPU.

use super::containers::demand_resource;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0015",
        aliases: &["AVD-KSV-0015", "KSV015"],
        title: "containers should request CPU",
        description: "Without a request the scheduler believes that a container needs no processor, and packs nodes too full.",
        severity: Severity::Low,
        resolution: "Set `resources.requests.cpu`; a limit counts as a request too.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0015",
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
        requests:
          cpu: 100m
"],
    bad: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
"],
    run: |resource, failures| {
        demand_resource(resource, failures, "requests no CPU", &["requests.cpu", "limits.cpu"]);
    },
};
