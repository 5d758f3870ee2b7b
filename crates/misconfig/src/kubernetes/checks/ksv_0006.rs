//! KSV-0006: the socket of the container engine should not be mounted.

use super::containers::forbid_in_pods;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0006",
        aliases: &["AVD-KSV-0006", "KSV006"],
        title: "the socket of the container engine should not be mounted",
        description: "Whoever may speak to the engine may start a privileged container and owns the node.",
        severity: Severity::High,
        resolution: "Do not mount the socket; build images with tools that need no engine.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0006",
            "https://kubernetes.io/docs/concepts/storage/volumes/#hostpath",
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
    - name: engine
      hostPath:
        path: /var/run/docker.sock
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
"],
    run: |resource, failures| {
        forbid_in_pods(resource, failures, "mounts the socket of the container engine", |pod| {
            let mut paths = pod.host_paths();
            paths
                .find(|(_, path)| SOCKETS.iter().any(|socket| path.trim_end_matches('/').ends_with(socket)))
                .map(|(volume, _)| volume)
        });
    },
};

/// Of Docker, containerd, CRI-O and Podman.
const SOCKETS: [&str; 4] = ["/docker.sock", "/containerd.sock", "/crio.sock", "/podman.sock"];
