//! yarn's lock files, of yarn 1 and of yarn 2 and later ("berry"), which are YAML.
//!
//! Format: <https://classic.yarnpkg.com/en/docs/yarn-lock>, <https://yarnpkg.com/advanced/lexicon#lockfile>.
//! Files: `yarn.lock`.
//! Limits: neither says which dependencies are for developers only; the manifest beside it does. A patched package is told
//! as the one that the patch is for.

use super::{is_local, split_name, yarn_classic};
use crate::graph::{Graph, MAX_ID};
use crate::text_format::{TextFormat, yaml};
use crate::{Ecosystem, FileFacts, Names, Setting};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// yarn's packages.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("yarn", "yarn");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "yarn",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["yarn.lock"]),
    wants: |stat| stat.name() == "yarn.lock",
    read,
};

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    if text.lines().any(|line| line.starts_with("__metadata:")) { berry(text, facts) } else { classic(text, facts) }
}

fn classic(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let entries = yarn_classic::read(text);
    let places: HashMap<&String, usize> =
        entries.iter().enumerate().flat_map(|(index, entry)| entry.patterns.iter().map(move |p| (p, index))).collect();
    let mut graph = Graph::default();
    let mut broken = 0;
    for (index, entry) in entries.iter().enumerate() {
        let Some((name, range)) = entry.patterns.first().and_then(|pattern| split_name(pattern)) else {
            broken += 1;
            continue;
        };
        if entry.version.is_empty() {
            broken += 1;
        } else if !is_local(range) {
            let name = range.strip_prefix("npm:").and_then(|alias| Some(split_name(alias)?.0)).unwrap_or(name);
            let edges = entry.wanted.iter().filter_map(|wanted| places.get(wanted)).map(usize::to_string).collect();
            graph.add(index.to_string(), super::package(&ECOSYSTEM, &facts.path, name, &entry.version), edges);
        }
    }
    graph.state(facts);
    if broken > 0 { Err(format!("{broken} entries without a name or version")) } else { Ok(()) }
}

/// Of the lock file's own description, which stands among them, nothing is asked.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Package {
    version: String,
    resolution: String,
    dependencies: BTreeMap<String, String>,
}

fn berry(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock: BTreeMap<String, Package> = yaml(text)?;
    let packages: Vec<(&String, &Package)> = lock.iter().filter(|(_, package)| !package.resolution.is_empty()).collect();
    let places: HashMap<&str, &str> = packages
        .iter()
        .flat_map(|(key, package)| key.split(", ").map(|pattern| (pattern, package.resolution.as_str())))
        .collect();
    let mut graph = Graph::default();
    let mut broken = 0;
    for (_, package) in &packages {
        let Some((name, locator)) = split_name(&package.resolution) else {
            broken += 1;
            continue;
        };
        let edges = package.dependencies.iter().filter_map(|(name, range)| place(&places, name, range)).collect();
        // `a@patch:a@npm%3A1.0.0#…`: the original has an entry of its own, but it is not what others depend on.
        if !is_local(locator) {
            graph.add(&package.resolution, super::package(&ECOSYSTEM, &facts.path, name, &package.version), edges);
        }
    }
    graph.state(facts);
    if broken > 0 { Err(format!("{broken} entries without a name")) } else { Ok(()) }
}

/// The package that answers a requirement; `npm:` is left out by older versions.
fn place(places: &HashMap<&str, &str>, name: &str, range: &str) -> Option<String> {
    let resolution =
        places.get(format!("{name}@{range}").as_str()).or_else(|| places.get(format!("{name}@npm:{range}").as_str()))?;
    Some(*resolution).filter(|resolution| resolution.len() <= MAX_ID).map(str::to_owned)
}
