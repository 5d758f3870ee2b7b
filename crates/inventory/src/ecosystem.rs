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
    /// `ID` of os-release.
    pub family: &'static str,
    /// OSV's name, which names the shard: `Debian`.
    pub osv: &'static str,
    /// The release in OSV's notation, without the name: `12`, `v3.18`; `None` if the system does not tell.
    pub release: fn(&Os) -> Option<String>,
    /// How its versions are ordered.
    pub order: Order,
    /// The namespace in purls: `debian`.
    pub purl_namespace: &'static str,
    /// Releases and the day on which each is no longer served, `YYYY-MM-DD`, in the notation of `release`.
    pub end_of_life: &'static [(&'static str, &'static str)],
}
