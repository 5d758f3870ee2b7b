//! JavaScript's lock files and manifest, one file a format; the npm unit reads what is installed.
//!
//! Formats: those of npm, yarn, pnpm, bun and deno, linked in each reader.
//! Files: `package-lock.json`, `npm-shrinkwrap.json`, `yarn.lock`, `pnpm-lock.yaml`, `bun.lock`, `deno.lock`, `package.json`.
//! Limits: in project folders only; bun's older binary lock file (`bun.lockb`) is not read. What a lock file takes from
//! a folder of the project itself is not told, except for members of npm's workspaces.

pub(crate) mod bun;
pub(crate) mod deno;
pub(crate) mod manifest;
pub(crate) mod npm;
mod npm_lock;
pub(crate) mod pnpm;
pub(crate) mod yarn;
mod yarn_classic;

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
        advisories: Some(Advisories { osv: "npm", order: tidewaiter_versions::SEMVER, same_name: |a, b| a == b }),
    }
}

/// A package of npm's registry.
fn package(ecosystem: &Ecosystem, path: &str, name: &str, version: &str) -> Package {
    let (scope, bare) = name.rsplit_once('/').unwrap_or(("", name));
    Package {
        ecosystem: ecosystem.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        path: path.to_owned(),
        purl: Some(Purl::new("npm", scope, bare, version)),
        ..Package::default()
    }
}

/// `@scope/name` and what follows the next `@` of `@scope/name@1.0.0`; `None` where there is no second part.
fn split_name(spec: &str) -> Option<(&str, &str)> {
    let skipped = usize::from(spec.starts_with('@'));
    let at = spec.get(skipped..)?.find('@')?.checked_add(skipped)?;
    let (name, rest) = (spec.get(..at)?, spec.get(at.checked_add(1)?..)?);
    (!name.is_empty()).then_some((name, rest))
}

/// Whether a requirement or a resolution leads into the project itself.
fn is_local(reference: &str) -> bool {
    ["workspace:", "link:", "portal:", "file:"].iter().any(|protocol| reference.starts_with(protocol))
}

/// No file system has longer paths, and no project deeper ones.
const MAX_PATH: usize = 4096;
const MAX_FOLDERS: usize = 128;

/// A folder and those above it, the top last.
fn upwards(folder: &str) -> impl Iterator<Item = &str> {
    let nearest = Some(folder).filter(|folder| folder.len() <= MAX_PATH && !folder.is_empty());
    let above = |folder: &str| folder.rsplit_once('/').map_or(0, |(above, _)| above.len());
    let next = move |from: &&str| folder.get(..above(from)).filter(|above| !above.is_empty());
    std::iter::successors(nearest, next).take(MAX_FOLDERS).chain([""])
}
