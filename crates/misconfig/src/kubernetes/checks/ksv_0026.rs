//! KSV-0026: only safe sysctls should be set.

use crate::kubernetes::{Resource, short};
use crate::yaml::Node;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0026",
        aliases: &["AVD-KSV-0026", "KSV026"],
        title: "only safe sysctls should be set",
        description: "Most kernel settings are not kept apart between containers: a pod that changes them changes its neighbours' \
            kernel.",
        severity: Severity::Medium,
        resolution: "Remove all sysctls from `securityContext.sysctls` that Kubernetes does not call safe.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0026",
            "https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/",
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
    sysctls:
      - name: net.ipv4.tcp_syncookies
        value: \"1\"
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
  securityContext:
    sysctls:
      - name: kernel.msgmax
        value: \"65536\"
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
"],
    run: |resource, failures| {
        for pod in &resource.pods {
            let sysctls = pod.spec.at("securityContext.sysctls").map_or(&[][..], Node::items);
            let names = sysctls.iter().filter_map(|sysctl| Some((sysctl, sysctl.text("name")?)));
            for (sysctl, name) in names.filter(|(_, name)| !SAFE.contains(name)) {
                resource.fail(failures, Some(sysctl), format!("sets the sysctl {}", short(name)));
            }
        }
    },
};

/// What Kubernetes keeps apart between pods, as of 1.32.
const SAFE: [&str; 12] = [
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ping_group_range",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_wmem",
];
