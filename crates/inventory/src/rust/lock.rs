//! Cargo's lock file, versions 1 to 4.
//!
//! Format: <https://doc.rust-lang.org/nightly/nightly-rustc/cargo/core/resolver/encode/index.html>.
//! Files: `Cargo.lock`.
//! Limits: it does not tell what only developers need; the manifests do. Crates without a source belong to the project: one is
//! the project itself, several are members of its workspace.

use crate::graph::Graph;
use crate::text_format::{TextFormat, first_line};
use crate::{Ecosystem, FileFacts, Names, Setting};
use serde::Deserialize;
use std::collections::HashMap;
use tidewaiter_model::Relationship;

/// Cargo's crates.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("cargo", "cargo");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "cargo",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["Cargo.lock"]),
    wants: |stat| stat.name() == "Cargo.lock",
    read,
};

#[derive(Deserialize)]
struct Lock {
    #[serde(default)]
    package: Vec<Entry>,
    /// The project itself, in the oldest lock files.
    root: Option<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    version: String,
    source: Option<String>,
    #[serde(default)]
    dependencies: Vec<String>,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock: Lock = toml::from_str(text).map_err(|error| first_line(error.message()))?;
    let entries: Vec<&Entry> = lock.package.iter().chain(&lock.root).collect();
    let mut by_name: HashMap<&str, Vec<&Entry>> = HashMap::new();
    for entry in &entries {
        by_name.entry(&entry.name).or_default().push(entry);
    }
    let members = entries.iter().filter(|entry| entry.source.is_none()).count();
    let mut graph = Graph::default();
    let mut direct = Vec::new();
    for entry in &entries {
        let edges: Vec<String> = entry.dependencies.iter().filter_map(|wanted| find(&by_name, wanted)).collect();
        let repository = entry.source.as_deref().and_then(|source| source.strip_prefix("git+"));
        let repository = repository.map(|url| url.split(['?', '#']).next().unwrap_or(url));
        let mut package = super::package(&ECOSYSTEM, &facts.path, &entry.name, &entry.version, repository);
        if entry.source.is_none() {
            package.relationship = if members == 1 { Relationship::Root } else { Relationship::Workspace };
            direct.extend(edges.iter().cloned());
        }
        graph.add(key(entry), package, edges);
    }
    graph.mark_direct(&direct);
    graph.state(facts);
    Ok(())
}

fn key(entry: &Entry) -> String {
    format!("{} {} {}", entry.name, entry.version, entry.source.as_deref().unwrap_or(""))
}

/// `name`, `name version` or `name version (source)`, as much as it takes to tell crates apart.
fn find(by_name: &HashMap<&str, Vec<&Entry>>, wanted: &str) -> Option<String> {
    let mut words = wanted.splitn(3, ' ');
    let candidates = by_name.get(words.next()?)?;
    let (version, source) = (words.next(), words.next().map(|source| source.trim_matches(['(', ')'])));
    let is_meant = |entry: &&&Entry| {
        version.is_none_or(|version| entry.version == version)
            && source.is_none_or(|source| {
                entry.source.as_deref().is_some_and(|known| known.split('#').next() == source.split('#').next())
            })
    };
    candidates.iter().find(is_meant).map(|entry| key(entry))
}
