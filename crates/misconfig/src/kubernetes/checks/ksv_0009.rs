//! KSV-0009: pods should not share the host's network.

use super::containers::forbid_in_pods;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0009",
        aliases: &["AVD-KSV-0009", "KSV009"],
        title: "pods should not share the host's network",
        description: "The container listens and speaks as the node does: policies of the network do not hold, and services that \
            trust the loopback interface are open to it.",
        severity: Severity::High,
        resolution: "Remove `hostNetwork: true` from the pod.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0009",
            "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
        ],
    },
    good: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostNetwork: false
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
"],
    bad: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostNetwork: true
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
"],
    run: |resource, failures| {
        forbid_in_pods(resource, failures, "shares the host's network", |pod| {
            pod.spec.get("hostNetwork").filter(|is| is.is_true())
        });
    },
};
