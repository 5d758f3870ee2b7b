//! What rules of roles allow, and whom bindings give it.
//!
//! Format: <https://kubernetes.io/docs/reference/access-authn-authz/rbac/>.
//! Limits: resources are compared by their names: a rule for `*` is told once, by the checks of wildcards, and not by each of the others.

use crate::Failures;
use crate::kubernetes::Resource;
use crate::yaml::Node;

/// Verbs that change something, and the wildcard.
pub(super) const CHANGING: [&str; 7] = ["create", "update", "patch", "delete", "deletecollection", "impersonate", "*"];
/// Verbs that change or read something, and the wildcard.
pub(super) const ALL: [&str; 10] =
    ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "impersonate", "*"];

pub(super) fn is_role(resource: &Resource) -> bool {
    matches!(resource.kind.as_str(), "Role" | "ClusterRole")
}

pub(super) fn is_cluster_role(resource: &Resource) -> bool {
    resource.kind == "ClusterRole"
}

pub(super) fn is_namespaced_role(resource: &Resource) -> bool {
    resource.kind == "Role"
}

pub(super) fn is_binding(resource: &Resource) -> bool {
    matches!(resource.kind.as_str(), "RoleBinding" | "ClusterRoleBinding")
}

/// The rules of a role.
pub(super) fn rules(role: &Resource) -> &[Node] {
    role.node.get("rules").map_or(&[], Node::items)
}

/// Whether a rule names one of these in a field.
pub(super) fn names(rule: &Node, field: &str, wanted: &[&str]) -> bool {
    rule.texts(field).any(|name| wanted.contains(&name))
}

/// Fails for each rule that allows one of the verbs on one of the resources.
pub(super) fn forbid(role: &Resource, failures: &mut Failures, text: &str, resources: &[&str], verbs: &[&str]) {
    forbid_rules(role, failures, text, |rule| names(rule, "resources", resources) && names(rule, "verbs", verbs));
}

/// Fails for each rule that is wrong.
pub(super) fn forbid_rules(role: &Resource, failures: &mut Failures, text: &str, is_wrong: impl Fn(&Node) -> bool) {
    for rule in rules(role).iter().filter(|rule| is_wrong(rule)) {
        role.fail(failures, Some(rule), text);
    }
}

/// Fails for each subject that a binding names and should not.
pub(super) fn forbid_subjects(binding: &Resource, failures: &mut Failures, text: &str, unwanted: &[&str]) {
    let subjects = binding.node.get("subjects").map_or(&[][..], Node::items);
    for subject in subjects.iter().filter(|subject| subject.text("name").is_some_and(|name| unwanted.contains(&name))) {
        binding.fail(failures, Some(subject), text);
    }
}
