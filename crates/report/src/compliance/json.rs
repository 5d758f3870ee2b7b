//! The report's frozen shape: what is a field here is a field for ever.

use super::Detail;
use crate::json::{findings, write_value};
use serde::Serialize;
use std::io::{self, Write};
use tidewaiter_model::{ComplianceReport, Control, ControlStatus, Report, Severity};

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct All<'a, R> {
    #[serde(rename = "ID")]
    id: &'a str,
    title: &'a str,
    description: &'a str,
    version: &'a str,
    related_resources: &'a [String],
    results: Vec<ControlResult<'a, R>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ControlResult<'a, R> {
    #[serde(rename = "ID")]
    id: &'a str,
    name: &'a str,
    description: &'a str,
    severity: Severity,
    #[serde(skip_serializing_if = "str::is_empty")]
    default_status: &'a str,
    status: ControlStatus,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
    results: Vec<R>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Summary<'a> {
    #[serde(rename = "ID")]
    id: &'a str,
    title: &'a str,
    summary_controls: Vec<SummaryControl<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SummaryControl<'a> {
    #[serde(rename = "ID")]
    id: &'a str,
    name: &'a str,
    severity: Severity,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_fail: Option<usize>,
    status: ControlStatus,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
}

/// Writes what came of the controls, and a line feed. `report` is what they were judged by.
///
/// # Errors
/// The output cannot be written.
pub fn write(judged: &ComplianceReport, report: &Report, detail: Detail, out: impl Write) -> io::Result<()> {
    match detail {
        Detail::Summary => write_value(&summary(judged), out),
        Detail::All => {
            let result = |control| ControlResult::of(control, |set| findings(set, report));
            let all = All {
                id: &judged.id,
                title: &judged.title,
                description: &judged.description,
                version: &judged.version,
                related_resources: &judged.related_resources,
                results: judged.controls.iter().map(result).collect(),
            };
            write_value(&all, out)
        }
    }
}

impl<'a, R> ControlResult<'a, R> {
    fn of(control: &'a Control, result: impl Fn(&'a tidewaiter_model::ResultSet) -> R) -> Self {
        Self {
            id: &control.id,
            name: &control.name,
            description: &control.description,
            severity: control.severity,
            default_status: &control.default_status,
            status: control.status,
            reason: &control.reason,
            results: control.results.iter().map(result).collect(),
        }
    }
}

fn summary(judged: &ComplianceReport) -> Summary<'_> {
    let summary_controls = judged.controls.iter().map(|control| SummaryControl {
        id: &control.id,
        name: &control.name,
        severity: control.severity,
        total_fail: matches!(control.status, ControlStatus::Pass | ControlStatus::Fail).then(|| control.failures()),
        status: control.status,
        reason: &control.reason,
    });
    Summary { id: &judged.id, title: &judged.title, summary_controls: summary_controls.collect() }
}
