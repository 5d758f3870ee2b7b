//! What an environment of Julia consists of.
//!
//! Format: <https://pkgdocs.julialang.org/v1/toml-files/#Manifest.toml>, formats 1 (packages at the top level) and 2 (below `deps`).
//! Files: `Manifest.toml`, `JuliaManifest.toml`, `Manifest-v1.11.toml`.
//! Parts of the standard library have no version of their own: they are told in that of Julia. Limits: format 1 does not state
//! Julia's version, so that these are left out there.

use crate::graph::Graph;
use crate::text_format::{TextFormat, first_line};
use crate::{Advisories, Ecosystem, FileFacts, Names, Setting};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use tidewaiter_model::{Class, Package, Purl, Relationship};
use toml::Table;

/// Packages of environments.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "julia",
    class: Class::LangPkgs,
    kind: "julia",
    target: None,
    evr: false,
    advisories: Some(Advisories { osv: "Julia", order: tidewaiter_versions::JULIA, same_name: |a, b| a == b }),
};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "julia",
    version: 1,
    setting: Setting::LockAnywhere,
    names: Names::End(&[".toml"]),
    wants: |stat| {
        super::is_named(stat, |name| name == "Manifest.toml" || name.starts_with("Manifest-v") && name.ends_with(".toml"))
    },
    read,
};

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    uuid: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    deps: Dependencies,
    /// Set for what is developed beside the environment.
    #[serde(default)]
    path: String,
    #[serde(rename = "repo-url", default)]
    repository: String,
}

/// Names, or names and UUIDs where several packages have the same name.
#[derive(Deserialize)]
#[serde(untagged)]
enum Dependencies {
    Names(Vec<String>),
    Ids(BTreeMap<String, String>),
}

impl Default for Dependencies {
    fn default() -> Self {
        Self::Names(Vec::new())
    }
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let manifest: Table = text.parse().map_err(|error: toml::de::Error| first_line(error.message()))?;
    let julia = manifest.get("julia_version").and_then(toml::Value::as_str).unwrap_or("");
    let packages = if manifest.contains_key("manifest_format") {
        manifest.get("deps").and_then(toml::Value::as_table)
    } else {
        Some(&manifest)
    };
    let mut entries = Vec::new();
    for (name, list) in packages.into_iter().flatten() {
        for entry in list.as_array().into_iter().flatten() {
            match entry.clone().try_into::<Entry>() {
                Ok(entry) => entries.push((name.as_str(), entry)),
                Err(error) => facts.problem(format!("package {name}: {}", first_line(error.message()))),
            }
        }
    }
    let ids: HashMap<&str, &str> = entries.iter().map(|(name, entry)| (*name, entry.uuid.as_str())).collect();
    let mut graph = Graph::default();
    for (name, entry) in &entries {
        let edges = match &entry.deps {
            Dependencies::Names(names) => {
                names.iter().filter_map(|name| ids.get(name.as_str())).map(ToString::to_string).collect()
            }
            Dependencies::Ids(ids) => ids.values().cloned().collect(),
        };
        if let Some(package) = package(name, entry, julia, &facts.path) {
            graph.add(&entry.uuid, package, edges);
        }
    }
    graph.state(facts);
    Ok(())
}

fn package(name: &str, entry: &Entry, julia: &str, path: &str) -> Option<Package> {
    let version = if entry.version.is_empty() { julia } else { &entry.version };
    // Other programs have manifests of this name, whose tables have no UUIDs.
    if version.is_empty() || entry.uuid.is_empty() {
        return None;
    }
    Some(Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        third_party: (!entry.repository.is_empty()).then(|| entry.repository.clone()),
        relationship: if entry.path.is_empty() { Relationship::Unknown } else { Relationship::Workspace },
        purl: Some(Purl::new("julia", "", name, version).with("uuid", &entry.uuid)),
        ..Package::default()
    })
}
