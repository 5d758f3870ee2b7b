//! .NET: what programs carry with them, and what projects ask NuGet and Paket for, one file a format.
//!
//! Formats: linked in each reader.
//! Files: `*.deps.json`; `packages.lock.json`, `packages.config`, `*Packages.props`, `paket.lock`.
//! Limits: project files (`*.csproj`) say only what they ask for, not what came of it, and are not read.

pub(crate) mod deps;
pub(crate) mod lock;
pub(crate) mod packages_config;
pub(crate) mod paket;
pub(crate) mod props;

#[cfg(test)]
mod tests;

use crate::{Advisories, Ecosystem};
use tidewaiter_model::{Class, Package, Purl};

const fn ecosystem(id: &'static str, kind: &'static str) -> Ecosystem {
    Ecosystem {
        id,
        class: Class::LangPkgs,
        kind,
        target: None,
        evr: false,
        advisories: Some(Advisories {
            osv: "NuGet",
            order: tidewaiter_versions::NUGET,
            same_name: |a, b| a.eq_ignore_ascii_case(b),
        }),
    }
}

/// Packages of projects.
pub(crate) const ECOSYSTEM: Ecosystem = ecosystem("nuget", "nuget");

/// A package of NuGet's gallery.
fn package(ecosystem: &Ecosystem, path: &str, name: &str, version: &str) -> Package {
    Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        purl: Some(Purl::new("nuget", "", name, version)),
        ..Package::default()
    }
}

/// The key of a package: case does not tell names apart.
fn key(name: &str, version: &str) -> String {
    format!("{}/{version}", name.to_ascii_lowercase())
}
