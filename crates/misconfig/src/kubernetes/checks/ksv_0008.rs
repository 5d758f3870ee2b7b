//! KSV-0008: pods should not share the host's IPC namespace.

use super::containers::forbid_in_pods;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0008",
        aliases: &["AVD-KSV-0008", "KSV008"],
        title: "pods should not share the host's IPC namespace",
        description: "Processes can read and write the shared memory of everything that runs on the node.",
        severity: Severity::High,
        resolution: "Remove `hostIPC: true` from the pod.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0008",
            "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
        ],
    },
    good: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostIPC: false
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
  hostIPC: true
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
"],
    run: |resource, failures| {
        forbid_in_pods(resource, failures, "shares the host's IPC namespace", |pod| {
            pod.spec.get("hostIPC").filter(|is| is.is_true())
        });
    },
};
