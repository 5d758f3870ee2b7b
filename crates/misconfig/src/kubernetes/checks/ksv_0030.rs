//! KSV-0030: containers should run under a seccomp profile.

use super::containers::{demand_on_linux, is_among, seccomp};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0030",
        aliases: &["AVD-KSV-0030", "KSV030"],
        title: "containers should run under a seccomp profile",
        description: "The runtime's profile forbids the system calls that applications do not need and exploits of the kernel do.",
        severity: Severity::Low,
        resolution: "Set `securityContext.seccompProfile.type: RuntimeDefault`, for the pod or for each container.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0030",
            "https://kubernetes.io/docs/tutorials/security/seccomp/",
            "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
        ],
    },
    good: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    seccompProfile:
      type: RuntimeDefault
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
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
  annotations:
    seccomp.security.alpha.kubernetes.io/pod: runtime/default
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
        seccompProfile:
          type: Unconfined
",
    ],
    run: |resource, failures| {
        demand_on_linux(resource, failures, "runs without the runtime's seccomp profile", seccomp, |profile| {
            is_among(profile, &["RuntimeDefault", "Localhost"])
        });
    },
};
