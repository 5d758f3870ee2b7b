//! Dart: what projects lock.
//!
//! Format: <https://dart.dev/tools/pub/glossary#lockfile>, as pub writes it.
//! Files: `pubspec.lock`.
//! Limits: it names what the project asks for, and what of that for developers only, but not who asks for all others. Packages
//! of Dart's and Flutter's SDKs, from repositories and from other hosts than pub.dev are told, but not judged.

use crate::graph::Graph;
use crate::text_format::{TextFormat, yaml};
use crate::{Advisories, Ecosystem, FileFacts, Names, Setting};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;
use tidewaiter_model::{Class, Package, Purl, Relationship};

/// Pub's ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "pub",
    class: Class::LangPkgs,
    kind: "pub",
    target: None,
    evr: false,
    advisories: Some(Advisories { osv: "Pub", order: tidewaiter_versions::PUB, same_name: |a, b| a == b }),
};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "pub",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["pubspec.lock"]),
    wants: |stat| stat.name() == "pubspec.lock",
    read,
};

#[derive(Deserialize)]
struct Lock {
    #[serde(default)]
    packages: Option<BTreeMap<String, Entry>>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    dependency: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    description: Description,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Description {
    Hosted {
        url: String,
    },
    /// The name of an SDK.
    Text(String),
    Other(IgnoredAny),
}

impl Default for Description {
    fn default() -> Self {
        Self::Other(IgnoredAny)
    }
}

/// What pub.dev is called in lock files, old and new.
const HOSTS: [&str; 2] = ["pub.dev", "pub.dartlang.org"];

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock: Lock = yaml(text)?;
    let mut graph = Graph::default();
    for (name, entry) in lock.packages.iter().flatten() {
        graph.add(name, package(name, entry, &facts.path), Vec::new());
    }
    graph.state(facts);
    Ok(())
}

fn package(name: &str, entry: &Entry, path: &str) -> Package {
    let url = if let Description::Hosted { url } | Description::Text(url) = &entry.description { url.as_str() } else { "" };
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/');
    let third_party = match entry.source.as_str() {
        "hosted" => (!host.is_empty() && !HOSTS.contains(&host)).then(|| url.to_owned()),
        "path" => None,
        source => Some(format!("{source} {url}").trim().to_owned()),
    };
    let mut purl = Purl::new("pub", "", name, &entry.version);
    if entry.source == "hosted" && third_party.is_some() {
        purl = purl.with("repository_url", url);
    }
    Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: name.to_owned(),
        version: entry.version.clone(),
        path: path.to_owned(),
        third_party,
        dev: entry.dependency == "direct dev",
        relationship: match entry.dependency.as_str() {
            _ if entry.source == "path" => Relationship::Workspace,
            "transitive" => Relationship::Indirect,
            dependency if dependency.starts_with("direct") => Relationship::Direct,
            _ => Relationship::Unknown,
        },
        purl: Some(purl),
        ..Package::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/pubspec.lock");

    #[test]
    fn a_lock_file_is_read() {
        let facts = read(&ANALYZER, "pubspec.lock", SAMPLE);
        insta::assert_snapshot!(listing(&facts));
        let foreign: Vec<_> = facts.packages.iter().filter_map(|p| Some((p.name.as_str(), p.third_party.as_deref()?))).collect();
        insta::assert_debug_snapshot!(foreign);
    }

    #[test]
    fn odd_and_broken_files_are_read() {
        let told = |text: &str| listing(&read(&ANALYZER, "pubspec.lock", text.as_bytes()));
        assert_eq!(told("sdks:\n  dart: any\n"), "");
        assert_eq!(told("packages:\nsdks:\n"), "");
        assert_eq!(told("packages:\n  a:\n    version: \"1.0.0+1\"\n"), "pub pkg:pub/a@1.0.0%2B1");
        assert!(told("packages: [").starts_with("problem: broken pubspec.lock"));
        assert!(told("packages: 3").starts_with("problem: broken pubspec.lock"));
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&ANALYZER, "pubspec.lock", SAMPLE);
    }
}
