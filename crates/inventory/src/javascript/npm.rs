//! npm's lock files.
//!
//! Format: <https://docs.npmjs.com/cli/v10/configuring-npm/package-lock-json>. Versions 2 and 3 list `packages` by the folder
//! where each is installed; version 1 nests `dependencies` as the folders nest.
//! Files: `package-lock.json`, `npm-shrinkwrap.json`.
//! Limits: version 1 does not say what the project asks for (its manifest does); a package that it takes from a URL has no
//! version there.

use super::npm_lock::{self, Entry, Lock};
use super::{is_local, split_name, upwards};
use crate::graph::Graph;
use crate::license;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;
use tidewaiter_model::Relationship;

/// npm's lock files.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("package-lock", "npm");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "package-lock",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["package-lock.json", "npm-shrinkwrap.json"]),
    wants: |stat| matches!(stat.name(), "package-lock.json" | "npm-shrinkwrap.json"),
    read,
};

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let Lock { packages, has_version } = npm_lock::read(text)?;
    let mut graph = Graph::default();
    if let Some(packages) = packages {
        by_folder(&packages, &mut graph, &facts.path);
    } else {
        let lock: Map<String, Value> = serde_json::from_str(text).map_err(|error| error.to_string())?;
        match lock.get("dependencies").and_then(Value::as_object) {
            Some(dependencies) => nested(dependencies, &mut Vec::new(), &mut 0, &mut graph, &facts.path),
            // A project without dependencies.
            None if has_version => {}
            None => return Err("neither packages nor dependencies".to_owned()),
        }
    }
    graph.state(facts);
    Ok(())
}

/// Entries of versions 2 and 3 by their folders.
type Packages<'a> = BTreeMap<Cow<'a, str>, Entry<'a>>;

/// Keys of an object within an object.
fn keys<'a>(value: &'a Value, groups: &[&str]) -> Vec<&'a String> {
    groups.iter().filter_map(|group| value.get(group)?.as_object()).flat_map(Map::keys).collect()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or("")
}

fn flag(value: &Value, key: &str) -> bool {
    value.get(key).and_then(Value::as_bool).unwrap_or(false)
}

/// Versions 2 and 3.
fn by_folder(packages: &Packages<'_>, graph: &mut Graph, path: &str) {
    let mut direct = Vec::new();
    for (folder, entry) in packages {
        // Only the project and its members carry what their developers need; it is not installed for anyone else.
        let is_member = !format!("/{folder}").contains("/node_modules/");
        let by_developers = entry.wanted_by_developers.iter().filter(|_| is_member);
        let edges: Vec<String> =
            entry.wanted.iter().chain(by_developers).filter_map(|name| find(packages, folder, name)).collect();
        if is_member {
            direct.extend(edges.iter().cloned());
        }
        // The project itself, and links, which lead to members.
        if folder.is_empty() || entry.is_link {
            continue;
        }
        let installed_as = format!("/{folder}");
        let stated = &*entry.name;
        let name = match installed_as.rsplit_once("/node_modules/") {
            _ if !stated.is_empty() => stated,
            Some((_, name)) => name,
            None => folder.rsplit('/').next().unwrap_or(folder),
        };
        let mut package = super::package(&ECOSYSTEM, path, name, &entry.version);
        package.dev = entry.is_dev;
        if is_member {
            package.relationship = Relationship::Workspace;
        }
        license::add(&mut package.licenses, &entry.license);
        graph.add(&**folder, package, edges);
    }
    graph.mark_direct(&direct);
}

/// Where node finds a package that is asked for from a folder: in the nearest `node_modules` above.
fn find(packages: &Packages<'_>, from: &str, name: &str) -> Option<String> {
    upwards(from).find_map(|base| {
        let place = if base.is_empty() { format!("node_modules/{name}") } else { format!("{base}/node_modules/{name}") };
        let entry = packages.get(place.as_str())?;
        Some(if entry.is_link { entry.resolved.clone().into_owned() } else { place })
    })
}

/// Version 1: what is within a package's own folder hides what lies further out. The parser bounds the depth.
fn nested<'a>(dependencies: &'a Map<String, Value>, outer: &mut Scopes<'a>, folders: &mut usize, graph: &mut Graph, path: &str) {
    let folder = *folders;
    outer.push((folder, dependencies));
    for (name, entry) in dependencies {
        let key = format!("{folder}>{name}");
        let within = entry.get("dependencies").and_then(Value::as_object);
        // The folder of its own that it would open next.
        let next = *folders + 1;
        let find = |wanted: &String| match within {
            Some(within) if within.contains_key(wanted) => Some(format!("{next}>{wanted}")),
            _ => outer.iter().rev().find(|(_, scope)| scope.contains_key(wanted)).map(|(folder, _)| format!("{folder}>{wanted}")),
        };
        let edges = keys(entry, &["requires"]).into_iter().filter_map(find).collect();
        let stated = text(entry, "version");
        let (name, version) = match stated.strip_prefix("npm:").and_then(split_name) {
            Some(alias) => alias,
            None if stated.contains([':', '/']) => (name.as_str(), ""),
            None => (name.as_str(), stated),
        };
        if !is_local(stated) {
            let mut package = super::package(&ECOSYSTEM, path, name, version);
            package.dev = flag(entry, "dev");
            graph.add(&key, package, edges);
        }
        if let Some(within) = within {
            *folders = next;
            nested(within, outer, folders, graph, path);
        }
    }
    outer.pop();
}

/// The folders around a package, from the outermost, by their numbers: paths of names would grow with every level.
type Scopes<'a> = Vec<(usize, &'a Map<String, Value>)>;
