//! Python: packages as they are installed, and what projects lock and ask for.
//!
//! One file a format. All of them speak of the same index and share its names and version order; each kind of lock file is
//! an ecosystem of its own, since reports name it.

mod egg;
mod installed;
mod manifest;
mod pdm;
mod pipenv;
mod poetry;
mod pylock;
mod requirement;
mod requirements;
mod uv;

pub(crate) use egg::Egg;
pub(crate) use installed::{ECOSYSTEM, Python};
pub(crate) use manifest::PythonManifest;
pub(crate) use pdm::{PDM, Pdm};
pub(crate) use pipenv::{PIPENV, Pipenv};
pub(crate) use poetry::{POETRY, Poetry};
pub(crate) use pylock::{PYLOCK, Pylock};
pub(crate) use requirements::{PIP, Requirements};
pub(crate) use uv::{UV, Uv};

use crate::{Advisories, Ecosystem};
use tidewaiter_model::{Class, Package, Purl};

/// No lock file is larger.
const MAX_LOCK_FILE: u64 = 64 << 20;

const ADVISORIES: Advisories =
    Advisories { osv: "PyPI", order: tidewaiter_versions::PEP440, same_name: |a, b| normalised(a) == normalised(b) };

/// The ecosystem of a kind of lock file: the same index, each file shown by itself.
const fn lock_file(kind: &'static str) -> Ecosystem {
    Ecosystem { id: kind, class: Class::LangPkgs, kind, target: None, evr: false, advisories: Some(ADVISORIES) }
}

/// A package of the index.
fn package(ecosystem: &Ecosystem, name: &str, version: &str, path: &str) -> Package {
    Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        purl: Some(Purl::new("pypi", "", &normalised(name), version)),
        ..Package::default()
    }
}

/// The package that a pinned requirement names, as pip's, wherever it is written.
pub(crate) fn pinned(requirement: &str, path: &str) -> Option<Package> {
    let requirement = requirement::Requirement::parse(requirement)?;
    Some(package(&PIP, requirement.name, requirement.pin?, path))
}

/// Whether all groups that a package belongs to are developers'; `main` is the group that everybody gets.
fn is_dev(groups: &[String], main: &str) -> bool {
    !groups.is_empty() && groups.iter().all(|group| group != main)
}

/// The name by which the index knows a package.
/// Specification: <https://packaging.python.org/en/latest/specifications/name-normalization/>.
pub(crate) fn normalised(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for char in name.chars() {
        match char {
            '-' | '_' | '.' if out.ends_with('-') => {}
            '-' | '_' | '.' => out.push('-'),
            char => out.extend(char.to_lowercase()),
        }
    }
    out
}
