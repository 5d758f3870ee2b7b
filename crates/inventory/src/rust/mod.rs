//! Rust: lock files, manifests, and programs that carry the list of their crates, one file a format.
//!
//! Formats: <https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html>, and that of cargo-auditable.
//! Files: `Cargo.lock`, `Cargo.toml`; executables with a `.dep-v0` section.
//! Limits: crates from repositories are told, but not judged: advisories speak of what crates.io publishes.

pub(crate) mod auditable;
pub(crate) mod lock;
pub(crate) mod manifest;

use crate::{Advisories, Ecosystem};
use tidewaiter_model::{Class, Package, Purl};

const fn ecosystem(id: &'static str, kind: &'static str) -> Ecosystem {
    Ecosystem {
        id,
        class: Class::LangPkgs,
        kind,
        target: None,
        evr: false,
        advisories: Some(Advisories { osv: "crates.io", order: tidewaiter_versions::SEMVER, same_name: |a, b| a == b }),
    }
}

/// A crate; `foreign` names where it comes from if not from a registry.
fn package(ecosystem: &Ecosystem, path: &str, name: &str, version: &str, foreign: Option<&str>) -> Package {
    Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        third_party: foreign.map(str::to_owned),
        purl: Some(Purl::new("cargo", "", name, version)),
        ..Package::default()
    }
}
