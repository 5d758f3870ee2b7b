//! Stack's lock file.
//!
//! Format: <https://docs.haskellstack.org/en/stable/topics/lock_files/>: for what `stack.yaml` asks for beyond its snapshot, the
//! package as Stack completed it, from Hackage, a repository or an archive.
//! Files: `stack.yaml.lock`.
//! Limits: the packages of the snapshot itself are not in it, but in a file that Stack fetches.

use super::{ECOSYSTEM, name_and_version, package};
use crate::graph::Graph;
use crate::text_format::{TextFormat, yaml};
use crate::{FileFacts, Names, Setting, repository};
use serde::Deserialize;
use tidewaiter_model::{Package, Relationship};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "stack",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["stack.yaml.lock"]),
    wants: |stat| stat.name() == "stack.yaml.lock",
    read,
};

#[derive(Deserialize)]
struct Lock {
    #[serde(default)]
    packages: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    completed: Completed,
}

#[derive(Deserialize)]
struct Completed {
    /// `NAME-VERSION@sha256:HASH,SIZE`, or `@rev:NUMBER`.
    #[serde(default)]
    hackage: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    git: String,
    #[serde(default)]
    hg: String,
    #[serde(default)]
    commit: String,
    /// Where an archive lies.
    #[serde(default)]
    url: String,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock: Lock = yaml(text)?;
    let mut graph = Graph::default();
    for Entry { completed } in &lock.packages {
        match locked(completed, &facts.path) {
            Some(package) => graph.add(package.id(), package, Vec::new()),
            None => facts.problem("a package without a name or version"),
        }
    }
    graph.state(facts);
    Ok(())
}

fn locked(completed: &Completed, path: &str) -> Option<Package> {
    let id = completed.hackage.split('@').next().unwrap_or("");
    if let Some((name, version)) = name_and_version(id) {
        return Some(package(&ECOSYSTEM, path, name, version));
    }
    if completed.name.is_empty() || completed.version.is_empty() {
        return None;
    }
    let mut package = package(&ECOSYSTEM, path, &completed.name, &completed.version);
    let sources = [&completed.git, &completed.hg, &completed.url];
    match sources.into_iter().find(|source| !source.is_empty()) {
        Some(source) => {
            package.third_party = Some(source.clone());
            if !completed.commit.is_empty() {
                package.purl = Some(repository::purl(source, &completed.name, &completed.commit));
            }
        }
        // An archive that lies within the project.
        None => package.relationship = Relationship::Workspace,
    }
    Some(package)
}
