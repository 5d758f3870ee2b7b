//! KSV-0002: AppArmor should not be switched off.

use super::containers::{forbid, is_among};
use crate::kubernetes::{Container, Resource};
use crate::yaml::Node;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0002",
        aliases: &["AVD-KSV-0002", "KSV002"],
        title: "AppArmor should not be switched off",
        description: "AppArmor keeps a process from files and capabilities that it does not need. A profile that confines nothing \
            gives up that line of defence.",
        severity: Severity::Low,
        resolution: "Leave the profile to the runtime, or set `securityContext.appArmorProfile.type` to `RuntimeDefault` or \
            `Localhost`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0002",
            "https://kubernetes.io/docs/tutorials/security/apparmor/",
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
        appArmorProfile:
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
      securityContext:
        appArmorProfile:
          type: Unconfined
",
        "\
apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    container.apparmor.security.beta.kubernetes.io/app: unconfined
spec:
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
",
    ],
    run: |resource, failures| {
        forbid(resource, failures, "runs without AppArmor", |container| {
            profile(container).filter(|name| is_among(name, &["Unconfined", "unconfined"]))
        });
    },
};

/// The field, or the annotation of older releases.
fn profile(container: &Container) -> Option<&Node> {
    let key = format!("container.apparmor.security.beta.kubernetes.io/{}", container.name);
    container.security("appArmorProfile.type").or_else(|| container.pod.annotation(&key))
}
