//! What a report says of the controls of a benchmark or a standard.

use crate::{ResultSet, Severity};
use serde::{Deserialize, Serialize};

/// What a control came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ControlStatus {
    /// All of it was looked at, and is as it should be.
    Pass,
    /// Something is not as it should be.
    Fail,
    /// No scanner can tell: somebody has to look.
    Manual,
    /// It could be told, but not everything that tells it was looked at here.
    #[default]
    NotEvaluated,
}

impl ControlStatus {
    /// `NOT_EVALUATED`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "PASS",
            Self::Fail => "FAIL",
            Self::Manual => "MANUAL",
            Self::NotEvaluated => "NOT_EVALUATED",
        }
    }
}

/// One control, and what it came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Control {
    /// `4.1`.
    pub id: String,
    /// For people.
    pub name: String,
    /// Why it matters.
    pub description: String,
    /// How bad it is if it fails.
    pub severity: Severity,
    /// What its author wants it to count for where nothing tells: `FAIL`; may be empty.
    pub default_status: String,
    /// What it came to.
    pub status: ControlStatus,
    /// Why it was not evaluated; empty otherwise.
    pub reason: String,
    /// What fails it, by target.
    pub results: Vec<ResultSet>,
}

impl Control {
    /// How many findings fail it.
    #[must_use]
    pub fn failures(&self) -> usize {
        self.results.iter().map(|set| set.vulnerabilities.len() + set.secrets.len() + set.misconfigurations.len()).sum()
    }
}

/// A benchmark's or a standard's controls, and what they came to.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ComplianceReport {
    /// `docker-cis-1.6.0`.
    pub id: String,
    /// For people.
    pub title: String,
    /// For people.
    pub description: String,
    /// The version of what it follows.
    pub version: String,
    /// Links.
    pub related_resources: Vec<String>,
    /// In the order of the standard.
    pub controls: Vec<Control>,
}

impl ComplianceReport {
    /// Whether any control fails.
    #[must_use]
    pub fn has_failures(&self) -> bool {
        self.controls.iter().any(|control| control.status == ControlStatus::Fail)
    }
}
