//! .NET: packages as they are published with programs, and what projects lock and ask for, one file a format.
//!
//! Formats: those of the .NET host, NuGet, MSBuild and Paket, linked in each reader.
//! Files: `*.deps.json`, alone or within programs; assemblies; `packages.lock.json`, `packages.config`, `*.Packages.props`,
//! `paket.lock`, `paket.dependencies`.
//! Limits: versions that stand in project files (`*.csproj`) are not read.

pub(crate) mod assembly;
pub(crate) mod bundle;
pub(crate) mod config;
pub(crate) mod deps;
pub(crate) mod lock;
pub(crate) mod paket;
pub(crate) mod props;
mod version_resource;

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
        advisories: Some(Advisories { osv: "NuGet", order: tidewaiter_versions::NUGET, same_name: str::eq_ignore_ascii_case }),
    }
}

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
