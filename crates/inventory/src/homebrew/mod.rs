//! Packages of Homebrew, on Linux and macOS.
//!
//! Format: the receipts of <https://github.com/Homebrew/brew/blob/main/Library/Homebrew/tab.rb>; folders as
//! <https://docs.brew.sh/Formula-Cookbook#homebrew-terminology> names them.
//! Files: `Cellar/NAME/VERSION/INSTALL_RECEIPT.json`, `Caskroom/NAME/.metadata/INSTALL_RECEIPT.json`, and for licences
//! `Cellar/NAME/VERSION/.brew/NAME.rb`.
//! Limits: nobody publishes advisories that name Homebrew's packages. Receipts of before 2017 know no dependencies.

mod formula;

use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Stat};
use serde::Deserialize;
use tidewaiter_model::{Class, Package, Purl, Relationship};

/// Homebrew's ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "homebrew",
    class: Class::LangPkgs,
    kind: "homebrew",
    target: Some("Homebrew"),
    evr: false,
    advisories: None,
};

/// The analyzer.
pub(crate) struct Homebrew;

const RECEIPT: &str = "INSTALL_RECEIPT.json";
const MAX: u64 = 4 << 20;

/// What a file is, by its path.
enum Kind<'a> {
    /// A keg's receipt: name and version.
    Keg(&'a str, &'a str),
    /// A cask's receipt: its name.
    Cask(&'a str),
    /// The formula that a keg keeps: its name.
    Formula(&'a str),
}

impl<'a> Kind<'a> {
    fn of(path: &'a str) -> Option<Self> {
        let mut parts = path.rsplit('/');
        let file = parts.next()?;
        if file != RECEIPT && !file.ends_with(".rb") {
            return None;
        }
        match (file, parts.next()?, parts.next()?, parts.next()) {
            (RECEIPT, ".metadata", name, Some("Caskroom")) => Some(Self::Cask(name)),
            (RECEIPT, version, name, Some("Cellar")) => Some(Self::Keg(name, version)),
            (_, ".brew", _, Some(name)) if parts.next() == Some("Cellar") => Some(Self::Formula(name)),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
struct Receipt {
    #[serde(default)]
    installed_on_request: Option<bool>,
    /// A list in receipts of formulae, a map of lists in those of casks.
    #[serde(default)]
    runtime_dependencies: serde_json::Value,
    #[serde(default)]
    source: Option<Source>,
}

#[derive(Deserialize)]
struct Source {
    version: Option<String>,
}

#[derive(Deserialize)]
struct Dependency {
    full_name: String,
    version: Option<String>,
    /// The version with Homebrew's own revision, since 2022.
    pkg_version: Option<String>,
}

impl Analyzer for Homebrew {
    fn id(&self) -> &'static str {
        "homebrew"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::AreOrEnd(&[RECEIPT], &[".rb"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.size <= MAX && Kind::of(stat.path).is_some()
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let Some(kind) = Kind::of(file.stat.path) else { return };
        let (name, keg_version) = match kind {
            Kind::Keg(name, version) => (name, Some(version)),
            Kind::Cask(name) => (name, None),
            Kind::Formula(name) => {
                return facts.license(&ECOSYSTEM, name, formula::licenses(&String::from_utf8_lossy(file.bytes)));
            }
        };
        let receipt = serde_json::from_slice::<Receipt>(file.bytes)
            .map_err(|error| facts.problem(format!("broken {RECEIPT}: {error}")))
            .ok();
        let version = keg_version.or_else(|| receipt.as_ref()?.source.as_ref()?.version.as_deref());
        match version {
            Some(version) => facts.packages.push(package(name, version, receipt.as_ref(), file.stat.path)),
            None if receipt.is_some() => facts.problem("a cask without a version"),
            None => {}
        }
    }
}

/// A keg whose receipt is broken is there all the same.
fn package(name: &str, version: &str, receipt: Option<&Receipt>, path: &str) -> Package {
    let dependencies = receipt.and_then(|receipt| receipt.runtime_dependencies.as_array());
    let dependencies = dependencies.into_iter().flatten().filter_map(|value| Dependency::deserialize(value).ok());
    Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        relationship: match receipt.and_then(|receipt| receipt.installed_on_request) {
            Some(true) => Relationship::Direct,
            Some(false) => Relationship::Indirect,
            None => Relationship::Unknown,
        },
        depends_on: dependencies.map(|dependency| dependency.id()).collect(),
        path: path.to_owned(),
        purl: Some(Purl::new("brew", "", name, version)),
        ..Package::default()
    }
}

impl Dependency {
    /// `krb5@1.21.3_1`; what comes from another tap is installed under the last part of its name.
    fn id(self) -> String {
        let name = self.full_name.rsplit('/').next().unwrap_or(&self.full_name);
        match self.pkg_version.or(self.version) {
            Some(version) => format!("{name}@{version}"),
            None => name.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const KEG: &str = "home/linuxbrew/.linuxbrew/Cellar/curl/8.10.1_1/INSTALL_RECEIPT.json";
    const FORMULA: &[u8] = include_bytes!("testdata/formula.json");

    #[test]
    fn receipts_are_read() {
        let keg = read(&Homebrew, KEG, FORMULA);
        let cask =
            read(&Homebrew, "opt/homebrew/Caskroom/tide/.metadata/INSTALL_RECEIPT.json", include_bytes!("testdata/cask.json"));
        insta::assert_snapshot!([listing(&keg), listing(&cask)].join("\n"), @r"
        homebrew pkg:brew/curl@8.10.1_1 direct -> ca-certificates@2024-09-24 krb5@1.21.3_1 openssl@3@3.3.2
        homebrew pkg:brew/tide@1.2.3%2C456 indirect
        ");
    }

    #[test]
    fn licences_are_read_from_the_formula() {
        let facts = read(&Homebrew, "usr/local/Cellar/curl/8.10.1_1/.brew/curl.rb", include_bytes!("testdata/curl.rb"));
        assert_eq!(facts.licenses.len(), 1);
        assert_eq!(facts.licenses[0].package, "curl");
        assert_eq!(facts.licenses[0].licenses, ["curl", "MIT", "BSD-3-Clause", "GPL-2.0-only"]);
    }

    #[test]
    fn a_keg_with_a_broken_receipt_is_told_with_the_problem() {
        for broken in [&b"{"[..], b"3", b"\xff", br#"{"installed_on_request": 3}"#] {
            let facts = read(&Homebrew, KEG, broken);
            assert_eq!((facts.packages.len(), facts.problems.len()), (1, 1));
        }
        let cask = read(&Homebrew, "opt/homebrew/Caskroom/tide/.metadata/INSTALL_RECEIPT.json", b"{}");
        assert_eq!((cask.packages.len(), cask.problems.len()), (0, 1));
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Homebrew, KEG, FORMULA);
        assert_survives_damage(&Homebrew, "Cellar/curl/8/.brew/curl.rb", include_bytes!("testdata/curl.rb"));
    }
}
