//! What an ecosystem says of itself, so that no other room needs a list of ecosystems.

use tidewaiter_model::{Class, Os};
use tidewaiter_versions::Order;

/// A kind of packages: how reports show it and which advisories speak of it.
#[derive(Clone, Copy, Debug)]
pub struct Ecosystem {
    /// What [`tidewaiter_model::Package::ecosystem`] holds.
    pub id: &'static str,
    /// System or language.
    pub class: Class,
    /// `Type` in reports; for system packages the distribution's identifier takes its place.
    pub kind: &'static str,
    /// What the packages of all files are shown under together: `Node.js`. `None` shows each file by itself.
    pub target: Option<&'static str>,
    /// Whether versions have the form `[epoch:]version[-release]`.
    pub evr: bool,
    /// For languages, the advisories that speak of it; system packages go by their [`Distribution`].
    pub advisories: Option<Advisories>,
}

/// The OSV ecosystem of a language.
#[derive(Clone, Copy, Debug)]
pub struct Advisories {
    /// OSV's name, which names the shard: `npm`, `PyPI`, `crates.io`.
    pub osv: &'static str,
    /// How its versions are ordered.
    pub order: Order,
    /// Whether two spellings name the same package.
    pub same_name: fn(&str, &str) -> bool,
}

/// A distribution: whose advisories speak of its packages, and how they name its releases.
#[derive(Clone, Copy, Debug)]
pub struct Distribution {
    /// `ID` of os-release, lower case.
    pub family: &'static str,
    /// OSV's name, which names the shard: `Debian`.
    pub osv: &'static str,
    /// The release in the distribution's own notation: `12`, `v3.18`, `22.04`; empty where it has none; `None` if the system
    /// does not tell.
    pub release: fn(&Os) -> Option<String>,
    /// The parts of OSV's name after the colon whose advisories speak of a system of this release, `12`, `Pro:18.04:LTS`. Where
    /// a record speaks of several, the first counts.
    pub scopes: fn(&str, &Os) -> Vec<String>,
    /// Which of a package's names and versions advisories speak of.
    pub advised: Advised,
    /// Whether its packages may come in modules, whose builds have fixes of their own.
    pub modular: bool,
    /// How its versions are ordered.
    pub order: Order,
    /// The namespace in purls: `debian`.
    pub purl_namespace: &'static str,
}

/// What advisories of a distribution name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advised {
    /// Source packages.
    Source,
    /// Source packages, in versions without the epoch.
    SourceWithoutEpoch,
    /// Source packages, in versions of the binary packages (apk's subpackages share their origin's version).
    SourceName,
    /// Binary packages.
    Binary,
    /// Binary packages or their sources, as the publisher likes.
    Either,
}

impl Distribution {
    /// The only scope of most distributions' systems: their release.
    pub(crate) fn own_release(release: &str, _: &Os) -> Vec<String> {
        vec![release.to_owned()]
    }

    /// The release of a distribution that has none: its packages roll.
    pub(crate) fn rolling(_: &Os) -> Option<String> {
        Some(String::new())
    }

    /// `9` of `9.3`.
    pub(crate) fn major(os: &Os) -> Option<String> {
        let major = os.version.split('.').next()?;
        let is_number = !major.is_empty() && major.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| major.to_owned())
    }

    /// The whole version, which begins with a number.
    pub(crate) fn whole(os: &Os) -> Option<String> {
        os.version.starts_with(|c: char| c.is_ascii_digit()).then(|| os.version.clone())
    }
}
