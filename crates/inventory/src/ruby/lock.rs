//! Bundler's lock file.
//!
//! Format: <https://bundler.io/man/bundle-lock.1.html>, as `Bundler::LockfileParser` reads it: sections by the kind of source;
//! gems are indented by four spaces, what they depend on by six.
//! Files: `Gemfile.lock`, `gems.locked`.
//! A gem that is built for several platforms stands there once for each and is told once.
//! Limits: groups stand in the manifest only. Gems from repositories and of plugins' sources are told, but not judged.

use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};
use std::collections::{HashMap, HashSet};
use tidewaiter_model::Relationship;

/// What projects lock.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("bundler", "bundler");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "bundler",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["Gemfile.lock", "gems.locked"]),
    wants: |stat| matches!(stat.name(), "Gemfile.lock" | "gems.locked"),
    read,
};

/// No gem is built for more.
const MAX_PLATFORMS: usize = 64;

/// A gem for one platform.
struct Entry<'a> {
    spec: &'a str,
    section: &'a str,
    remote: &'a str,
    wanted: Vec<&'a str>,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut asked: Vec<&str> = Vec::new();
    let (mut section, mut remote) = ("", "");
    for line in text.lines() {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let content = content.trim_end();
        match (section, indent) {
            _ if content.is_empty() => {}
            (_, 0) => {
                if is_conflict(content) {
                    return Err("a merge that was not finished".to_owned());
                }
                (section, remote) = (content, "");
            }
            ("DEPENDENCIES", 2) => asked.push(name(content).trim_end_matches('!')),
            ("GEM" | "GIT" | "PATH" | "PLUGIN SOURCE", 2) => {
                remote = content.strip_prefix("remote:").map_or(remote, str::trim);
            }
            ("GEM" | "GIT" | "PATH" | "PLUGIN SOURCE", 4) => {
                entries.push(Entry { spec: content, section, remote, wanted: Vec::new() });
            }
            ("GEM" | "GIT" | "PATH" | "PLUGIN SOURCE", 6) => {
                entries.last_mut().into_iter().for_each(|entry| entry.wanted.push(name(content)));
            }
            _ => {}
        }
    }
    if section.is_empty() && !text.trim().is_empty() {
        return Err("no section".to_owned());
    }
    state(&entries, &asked, facts);
    Ok(())
}

fn state(entries: &[Entry<'_>], asked: &[&str], facts: &mut FileFacts) {
    let mut by_name: HashMap<&str, Vec<String>> = HashMap::new();
    for entry in entries {
        by_name.entry(name(entry.spec)).or_default().push(entry.spec.to_owned());
    }
    let keys = |name: &str| by_name.get(name).into_iter().flatten().take(MAX_PLATFORMS).cloned();
    let mut graph = Graph::default();
    let mut direct: HashSet<String> = asked.iter().flat_map(|name| keys(name)).collect();
    for entry in entries {
        let Some(version) = version(entry.spec) else {
            facts.problem(format!("a gem without a version: {}", name(entry.spec)));
            continue;
        };
        let edges: Vec<String> = entry.wanted.iter().flat_map(|name| keys(name)).collect();
        let mut package = super::package(&ECOSYSTEM, &facts.path, name(entry.spec), version);
        match entry.section {
            "PATH" => {
                package.relationship = Relationship::Workspace;
                direct.extend(edges.iter().cloned());
            }
            "GIT" | "PLUGIN SOURCE" => package.third_party = Some(entry.remote.to_owned()),
            _ => {}
        }
        graph.add(entry.spec, package, edges);
    }
    if !direct.is_empty() {
        graph.mark_direct(&direct);
    }
    graph.state(facts);
}

fn is_conflict(content: &str) -> bool {
    ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| content.starts_with(mark))
}

/// `rack` of `rack (2.2.3)`, `rack (~> 2.0)` and `rack`.
fn name(content: &str) -> &str {
    content.split(" (").next().unwrap_or(content)
}

/// `1.13.10` of `xml (1.13.10-x86_64-linux)`: no version of a gem has a dash.
fn version(spec: &str) -> Option<&str> {
    let (_, inner) = spec.split_once(" (")?;
    inner.split(['-', ')']).next().filter(|version| !version.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/Gemfile.lock");

    #[test]
    fn a_real_lock_file_is_read() {
        insta::assert_snapshot!(listing(&read(&ANALYZER, "Gemfile.lock", SAMPLE)));
    }

    #[test]
    fn odd_and_broken_files_are_read() {
        let told = |text: &str| listing(&read(&ANALYZER, "gems.locked", text.as_bytes()));
        let text = "PLUGIN SOURCE\r\n  remote: /srv/gems\r\n  type: mirror\r\n  specs:\r\n    a (1.0)\r\n      b\r\n\r\nGEM\r\n  specs:\r\n    \
                    b (2.0-java)\r\n    c\r\n\r\nCHECKSUMS\r\n  b (2.0-java) sha256=00\r\n";
        insta::assert_snapshot!(told(text), @r"
        bundler pkg:gem/a@1.0 -> b@2.0
        bundler pkg:gem/b@2.0
        problem: a gem without a version: c
        ");
        assert_eq!(told("<<<<<<< HEAD\nGEM\n"), "problem: broken gems.locked: a merge that was not finished");
        assert_eq!(told("    a (1)\n"), "problem: broken gems.locked: no section");
        let foreign = read(&ANALYZER, "Gemfile.lock", SAMPLE).packages;
        let of_repositories = foreign.iter().filter(|p| p.third_party.as_deref() == Some("../repository")).count();
        assert_eq!(of_repositories, 1);
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&ANALYZER, "Gemfile.lock", SAMPLE);
    }
}
