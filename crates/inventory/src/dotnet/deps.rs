//! The packages that a published .NET program or an installed runtime consists of.
//!
//! Format: <https://github.com/dotnet/sdk/blob/main/documentation/specs/runtime-configuration-file.md>.
//! Files: `*.deps.json`.
//! Packages without files for the running program (analyzers, reference assemblies, packages that only name others) are not
//! told; what they lead to is, and counts as asked for by those who asked for them.
//! Limits: assemblies that are linked as files, without a package (`reference`), have no package to tell.

use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, HashSet};
use tidewaiter_model::Relationship;

/// Packages of programs.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("dotnet-core", "dotnet-core");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "dotnet-core",
    version: 1,
    setting: Setting::Anywhere,
    names: Names::End(&[".json"]),
    wants: |stat| stat.path.ends_with(SUFFIX),
    read,
};

const SUFFIX: &str = ".deps.json";
/// Libraries without files that one with files is looked for behind.
const MAX_PASSED: usize = 256;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Deps {
    #[serde(default)]
    runtime_target: RuntimeTarget,
    #[serde(default)]
    targets: BTreeMap<String, BTreeMap<String, Target>>,
    #[serde(default)]
    libraries: BTreeMap<String, Library>,
}

#[derive(Default, Deserialize)]
struct RuntimeTarget {
    #[serde(default)]
    name: String,
}

/// What a library is to programs of one target.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    #[serde(default)]
    dependencies: BTreeMap<String, String>,
    #[serde(default)]
    runtime: BTreeMap<String, IgnoredAny>,
    #[serde(default)]
    runtime_targets: BTreeMap<String, IgnoredAny>,
    #[serde(default)]
    native: BTreeMap<String, IgnoredAny>,
}

#[derive(Deserialize)]
struct Library {
    #[serde(rename = "type", default)]
    kind: String,
}

/// States what the text of such a file says.
pub(super) fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let deps: Deps = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let targets = deps.targets.get(&deps.runtime_target.name);
    let targets: BTreeMap<String, &Target> =
        targets.into_iter().flatten().map(|(library, target)| (library_key(library), target)).collect();
    let root = root(&deps, &targets, &facts.path);
    let mut graph = Graph::default();
    let mut direct = Vec::new();
    for (name, library) in &deps.libraries {
        let is_project = library.kind.eq_ignore_ascii_case("project");
        let is_package = ["package", "runtimepack"].iter().any(|kind| library.kind.eq_ignore_ascii_case(kind));
        let Some((name, version)) = without_prefix(name).split_once('/').filter(|_| is_project || is_package) else { continue };
        let key = key(name, version);
        let target = targets.get(&key);
        if is_package && target.is_some_and(|target| !target.runs()) {
            continue;
        }
        let mut package = super::package(&ECOSYSTEM, &facts.path, name, version);
        if is_project {
            package.relationship = if root.as_ref() == Some(&key) { Relationship::Root } else { Relationship::Workspace };
            direct.extend(target.into_iter().flat_map(|target| target.keys()));
        }
        let edges = target.map(|target| edges(&targets, target)).unwrap_or_default();
        graph.add(key, package, edges);
    }
    if !direct.is_empty() {
        graph.mark_direct(&direct);
    }
    graph.state(facts);
    Ok(())
}

impl Target {
    fn runs(&self) -> bool {
        !(self.runtime.is_empty() && self.runtime_targets.is_empty() && self.native.is_empty())
    }

    fn keys(&self) -> impl Iterator<Item = String> {
        self.dependencies.iter().map(|(name, version)| key(name, version))
    }
}

/// A runtime that is published with a program stands there under a name of its own.
fn without_prefix(library: &str) -> &str {
    library.strip_prefix("runtimepack.").unwrap_or(library)
}

fn library_key(library: &str) -> String {
    without_prefix(library).to_ascii_lowercase()
}

fn key(name: &str, version: &str) -> String {
    library_key(&format!("{name}/{version}"))
}

/// What a library leads to, by way of those that have no files themselves; of these there are few.
fn edges(targets: &BTreeMap<String, &Target>, from: &Target) -> Vec<String> {
    let mut reached = HashSet::new();
    let mut open: Vec<String> = from.keys().collect();
    let mut edges = Vec::new();
    let mut passed = 0;
    while let Some(key) = open.pop() {
        if reached.insert(key.clone()) {
            match targets.get(&key) {
                Some(target) if !target.runs() => {
                    passed += 1;
                    if passed <= MAX_PASSED {
                        open.extend(target.keys());
                    }
                }
                _ => edges.push(key),
            }
        }
    }
    edges
}

/// The project that the file is named after, or else the only one that no other library depends on.
fn root(deps: &Deps, targets: &BTreeMap<String, &Target>, path: &str) -> Option<String> {
    let projects = deps.libraries.iter().filter(|(_, library)| library.kind.eq_ignore_ascii_case("project"));
    let projects: Vec<String> = projects.map(|(name, _)| library_key(name)).collect();
    let file = path.rsplit('/').next()?;
    let file = [SUFFIX, ".exe"].iter().find_map(|end| file.strip_suffix(end)).unwrap_or(file).to_ascii_lowercase();
    let named = projects.iter().find(|project| project.split('/').next() == Some(&file));
    if let Some(named) = named {
        return Some(named.clone());
    }
    let wanted: HashSet<String> = targets.values().flat_map(|target| target.keys()).collect();
    let mut unwanted = projects.into_iter().filter(|project| !wanted.contains(project));
    unwanted.next().filter(|_| unwanted.next().is_none())
}
