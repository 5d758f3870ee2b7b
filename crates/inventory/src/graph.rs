//! What a lock file states, as a graph: packages under the keys by which the file itself refers to them, and who asks for whom.
//!
//! Files refer to packages by paths (npm), by requirements (yarn) or by keys of their own (pnpm); reports know `name@version`
//! only. Several keys may lead to one package: it is then told once.

use crate::FileFacts;
use std::collections::{BTreeMap, HashSet};
use tidewaiter_model::{Package, Relationship};

/// The packages of one lock file and their dependencies.
#[derive(Default)]
pub(crate) struct Graph {
    nodes: BTreeMap<String, Node>,
    too_long: usize,
}

/// No package has a longer name and version. Every edge to it repeats them: a file of a few megabytes could fill the memory.
pub(crate) const MAX_ID: usize = 2048;

struct Node {
    package: Package,
    edges: Vec<String>,
}

impl Graph {
    /// Adds a package and the keys of what it depends on; keys that lead nowhere are dropped in the end.
    pub(crate) fn add(&mut self, key: impl Into<String>, package: Package, edges: Vec<String>) {
        if package.name.len() + package.version.len() > MAX_ID {
            self.too_long += 1;
            return;
        }
        self.nodes.insert(key.into(), Node { package, edges });
    }

    /// The packages that the project asks for are direct, all others indirect.
    pub(crate) fn mark_direct<'a>(&mut self, keys: impl IntoIterator<Item = &'a String>) {
        let direct: HashSet<&String> = keys.into_iter().collect();
        for (key, Node { package, .. }) in &mut self.nodes {
            if package.relationship.is_unknown() {
                package.relationship = if direct.contains(key) { Relationship::Direct } else { Relationship::Indirect };
            }
        }
    }

    /// Marks what developers ask for and nobody else needs.
    pub(crate) fn mark_dev<'a>(
        &mut self,
        run: impl IntoIterator<Item = &'a String>,
        develop: impl IntoIterator<Item = &'a String>,
    ) {
        let (run, develop) = (self.reachable(run), self.reachable(develop));
        for (key, Node { package, .. }) in &mut self.nodes {
            package.dev |= develop.contains(key) && !run.contains(key);
        }
    }

    fn reachable<'a>(&self, keys: impl IntoIterator<Item = &'a String>) -> HashSet<String> {
        let mut reached = HashSet::new();
        let mut open: Vec<&String> = keys.into_iter().collect();
        while let Some(key) = open.pop() {
            if let Some(node) = self.nodes.get(key)
                && reached.insert(key.clone())
            {
                open.extend(&node.edges);
            }
        }
        reached
    }

    /// States the packages, each once.
    pub(crate) fn state(self, facts: &mut FileFacts) {
        let ids: BTreeMap<String, String> = self.nodes.iter().map(|(key, node)| (key.clone(), node.package.id())).collect();
        let mut packages: BTreeMap<(String, String, String), Package> = BTreeMap::new();
        for Node { mut package, edges } in self.nodes.into_values() {
            package.depends_on = edges.iter().filter_map(|key| ids.get(key)).cloned().collect();
            let identity = (package.name.clone(), package.version.clone(), package.ecosystem.to_string());
            match packages.get_mut(&identity) {
                None => drop(packages.insert(identity, package)),
                Some(known) => {
                    known.dev &= package.dev;
                    known.relationship = known.relationship.min(package.relationship);
                    known.depends_on.append(&mut package.depends_on);
                }
            }
        }
        for package in packages.values_mut() {
            package.depends_on.sort();
            package.depends_on.dedup();
        }
        facts.packages.extend(packages.into_values());
        if self.too_long > 0 {
            facts.problem(format!("{} packages with names of more than {MAX_ID} bytes are left out", self.too_long));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_beyond_all_measure_are_left_out() {
        let mut graph = Graph::default();
        let package = |name: &str| Package { name: name.to_owned(), version: "1".to_owned(), ..Package::default() };
        graph.add("long", package(&"a".repeat(1 << 20)), Vec::new());
        for number in 0..10_000 {
            graph.add(number.to_string(), package(&number.to_string()), vec!["long".to_owned()]);
        }
        let mut facts = FileFacts::default();
        graph.state(&mut facts);
        assert_eq!((facts.packages.len(), facts.packages[0].depends_on.len()), (10_000, 0));
        assert_eq!(facts.problems[0].message, "1 packages with names of more than 2048 bytes are left out");
    }
}
