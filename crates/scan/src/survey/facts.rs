//! What one layer holds.

use super::paths::PathSet;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use tidewaiter_inventory::FileFacts;
use tidewaiter_misconfig::{Checked, Note};
use tidewaiter_model::{Problem, Secret};

/// What one layer holds, and what it takes away from those below.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LayerFacts {
    /// Facts of files, in the order of the layer.
    pub(crate) files: Vec<FileFacts>,
    /// Paths that hide whatever earlier layers have there and below: whiteouts, and everything that is no folder.
    pub(crate) replaced: PathSet,
    /// Folders whose earlier contents are hidden.
    pub(crate) opaque: HashSet<String>,
    /// Wanted paths that are links, with the path that they lead to.
    pub(crate) links: Vec<(String, String)>,
    /// What files give away, by path.
    pub(crate) secrets: Vec<(String, Vec<Secret>)>,
    /// What checks of files came to.
    pub(crate) checked: Vec<Checked>,
    /// What entries tell of the image, by path.
    pub(crate) notes: BTreeMap<String, Note>,
    /// Folders that are stated anew and tell nothing: their earlier modes hold no more.
    pub(crate) folders: PathSet,
    /// What was not looked at by others than analyzers.
    pub(crate) problems: Vec<Problem>,
}

/// What the contents of one file came to.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) files: Vec<FileFacts>,
    pub(crate) secrets: Vec<Secret>,
    pub(crate) checked: Option<Checked>,
    pub(crate) problems: Vec<Problem>,
}

impl LayerFacts {
    /// Nothing yet, of a layer.
    pub(crate) fn new() -> Self {
        Self { replaced: PathSet::new(), folders: PathSet::new(), ..Self::default() }
    }

    /// Takes what the file at a path came to; files come in the order of the layer.
    pub(crate) fn take(&mut self, path: String, findings: Findings) {
        self.files.extend(findings.files);
        self.checked.extend(findings.checked);
        self.problems.extend(findings.problems);
        if !findings.secrets.is_empty() {
            self.secrets.push((path, findings.secrets));
        }
    }

    /// Makes ready to be asked what it hides.
    pub(crate) fn seal(&mut self) {
        self.replaced.seal();
        self.folders.seal();
    }

    /// Whether this layer hides what an earlier one has at a path.
    pub(crate) fn hides(&self, path: &str) -> bool {
        if self.replaced.is_empty() && self.opaque.is_empty() {
            return false;
        }
        let mut folders = path.match_indices('/').map(|(at, _)| path.get(..at).unwrap_or(""));
        self.replaced.contains(path)
            || self.opaque.contains("")
            || folders.any(|folder| self.replaced.contains(folder) || self.opaque.contains(folder))
    }
}

impl Findings {
    pub(crate) fn is_empty(&self) -> bool {
        self.files.is_empty() && self.secrets.is_empty() && self.checked.is_none() && self.problems.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_layer_hides() {
        let replaced = ["app/node_modules"].into_iter().collect();
        let facts = LayerFacts { replaced, opaque: ["var/lib".to_owned()].into(), ..LayerFacts::default() };
        assert!(facts.hides("app/node_modules") && facts.hides("app/node_modules/a/package.json"));
        assert!(facts.hides("var/lib/dpkg/status") && !facts.hides("var/lib") && !facts.hides("var/log/x"));
        assert!(!facts.hides("app/node_modules2/a"));
    }
}
