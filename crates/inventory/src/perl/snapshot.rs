//! Carton's lock file.
//!
//! Format: <https://metacpan.org/pod/Carton>, `Carton::Snapshot`: version 1.0, lines by how far they are indented: a distribution, its
//! properties, and the modules that it provides and requires.
//! Files: `cpanfile.snapshot`.
//! Limits: what the project asks for itself, and what only developers need is not in it. Modules that come with Perl are not either.

use super::{name_and_version, package};
use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};
use std::collections::HashMap;

/// What projects lock.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("cpan", None);

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "cpan",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["cpanfile.snapshot"]),
    wants: |stat| stat.name() == "cpanfile.snapshot",
    read,
};

#[derive(Default)]
struct Distribution<'a> {
    id: &'a str,
    pathname: &'a str,
    provides: Vec<&'a str>,
    requires: Vec<&'a str>,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let distributions = distributions(text)?;
    let provided = distributions.iter().flat_map(|one| one.provides.iter().map(|module| (*module, one.id)));
    let providers: HashMap<&str, &str> = provided.collect();
    let mut graph = Graph::default();
    for one in &distributions {
        let Some((name, version)) = name_and_version(one.id) else {
            facts.problem(format!("{} has no version", one.id));
            continue;
        };
        let edges = one.requires.iter().filter_map(|module| providers.get(module)).map(ToString::to_string).collect();
        graph.add(one.id, package(&ECOSYSTEM, &facts.path, name, version, one.pathname), edges);
    }
    graph.state(facts);
    Ok(())
}

fn distributions(text: &str) -> Result<Vec<Distribution<'_>>, String> {
    let mut lines = text.lines();
    if !lines.next().is_some_and(|line| line.starts_with("# carton snapshot format: version 1")) {
        return Err("it is no snapshot of version 1".to_owned());
    }
    let mut found: Vec<Distribution<'_>> = Vec::new();
    let mut property = "";
    for line in lines {
        let content = line.trim_start();
        let first = content.split_whitespace().next().unwrap_or("");
        match (line.len() - content.len(), found.last_mut()) {
            (2, _) if !first.is_empty() => found.push(Distribution { id: first, ..Distribution::default() }),
            (4, Some(one)) => {
                property = first;
                if let Some(pathname) = content.strip_prefix("pathname:") {
                    one.pathname = pathname.trim();
                }
            }
            (6, Some(one)) if property == "provides:" => one.provides.push(first),
            (6, Some(one)) if property == "requirements:" => one.requires.push(first),
            _ => {}
        }
    }
    Ok(found)
}
