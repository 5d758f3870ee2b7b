//! The lock file of the Swift Package Manager, versions 1 to 3.
//!
//! Format: <https://github.com/swiftlang/swift-package-manager/blob/main/Sources/PackageGraph/ResolvedPackagesStore.swift>: pins in
//! `object` in version 1, at the top since then.
//! Files: `Package.resolved`, of packages and within Xcode's projects.
//! Limits: the file tells neither who asks for whom nor what was asked for (manifests do). A package at a branch or commit has no
//! version that advisories could speak of; it is told and not judged, as are local ones and those of registries.

use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Advisories, Ecosystem, FileFacts, Names, Setting};
use serde::Deserialize;
use tidewaiter_model::{Class, Package, Purl};

/// Swift's ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "swift",
    class: Class::LangPkgs,
    kind: "swift",
    target: None,
    evr: false,
    advisories: Some(Advisories { osv: "SwiftURL", order: tidewaiter_versions::SEMVER, same_name: str::eq_ignore_ascii_case }),
};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "swift",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["Package.resolved"]),
    wants: |stat| stat.name() == "Package.resolved" && !super::is_checked_out(stat),
    read,
};

#[derive(Deserialize)]
struct Lock {
    object: Option<Object>,
    pins: Option<Vec<Pin>>,
}

#[derive(Deserialize)]
struct Object {
    pins: Vec<Pin>,
}

#[derive(Deserialize)]
struct Pin {
    #[serde(default)]
    identity: String,
    #[serde(default)]
    kind: String,
    #[serde(default, alias = "repositoryURL")]
    location: String,
    state: State,
}

#[derive(Deserialize)]
struct State {
    version: Option<String>,
    branch: Option<String>,
    revision: Option<String>,
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock: Lock = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let Some(pins) = lock.pins.or(lock.object.map(|object| object.pins)) else { return Err("no pins".to_owned()) };
    let mut graph = Graph::default();
    for pin in &pins {
        let package = package(pin, &facts.path);
        if package.name.is_empty() {
            facts.problem("a pin that says not of what");
            continue;
        }
        graph.add(package.id(), package, Vec::new());
    }
    graph.state(facts);
    Ok(())
}

fn package(pin: &Pin, path: &str) -> Package {
    let Pin { identity, kind, location, state } = pin;
    let is_released = state.version.is_some();
    let version = [&state.version, &state.branch, &state.revision].into_iter().find_map(Option::as_deref).unwrap_or("");
    let (name, third_party) = match kind.as_str() {
        "registry" => (identity.clone(), Some("registry".to_owned())),
        "localSourceControl" => (identity.clone(), Some(location.clone())),
        _ => (super::name(location), (!is_released).then(|| location.clone())),
    };
    // Identities of registries are `scope.name`.
    let (namespace, bare) = name.rsplit_once('/').or_else(|| name.split_once('.')).unwrap_or(("", &name));
    Package {
        ecosystem: ECOSYSTEM.id.into(),
        version: version.to_owned(),
        path: path.to_owned(),
        third_party,
        purl: Some(Purl::new("swift", namespace, bare, version)),
        name,
        ..Package::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const SAMPLES: [(&str, &[u8]); 3] = [
        ("v1", include_bytes!("testdata/Package-v1.resolved")),
        ("v2", include_bytes!("testdata/Package-v2.resolved")),
        ("v3", include_bytes!("testdata/Package-v3.resolved")),
    ];

    #[test]
    fn every_version_is_read() {
        for (name, sample) in SAMPLES {
            let facts = read(&ANALYZER, "App.xcodeproj/project.xcworkspace/xcshareddata/swiftpm/Package.resolved", sample);
            insta::assert_snapshot!(name, listing(&facts));
            let foreign = facts.packages.iter().filter(|package| package.third_party.is_some()).count();
            assert_eq!(foreign, if name == "v1" { 1 } else { 3 }, "{name}");
        }
    }

    #[test]
    fn broken_files_are_problems() {
        let told = |text: &str| listing(&read(&ANALYZER, "Package.resolved", text.as_bytes()));
        for text in ["{}", "[]", "{\"pins\": 1}", "{\"pins\": [{\"state\": {}}]}"] {
            assert!(told(text).starts_with("problem: "), "{text}");
        }
        assert_eq!(told("{\"pins\": []}"), "");
    }

    #[test]
    fn damage_is_survived() {
        for (_, sample) in SAMPLES {
            assert_survives_damage(&ANALYZER, "Package.resolved", sample);
        }
    }
}
