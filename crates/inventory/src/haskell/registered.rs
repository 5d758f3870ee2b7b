//! A package that is registered with GHC.
//!
//! Format: <https://downloads.haskell.org/ghc/latest/docs/users_guide/packages.html#installedpackageinfo-a-package-specification>.
//! Files: `package.conf.d/*.conf`, of GHC itself, of Stack's and of Cabal's stores.
//! Limits: what is needed by a package's own parts (`lib-name`) is told by the package. Ids that Cabal shortens, as it does on
//! macOS, name no package that others depend on.

use super::{fields, is_version, package};
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting, license};

/// What is registered.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("ghc-pkg", Some("Haskell"));

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "ghc-pkg",
    version: 1,
    setting: Setting::Anywhere,
    names: Names::End(&[".conf"]),
    wants: |stat| stat.name().ends_with(".conf") && stat.path.rsplit('/').nth(1).is_some_and(|folder| folder == "package.conf.d"),
    read,
};

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let fields = fields(text);
    let get = |name: &str| fields.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    if !get("lib-name").is_empty() {
        return Ok(());
    }
    let name = if get("package-name").is_empty() { get("name") } else { get("package-name") };
    let version = get("version");
    if name.is_empty() || !is_version(version) {
        return Err("it has no name or no version".to_owned());
    }
    let mut package = package(&ECOSYSTEM, &facts.path, name, version);
    license::add(&mut package.licenses, get("license"));
    package.depends_on = get("depends").split_whitespace().filter_map(named).collect();
    package.depends_on.sort();
    package.depends_on.dedup();
    facts.packages.push(package);
    Ok(())
}

/// `random@1.2.1.1` of `random-1.2.1.1` and `random-1.2.1.1-C39Bl6vCcFv5bcBncES6Ba`.
fn named(id: &str) -> Option<String> {
    let without_hash = id.rsplit_once('-').map_or(id, |(rest, _)| rest);
    let (name, version) = super::name_and_version(id).or_else(|| super::name_and_version(without_hash))?;
    Some(format!("{name}@{version}"))
}
