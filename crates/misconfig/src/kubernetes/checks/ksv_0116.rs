//! KSV-0116: containers should not run with the group of root.

use super::containers::forbid;
use crate::kubernetes::Resource;
use crate::yaml::Node;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0116",
        aliases: &["AVD-KSV-0116", "KSV116"],
        title: "containers should not run with the group of root",
        description: "Files of root are mostly open to root's group too.",
        severity: Severity::Low,
        resolution: "Set `runAsGroup`, `fsGroup` and `supplementalGroups` to other ids than 0.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0116",
            "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
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
    runAsGroup: 10001
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
  securityContext:
    fsGroup: 0
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
        runAsGroup: 0
",
    ],
    run: |resource, failures| {
        let is_root = |id: &Node| id.as_i64() == Some(0);
        for context in resource.pods.iter().filter_map(|pod| pod.spec.get("securityContext")) {
            let groups = context.get("supplementalGroups").map_or(&[][..], Node::items);
            let single = ["runAsGroup", "fsGroup"].iter().filter_map(|field| context.get(field));
            if let Some(group) = single.chain(groups).find(|id| is_root(id)) {
                resource.fail(failures, Some(group), "runs with the group of root");
            }
        }
        forbid(resource, failures, "runs with the group of root", |container| {
            container.own("runAsGroup").filter(|id| is_root(id))
        });
    },
};
