//! vcpkg: what C and C++ projects pin, and what it has installed; one file a format.
//!
//! Formats: those of vcpkg, linked in each reader.
//! Files: `vcpkg.json`; `vcpkg/status` in the folders `installed` and `vcpkg_installed`; `share/PORT/vcpkg.spdx.json`.
//! Limits: OSV knows no advisories of vcpkg: packages are told, not judged. `vcpkg-lock.json` names commits of registries and no
//! packages.

pub(crate) mod manifest;
pub(crate) mod port;
pub(crate) mod status;

#[cfg(test)]
mod tests;

use crate::Ecosystem;
use tidewaiter_model::{Class, Package, Purl};

const fn ecosystem(id: &'static str, target: Option<&'static str>) -> Ecosystem {
    Ecosystem { id, class: Class::LangPkgs, kind: "vcpkg", target, evr: false, advisories: None }
}

/// A port; its own revisions of one version count from 0, which is not written.
fn package(ecosystem: &Ecosystem, path: &str, name: &str, version: &str, revision: &str) -> Package {
    let purl = Purl::new("vcpkg", "", name, version);
    let (version, purl) = match revision {
        "" | "0" => (version.to_owned(), purl),
        revision => (format!("{version}#{revision}"), purl.with("port_version", revision)),
    };
    Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version,
        path: path.to_owned(),
        purl: Some(purl),
        ..Package::default()
    }
}
