//! KSV-0104: seccomp should not be off.

use super::containers::{demand_on_linux, seccomp};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0104",
        aliases: &["AVD-KSV-0104", "KSV104"],
        title: "seccomp should not be off",
        description: "Without a profile a container may call all of the kernel, also what only exploits call.",
        severity: Severity::Medium,
        resolution: "Set `securityContext.seccompProfile.type: RuntimeDefault`, for the pod or for each container.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0104",
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
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
      securityContext:
        seccompProfile:
          type: RuntimeDefault
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
        seccompProfile:
          type: Unconfined
",
    ],
    run: |resource, failures| {
        demand_on_linux(resource, failures, "runs without seccomp", seccomp, |profile| {
            profile.as_str().is_some_and(|name| !name.is_empty() && !name.eq_ignore_ascii_case("unconfined"))
        });
    },
};
