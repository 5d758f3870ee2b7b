//! Packages of Nix: what lies in its store is named for what it is.
//!
//! Format: `/nix/store/HASH-NAME-VERSION[-OUTPUT]`, <https://nix.dev/manual/nix/stable/store/store-path>; name and version are
//! parted as <https://nix.dev/manual/nix/stable/language/builtins#builtins-parseDrvName> does.
//! Files: none; folders right below `nix/store`, wherever that lies.
//! Limits: what has no version is no package (scripts, configurations). An output is known by the names that Nixpkgs gives
//! outputs. The store's database, which most images are made without, is not read, so nothing tells dependencies. Nobody
//! publishes advisories for Nixpkgs.

use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Stat};
use tidewaiter_model::{Class, Package, Purl};

/// Nix's ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem =
    Ecosystem { id: "nix", class: Class::LangPkgs, kind: "nix", target: Some("Nix"), evr: false, advisories: None };

/// The analyzer.
pub(crate) struct Nix;

/// The digits of Nix's base 32.
const DIGITS: &[u8] = b"0123456789abcdfghijklmnpqrsvwxyz";
const HASH: usize = 32;
const OUTPUTS: [&str; 13] = ["bin", "data", "debug", "dev", "devdoc", "dist", "doc", "info", "lib", "man", "out", "py", "static"];

impl Analyzer for Nix {
    fn id(&self) -> &'static str {
        "nix"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::Are(&[])
    }

    fn wants(&self, _stat: &Stat<'_>) -> bool {
        false
    }

    fn read(&self, _file: &File<'_>, _facts: &mut FileFacts) {}

    fn folder(&self, path: &str) -> Option<Package> {
        let (store, folder) = path.rsplit_once('/')?;
        let derivation = Derivation::parse(folder).filter(|_| store == "nix/store" || store.ends_with("/nix/store"))?;
        let Derivation { name, version, output } = derivation;
        Some(Package {
            ecosystem: ECOSYSTEM.id.into(),
            name: name.to_owned(),
            version: version.to_owned(),
            path: path.to_owned(),
            purl: Some(Purl::new("nix", "", name, version).with("output", output)),
            ..Package::default()
        })
    }
}

/// What a folder's name says.
#[derive(Debug, PartialEq, Eq)]
struct Derivation<'a> {
    name: &'a str,
    version: &'a str,
    /// Empty for the one that most packages have only.
    output: &'a str,
}

impl<'a> Derivation<'a> {
    fn parse(folder: &'a str) -> Option<Self> {
        let (hash, rest) = folder.split_once('-')?;
        if hash.len() != HASH || !hash.bytes().all(|byte| DIGITS.contains(&byte)) {
            return None;
        }
        // The version begins after the first hyphen that no letter follows.
        let begins = |at: usize| rest.as_bytes().get(at + 1).is_some_and(|next| !next.is_ascii_alphabetic());
        let at = rest.match_indices('-').map(|(at, _)| at).find(|at| begins(*at))?;
        let (name, version) = (rest.get(..at)?, rest.get(at + 1..)?);
        let (version, output) = match version.rsplit_once('-') {
            Some((before, output)) if OUTPUTS.contains(&output) && !before.is_empty() => (before, output),
            _ => (version, ""),
        };
        (!name.is_empty()).then_some(Self { name, version, output })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(path: &str) -> Option<String> {
        Nix.folder(path).map(|package| package.purl.unwrap().to_string())
    }

    #[test]
    fn a_real_store_is_read() {
        let folders = include_str!("testdata/store").lines().filter_map(|line| line.strip_prefix("d "));
        let mut told: Vec<String> = folders.filter_map(|folder| told(&format!("nix/store/{folder}"))).collect();
        told.sort();
        insta::assert_snapshot!(told.join("\n"), @r"
        pkg:nix/libtide@2-2.5pre1_abc
        pkg:nix/python3.11-tide@0.1.0
        pkg:nix/tide@1.2.3
        pkg:nix/tide@1.2.3?output=bin
        pkg:nix/tide@1.2.3?output=dev
        ");
    }

    #[test]
    fn only_folders_right_below_a_store_are_packages() {
        let hash = "0c0rxqkxx2dh5lzqxrqzlzlxxhyivsz9";
        assert_eq!(told(&format!("rootfs/nix/store/{hash}-a-1")).as_deref(), Some("pkg:nix/a@1"));
        for path in [
            format!("nix/store/{hash}-a-1/bin"),
            format!("store/{hash}-a-1"),
            format!("xnix/store/{hash}-a-1"),
            format!("nix/store/e{}-a-1", &hash[1..]),
            format!("nix/store/{hash}--1"),
            format!("nix/store/{hash}-"),
            "nix/store/.links".to_owned(),
        ] {
            assert_eq!(told(&path), None, "{path}");
        }
    }

    #[test]
    fn a_version_that_is_a_hyphen_is_survived() {
        let hash = "0c0rxqkxx2dh5lzqxrqzlzlxxhyivsz9";
        for end in ["-a--", "-a-", "-é-1", "-a-1-", "-a--dev", "---------"] {
            Nix.folder(&format!("nix/store/{hash}{end}"));
        }
    }
}
