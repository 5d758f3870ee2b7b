//! CocoaPods: what projects lock.
//!
//! Format: <https://guides.cocoapods.org/using/using-cocoapods.html#what-is-podfilelock>, as `Pod::Lockfile` writes it.
//! Files: `Podfile.lock`.
//! Parts of a pod (`Pod/Part`) are packages of their own, as the file lists them.
//! Limits: nobody publishes advisories about pods: they are told, not judged.

use crate::graph::Graph;
use crate::text_format::{TextFormat, yaml};
use crate::{Ecosystem, FileFacts, Names, Setting};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use tidewaiter_model::{Class, Package, Purl, Relationship};

/// CocoaPods' ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem =
    Ecosystem { id: "cocoapods", class: Class::LangPkgs, kind: "cocoapods", target: None, evr: false, advisories: None };

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "cocoapods",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["Podfile.lock"]),
    wants: |stat| stat.name() == "Podfile.lock",
    read,
};

#[derive(Deserialize)]
struct Lock {
    #[serde(rename = "PODS", default)]
    pods: Vec<Pod>,
    #[serde(rename = "DEPENDENCIES", default)]
    asked: Vec<String>,
    /// By the addresses of the repositories of specifications, the pods that come from each.
    #[serde(rename = "SPEC REPOS", default)]
    repositories: BTreeMap<String, Vec<String>>,
    /// By pods, where each comes from instead: `:path`, `:git`, `:podspec`, `:http`.
    #[serde(rename = "EXTERNAL SOURCES", default)]
    sources: BTreeMap<String, Source>,
}

type Source = BTreeMap<String, String>;

/// A pod with its version, by itself or with what it depends on.
#[derive(Deserialize)]
#[serde(untagged)]
enum Pod {
    Alone(String),
    Depending(BTreeMap<String, Vec<String>>),
}

/// What CocoaPods' own repository is called.
const OWN: [&str; 3] = ["trunk", "https://github.com/CocoaPods/Specs.git", "https://cdn.cocoapods.org/"];

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock: Lock = yaml(text)?;
    let repositories: HashMap<&str, &str> =
        lock.repositories.iter().flat_map(|(url, pods)| pods.iter().map(|pod| (pod.as_str(), url.as_str()))).collect();
    let mut graph = Graph::default();
    for pod in &lock.pods {
        let (listed, wanted) = match pod {
            Pod::Alone(listed) => (vec![listed], &[][..]),
            Pod::Depending(map) => (map.keys().collect(), map.values().next().map_or(&[][..], Vec::as_slice)),
        };
        for listed in listed {
            let edges = wanted.iter().map(|wanted| name(wanted).to_owned()).collect();
            graph.add(
                name(listed),
                package(listed, lock.sources.get(pod_of(listed)), repositories.get(pod_of(listed)).copied(), &facts.path),
                edges,
            );
        }
    }
    let asked: Vec<String> = lock.asked.iter().map(|asked| name(asked).to_owned()).collect();
    if !asked.is_empty() {
        graph.mark_direct(&asked);
    }
    graph.state(facts);
    Ok(())
}

/// `Pod/Part` of `Pod/Part (1.0)`, ``Pod (from `../pod`)`` and `Pod`.
fn name(listed: &str) -> &str {
    listed.split(" (").next().unwrap_or(listed)
}

/// `Pod` of `Pod/Part (1.0)`.
fn pod_of(listed: &str) -> &str {
    name(listed).split('/').next().unwrap_or(listed)
}

fn package(listed: &str, source: Option<&Source>, repository: Option<&str>, path: &str) -> Package {
    let (name, version) = (name(listed), listed.split_once(" (").map_or("", |(_, rest)| rest.trim_end_matches(')')));
    let (pod, part) = name.split_once('/').unwrap_or((name, ""));
    let is_member = source.is_some_and(|source| source.contains_key(":path"));
    let external = [":git", ":hg", ":http", ":podspec", ":svn"].iter().find_map(|kind| source?.get(*kind)).map(String::as_str);
    let third_party = external.or(repository.filter(|url| !OWN.contains(url)));
    let mut purl = Purl::new("cocoapods", "", pod, version);
    part.clone_into(&mut purl.subpath);
    Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        third_party: third_party.filter(|_| !is_member).map(str::to_owned),
        relationship: if is_member { Relationship::Workspace } else { Relationship::Unknown },
        purl: Some(purl),
        ..Package::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/Podfile.lock");

    #[test]
    fn a_lock_file_is_read() {
        let facts = read(&ANALYZER, "ios/Podfile.lock", SAMPLE);
        insta::assert_snapshot!(listing(&facts));
        let foreign: Vec<_> = facts.packages.iter().filter_map(|p| Some((p.name.as_str(), p.third_party.as_deref()?))).collect();
        insta::assert_debug_snapshot!(foreign);
    }

    #[test]
    fn odd_and_broken_files_are_read() {
        let told = |text: &str| listing(&read(&ANALYZER, "Podfile.lock", text.as_bytes()));
        assert_eq!(told("PODFILE CHECKSUM: 0\n\nCOCOAPODS: 1.11.2\n"), "");
        assert_eq!(
            told("PODS:\n  - A (1.0-beta.1):\n    - B\n  - B\n"),
            "cocoapods pkg:cocoapods/A@1.0-beta.1 -> B\ncocoapods pkg:cocoapods/B"
        );
        let flagged =
            "PODS:\n  - A (1)\n\nEXTERNAL SOURCES:\n  A:\n    :git: https://h/a\n    :submodules: true\n    :tag: 1.0\n";
        assert_eq!(read(&ANALYZER, "Podfile.lock", flagged.as_bytes()).packages[0].third_party.as_deref(), Some("https://h/a"));
        assert!(told("PODS:\n  - [").starts_with("problem: broken Podfile.lock"));
        assert!(told("PODS: {}").starts_with("problem: broken Podfile.lock"));
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&ANALYZER, "Podfile.lock", SAMPLE);
    }
}
