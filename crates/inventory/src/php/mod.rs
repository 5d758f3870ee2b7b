//! PHP: Composer's packages, WordPress with its plugins and themes, and what PEAR and PECL installed; one file a format.
//!
//! Formats: those of Composer, WordPress and PEAR, linked in each reader.
//! Files: `composer.lock`, `composer.json`, `vendor/composer/installed.json`; `wp-includes/version.php`, the main files of
//! plugins and themes; `.registry/**/*.reg`.
//! Limits: nothing within `vendor` folders but the list of what is installed there, since packages keep the files of their own
//! development there, too.

pub(crate) mod installed;
pub(crate) mod lock;
pub(crate) mod manifest;
pub(crate) mod pear;
mod serialized;
pub(crate) mod wordpress;

#[cfg(test)]
mod tests;

use crate::graph::Graph;
use crate::{Advisories, Ecosystem, Stat, license};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::{BTreeMap, HashMap};
use tidewaiter_model::{Class, Package, Purl, Relationship};

const fn ecosystem(id: &'static str, kind: &'static str) -> Ecosystem {
    Ecosystem {
        id,
        class: Class::LangPkgs,
        kind,
        target: None,
        evr: false,
        advisories: Some(Advisories {
            osv: "Packagist",
            order: tidewaiter_versions::COMPOSER,
            same_name: str::eq_ignore_ascii_case,
        }),
    }
}

const MAX_PROVIDERS: usize = 64;

/// A package as Composer describes it, in lock files as in lists of what is installed.
#[derive(Deserialize)]
struct Entry {
    name: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    dist: Option<Dist>,
    #[serde(default)]
    license: License,
    #[serde(default)]
    require: Links,
    #[serde(default)]
    provide: Links,
    #[serde(default)]
    replace: Links,
}

#[derive(Deserialize)]
struct Dist {
    #[serde(rename = "type", default)]
    kind: String,
}

#[derive(Default, Deserialize)]
#[serde(untagged)]
enum License {
    One(String),
    Several(Vec<String>),
    Other(IgnoredAny),
    #[default]
    None,
}

/// Names and what is asked of them; PHP writes an object without members as an empty list.
#[derive(Default, Deserialize)]
#[serde(untagged)]
enum Links {
    Given(BTreeMap<String, IgnoredAny>),
    Other(IgnoredAny),
    #[default]
    None,
}

impl Links {
    fn names(&self) -> impl Iterator<Item = String> {
        let given = if let Self::Given(given) = self { Some(given) } else { None };
        given.into_iter().flat_map(BTreeMap::keys).map(|name| name.to_ascii_lowercase())
    }
}

impl Entry {
    fn key(&self) -> String {
        self.name.to_ascii_lowercase()
    }

    /// The package; Packagist's names are lower case.
    fn package(&self, ecosystem: &Ecosystem, path: &str) -> Package {
        let name = self.key();
        let (vendor, bare) = name.split_once('/').unwrap_or(("", &name));
        let mut licenses = Vec::new();
        match &self.license {
            License::One(name) => license::add(&mut licenses, name),
            License::Several(names) => names.iter().for_each(|name| license::add(&mut licenses, name)),
            License::Other(_) | License::None => {}
        }
        // A folder of the project's own repository.
        let is_member = self.dist.as_ref().is_some_and(|dist| dist.kind == "path");
        Package {
            ecosystem: ecosystem.id.into(),
            version: self.version.clone(),
            licenses,
            path: path.to_owned(),
            purl: Some(Purl::new("composer", vendor, bare, &self.version)),
            relationship: if is_member { Relationship::Workspace } else { Relationship::Unknown },
            name,
            ..Package::default()
        }
    }
}

/// Adds packages to a graph; some stand for others, which they provide or replace.
fn add_all<'a>(entries: impl Iterator<Item = (&'a Entry, Package)> + Clone, graph: &mut Graph) {
    let mut providers: HashMap<String, Vec<String>> = HashMap::new();
    for (entry, _) in entries.clone() {
        for name in entry.provide.names().chain(entry.replace.names()) {
            providers.entry(name).or_default().push(entry.key());
        }
    }
    // No name has more providers in one project that work together.
    let of = |name: &str| providers.get(name).into_iter().flatten().take(MAX_PROVIDERS).cloned();
    for (entry, package) in entries {
        let edges = entry.require.names().flat_map(|name| of(&name).chain([name.clone()]).collect::<Vec<_>>()).collect();
        graph.add(entry.key(), package, edges);
    }
}

fn is_vendored(stat: &Stat<'_>) -> bool {
    stat.path.split('/').any(|part| part == "vendor")
}
