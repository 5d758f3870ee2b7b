//! npm packages as they are installed.
//!
//! Format: <https://docs.npmjs.com/cli/v10/configuring-npm/package-json>.
//! Files: every `package.json` that has a name and a version.
//! Limits: lock files are not read here: in an image they say what could be installed, not what is.

use crate::license;
use crate::{Advisories, Analyzer, Ecosystem, File, FileFacts, Names, Stat};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::borrow::Cow;
use tidewaiter_model::{Class, Package, Purl};

/// npm's ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "npm",
    class: Class::LangPkgs,
    kind: "node-pkg",
    target: Some("Node.js"),
    evr: false,
    advisories: Some(Advisories { osv: "npm", order: tidewaiter_versions::SEMVER, same_name: |a, b| a == b }),
};

/// The analyzer.
pub(crate) struct Npm;

/// Larger ones exist in no registry.
const MAX: u64 = 8 << 20;

impl Analyzer for Npm {
    fn id(&self) -> &'static str {
        "node-pkg"
    }

    fn version(&self) -> u32 {
        2
    }

    fn names(&self) -> Names {
        Names::Are(&["package.json"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.path.ends_with("package.json") && stat.name() == "package.json" && stat.size <= MAX
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let json = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file.bytes);
        match serde_json::from_slice::<PackageJson<'_>>(json) {
            Ok(manifest) => facts.packages.extend(manifest.package(file.stat.path)),
            // Test fixtures and templates are broken on purpose; an installed package's own manifest is not.
            Err(error) if is_installed(file.stat.path) => facts.problem(format!("broken package.json: {error}")),
            Err(_) => {}
        }
    }
}

/// `…/node_modules/NAME/package.json` or `…/node_modules/@SCOPE/NAME/package.json`.
fn is_installed(path: &str) -> bool {
    let mut parts = path.rsplit('/').skip(2);
    match parts.next() {
        Some("node_modules") => true,
        Some(scope) if scope.starts_with('@') => parts.next() == Some("node_modules"),
        _ => false,
    }
}

#[derive(Deserialize)]
struct PackageJson<'a> {
    #[serde(borrow, default)]
    name: Text<'a>,
    #[serde(borrow, default)]
    version: Text<'a>,
    #[serde(borrow, default)]
    license: License<'a>,
    #[serde(borrow, default)]
    licenses: License<'a>,
}

/// A string; anything else in its place counts as none.
#[derive(Default, Deserialize)]
#[serde(untagged)]
enum Text<'a> {
    #[serde(borrow)]
    Given(Cow<'a, str>),
    Other(IgnoredAny),
    #[default]
    None,
}

#[derive(Default, Deserialize)]
#[serde(untagged)]
enum License<'a> {
    #[serde(borrow)]
    Name(Cow<'a, str>),
    Typed {
        #[serde(rename = "type", borrow)]
        kind: Cow<'a, str>,
    },
    Several(#[serde(borrow)] Vec<License<'a>>),
    Other(IgnoredAny),
    #[default]
    None,
}

impl Text<'_> {
    fn get(&self) -> &str {
        match self {
            Self::Given(text) => text.trim(),
            Self::Other(_) | Self::None => "",
        }
    }
}

impl License<'_> {
    fn names(&self, into: &mut Vec<String>) {
        match self {
            Self::Name(name) | Self::Typed { kind: name } => {
                // Expressions stay whole, in the form that npm demands.
                let name = license::normalised(name);
                if !name.is_empty() && !into.contains(&name) {
                    into.push(name);
                }
            }
            Self::Several(several) => several.iter().for_each(|license| license.names(into)),
            _ => {}
        }
    }
}

impl PackageJson<'_> {
    fn package(&self, path: &str) -> Option<Package> {
        let (name, version) = (self.name.get(), self.version.get());
        if name.is_empty() || version.is_empty() {
            return None;
        }
        let mut licenses = Vec::new();
        self.license.names(&mut licenses);
        self.licenses.names(&mut licenses);
        let (scope, bare) = name.rsplit_once('/').unwrap_or(("", name));
        Some(Package {
            ecosystem: ECOSYSTEM.id.into(),
            name: name.to_owned(),
            version: version.to_owned(),
            licenses,
            path: path.to_owned(),
            purl: Some(Purl::new("npm", scope, bare, version)),
            ..Package::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/lodash.json");

    #[test]
    fn a_real_manifest_is_read() {
        let facts = read(&Npm, "app/node_modules/lodash/package.json", SAMPLE);
        let package = &facts.packages[0];
        assert_eq!((package.name.as_str(), package.version.as_str()), ("lodash", "4.17.4"));
        assert_eq!(package.licenses, ["MIT"]);
    }

    #[test]
    fn old_and_odd_forms_are_read() {
        let scoped = read(
            &Npm,
            "package.json",
            br#"{"name":"@babel/core","version":"7.0.0","licenses":[{"type":"MIT"},{"type":"ISC","url":1}]}"#,
        );
        assert_eq!(scoped.packages[0].purl.as_ref().unwrap().to_string(), "pkg:npm/%40babel/core@7.0.0");
        assert_eq!(scoped.packages[0].licenses, ["MIT", "ISC"]);
        assert!(read(&Npm, "package.json", br#"{"name":"a","version":3}"#).is_empty());
        assert!(read(&Npm, "package.json", b"\xef\xbb\xbf{\"name\":\"a\"}").is_empty());
    }

    #[test]
    fn a_broken_manifest_is_a_problem_where_a_package_is_installed() {
        assert_eq!(read(&Npm, "a/node_modules/b/package.json", b"{").problems.len(), 1);
        assert_eq!(read(&Npm, "a/node_modules/@s/b/package.json", b"{").problems.len(), 1);
        assert!(read(&Npm, "a/node_modules/b/test/package.json", b"{").is_empty());
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Npm, "node_modules/lodash/package.json", SAMPLE);
    }
}
