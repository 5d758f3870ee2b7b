//! KSV-0051: roles should not make bindings of roles to any role.

use super::rules::{forbid_rules, names, rules};
use crate::kubernetes::Resource;
use crate::yaml::Node;
use crate::{About, Check};
use tidewaiter_model::Severity;

pub(crate) static CHECK: Check<Resource> = Check {
    about: About {
        id: "KSV-0051",
        aliases: &["AVD-KSV-0051", "KSV051"],
        title: "roles should not make bindings of roles to any role",
        description: "Whoever may make bindings and bind any role can make themselves administrators.",
        severity: Severity::High,
        resolution: "Name the roles that may be bound in `resourceNames`, or take the verb `bind` away.",
        references: &[
            "https://avd.aquasec.com/misconfig/ksv-0051",
            "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
        ],
    },
    good: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [rolebindings]
    verbs: [create]
"],
    bad: &["\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: operator
rules:
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [rolebindings]
    verbs: [create]
  - apiGroups: [rbac.authorization.k8s.io]
    resources: [clusterroles]
    verbs: [bind]
"],
    run: |resource, failures| {
        let can_bind = rules(resource).iter().any(|rule| {
            let names_no_role = rule.get("resourceNames").is_none_or(|_| names(rule, "resourceNames", &["*"]));
            is_rbac(rule)
                && names(rule, "resources", &["clusterroles", "roles"])
                && names(rule, "verbs", &["bind", "*"])
                && names_no_role
        });
        forbid_rules(resource, failures, "can bind any role", |rule| {
            can_bind && is_rbac(rule) && names(rule, "resources", &["rolebindings"]) && names(rule, "verbs", &["create", "*"])
        });
    },
};

fn is_rbac(rule: &Node) -> bool {
    names(rule, "apiGroups", &["rbac.authorization.k8s.io", "*"])
}
