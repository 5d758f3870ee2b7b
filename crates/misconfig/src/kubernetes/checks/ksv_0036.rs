//! KSV-0036: tokens of service accounts should not be mounted.

use super::containers::forbid;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0036",
        aliases: &["AVD-KSV-0036", "KSV036"],
        title: "tokens of service accounts should not be mounted",
        description: "Whoever takes over a pod reads its token, and is to the cluster what the pod's service account is.",
        severity: Severity::Medium,
        resolution: "Set `automountServiceAccountToken: false` unless the pod speaks to the cluster.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0036",
            "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
        ],
    },
    good: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  automountServiceAccountToken: false
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
  automountServiceAccountToken: true
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
      volumeMounts:
        - name: token
          mountPath: /var/run/secrets/kubernetes.io/serviceaccount
",
    ],
    run: |resource, failures| {
        for pod in &resource.pods {
            if let Some(field) = pod.spec.get("automountServiceAccountToken").filter(|is| is.is_true()) {
                resource.fail(failures, Some(field), "mounts the token of its service account");
            }
        }
        forbid(resource, failures, "mounts the token of its service account", |container| {
            let is_left_open = container.pod.spec.get("automountServiceAccountToken").is_none();
            let mounts = container.node.get("volumeMounts").filter(|_| is_left_open)?.items();
            mounts.iter().find(|mount| mount.text("mountPath").is_some_and(|path| path.trim_end_matches('/') == FOLDER))
        });
    },
};

/// Where tokens are expected.
const FOLDER: &str = "/var/run/secrets/kubernetes.io/serviceaccount";
