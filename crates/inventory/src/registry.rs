//! The one list of analyzers, ecosystems and distributions. A new one is a folder, its `mod` line in `lib.rs`, and a line
//! in each list here.

use crate::distribution::{alpine, debian};
use crate::{Analyzer, Distribution, Ecosystem};
use crate::{apk, dpkg, go_binary, java, javascript, npm, os_release, python, ruby};

/// Every analyzer.
#[must_use]
pub fn analyzers() -> &'static [&'static dyn Analyzer] {
    &[
        &apk::Apk,
        &dpkg::Dpkg,
        &go_binary::GoBinary,
        &java::Java,
        &javascript::bun::ANALYZER,
        &javascript::deno::ANALYZER,
        &javascript::manifest::ANALYZER,
        &javascript::npm::ANALYZER,
        &javascript::pnpm::ANALYZER,
        &javascript::yarn::ANALYZER,
        &npm::Npm,
        &os_release::OsRelease,
        &python::Python,
        &ruby::Ruby,
    ]
}

/// Every ecosystem, sorted by id.
#[must_use]
pub fn ecosystems() -> &'static [Ecosystem] {
    &[
        apk::ECOSYSTEM,
        javascript::bun::ECOSYSTEM,
        javascript::deno::ECOSYSTEM,
        dpkg::ECOSYSTEM,
        go_binary::ECOSYSTEM,
        java::ECOSYSTEM,
        javascript::deno::JSR,
        npm::ECOSYSTEM,
        javascript::npm::ECOSYSTEM,
        javascript::pnpm::ECOSYSTEM,
        python::ECOSYSTEM,
        ruby::ECOSYSTEM,
        javascript::yarn::ECOSYSTEM,
    ]
}

/// Every distribution, sorted by family.
#[must_use]
pub fn distributions() -> &'static [Distribution] {
    &[alpine::DISTRIBUTION, debian::DISTRIBUTION]
}

/// The ecosystem of this id.
#[must_use]
pub fn ecosystem(id: &str) -> Option<&'static Ecosystem> {
    ecosystems().iter().find(|ecosystem| ecosystem.id == id)
}

/// The distribution of this family (`ID` of os-release).
#[must_use]
pub fn distribution(family: &str) -> Option<&'static Distribution> {
    distributions().iter().find(|distribution| distribution.family == family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_unique() {
        let is_sorted = |ids: Vec<&str>| ids.is_sorted_by(|a, b| a < b);
        assert!(is_sorted(ecosystems().iter().map(|e| e.id).collect()));
        assert!(is_sorted(distributions().iter().map(|d| d.family).collect()));
        let mut ids: Vec<&str> = analyzers().iter().map(|a| a.id()).collect();
        ids.sort_unstable();
        assert!(is_sorted(ids), "an analyzer's id is taken");
    }

    #[test]
    fn every_unit_has_samples_and_the_script_that_made_them() {
        let source = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        for folder in std::fs::read_dir(source).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
            if !folder.ends_with("distribution") {
                assert!(folder.join("testdata/make.sh").is_file(), "{}", folder.display());
            }
        }
    }
}
