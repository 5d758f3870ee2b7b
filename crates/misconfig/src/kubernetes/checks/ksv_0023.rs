//! KSV-0023: folders of the node should not be mounted.

use super::containers::forbid_in_pods;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0023",
        aliases: &["AVD-KSV-0023", "KSV023"],
        title: "folders of the node should not be mounted",
        description: "A container that can reach files of its node can read the secrets of other pods, and mostly become root on \
            the node.",
        severity: Severity::Medium,
        resolution: "Use persistent volumes, or other volumes that the cluster manages, in place of `hostPath`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0023",
            "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath",
            "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
        ],
    },
    good: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  volumes:
    - name: data
      emptyDir: {}
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
  volumes:
    - name: data
      hostPath:
        path: /srv
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
"],
    run: |resource, failures| {
        forbid_in_pods(resource, failures, "mounts a path of the host", |pod| {
            pod.volumes().iter().find(|volume| volume.get("hostPath").is_some())
        });
    },
};
