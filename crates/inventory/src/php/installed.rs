//! What Composer has installed.
//!
//! Format: a list of packages, as Composer 1 wrote it, or that list within an object; packages after
//! <https://getcomposer.org/schema.json>.
//! Files: `vendor/composer/installed.json`, whatever the folder is called.
//! Limits: the project itself stands in none of them. What only developers asked for is told like the rest: it is there.

use super::Entry;
use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};
use serde::Deserialize;

/// What is installed.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("composer-vendor", "composer-vendor");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "composer-vendor",
    version: 2,
    setting: Setting::Anywhere,
    names: Names::Are(&["installed.json"]),
    wants: |stat| stat.path.ends_with("composer/installed.json"),
    read,
};

#[derive(Deserialize)]
#[serde(untagged)]
enum Installed {
    Second { packages: Vec<Entry> },
    First(Vec<Entry>),
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let installed: Installed = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let (Installed::Second { packages } | Installed::First(packages)) = installed;
    let mut graph = Graph::default();
    super::add_all(packages.iter().map(|entry| (entry, entry.package(&ECOSYSTEM, &facts.path))), &mut graph);
    graph.state(facts);
    Ok(())
}
