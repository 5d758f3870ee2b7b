//! KSV-0055: roles should not add subjects to bindings.

use super::rules::{forbid_rules, names};
use crate::kubernetes::Resource;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0055",
        aliases: &["AVD-KSV-0055", "KSV055"],
        title: "roles should not add subjects to bindings",
        description: "Whoever can read and patch bindings can put others, or themselves, into them.",
        severity: Severity::Low,
        resolution: "Take the verb `patch` off `rolebindings`.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0055",
            "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
        ],
    },
    good: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [\"*\"]
    resources: [rolebindings]
    verbs: [get]
"],
    bad: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [\"*\"]
    resources: [rolebindings]
    verbs: [get, patch]
"],
    run: |resource, failures| {
        forbid_rules(resource, failures, "can add subjects to bindings", |rule| {
            let is_rbac = names(rule, "apiGroups", &["rbac.authorization.k8s.io", "*"]);
            let can = |verb| names(rule, "verbs", &[verb]);
            is_rbac && names(rule, "resources", &["rolebindings"]) && can("get") && can("patch")
        });
    },
};
