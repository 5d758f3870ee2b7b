//! KSV-0017: containers should not be privileged.

use super::containers::forbid;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0017",
        aliases: &["AVD-KSV-0017", "KSV017"],
        title: "containers should not be privileged",
        description: "A privileged container has all capabilities and all devices of its node: nothing but good manners keeps it \
            in.",
        severity: Severity::High,
        resolution: "Remove `securityContext.privileged: true` and add the one capability that is needed.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0017",
            "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
            "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
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
        privileged: false
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
      securityContext:
        privileged: true
"],
    run: |resource, failures| {
        forbid(resource, failures, "is privileged", |container| container.own("privileged").filter(|is| is.is_true()));
    },
};
