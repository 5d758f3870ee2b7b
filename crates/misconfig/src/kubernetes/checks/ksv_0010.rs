//! KSV-0010: pods should not share the host's processes.

use super::containers::forbid_in_pods;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0010",
        aliases: &["AVD-KSV-0010", "KSV010"],
        title: "pods should not share the host's processes",
        description: "The container sees all processes of the node with their environment, and may signal and trace them.",
        severity: Severity::High,
        resolution: "Remove `hostPID: true` from the pod.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0010",
            "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
        ],
    },
    good: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostPID: false
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
  hostPID: true
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
"],
    run: |resource, failures| {
        forbid_in_pods(resource, failures, "shares the host's processes", |pod| {
            pod.spec.get("hostPID").filter(|is| is.is_true())
        });
    },
};
