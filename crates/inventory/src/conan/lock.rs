//! Conan's lock file, of Conan 1 (a graph of nodes) and of Conan 2 (lists of references).
//!
//! Format: <https://docs.conan.io/1/versioning/lockfiles/introduction.html>, <https://docs.conan.io/2/tutorial/versioning/lockfiles.html>.
//! Files: `conan.lock`.
//! What tools and recipes alone need to build is for developers. Limits: Conan 2 does not write who asks for whom, nor what the
//! project asks for: that stands in the manifest only.

use super::Reference;
use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use tidewaiter_model::Relationship;

/// What projects lock.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("conan", None);

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "conan",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["conan.lock"]),
    wants: |stat| stat.name() == "conan.lock",
    read,
};

#[derive(Deserialize)]
struct Lock {
    graph_lock: Option<GraphLock>,
    #[serde(default)]
    requires: Vec<String>,
    #[serde(default)]
    build_requires: Vec<String>,
    #[serde(default)]
    python_requires: Vec<String>,
    #[serde(default)]
    config_requires: Vec<String>,
}

#[derive(Deserialize)]
struct GraphLock {
    #[serde(default)]
    nodes: BTreeMap<String, Node>,
}

#[derive(Deserialize)]
struct Node {
    /// `pref` in the first versions of the format.
    #[serde(rename = "ref", alias = "pref", default)]
    reference: Option<String>,
    /// Where the recipe of the project itself lies.
    #[serde(default)]
    path: Option<String>,
    #[serde(default)]
    requires: Vec<String>,
    #[serde(default)]
    build_requires: Vec<String>,
    #[serde(default)]
    python_requires: Vec<String>,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock: Lock = serde_json::from_str(text).map_err(|error| error.to_string())?;
    match &lock.graph_lock {
        Some(graph) => read_nodes(&graph.nodes, facts),
        None => read_lists(&lock, facts),
    }
    Ok(())
}

fn read_nodes(nodes: &BTreeMap<String, Node>, facts: &mut FileFacts) {
    let edges = |node: &Node| node.requires.iter().chain(&node.build_requires).cloned().collect::<Vec<_>>();
    let asked: HashSet<String> = nodes.values().flat_map(edges).collect();
    let roots: Vec<&String> = nodes.keys().filter(|key| !asked.contains(*key)).collect();
    let run = running(nodes, &roots);
    let mut graph = Graph::default();
    for (key, node) in nodes {
        add_recipes(&node.python_requires, &mut graph, &facts.path);
        let Some(reference) = node.reference.as_deref().and_then(Reference::parse) else { continue };
        let mut package = reference.package(&ECOSYSTEM, &facts.path);
        if node.path.is_some() && !asked.contains(key) {
            package.relationship = Relationship::Root;
        }
        package.dev = !run.contains(key.as_str());
        graph.add(key, package, edges(node));
    }
    let direct: Vec<String> = roots.iter().filter_map(|key| nodes.get(*key)).flat_map(edges).collect();
    graph.mark_direct(&direct);
    graph.state(facts);
}

/// What programs need that run, and not only the tools that build them.
fn running<'a>(nodes: &'a BTreeMap<String, Node>, roots: &[&'a String]) -> HashSet<&'a str> {
    let mut run = HashSet::new();
    let mut open: Vec<&str> = roots.iter().map(|key| key.as_str()).collect();
    while let Some(key) = open.pop() {
        if let Some(node) = nodes.get(key)
            && run.insert(key)
        {
            open.extend(node.requires.iter().map(String::as_str));
        }
    }
    run
}

/// Recipes that other recipes are written with.
fn add_recipes(references: &[String], graph: &mut Graph, path: &str) {
    for text in references {
        if let Some(reference) = Reference::parse(text) {
            let mut package = reference.package(&ECOSYSTEM, path);
            package.dev = true;
            graph.add(format!("recipe {text}"), package, Vec::new());
        }
    }
}

fn read_lists(lock: &Lock, facts: &mut FileFacts) {
    let mut graph = Graph::default();
    for (kind, list) in [
        ("run", &lock.requires),
        ("build", &lock.build_requires),
        ("python", &lock.python_requires),
        ("configuration", &lock.config_requires),
    ] {
        for text in list {
            match Reference::parse(text) {
                Some(reference) => {
                    let mut package = reference.package(&ECOSYSTEM, &facts.path);
                    package.dev = kind != "run";
                    graph.add(format!("{kind} {text}"), package, Vec::new());
                }
                None => facts.problem(format!("what is not a reference is locked: {text:?}")),
            }
        }
    }
    graph.state(facts);
}
