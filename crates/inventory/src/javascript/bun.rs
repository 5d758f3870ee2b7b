//! bun's lock file: JSON with trailing commas and comments.
//!
//! Format: <https://bun.com/docs/pm/lockfile>. Packages stand under the path by which they are found, as folders nest.
//! Files: `bun.lock`.
//! Limits: the binary form of older versions, `bun.lockb`, is not read.

use super::{is_local, split_name, upwards};
use crate::graph::Graph;
use crate::text_format::{TextFormat, strict_json};
use crate::{Ecosystem, FileFacts, Names, Setting};
use serde_json::{Map, Value};

/// bun's packages.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("bun", "bun");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "bun",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["bun.lock"]),
    wants: |stat| stat.name() == "bun.lock",
    read,
};

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock: Map<String, Value> = serde_json::from_str(&strict_json(text)).map_err(|error| error.to_string())?;
    let none = Map::new();
    let packages = lock.get("packages").and_then(Value::as_object).unwrap_or(&none);
    let mut graph = Graph::default();
    for (key, entry) in packages {
        let Some((name, version)) = entry.get(0).and_then(Value::as_str).and_then(split_name) else {
            facts.problem(format!("broken bun.lock: {key} has no name"));
            continue;
        };
        if is_local(version) || version.starts_with("root:") {
            continue;
        }
        // `a@github:owner/repo#commit` and archives have no version; the description stands in different places.
        let version = if version.contains([':', '/']) { "" } else { version };
        let about = entry.as_array().into_iter().flatten().find(|part| part.is_object());
        let groups = ["dependencies", "optionalDependencies", "peerDependencies"];
        let edges = about.map_or_else(Vec::new, |about| found(packages, key, about, &groups));
        graph.add(key, super::package(&ECOSYSTEM, &facts.path, name, version), edges);
    }
    let (mut run, mut develop) = (Vec::new(), Vec::new());
    for (_, workspace) in lock.get("workspaces").and_then(Value::as_object).into_iter().flatten() {
        // What a member alone has stands below its name.
        let base = workspace.get("name").and_then(Value::as_str).unwrap_or("");
        run.extend(found(packages, base, workspace, &["dependencies", "optionalDependencies", "peerDependencies"]));
        develop.extend(found(packages, base, workspace, &["devDependencies"]));
    }
    graph.mark_direct(run.iter().chain(&develop));
    graph.mark_dev(&run, &develop);
    graph.state(facts);
    Ok(())
}

/// The keys that a description's dependencies lead to, from the package at a path.
fn found(packages: &Map<String, Value>, from: &str, about: &Value, groups: &[&str]) -> Vec<String> {
    let wanted = groups.iter().filter_map(|group| about.get(group)?.as_object()).flat_map(Map::keys);
    wanted
        .filter_map(|name| {
            let mut keys = upwards(from).map(|base| if base.is_empty() { name.clone() } else { format!("{base}/{name}") });
            keys.find(|key| packages.contains_key(key))
        })
        .collect()
}
