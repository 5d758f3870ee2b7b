//! Haskell: what projects lock and ask for, and what GHC has registered; one file a format.
//!
//! Formats: those of Cabal, Stack and GHC, linked in each reader.
//! Files: `cabal.project.freeze`, `stack.yaml.lock`; `*.cabal`, `package.yaml`; `package.conf.d/*.conf`.
//! Limits: programs are linked statically and do not say what they consist of: an image that holds a program alone holds no packages
//! that could be told. OSV's ecosystem `GHC`, of the compiler's own parts, is not asked.

pub(crate) mod freeze;
pub(crate) mod manifest;
pub(crate) mod registered;
pub(crate) mod stack;

#[cfg(test)]
mod tests;

use crate::{Advisories, Ecosystem};
use tidewaiter_model::{Class, Package, Purl};

const fn ecosystem(id: &'static str, target: Option<&'static str>) -> Ecosystem {
    Ecosystem {
        id,
        class: Class::LangPkgs,
        kind: "hackage",
        target,
        evr: false,
        advisories: Some(Advisories { osv: "Hackage", order: tidewaiter_versions::HACKAGE, same_name: |a, b| a == b }),
    }
}

/// What projects lock.
pub(crate) const ECOSYSTEM: Ecosystem = ecosystem("hackage", None);

fn package(ecosystem: &Ecosystem, path: &str, name: &str, version: &str) -> Package {
    Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        purl: Some(Purl::new("hackage", "", name, version)),
        ..Package::default()
    }
}

/// The fields that begin at the margin, and their values on one line. Lines that go on are indented, comments begin with `--`.
fn fields(text: &str) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("--")) {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = fields.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((key, value)) = line.split_once(':') {
            fields.push((key.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    fields
}

/// `random` and `1.2.1.1` of `random-1.2.1.1`.
fn name_and_version(id: &str) -> Option<(&str, &str)> {
    let (name, version) = id.rsplit_once('-')?;
    (!name.is_empty() && is_version(version)).then_some((name, version))
}

fn is_version(text: &str) -> bool {
    text.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
}
