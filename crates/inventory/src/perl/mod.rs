//! Perl: the distributions of CPAN that are installed, and what Carton locks; one file a format.
//!
//! Formats: those of cpanminus, ExtUtils::MakeMaker and Carton, linked in each reader.
//! Files: `.meta/DISTRIBUTION/install.json` and `MYMETA.json`; `perllocal.pod`; `cpanfile.snapshot`.
//! Limits: OSV knows no advisories of CPAN: distributions are told, not judged. Manifests (`cpanfile`, `META.json`) ask for modules,
//! whose distributions are often called otherwise, so that they do not tell which distributions were asked for.

pub(crate) mod installed;
pub(crate) mod licenses;
pub(crate) mod log;
pub(crate) mod snapshot;

#[cfg(test)]
mod tests;

use crate::Ecosystem;
use tidewaiter_model::{Class, Package, Purl};

const fn ecosystem(id: &'static str, target: Option<&'static str>) -> Ecosystem {
    Ecosystem { id, class: Class::LangPkgs, kind: "cpan", target, evr: false, advisories: None }
}

/// What is installed.
pub(crate) const INSTALLED: Ecosystem = ecosystem("cpan-installed", Some("Perl"));

/// A distribution; `pathname` is where it lies on CPAN, `A/AC/ACME/Acme-1.0.tar.gz`, which names its author.
fn package(ecosystem: &Ecosystem, path: &str, name: &str, version: &str, pathname: &str) -> Package {
    let author = author(pathname);
    Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        third_party: (author.is_none() && !pathname.is_empty()).then(|| pathname.to_owned()),
        purl: Some(Purl::new("cpan", author.unwrap_or(""), name, version)),
        ..Package::default()
    }
}

fn author(pathname: &str) -> Option<&str> {
    let mut parts = pathname.split('/');
    let (first, second, author) = (parts.next()?, parts.next()?, parts.next()?);
    (first.len() == 1 && second.starts_with(first) && author.starts_with(second)).then_some(author)
}

/// `Acme-Sample` and `v1.2.3` of `Acme-Sample-v1.2.3`, `1.23-TRIAL` of `Acme-1.23-TRIAL`.
fn name_and_version(distribution: &str) -> Option<(&str, &str)> {
    let begins_version = |rest: &str| rest.strip_prefix('v').unwrap_or(rest).starts_with(|c: char| c.is_ascii_digit());
    let at =
        distribution.rmatch_indices('-').map(|(at, _)| at).find(|at| distribution.get(at + 1..).is_some_and(begins_version))?;
    let (name, version) = (distribution.get(..at)?, distribution.get(at + 1..)?);
    (!name.is_empty()).then_some((name, version))
}
