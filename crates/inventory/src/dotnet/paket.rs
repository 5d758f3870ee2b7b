//! Paket's lock file.
//!
//! Format: <https://fsprojects.github.io/Paket/lock-file.html>: packages are indented by four spaces, what they ask for by six.
//! Files: `paket.lock`.
//! Limits: files from repositories and by HTTP have no versions and are not told.

use super::{key, package};
use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Setting};
use std::collections::HashMap;

/// Packages of Paket.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("paket", "paket");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat =
    TextFormat { id: "paket", version: 1, setting: Setting::Project, wants: |stat| stat.name() == "paket.lock", read };

struct Entry<'a> {
    group: &'a str,
    name: &'a str,
    version: &'a str,
    wanted: Vec<&'a str>,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let (mut group, mut is_nuget) = ("", false);
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let depth = line.bytes().take_while(|&b| b == b' ').count();
        let words = line.trim();
        match depth {
            0 => {
                group = words.strip_prefix("GROUP ").unwrap_or(group);
                is_nuget = words == "NUGET";
            }
            4 if is_nuget => match named(words) {
                Some((name, version)) => entries.push(Entry { group, name, version, wanted: Vec::new() }),
                None => facts.problem(format!("a package without a version: {words}")),
            },
            6 if is_nuget => {
                if let (Some(entry), Some(name)) = (entries.last_mut(), words.split(' ').next()) {
                    entry.wanted.push(name);
                }
            }
            _ => {}
        }
    }
    // Groups are resolved apart from each other.
    let name_key = |group: &str, name: &str| format!("{group}/{}", name.to_ascii_lowercase());
    let places: HashMap<String, String> =
        entries.iter().map(|e| (name_key(e.group, e.name), format!("{}/{}", e.group, key(e.name, e.version)))).collect();
    let mut graph = Graph::default();
    for entry in &entries {
        let edges = entry.wanted.iter().filter_map(|name| places.get(&name_key(entry.group, name)).cloned()).collect();
        let package = package(&ECOSYSTEM, &facts.path, entry.name, entry.version);
        graph.add(format!("{}/{}", entry.group, key(entry.name, entry.version)), package, edges);
    }
    graph.state(facts);
    Ok(())
}

/// `Name (1.0.0)`, with conditions after it.
fn named(words: &str) -> Option<(&str, &str)> {
    let (name, rest) = words.split_once(" (")?;
    let (version, _) = rest.split_once(')')?;
    let version = version.trim();
    (!name.is_empty() && !version.is_empty()).then_some((name, version))
}
