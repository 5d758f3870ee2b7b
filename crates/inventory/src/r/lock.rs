//! renv's lock file.
//!
//! Format: <https://rstudio.github.io/renv/articles/lockfile.html>, with the fields of `DESCRIPTION` since renv 1.1, and with the
//! names of what a package needs (`Requirements`) before.
//! Files: `renv.lock`.
//! Limits: neither what the project asks for itself nor what only developers need is in it. The lock files of the first versions,
//! which were no JSON, are not read.

use super::{Origin, names, package};
use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};
use serde::Deserialize;
use std::collections::BTreeMap;
use tidewaiter_model::Package;

/// Packages of CRAN.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("renv", "CRAN", None);

/// Packages of Bioconductor.
pub(crate) const BIOCONDUCTOR: Ecosystem = super::ecosystem("renv-bioconductor", "Bioconductor", None);

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "renv",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["renv.lock"]),
    wants: |stat| stat.name() == "renv.lock",
    read,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Lock {
    #[serde(default)]
    packages: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", default)]
#[derive(Default)]
struct Entry {
    version: String,
    source: String,
    #[serde(rename = "RemoteType")]
    remote: String,
    #[serde(rename = "RemoteUrl")]
    url: String,
    #[serde(rename = "RemoteUsername")]
    owner: String,
    #[serde(rename = "RemoteRepo")]
    repository: String,
    requirements: List,
    depends: List,
    imports: List,
    #[serde(rename = "LinkingTo")]
    linking_to: List,
}

/// Dependencies, one by one or as in `DESCRIPTION`.
#[derive(Default, Deserialize)]
#[serde(untagged)]
enum List {
    Several(Vec<String>),
    One(String),
    #[default]
    None,
}

impl List {
    fn names(&self) -> Vec<String> {
        match self {
            Self::Several(entries) => entries.iter().flat_map(|entry| names(entry)).map(str::to_owned).collect(),
            Self::One(list) => names(list).map(str::to_owned).collect(),
            Self::None => Vec::new(),
        }
    }
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock: Lock = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut graph = Graph::default();
    for (name, entry) in &lock.packages {
        if entry.version.is_empty() {
            facts.problem(format!("{name} has no version"));
            continue;
        }
        let lists = [&entry.requirements, &entry.depends, &entry.imports, &entry.linking_to];
        graph.add(name, locked(name, entry, &facts.path), lists.into_iter().flat_map(List::names).collect());
    }
    graph.state(facts);
    Ok(())
}

fn locked(name: &str, entry: &Entry, path: &str) -> Package {
    let repository = format!("{} {}/{}", entry.source, entry.owner, entry.repository);
    let origin = match entry.source.as_str() {
        "Bioconductor" => Origin::Bioconductor,
        "Repository" | "CRAN" | "" if matches!(entry.remote.as_str(), "bioconductor" | "bioc") => Origin::Bioconductor,
        "Repository" | "CRAN" | "" => Origin::Cran,
        _ if !entry.url.is_empty() => Origin::Other(&entry.url),
        _ if !entry.repository.is_empty() => Origin::Other(&repository),
        source => Origin::Other(source),
    };
    package([&ECOSYSTEM, &BIOCONDUCTOR], path, name, &entry.version, origin)
}
