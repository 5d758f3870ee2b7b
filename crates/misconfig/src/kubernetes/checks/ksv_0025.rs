//! KSV-0025: SELinux should not be loosened.

use super::containers::{forbid, is_among};
use crate::kubernetes::Resource;
use crate::yaml::Node;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0025",
        aliases: &["AVD-KSV-0025", "KSV025"],
        title: "SELinux should not be loosened",
        description: "Types that are not made for containers, and other users or roles, may undo what SELinux keeps containers \
            from.",
        severity: Severity::Medium,
        resolution: "Leave `seLinuxOptions` out, or use one of the types for containers without `user` and `role`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0025",
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
        seLinuxOptions:
          type: container_t
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
        seLinuxOptions:
          type: spc_t
",
        "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  securityContext:
    seLinuxOptions:
      user: system_u
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
",
    ],
    run: |resource, failures| {
        for pod in &resource.pods {
            let options = pod.spec.at("securityContext.seLinuxOptions");
            if let Some(field) = options.and_then(loosened) {
                resource.fail(failures, Some(field), "loosens SELinux");
            }
        }
        forbid(resource, failures, "loosens SELinux", |container| container.own("seLinuxOptions").and_then(loosened));
    },
};

/// Types that confine containers; an empty one is the default.
const TYPES: [&str; 5] = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

fn loosened(options: &Node) -> Option<&Node> {
    let kind = options.get("type").filter(|kind| !is_among(kind, &TYPES));
    kind.or_else(|| ["user", "role"].iter().filter_map(|name| options.get(name)).find(|name| !is_among(name, &[""])))
}
