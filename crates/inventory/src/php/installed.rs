//! What Composer has installed.
//!
//! Format: a list of packages, as Composer 1 wrote it, or that list within an object, with the names of those that only
//! developers need; packages after <https://getcomposer.org/schema.json>.
//! Files: `vendor/composer/installed.json`, whatever the folder is called.
//! Limits: the project itself stands in none of them.

use super::Entry;
use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Setting};
use serde::Deserialize;

/// What is installed.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("composer-vendor", "composer-vendor");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "composer-vendor",
    version: 1,
    setting: Setting::Anywhere,
    wants: |stat| stat.path.ends_with("composer/installed.json"),
    read,
};

#[derive(Deserialize)]
#[serde(untagged)]
enum Installed {
    Second {
        packages: Vec<Entry>,
        #[serde(rename = "dev-package-names", default)]
        dev: Vec<String>,
    },
    First(Vec<Entry>),
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let installed: Installed = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let (packages, dev) = match installed {
        Installed::Second { packages, dev } => (packages, dev),
        Installed::First(packages) => (packages, Vec::new()),
    };
    let all: Vec<_> = packages
        .iter()
        .map(|entry| {
            let mut package = entry.package(&ECOSYSTEM, &facts.path);
            package.dev = dev.contains(&entry.name);
            (entry, package)
        })
        .collect();
    let mut graph = Graph::default();
    super::add_all(all.into_iter(), &mut graph);
    graph.state(facts);
    Ok(())
}
