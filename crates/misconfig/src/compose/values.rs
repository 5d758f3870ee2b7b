//! Short forms of values: `/etc:/host:ro`, `127.0.0.1:80:8080/tcp`, `1000:0`, `seccomp:unconfined`.
//!
//! Format: <https://docs.docker.com/reference/compose-file/services/>.

use crate::yaml::{Node, Value};

/// The volumes of a service that are absolute paths of the host.
pub(super) fn host_paths(volumes: &Node) -> Vec<Node> {
    let path = |volume: &Node| {
        let source = match volume.text("type") {
            Some("bind") => volume.text("source")?,
            Some(_) => return None,
            None => volume.as_str()?.split_once(':')?.0,
        };
        let path = volume.with(Value::String(source.to_owned()));
        let host = Node::mapping(volume.lines(), [("path", path)]);
        source.starts_with('/').then(|| Node::mapping(volume.lines(), [("hostPath", host)]))
    };
    volumes.items().iter().filter_map(path).collect()
}

/// The ports of a service, each as the lower of those within the container and on the host.
pub(super) fn ports(ports: &Node) -> Vec<Node> {
    let port = |port: &Node| {
        let numbers = match &port.value {
            Value::Mapping(_) => [number_of(port.get("target")), number_of(port.get("published"))],
            _ => of_text(&text(port)?),
        };
        let lower = numbers.into_iter().flatten().min()?;
        Some(Node::mapping(port.lines(), [("containerPort", port.with(Value::Number(lower.into())))]))
    };
    ports.items().iter().filter_map(port).collect()
}

fn number_of(node: Option<&Node>) -> Option<i64> {
    first(&text(node?)?)
}

/// `[HOST:][PUBLISHED:]TARGET[/PROTOCOL]`, where the last two may be ranges.
fn of_text(text: &str) -> [Option<i64>; 2] {
    let text = text.split('/').next().unwrap_or(text);
    let mut parts = text.rsplit(':');
    [parts.next().and_then(first), parts.next().and_then(first)]
}

/// The beginning of `80-90`.
fn first(range: &str) -> Option<i64> {
    range.split('-').next()?.trim().parse().ok()
}

fn text(node: &Node) -> Option<String> {
    match &node.value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The user and the group of `root`, `0`, `1000:0`; a name other than root's says nothing of its number.
pub(super) fn user(node: &Node) -> (Option<Node>, Option<Node>) {
    let text = text(node).unwrap_or_default();
    let (user, group) = text.split_once(':').map_or((text.as_str(), None), |(user, group)| (user, Some(group)));
    let id = |name: &str| {
        let id = if name == "root" { Some(0) } else { name.parse::<i64>().ok() };
        id.map(|id| node.with(Value::Number(id.into())))
    };
    (id(user), group.and_then(id))
}

/// An entry of `security_opt`, and what follows its name after `:` or `=`.
pub(super) fn security_option<'a>(service: &'a Node, name: &str) -> Option<(&'a Node, Option<&'a str>)> {
    let options = service.get("security_opt").map_or(&[][..], Node::items);
    options.iter().rev().find_map(|option| {
        let rest = option.as_str()?.strip_prefix(name)?;
        match rest.strip_prefix([':', '=']) {
            Some(value) => Some((option, Some(value.trim()))),
            None => rest.is_empty().then_some((option, None)),
        }
    })
}
