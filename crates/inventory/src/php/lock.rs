//! Composer's lock file.
//!
//! Format: <https://getcomposer.org/doc/01-basic-usage.md#commit-your-composer-lock-file-to-version-control>, and Composer's
//! schema of a package: <https://getcomposer.org/schema.json>.
//! Files: `composer.lock`.
//! Limits: what was asked for stands in the manifest beside it.

use super::Entry;
use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};
use serde::Deserialize;

/// What projects lock.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("composer", "composer");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "composer",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["composer.lock"]),
    wants: |stat| stat.name() == "composer.lock" && !super::is_vendored(stat),
    read,
};

#[derive(Deserialize)]
struct Lock {
    packages: Vec<Entry>,
    #[serde(rename = "packages-dev", default)]
    packages_dev: Option<Vec<Entry>>,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock: Lock = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let run = lock.packages.iter().map(|entry| (entry, false));
    let all = run.chain(lock.packages_dev.iter().flatten().map(|entry| (entry, true)));
    let all: Vec<_> = all
        .map(|(entry, dev)| {
            let mut package = entry.package(&ECOSYSTEM, &facts.path);
            package.dev = dev;
            (entry, package)
        })
        .collect();
    let mut graph = Graph::default();
    super::add_all(all.into_iter(), &mut graph);
    graph.state(facts);
    Ok(())
}
