//! KSV-0117: privileged ports should not be used.

use super::containers::{forbid, port};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0117",
        aliases: &["AVD-KSV-0117", "KSV117"],
        title: "privileged ports should not be used",
        description: "Ports below 1024 are for root, or for a capability that comes near it.",
        severity: Severity::Medium,
        resolution: "Listen on a port from 1024 up, and let the service map the lower one.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0117",
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
        - containerPort: 80
"],
    run: |resource, failures| {
        forbid(resource, failures, "uses a privileged port", |container| {
            port(container, "containerPort", |port| (1..1024).contains(&port))
        });
    },
};
