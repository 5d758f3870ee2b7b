//! KSV-0121: folders that rule the node should not be mounted.

use super::containers::forbid_in_pods;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0121",
        aliases: &["AVD-KSV-0121", "KSV121"],
        title: "folders that rule the node should not be mounted",
        description: "Who writes to these folders of the node rules it; who reads them learns its secrets.",
        severity: Severity::High,
        resolution: "Do not mount them; mount the one file that is needed, read-only.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0121",
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
      hostPath:
        path: /srv/data
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
    - name: etc
      hostPath:
        path: /etc/
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
"],
    run: |resource, failures| {
        forbid_in_pods(resource, failures, "mounts a folder that rules the host", |pod| {
            let bare = |path: &str| if path == "/" { "/".to_owned() } else { path.trim_end_matches('/').to_owned() };
            pod.host_paths().find(|(_, path)| FOLDERS.contains(&bare(path).as_str())).map(|(volume, _)| volume)
        });
    },
};

const FOLDERS: [&str; 9] = ["/", "/boot", "/dev", "/etc", "/lib", "/proc", "/sys", "/usr", "/var/lib/docker"];
