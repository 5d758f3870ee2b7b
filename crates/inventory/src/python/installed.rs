//! Python packages as they are installed.
//!
//! Format: <https://packaging.python.org/en/latest/specifications/core-metadata/>.
//! Files: `*.dist-info/METADATA`, `*.egg-info` (a file), `*.egg-info/PKG-INFO`, `EGG-INFO/PKG-INFO`.
//! Limits: a description of more than 16 MiB makes a file none of ours.

use super::ADVISORIES;
use crate::license;
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Stat};
use tidewaiter_model::Class;

/// Python's ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem = Ecosystem {
    id: "pypi",
    class: Class::LangPkgs,
    kind: "python-pkg",
    target: Some("Python"),
    evr: false,
    advisories: Some(ADVISORIES),
};

/// The analyzer.
pub(crate) struct Python;

const MAX: u64 = 16 << 20;

/// Some put the whole text of the licence into the field.
const LONGEST_NAME: usize = 80;

impl Analyzer for Python {
    fn id(&self) -> &'static str {
        "python-pkg"
    }

    fn version(&self) -> u32 {
        2
    }

    fn names(&self) -> Names {
        Names::AreOrEnd(&["METADATA", "PKG-INFO"], &[".egg-info"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        let path = stat.path;
        let is_metadata = path.ends_with(".dist-info/METADATA")
            || path.ends_with(".egg-info")
            || path.ends_with(".egg-info/PKG-INFO")
            || path.ends_with("EGG-INFO/PKG-INFO");
        is_metadata && stat.size <= MAX
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        metadata(file.bytes, file.stat.path, facts);
    }
}

/// States the package that core metadata describe.
pub(super) fn metadata(bytes: &[u8], path: &str, facts: &mut FileFacts) {
    // Only the headers matter; the description below them may be of any encoding.
    let end = bytes.windows(2).position(|pair| pair == b"\n\n").unwrap_or(bytes.len());
    let text = String::from_utf8_lossy(bytes.get(..end).unwrap_or(bytes));
    // Lines that begin with a space go on with the header before them; no header that is wanted here has any.
    let headers: Vec<(&str, &str)> = text
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .filter(|line| !line.starts_with([' ', '\t']))
        .filter_map(|line| line.split_once(':'))
        .collect();
    let all =
        |name: &'static str| headers.iter().filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim());
    let first = |name: &'static str| all(name).find(|value| !value.is_empty());
    let (Some(name), Some(version)) = (first("Name"), first("Version")) else {
        facts.problem("package metadata without a name or version");
        return;
    };
    let mut package = super::package(&ECOSYSTEM, name, version, path);
    package.licenses = licenses(first("License-Expression"), first("License"), all("Classifier"));
    facts.packages.push(package);
}

/// The expression where there is one, else the free text if it is a name, else the classifiers.
fn licenses<'a>(expression: Option<&str>, text: Option<&str>, classifiers: impl Iterator<Item = &'a str>) -> Vec<String> {
    if let Some(expression) = expression {
        return license::names(expression);
    }
    if let Some(text) = text.filter(|text| !text.eq_ignore_ascii_case("unknown") && text.len() <= LONGEST_NAME) {
        return license::names(text);
    }
    let last = |classifier: &str| classifier.rsplit("::").next().map(|name| name.trim().to_owned());
    let mut found = Vec::new();
    classifiers
        .filter(|classifier| classifier.starts_with("License ::"))
        .filter_map(last)
        .filter(|name| name != "OSI Approved")
        .for_each(|name| license::add(&mut found, &name));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/METADATA");

    #[test]
    fn real_metadata_is_read() {
        let facts = read(&Python, "usr/lib/python3/dist-packages/Jinja2-2.10.dist-info/METADATA", SAMPLE);
        let package = &facts.packages[0];
        assert_eq!((package.name.as_str(), package.version.as_str()), ("Jinja2", "2.10"));
        assert_eq!(package.licenses, ["BSD-3-Clause"]);
        assert_eq!(package.purl.as_ref().unwrap().to_string(), "pkg:pypi/jinja2@2.10");
    }

    #[test]
    fn the_description_says_nothing() {
        let facts = read(&Python, "a.egg-info", b"Name: A_b.C\nVersion: 1\nLicense: X\n\nName: other\n");
        assert_eq!(facts.packages.len(), 1);
        assert_eq!(facts.packages[0].purl.as_ref().unwrap().name, "a-b-c");
        assert_eq!(read(&Python, "a.egg-info/PKG-INFO", b"Name: x\n").problems.len(), 1);
        assert!((ECOSYSTEM.advisories.unwrap().same_name)("Zope.Interface", "zope_interface"));
    }

    #[test]
    fn licences_are_taken_from_where_they_are_clearest() {
        let of = |headers: &str| {
            let text = format!("Name: a\r\nVersion: 1\r\n{headers}\r\n\r\nLicense: no\r\n");
            read(&Python, "a.dist-info/METADATA", text.as_bytes()).packages[0].licenses.clone()
        };
        let classifiers = "Classifier: License :: OSI Approved\r\nClassifier: License :: OSI Approved :: MIT License";
        assert_eq!(of("License: GPL\r\nLicense-Expression: MIT OR Apache-2.0"), ["MIT", "Apache-2.0"]);
        assert_eq!(of(&format!("License: Apache 2.0\r\n{classifiers}")), ["Apache-2.0"]);
        assert_eq!(of(&format!("License: UNKNOWN\r\n{classifiers}")), ["MIT"]);
        assert_eq!(of(&format!("License: {}\r\n{classifiers}", "x ".repeat(60))), ["MIT"]);
        assert_eq!(of("Summary: a\r\n License: folded"), Vec::<String>::new());
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Python, "a.dist-info/METADATA", SAMPLE);
    }
}
