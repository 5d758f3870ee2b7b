//! Checks of how something is configured, and what they came to.

use crate::{CodeLine, Severity};
use serde::{Deserialize, Serialize};

/// What a check came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum CheckStatus {
    /// It was looked at, and is as it should be.
    Pass,
    /// It is not as it should be.
    #[default]
    Fail,
    /// It is not as it should be, and somebody accepted that where it stands.
    Exception,
}

/// One check's result about one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Misconfiguration {
    /// `DS-0002`.
    pub id: String,
    /// Other names that people know it by: `AVD-DS-0002`, `DS002`.
    pub aliases: Vec<String>,
    /// For people, what was checked: `Dockerfile Security Check`.
    pub kind: String,
    /// For people.
    pub title: String,
    /// Why it matters.
    pub description: String,
    /// What is wrong here.
    pub message: String,
    /// What to do about it.
    pub resolution: String,
    /// How bad it is.
    pub severity: Severity,
    /// A page about it; may be empty.
    pub primary_url: String,
    /// Links.
    pub references: Vec<String>,
    /// What it came to.
    pub status: CheckStatus,
    /// Rego's package, for checks that are written in it; may be empty.
    pub namespace: String,
    /// Rego's rule, for checks that are written in it; may be empty.
    pub query: String,
    /// What it is about.
    pub cause: Cause,
}

/// What a check is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// `Deployment 'web', container 'app'`, `/etc/shadow`; may be empty.
    pub resource: String,
    /// `Dockerfile`, `Kubernetes`, `Image`.
    pub provider: String,
    /// `general`.
    pub service: String,
    /// The first line, from 1; 0 when it is about no lines.
    pub start_line: usize,
    /// The last line.
    pub end_line: usize,
    /// The lines.
    pub code: Vec<CodeLine>,
    /// The layer that brought it, counted from the base.
    pub layer: Option<usize>,
}
