//! A service as the pod that it would be.
//!
//! What Compose says in its own words is put into those of a pod, at its own lines, so that the checks of pods tell what they find there.

use super::values;
use crate::kubernetes::{Container, Pod, Resource, short};
use crate::yaml::{Entry, Node, Value};
use std::sync::Arc;

/// All services of a file.
pub(super) fn services(document: &Node) -> Vec<Resource> {
    let services = document.get("services").map_or(&[][..], Node::entries);
    services.iter().filter(|entry| entry.node.is_mapping()).map(resource).collect()
}

fn resource(Entry { key, node: service }: &Entry) -> Resource {
    let name = short(key);
    let title = format!("service '{name}'");
    let pod = Arc::new(Pod { metadata: None, spec: spec(service) });
    let (subject, node) = (title.clone(), container(service));
    let container = Container { name, node, pod: Arc::clone(&pod), title: title.clone(), subject, is_ephemeral: false };
    Resource {
        api_version: String::new(),
        kind: "Service".to_owned(),
        namespace: None,
        title,
        node: service.clone(),
        pods: vec![pod],
        containers: vec![container],
    }
}

/// What concerns the host.
fn spec(service: &Node) -> Node {
    let shares =
        |key: &str| service.get(key).filter(|mode| mode.as_str() == Some("host")).map(|mode| mode.with(Value::Bool(true)));
    let volumes = service.get("volumes").map(|list| list.with(Value::Sequence(values::host_paths(list))));
    let fields = [
        ("hostNetwork", shares("network_mode")),
        ("hostPID", shares("pid")),
        ("hostIPC", shares("ipc")),
        ("hostAliases", service.get("extra_hosts").map(as_list)),
        ("volumes", volumes),
    ];
    Node::mapping(service.lines(), present(fields))
}

/// What concerns the container alone.
fn container(service: &Node) -> Node {
    let ports = service.get("ports").map(|list| list.with(Value::Sequence(values::ports(list))));
    let context = Node::mapping(service.lines(), present(context(service)));
    let fields = [
        // An image that is built here is named by what is to become of it.
        ("image", service.get("image").filter(|_| service.get("build").is_none()).cloned()),
        ("securityContext", Some(context)),
        ("resources", Some(Node::mapping(service.lines(), [("limits", limits(service))]))),
        ("ports", ports),
    ];
    Node::mapping(service.lines(), present(fields))
}

fn context(service: &Node) -> [(&'static str, Option<Node>); 8] {
    let capabilities = present([("add", service.get("cap_add").cloned()), ("drop", service.get("cap_drop").cloned())]);
    let (user, group) = service.get("user").map_or((None, None), values::user);
    let profile = |kind: &'static str, option: &str, default: &str| {
        let set = values::security_option(service, option);
        let name = match set.and_then(|(_, value)| value) {
            None => default,
            Some("unconfined") => "Unconfined",
            Some(_) => "Localhost",
        };
        let node = set.map_or(service, |(node, _)| node).with(Value::String(name.to_owned()));
        (kind, Some(Node::mapping(node.lines(), [("type", node)])))
    };
    let gains = values::security_option(service, "no-new-privileges");
    let gains = gains.map(|(node, value)| node.with(Value::Bool(value == Some("false"))));
    [
        ("privileged", service.get("privileged").cloned()),
        ("readOnlyRootFilesystem", service.get("read_only").cloned()),
        ("allowPrivilegeEscalation", gains),
        ("capabilities", Some(Node::mapping(service.lines(), capabilities))),
        ("runAsUser", user),
        ("runAsGroup", group),
        profile("seccompProfile", "seccomp", "RuntimeDefault"),
        profile("appArmorProfile", "apparmor", "RuntimeDefault"),
    ]
}

fn limits(service: &Node) -> Node {
    let limit = |here: &str, there: &str| service.at(here).or_else(|| service.get(there)).cloned();
    let fields = [
        ("cpu", limit("deploy.resources.limits.cpus", "cpus").or_else(|| service.get("cpu_quota").cloned())),
        ("memory", limit("deploy.resources.limits.memory", "mem_limit")),
    ];
    Node::mapping(service.lines(), present(fields))
}

/// Lists that may be written as mappings.
fn as_list(node: &Node) -> Node {
    match &node.value {
        Value::Mapping(fields) => node.with(Value::Sequence(fields.entries.iter().map(|entry| entry.node.clone()).collect())),
        _ => node.clone(),
    }
}

fn present<const N: usize>(fields: [(&'static str, Option<Node>); N]) -> impl Iterator<Item = (&'static str, Node)> {
    fields.into_iter().filter_map(|(key, node)| Some((key, node?)))
}
