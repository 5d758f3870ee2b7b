//! KSV-0118: security contexts should be set.

use crate::kubernetes::Resource;
use crate::yaml::Node;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0118",
        aliases: &["AVD-KSV-0118", "KSV118"],
        title: "security contexts should be set",
        description: "Where nothing is said, everything that the runtime allows is allowed, root included.",
        severity: Severity::High,
        resolution: "Give the pod and its containers a `securityContext`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0118",
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
    runAsNonRoot: true
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
      securityContext:
        runAsNonRoot: true
"],
    bad: &[
        "\
apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
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
        runAsNonRoot: true
",
    ],
    run: |resource, failures| {
        let is_set = |context: Option<&Node>| context.is_some_and(|context| !context.entries().is_empty());
        for pod in resource.pods.iter().filter(|pod| !is_set(pod.spec.get("securityContext"))) {
            resource.fail(failures, Some(&pod.spec), "has a pod without security context");
        }
        for container in resource.containers.iter().filter(|container| !is_set(container.node.get("securityContext"))) {
            if !is_set(container.pod.spec.get("securityContext")) {
                container.fail(failures, None, "has no security context");
            }
        }
    },
};
