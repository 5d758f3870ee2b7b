//! pnpm's lock files, versions 5 to 9.
//!
//! Format: <https://github.com/pnpm/spec/tree/master/lockfile>.
//! Files: `pnpm-lock.yaml`.
//! Keys of packages: version 5 writes `/name/1.0.0` and peers after `_`, version 6 `/name@1.0.0(peer@1.0.0)`, version 9 the
//! same without the slash, with what packages depend on in `snapshots`.
//! Limits: packages that come from a tarball or repository are told if the file gives their version.

use super::{is_local, split_name};
use crate::graph::Graph;
use crate::text_format::{TextFormat, yaml};
use crate::{Ecosystem, FileFacts, Names, Setting};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;

/// pnpm's packages.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("pnpm", "pnpm");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "pnpm",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["pnpm-lock.yaml"]),
    wants: |stat| stat.name() == "pnpm-lock.yaml",
    read,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Lock {
    lockfile_version: String,
    #[serde(default)]
    importers: BTreeMap<String, Importer>,
    /// A project without a workspace stands at the top in versions 5 and 6.
    #[serde(flatten)]
    project: Importer,
    #[serde(default)]
    packages: BTreeMap<String, Package>,
    #[serde(default)]
    snapshots: BTreeMap<String, Package>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Importer {
    #[serde(default)]
    dependencies: BTreeMap<String, Wanted>,
    #[serde(default)]
    optional_dependencies: BTreeMap<String, Wanted>,
    #[serde(default)]
    dev_dependencies: BTreeMap<String, Wanted>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Wanted {
    Version(String),
    Specified { version: String },
    Other(IgnoredAny),
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Package {
    name: Option<String>,
    version: Option<String>,
    #[serde(default)]
    dependencies: BTreeMap<String, String>,
    #[serde(default)]
    optional_dependencies: BTreeMap<String, String>,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock: Lock = yaml(text)?;
    let is_old = lock.lockfile_version.starts_with(['4', '5']);
    let mut graph = Graph::default();
    // Snapshots are packages with their peers; the packages hold what is the same for all of them.
    let all = if lock.snapshots.is_empty() { &lock.packages } else { &lock.snapshots };
    for (key, package) in all {
        let about = lock.packages.get(bare(key)).unwrap_or(package);
        let Some((name, version)) = identity(key, about, is_old) else { continue };
        let edges = package.dependencies.iter().chain(&package.optional_dependencies);
        let edges = edges.filter_map(|(name, version)| place(all, name, version)).collect();
        graph.add(key, super::package(&ECOSYSTEM, &facts.path, &name, &version), edges);
    }
    let (mut run, mut develop) = (Vec::new(), Vec::new());
    for importer in lock.importers.values().chain([&lock.project]) {
        let keys = |wanted: &BTreeMap<String, Wanted>| -> Vec<String> {
            wanted.iter().filter_map(|(name, wanted)| place(all, name, wanted.version()?)).collect()
        };
        run.extend(keys(&importer.dependencies));
        run.extend(keys(&importer.optional_dependencies));
        develop.extend(keys(&importer.dev_dependencies));
    }
    graph.mark_direct(run.iter().chain(&develop));
    graph.mark_dev(&run, &develop);
    graph.state(facts);
    Ok(())
}

impl Wanted {
    fn version(&self) -> Option<&str> {
        match self {
            Self::Version(version) | Self::Specified { version } => Some(version),
            Self::Other(_) => None,
        }
    }
}

/// A key without the peers in parentheses.
fn bare(key: &str) -> &str {
    key.split('(').next().unwrap_or(key)
}

/// The name and version that a key or its entry states; `None` for what is part of the project.
fn identity(key: &str, package: &Package, is_old: bool) -> Option<(String, String)> {
    if is_local(key) || key.contains("@file:") || key.contains("@link:") {
        return None;
    }
    if let (Some(name), Some(version)) = (&package.name, &package.version) {
        return Some((name.clone(), version.clone()));
    }
    let stated = bare(key);
    let (name, version) = if is_old { by_slashes(stated)? } else { split_name(stated.strip_prefix('/').unwrap_or(stated))? };
    // `https://…` where the version of what is fetched from there stands in the entry.
    let version = package.version.as_deref().unwrap_or(version);
    (!version.is_empty())
        .then(|| (name.to_owned(), if version.contains(['/', ':']) { String::new() } else { version.to_owned() }))
}

/// `/@scope/name/1.0.0_peer@1.0.0`, with a registry's host in front where it is not the usual one.
fn by_slashes(key: &str) -> Option<(&str, &str)> {
    let (_host, path) = key.split_once('/')?;
    let names = if path.starts_with('@') { 2 } else { 1 };
    let (at, _) = path.match_indices('/').nth(names - 1)?;
    let (name, rest) = (path.get(..at)?, path.get(at + 1..)?);
    Some((name, rest.split(['_', '/']).next().unwrap_or(rest)))
}

/// The key of what a dependency resolved to: stated whole, or made of its name and version.
fn place(all: &BTreeMap<String, Package>, name: &str, version: &str) -> Option<String> {
    let spellings = [version.to_owned(), format!("{name}@{version}"), format!("/{name}@{version}"), format!("/{name}/{version}")];
    spellings.into_iter().find(|key| all.contains_key(key))
}
