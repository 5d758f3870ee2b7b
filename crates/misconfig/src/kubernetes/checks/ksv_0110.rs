//! KSV-0110: workloads should not live in the default namespace.

use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0110",
        aliases: &["AVD-KSV-0110", "KSV110"],
        title: "workloads should not live in the default namespace",
        description: "Policies, quotas and roles are set by namespace: whoever uses the default one shares theirs with everything \
            else.",
        severity: Severity::Low,
        resolution: "Set `metadata.namespace` to a namespace of the application's own.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0110",
            "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
        ],
    },
    good: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: shop
spec:
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
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
",
        "\
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: default
spec:
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
",
    ],
    run: |resource, failures| {
        if resource.namespace.as_deref().is_none_or(|namespace| namespace == "default") {
            resource.fail(failures, resource.node.get("metadata"), "lives in the default namespace");
        }
    },
};
