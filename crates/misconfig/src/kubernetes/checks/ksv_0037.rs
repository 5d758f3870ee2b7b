//! KSV-0037: only the cluster's own parts should live in kube-system.

use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0037",
        aliases: &["AVD-KSV-0037", "KSV037"],
        title: "only the cluster's own parts should live in kube-system",
        description: "Roles for `kube-system` reach far, and what lives there is easily taken for a part of the cluster.",
        severity: Severity::Medium,
        resolution: "Give what is not a part of Kubernetes a namespace of its own.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0037",
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
    bad: &["\
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: kube-system
spec:
  containers:
    - name: app
      image: registry.example.com/app:1.4.2
"],
    run: |resource, failures| {
        let is_there = resource.namespace.as_deref() == Some("kube-system") && resource.node.get("spec").is_some();
        if is_there && !is_control_plane(resource) {
            resource.fail(failures, resource.node.at("metadata.namespace"), "lives in kube-system");
        }
    },
};

/// The static pods by which a cluster starts itself.
fn is_control_plane(resource: &Resource) -> bool {
    let parts = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"];
    let label = |name| resource.node.at("metadata.labels").and_then(|labels| labels.text(name));
    label("tier") == Some("control-plane")
        && label("component").is_some_and(|part| parts.contains(&part))
        && resource.node.text("spec.priorityClassName") == Some("system-node-critical")
}
