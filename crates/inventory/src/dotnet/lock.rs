//! NuGet's lock file, versions 1 and 2.
//!
//! Format: <https://learn.microsoft.com/en-us/nuget/consume-packages/package-references-in-project-files#locking-dependencies>;
//! packages by target framework, with or without a runtime (`net8.0/linux-x64`, which only lists what differs there).
//! Files: `packages.lock.json`, and those that MSBuild names otherwise, `packages.PROJECT.lock.json`.
//! Limits: projects that this one refers to have no version and are not told. Nothing says what only developers need.

use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use tidewaiter_model::Relationship;

/// What NuGet's own files ask for.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("nuget", "nuget");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "nuget",
    version: 1,
    setting: Setting::Project,
    names: Names::End(&[".json"]),
    wants: |stat| stat.path.ends_with(".lock.json") && stat.name().starts_with("packages."),
    read,
};

#[derive(Deserialize)]
struct Lock {
    #[serde(default)]
    dependencies: BTreeMap<String, BTreeMap<String, Entry>>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    resolved: String,
    #[serde(default)]
    dependencies: BTreeMap<String, String>,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock: Lock = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut graph = Graph::default();
    for (target, entries) in &lock.dependencies {
        let framework = target.split('/').next().unwrap_or(target);
        let own: HashSet<String> = entries.keys().map(|name| name.to_ascii_lowercase()).collect();
        let is_own = |name: &String| own.contains(&name.to_ascii_lowercase());
        for (name, entry) in entries {
            if entry.kind.eq_ignore_ascii_case("Project") || entry.resolved.is_empty() {
                continue;
            }
            let edges = entry.dependencies.keys();
            let edges = edges.map(|name| key(if is_own(name) { target } else { framework }, name)).collect();
            let mut package = super::package(&ECOSYSTEM, &facts.path, name, &entry.resolved);
            let is_direct = entry.kind.eq_ignore_ascii_case("Direct");
            package.relationship = if is_direct { Relationship::Direct } else { Relationship::Indirect };
            graph.add(key(target, name), package, edges);
        }
    }
    graph.state(facts);
    Ok(())
}

fn key(target: &str, name: &str) -> String {
    format!("{target} {}", name.to_ascii_lowercase())
}
