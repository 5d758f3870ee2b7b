//! R: what is installed in its libraries, what projects lock and ask for; one file a format.
//!
//! Formats: those of R and renv, linked in each reader.
//! Files: `DESCRIPTION`, of installed packages and of projects; `renv.lock`.
//! Packages of Bioconductor are published apart from CRAN's, in releases of their own, and have advisories of their own.
//! Limits: what comes from repositories, archives and folders is told, but not judged. Packrat's lock files are not read.

pub(crate) mod installed;
pub(crate) mod lock;
pub(crate) mod project;

#[cfg(test)]
mod tests;

use crate::{Advisories, Ecosystem};
use tidewaiter_model::{Class, Package, Purl};

const fn ecosystem(id: &'static str, osv: &'static str, target: Option<&'static str>) -> Ecosystem {
    Ecosystem {
        id,
        class: Class::LangPkgs,
        kind: "R-package",
        target,
        evr: false,
        advisories: Some(Advisories { osv, order: tidewaiter_versions::CRAN, same_name: |a, b| a == b }),
    }
}

/// Where a package comes from.
#[derive(Clone, Copy)]
enum Origin<'a> {
    Cran,
    Bioconductor,
    /// Anywhere else, as it is written.
    Other(&'a str),
}

/// A package of one of two ecosystems: CRAN's and Bioconductor's.
fn package(ecosystems: [&Ecosystem; 2], path: &str, name: &str, version: &str, origin: Origin<'_>) -> Package {
    let [cran, bioconductor] = ecosystems;
    let purl = Purl::new("cran", "", name, version);
    let (ecosystem, purl, third_party) = match origin {
        Origin::Cran => (cran, purl, None),
        Origin::Bioconductor => (bioconductor, purl.with("repository_url", "https://bioconductor.org"), None),
        Origin::Other(place) => (cran, purl, Some(place.to_owned())),
    };
    Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        third_party,
        purl: Some(purl),
        ..Package::default()
    }
}

/// The names in `R (>= 4.0.0), methods, utils`, but for R itself.
fn names(list: &str) -> impl Iterator<Item = &str> {
    let name = |entry: &'_ str| entry.split(['(', ' ']).next().unwrap_or("").len();
    list.split(',')
        .map(str::trim)
        .filter_map(move |entry| entry.get(..name(entry)))
        .filter(|name| !name.is_empty() && *name != "R")
}
