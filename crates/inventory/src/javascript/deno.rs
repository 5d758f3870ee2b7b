//! deno's lock files, versions 2 to 5.
//!
//! Format: <https://docs.deno.com/runtime/fundamentals/modules/#integrity-checking-and-lock-files>. Packages stand under
//! `name@version`, with a suffix for peers (`a@1.0.0_b@2.0.0`); `specifiers` say what requirements led to.
//! Files: `deno.lock`.
//! Limits: modules that are imported by URL have no version and are not told; nobody publishes advisories about jsr.io.

use super::split_name;
use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use tidewaiter_model::{Package, Purl};

/// What deno takes from npm.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("deno", "deno");

/// What it takes from jsr.io.
pub(crate) const JSR: Ecosystem = Ecosystem { id: "jsr", kind: "jsr", advisories: None, ..ECOSYSTEM };

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "deno",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["deno.lock"]),
    wants: |stat| stat.name() == "deno.lock",
    read,
};

const REGISTRIES: [&str; 2] = ["npm", "jsr"];

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if !lock.is_object() {
        return Err("not an object".to_owned());
    }
    // Version 3 nests both registries and the specifiers in `packages`, version 2 npm's packages in `npm.packages`.
    let top = lock.get("packages").unwrap_or(&lock);
    let specifiers = object(top, "specifiers").or_else(|| object(top.get("npm")?, "specifiers"));
    let mut graph = Graph::default();
    for registry in REGISTRIES {
        let packages = top.get(registry).and_then(|npm| object(npm, "packages")).or_else(|| object(top, registry));
        let Some(packages) = packages else { continue };
        let mut by_name = HashMap::new();
        for (key, (name, _)) in packages.keys().filter_map(|key| Some((key, split_name(key)?))) {
            by_name.entry(name).or_insert(key);
        }
        let find = |name: &str, id: &str| match id.split_once(':').filter(|(other, _)| REGISTRIES.contains(other)) {
            Some((other, _)) => resolved(specifiers, id).filter(|key| key.starts_with(other)),
            None if packages.contains_key(id) => Some(format!("{registry}:{id}")),
            // A bare name stands for the only version of it.
            None => Some(format!("{registry}:{}", by_name.get(name)?)),
        };
        for (key, entry) in packages {
            let Some((name, version)) = split_name(key) else { continue };
            let version = version.split('_').next().unwrap_or(version);
            let edges = wanted(entry).filter_map(|(name, id)| find(name, id)).collect();
            graph.add(format!("{registry}:{key}"), package(registry, &facts.path, name, version), edges);
        }
    }
    let asked = requirements(&lock, top, specifiers);
    if !asked.is_empty() {
        graph.mark_direct(&asked);
    }
    graph.state(facts);
    Ok(())
}

fn object<'a>(value: &'a Value, key: &str) -> Option<&'a Map<String, Value>> {
    value.get(key)?.as_object()
}

fn package(registry: &str, path: &str, name: &str, version: &str) -> Package {
    let mut package = super::package(&ECOSYSTEM, path, name, version);
    if registry == "jsr" {
        package.ecosystem = JSR.id.into();
        let (scope, bare) = name.rsplit_once('/').unwrap_or(("", name));
        package.purl = Some(Purl::new("jsr", scope, bare, version));
    }
    package
}

/// What an entry depends on: names and ids of a map, or a list of names, `name@version` and `jsr:name@range`.
fn wanted(entry: &Value) -> impl Iterator<Item = (&str, &str)> {
    let listed = entry.get("dependencies").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let mapped = object(entry, "dependencies").into_iter().flatten();
    let mapped = mapped.filter_map(|(name, id)| Some((name.as_str(), id.as_str()?)));
    listed.map(|text| (text, text)).chain(mapped)
}

/// The key that a requirement such as `npm:chalk@5` led to.
fn resolved(specifiers: Option<&Map<String, Value>>, requirement: &str) -> Option<String> {
    let led_to = specifiers?.get(requirement)?.as_str()?;
    if led_to.split_once(':').is_some_and(|(registry, _)| REGISTRIES.contains(&registry)) {
        return Some(led_to.to_owned());
    }
    let (name, _) = split_name(requirement.split_once(':')?.1).unwrap_or((requirement.split_once(':')?.1, ""));
    let registry = requirement.split(':').next()?;
    Some(format!("{registry}:{name}@{led_to}"))
}

/// What the project's configuration, its members and its source files ask for.
fn requirements(lock: &Value, top: &Value, specifiers: Option<&Map<String, Value>>) -> Vec<String> {
    let mut asked: Vec<String> = Vec::new();
    if let Some(workspace) = lock.get("workspace") {
        let members = object(workspace, "members").into_iter().flat_map(Map::values);
        for part in members.chain([workspace]).flat_map(|part| [Some(part), part.get("packageJson")]).flatten() {
            let listed = part.get("dependencies").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            asked.extend(listed.filter_map(|requirement| resolved(specifiers, requirement)));
        }
    }
    // Source files ask by the exact words of the specifiers; what packages ask for among themselves is listed by jsr's only.
    let jsr = object(top, "jsr").into_iter().flat_map(Map::values).flat_map(|entry| wanted(entry).map(|(name, _)| name));
    let of_packages: HashSet<&str> = jsr.collect();
    let by_source = specifiers.into_iter().flat_map(Map::keys).filter(|key| !of_packages.contains(key.as_str()));
    asked.extend(by_source.filter_map(|requirement| resolved(specifiers, requirement)));
    asked
}
