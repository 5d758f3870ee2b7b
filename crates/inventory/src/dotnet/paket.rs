//! Paket's lock file and manifest.
//!
//! Format: <https://fsprojects.github.io/Paket/lock-file.html>, <https://fsprojects.github.io/Paket/dependencies-file.html>.
//! Groups begin with `GROUP`, sections with the kind of source; packages are indented by four spaces, what they depend on by
//! six.
//! Files: `paket.lock`, `paket.dependencies`.
//! Limits: groups have no meaning of their own; those whose names say that they build, test or document are taken for
//! developers'. Files from repositories and addresses are told by their commit, where there is one, and not judged.

use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Declared, Ecosystem, FileFacts, Names, Setting, repository};
use tidewaiter_model::{Package, Purl};

/// Paket's packages.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("paket", "paket");

/// The lock file's analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "paket",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["paket.lock"]),
    wants: |stat| stat.name() == "paket.lock",
    read,
};

/// The manifest's analyzer.
pub(crate) const MANIFEST: TextFormat = TextFormat {
    id: "paket-dependencies",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["paket.dependencies"]),
    wants: |stat| stat.name() == "paket.dependencies",
    read: manifest,
};

const DEVELOPERS: [&str; 9] = ["analyzers", "benchmark", "build", "dev", "development", "docs", "formatting", "test", "tests"];

fn is_developers(group: &str) -> bool {
    DEVELOPERS.iter().any(|known| known.eq_ignore_ascii_case(group.trim()))
}

/// A package whose dependencies are still to come.
struct Open {
    key: String,
    package: Package,
    edges: Vec<String>,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let mut graph = Graph::default();
    let (mut group, mut section, mut remote) = ("", "", "");
    let mut open: Option<Open> = None;
    for line in text.lines() {
        let content = line.trim_start_matches(' ');
        let indent = line.len() - content.len();
        let content = content.trim_end();
        match indent {
            0 if content.is_empty() => {}
            0 => {
                section = content;
                group = content.strip_prefix("GROUP ").unwrap_or(group);
            }
            2 => remote = content.strip_prefix("remote:").map_or(remote, str::trim),
            // A whole repository has no file to name: `     (commit)`.
            4 | 5 => {
                close(open.take(), &mut graph);
                let (name, version) = name_and_version(content);
                let package = match section {
                    "NUGET" => super::package(&ECOSYSTEM, &facts.path, name, version),
                    "GITHUB" | "GIT" | "GIST" | "HTTP" => foreign(&facts.path, section, remote, version),
                    _ => continue,
                };
                open = Some(Open { key: key(group, &package.name), package, edges: Vec::new() });
                if let Some(Open { package, .. }) = &mut open {
                    package.dev = is_developers(group);
                }
            }
            _ => {
                if let Some(Open { edges, .. }) = &mut open {
                    edges.push(key(group, name_and_version(content).0));
                }
            }
        }
    }
    close(open, &mut graph);
    let is_lock = text.lines().any(|line| ["NUGET", "GITHUB", "GIT", "GIST", "HTTP"].contains(&line.trim_end()));
    graph.state(facts);
    if is_lock || text.trim().is_empty() { Ok(()) } else { Err("neither packages nor files".to_owned()) }
}

fn close(open: Option<Open>, graph: &mut Graph) {
    if let Some(Open { key, package, edges }) = open.filter(|open| !open.package.name.is_empty()) {
        graph.add(key, package, edges);
    }
}

fn key(group: &str, name: &str) -> String {
    format!("{} {}", group.to_ascii_lowercase(), name.to_ascii_lowercase())
}

/// `Name (1.0.0) - restriction: >= net6.0`.
fn name_and_version(content: &str) -> (&str, &str) {
    let Some((name, rest)) = content.split_once('(') else { return (content, "") };
    (name.trim(), rest.split(')').next().unwrap_or(rest).trim())
}

/// Files of a repository (`owner/name` on GitHub, a URL elsewhere) or of an address.
fn foreign(path: &str, section: &str, remote: &str, commit: &str) -> Package {
    // An address is followed by the path below it.
    let commit = if commit.starts_with('/') { "" } else { commit };
    let url = if section == "GITHUB" { format!("https://github.com/{remote}") } else { remote.to_owned() };
    let called = remote.rsplit('/').next().unwrap_or(remote);
    let purl = match section {
        "HTTP" => Purl::new("generic", "", called, commit).with("download_url", remote),
        _ => repository::purl(&url, called, commit),
    };
    Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: remote.to_owned(),
        version: commit.to_owned(),
        path: path.to_owned(),
        third_party: Some(remote.to_owned()),
        purl: Some(purl),
        ..Package::default()
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the form of all readers")]
fn manifest(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let mut group = "";
    for line in text.lines() {
        let mut words = line.split_whitespace();
        match (words.next(), words.next()) {
            (Some("group"), Some(name)) => group = name,
            (Some("nuget"), Some(name)) => {
                facts.declared.push(Declared { purl_type: "nuget".into(), name: name.to_owned(), dev: is_developers(group) });
            }
            // `owner/name:tag`; a URL's colon is followed by a slash.
            (Some("github" | "git"), Some(name)) => {
                let name = if name.contains("://") { name } else { name.split(':').next().unwrap_or(name) };
                facts.declared.push(Declared { purl_type: "nuget".into(), name: name.to_owned(), dev: is_developers(group) });
            }
            _ => {}
        }
    }
    Ok(())
}
