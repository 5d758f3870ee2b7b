//! KSV-0024: ports of the node should not be taken.

use super::containers::{forbid, port};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0024",
        aliases: &["AVD-KSV-0024", "KSV024"],
        title: "ports of the node should not be taken",
        description: "A port of the node passes by the policies of the network, and ties the pod to nodes where it is free.",
        severity: Severity::High,
        resolution: "Use a service in place of `hostPort`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0024",
            "https://kubernetes.io/docs/concepts/security/pod-security-standards/",
            "https://kubernetes.io/docs/concepts/services-networking/service/",
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
      ports:
        - containerPort: 8080
"],
    bad: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
      ports:
        - containerPort: 8080
          hostPort: 8080
"],
    run: |resource, failures| {
        forbid(resource, failures, "takes a port of the host", |container| port(container, "hostPort", |port| port != 0));
    },
};
