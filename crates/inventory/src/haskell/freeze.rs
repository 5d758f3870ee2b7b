//! What Cabal has frozen.
//!
//! Format: `cabal.project` with constraints, <https://cabal.readthedocs.io/en/stable/cabal-commands.html#cabal-freeze>:
//! `any.NAME ==VERSION` for packages, `NAME +flag -flag` for flags.
//! Files: `cabal.project.freeze`.
//! Limits: neither who asks for whom nor what only tests need is written; a package from elsewhere than Hackage looks like any other.

use super::{ECOSYSTEM, fields, is_version, package};
use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{FileFacts, Names, Setting};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "cabal-freeze",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["cabal.project.freeze"]),
    wants: |stat| stat.name() == "cabal.project.freeze",
    read,
};

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let mut graph = Graph::default();
    let fields = fields(text);
    if fields.is_empty() && !text.trim().is_empty() {
        return Err("it holds no fields".to_owned());
    }
    for (_, value) in fields.iter().filter(|(key, _)| key == "constraints") {
        for constraint in value.split(',').map(str::trim) {
            let (name, asked) = constraint.split_once(' ').unwrap_or((constraint, ""));
            let name = name.strip_prefix("any.").unwrap_or(name);
            for version in asked.split("||").filter_map(|one| one.trim().strip_prefix("==")).map(str::trim) {
                if !name.is_empty() && is_version(version) {
                    graph.add(format!("{name} {version}"), package(&ECOSYSTEM, &facts.path, name, version), Vec::new());
                }
            }
        }
    }
    graph.state(facts);
    Ok(())
}
