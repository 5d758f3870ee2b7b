//! The shapes that most checks of workloads have.

use crate::Failures;
use crate::kubernetes::{Container, Pod, Resource};
use crate::yaml::Node;

/// Fails for each container in which something is found, and shows that.
pub(super) fn forbid(resource: &Resource, failures: &mut Failures, text: &str, found: impl Fn(&Container) -> Option<&Node>) {
    for container in &resource.containers {
        if let Some(field) = found(container) {
            container.fail(failures, Some(field), text);
        }
    }
}

/// Fails for each container whose field is not as it should be, or absent.
pub(super) fn demand(
    resource: &Resource,
    failures: &mut Failures,
    text: &str,
    field: impl Fn(&Container) -> Option<&Node>,
    is_right: impl Fn(&Node) -> bool,
) {
    for container in &resource.containers {
        let field = field(container);
        if !field.is_some_and(&is_right) {
            container.fail(failures, field, text);
        }
    }
}

/// As `demand`, but for containers that run on Windows, which knows no such field.
pub(super) fn demand_on_linux(
    resource: &Resource,
    failures: &mut Failures,
    text: &str,
    field: impl Fn(&Container) -> Option<&Node>,
    is_right: impl Fn(&Node) -> bool,
) {
    for container in resource.containers.iter().filter(|container| container.is_for_linux()) {
        let field = field(container);
        if !field.is_some_and(&is_right) {
            container.fail(failures, field, text);
        }
    }
}

/// Fails for each container that sets none of some fields of its resources, which containers for debugging cannot.
pub(super) fn demand_resource(resource: &Resource, failures: &mut Failures, text: &str, fields: &[&str]) {
    for container in resource.containers.iter().filter(|container| !container.is_ephemeral) {
        let resources = container.node.get("resources");
        if !fields.iter().any(|field| resources.is_some_and(|resources| resources.at(field).is_some())) {
            container.fail(failures, resources, text);
        }
    }
}

/// Fails for each pod in which something is found, and shows that.
pub(super) fn forbid_in_pods(resource: &Resource, failures: &mut Failures, text: &str, found: impl Fn(&Pod) -> Option<&Node>) {
    for field in resource.pods.iter().filter_map(|pod| found(pod)) {
        resource.fail(failures, Some(field), text);
    }
}

/// Where a container adds a capability, by its name or with all others.
pub(super) fn added<'a>(container: &'a Container, capability: &str) -> Option<&'a Node> {
    container.capabilities("add").into_iter().find(|(_, name)| name == capability || name == "ALL").map(|(node, _)| node)
}

/// A port of a container whose number, in a field, is wrong.
pub(super) fn port<'a>(container: &'a Container, field: &str, is_wrong: impl Fn(i64) -> bool) -> Option<&'a Node> {
    let ports = container.node.get("ports").map_or(&[][..], Node::items);
    ports.iter().filter_map(|port| port.get(field)).find(|number| number.as_i64().is_some_and(&is_wrong))
}

/// Which seccomp profile a container runs under. The annotations of older releases have no effect since Kubernetes 1.27.
/// Source: <https://kubernetes.io/docs/reference/labels-annotations-taints/#seccomp-security-alpha-kubernetes-io-pod>.
pub(super) fn seccomp(container: &Container) -> Option<&Node> {
    container.security("seccompProfile.type")
}

/// Whether a text is one of several.
pub(super) fn is_among(node: &Node, texts: &[&str]) -> bool {
    node.as_str().is_some_and(|text| texts.contains(&text))
}
