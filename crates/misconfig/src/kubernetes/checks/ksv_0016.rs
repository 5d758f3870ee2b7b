//! KSV-0016: containers should request memory.

use super::containers::demand_resource;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0016",
        aliases: &["AVD-KSV-0016", "KSV016"],
        title: "containers should request memory",
        description: "Without a request the scheduler believes that a container needs no memory, and its pod is the first to be \
            evicted.",
        severity: Severity::Low,
        resolution: "Set `resources.requests.memory`; a limit counts as a request too.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0016",
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
          memory: 64Mi
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
        demand_resource(resource, failures, "requests no memory", &["requests.memory", "limits.memory"]);
    },
};
