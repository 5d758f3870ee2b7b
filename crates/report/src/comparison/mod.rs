//! Where reports of one image agree and differ, by package and vulnerability.
//!
//! A vulnerability has many names: two findings of a package are of the same one if they have the same id, or if one gives the other's
//! id among its own. A name that only both have beside their ids (one erratum mends many vulnerabilities) does not make them one.
//! Packages of languages are the same by purl, those of systems by name, and only in the same version.
//! Limits: which file a package was found in does not count.

mod rows;
mod table;

pub use table::write as write_table;

use rows::Rows;
use serde::Serialize;
use std::io::{self, Write};
use tidewaiter_model::{CheckStatus, Report, Severity, ShardAge};

/// What reports have in common, and what not.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Comparison {
    /// The artifact, as the first report names it.
    pub artifact: String,
    /// Who reported.
    pub reports: Vec<Reporter>,
    /// Findings that all have.
    pub agreed: usize,
    /// Findings that some have and others lack, by package and vulnerability.
    pub differing: Vec<Row>,
    /// Findings that all have, to which they give different severities.
    pub rated_differently: Vec<Row>,
}

/// One report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reporter {
    /// What it is called here: the engine, or whatever tells it from the others.
    pub name: String,
    /// The engine's version.
    pub version: String,
    /// By which advisories.
    pub databases: Vec<ShardAge>,
    /// How many vulnerabilities it has, each once a package.
    pub vulnerabilities: usize,
    /// How many secrets.
    pub secrets: usize,
    /// How many failed checks.
    pub misconfigurations: usize,
}

/// One vulnerability of one package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The package.
    pub package: String,
    /// Its version.
    pub version: String,
    /// The vulnerability.
    pub id: String,
    /// What each report says of it, in their order; `None` for one that lacks it.
    pub found: Vec<Option<Found>>,
}

/// What a report says of a vulnerability.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Found {
    /// Under which name.
    pub id: String,
    /// How bad it is.
    pub severity: Severity,
    /// What mends it; may be empty.
    pub fixed_version: String,
}

impl Row {
    /// The worst that anybody says.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.found.iter().flatten().map(|found| found.severity).max().unwrap_or_default()
    }

    fn is_agreed(&self) -> bool {
        self.found.iter().all(Option::is_some)
    }

    /// One who does not rate it contradicts nobody.
    fn is_rated_differently(&self) -> bool {
        let mut rated = self.found.iter().flatten().map(|found| found.severity).filter(|severity| *severity != Severity::Unknown);
        let first = rated.next();
        rated.any(|severity| Some(severity) != first)
    }
}

impl Comparison {
    /// Compares reports, each under a name.
    #[must_use]
    pub fn of(reports: &[(String, Report)]) -> Self {
        let rows = Rows::of(reports).finish();
        let reporter = |(index, (name, report)): (usize, &(String, Report))| Reporter {
            name: name.clone(),
            version: report.engine.version.clone(),
            databases: report.coverage.shards.clone(),
            vulnerabilities: rows.iter().filter(|row| row.found.get(index).is_some_and(Option::is_some)).count(),
            secrets: report.results.iter().map(|set| set.secrets.len()).sum(),
            misconfigurations: report
                .results
                .iter()
                .flat_map(|set| &set.misconfigurations)
                .filter(|check| check.status == CheckStatus::Fail)
                .count(),
        };
        let reporters = reports.iter().enumerate().map(reporter).collect();
        let (agreed, differing): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(Row::is_agreed);
        Self {
            artifact: reports.first().map(|(_, report)| report.artifact.name.clone()).unwrap_or_default(),
            reports: reporters,
            agreed: agreed.len(),
            differing,
            rated_differently: agreed.into_iter().filter(Row::is_rated_differently).collect(),
        }
    }
}

/// Writes JSON.
///
/// # Errors
/// The output cannot be written.
pub fn write_json(comparison: &Comparison, out: impl Write) -> io::Result<()> {
    crate::json::write_value(comparison, out)
}

#[cfg(test)]
mod tests;
