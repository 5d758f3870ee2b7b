//! KSV-0028: volumes should be of the managed kinds.

use super::containers::forbid_in_pods;
use crate::kubernetes::Resource;
use crate::yaml::Node;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0028",
        aliases: &["AVD-KSV-0028", "KSV028"],
        title: "volumes should be of the managed kinds",
        description: "Volumes that a pod takes straight from a storage system bypass the claims by which a cluster rules who gets \
            which storage.",
        severity: Severity::Low,
        resolution: "Use a `persistentVolumeClaim`, or one of the ephemeral kinds.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0028",
            "https://kubernetes.io/docs/concepts/storage/volumes/",
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
      persistentVolumeClaim:
        claimName: data
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
      nfs:
        server: nfs.example.com
        path: /
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
"],
    run: |resource, failures| {
        forbid_in_pods(resource, failures, "mounts storage without a claim", |pod| {
            let is_direct = |volume: &&Node| volume.entries().iter().any(|entry| DIRECT.contains(&entry.key.as_str()));
            pod.volumes().iter().find(is_direct)
        });
    },
};

/// Kinds of volumes that name a storage system; `hostPath` has a check of its own.
const DIRECT: [&str; 19] = [
    "awsElasticBlockStore",
    "azureDisk",
    "azureFile",
    "cephfs",
    "cinder",
    "fc",
    "flexVolume",
    "flocker",
    "gcePersistentDisk",
    "gitRepo",
    "glusterfs",
    "iscsi",
    "nfs",
    "portworxVolume",
    "quobyte",
    "rbd",
    "scaleIO",
    "storageos",
    "vsphereVolume",
];
