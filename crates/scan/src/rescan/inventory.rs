//! What a stored inventory tells, in any of its forms, as a report whose packages can be judged.
//!
//! Limits: a report that tells no packages but those with findings cannot be judged again; one that tells no packages at all and no
//! findings is taken for that of an artifact without packages.

use super::Kept;
use crate::adopt::named_as_ours;
use crate::assemble::{complete_purls, results, settle, stated};
use tidewaiter_advisory::shard::ShardError;
use tidewaiter_inventory::{SbomError, ecosystem, stated_as};
use tidewaiter_model::{Coverage, Engine, Report};
use tidewaiter_report::json::{self, ReadError};

/// Why an inventory was not judged.
#[derive(Debug, thiserror::Error)]
pub enum RescanError {
    /// It is a broken report, or none that we know.
    #[error(transparent)]
    Report(#[from] ReadError),
    /// It is neither a report nor a bill of materials, or a broken one.
    #[error(transparent)]
    Bill(#[from] SbomError),
    /// It was made without telling packages.
    #[error("it tells findings but no packages (make it with --list-all-pkgs)")]
    NoPackages,
    /// A shard was damaged after it was opened.
    #[error(transparent)]
    Shard(#[from] ShardError),
}

/// What is stored.
pub(super) struct Inventory {
    pub(super) report: Report,
    /// It tells the findings that there were.
    pub(super) was_judged: bool,
    /// It shows no secrets, since it was written by us.
    pub(super) is_masked: bool,
}

/// Where reports have named themselves.
const HEAD: usize = 4096;
const MARKS: [&[u8]; 3] = [b"\"SchemaVersion\"", b"\"ArtifactName\"", b"\"ArtifactType\""];

pub(super) fn read(source: &str, bytes: &[u8], advisories: &mut Kept<'_>) -> Result<Inventory, RescanError> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if MARKS.iter().any(|mark| head.windows(mark.len()).any(|window| window == *mark)) {
        return of_report(json::read(bytes)?);
    }
    let (artifact, mut inventory) = stated(source, bytes)?;
    settle(&mut inventory, advisories);
    complete_purls(&mut inventory.packages, inventory.os.as_ref());
    inventory.packages.retain(|package| !package.dev);
    let coverage = Coverage {
        gaps: crate::coverage::unreadable(&inventory.problems).into_iter().collect(),
        third_party: crate::coverage::third_party(&inventory.packages),
        problems: inventory.problems,
        layers_verified: true,
        ..Coverage::default()
    };
    let results = results(&artifact, inventory.os.as_ref(), inventory.packages, Vec::new());
    let (end_of_life, created_at) = (None, String::new());
    let report = Report { engine: Engine::native(), artifact, os: inventory.os, end_of_life, results, coverage, created_at };
    Ok(Inventory { report, was_judged: false, is_masked: false })
}

fn of_report(mut report: Report) -> Result<Inventory, RescanError> {
    let is_native = report.engine.is_native();
    if !is_native {
        report.os = report.os.as_ref().map(named_as_ours);
    }
    let mut has_packages = false;
    for package in report.results.iter_mut().flat_map(|set| &mut set.packages) {
        // Other engines call their readers by other names.
        if ecosystem(&package.ecosystem).is_none()
            && let Some(stated) = package.purl.as_ref().filter(|_| !package.ecosystem.is_empty()).and_then(|p| stated_as(&p.kind))
        {
            package.ecosystem = stated.id.into();
        }
        has_packages |= !package.ecosystem.is_empty();
    }
    let has_findings = report.results.iter().any(|set| !set.vulnerabilities.is_empty());
    if has_findings && !has_packages {
        return Err(RescanError::NoPackages);
    }
    let was_judged = !is_native || has_findings || !report.coverage.shards.is_empty() || !has_packages;
    Ok(Inventory { report, was_judged, is_masked: is_native })
}
