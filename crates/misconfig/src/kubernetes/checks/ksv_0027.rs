//! KSV-0027: /proc should stay masked.

use super::containers::{forbid, is_among};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0027",
        aliases: &["AVD-KSV-0027", "KSV027"],
        title: "/proc should stay masked",
        description: "Runtimes hide those parts of /proc by which a process could learn of the kernel and change it.",
        severity: Severity::Medium,
        resolution: "Remove `securityContext.procMount`, or set it to `Default`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0027",
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
        procMount: Default
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
        procMount: Unmasked
"],
    run: |resource, failures| {
        forbid(resource, failures, "sees all of /proc", |container| {
            container.own("procMount").filter(|mount| !is_among(mount, &["Default"]))
        });
    },
};
