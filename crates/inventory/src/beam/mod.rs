//! Elixir and Erlang: what projects lock and ask for, one file a format.
//!
//! Formats: those of Mix and rebar3, linked in each reader; both are terms of their languages.
//! Files: `mix.lock`, `mix.exs`, `rebar.lock`.
//! Limits: packages of organisations and those from repositories are told, but not judged: advisories speak of what hex.pm
//! publishes for all.

pub(crate) mod manifest;
pub(crate) mod mix;
pub(crate) mod rebar;
mod term;

#[cfg(test)]
mod tests;

use crate::{Advisories, Ecosystem, repository};
use tidewaiter_model::{Class, Package, Purl};

const fn ecosystem(id: &'static str, kind: &'static str) -> Ecosystem {
    Ecosystem {
        id,
        class: Class::LangPkgs,
        kind,
        target: None,
        evr: false,
        advisories: Some(Advisories { osv: "Hex", order: tidewaiter_versions::SEMVER, same_name: |a, b| a == b }),
    }
}

/// A package of hex.pm, or of an organisation there.
fn package(ecosystem: &Ecosystem, path: &str, name: &str, version: &str, organization: Option<&str>) -> Package {
    Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        third_party: organization.map(str::to_owned),
        purl: Some(Purl::new("hex", organization.unwrap_or(""), name, version)),
        ..Package::default()
    }
}

/// What is taken from a repository.
fn foreign(ecosystem: &Ecosystem, path: &str, name: &str, url: &str, commit: &str) -> Package {
    Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version: commit.to_owned(),
        path: path.to_owned(),
        third_party: Some(url.to_owned()),
        purl: Some(repository::purl(url, name, commit)),
        ..Package::default()
    }
}
