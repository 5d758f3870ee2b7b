//! KSV-0007: pods should not write /etc/hosts.

use super::containers::forbid_in_pods;
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0007",
        aliases: &["AVD-KSV-0007", "KSV007"],
        title: "pods should not write /etc/hosts",
        description: "Names in `hostAliases` pass by the cluster's DNS, so that nobody sees in one place where a name leads.",
        severity: Severity::Low,
        resolution: "Use services and the cluster's DNS in place of `hostAliases`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0007",
            "https://kubernetes.io/docs/tasks/network/customize-hosts-file-for-pods/",
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
"],
    bad: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  hostAliases:
    - ip: 10.0.0.1
      hostnames: [db]
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
"],
    run: |resource, failures| {
        forbid_in_pods(resource, failures, "writes names into /etc/hosts", |pod| {
            pod.spec.get("hostAliases").filter(|list| !list.items().is_empty())
        });
    },
};
