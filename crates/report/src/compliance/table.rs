//! The table for people: control by control, and below it what they come to.

use super::Detail;
use crate::table::grid::{Column, Grid};
use crate::table::paint::Paint;
use crate::table::{Style, misconfigurations, secrets, summary};
use std::io::{self, Write};
use tidewaiter_model::{ComplianceReport, Control, ControlStatus, Report, ResultSet, Severity};

/// Writes the table. `report` is what the controls were judged by.
///
/// # Errors
/// The output cannot be written.
pub fn write(judged: &ComplianceReport, report: &Report, detail: Detail, style: Style, mut out: impl Write) -> io::Result<()> {
    let paint = Paint { color: style.color };
    writeln!(out)?;
    summary::heading(report, paint, &mut out)?;
    writeln!(out, "{}", paint.bold(&judged.title))?;
    writeln!(out)?;
    let mut grid = Grid::new(vec![
        Column::new("Control"),
        Column::new("Severity"),
        Column::new("Status"),
        Column::new("Findings"),
        Column::stretching("What it asks"),
    ]);
    for control in &judged.controls {
        grid.row(vec![
            (control.id.clone(), None),
            (control.severity.to_string(), (control.status == ControlStatus::Fail).then_some(control.severity)),
            status(control.status),
            (if control.failures() > 0 { control.failures().to_string() } else { String::new() }, None),
            (asked(control), None),
        ]);
    }
    grid.write(style.width, paint, &mut out)?;
    if detail == Detail::All {
        let mut failed = judged.controls.iter().filter(|control| control.failures() > 0);
        failed.try_for_each(|control| findings(control, style, paint, &mut out))?;
    }
    writeln!(out)?;
    writeln!(out, "{} {}", paint.bold("Result"), verdict(judged))?;
    summary::coverage(report, paint, &mut out)
}

/// The word in the colour of how bad it is.
fn status(status: ControlStatus) -> (String, Option<Severity>) {
    match status {
        ControlStatus::Pass => ("pass".to_owned(), None),
        ControlStatus::Fail => ("fail".to_owned(), Some(Severity::High)),
        ControlStatus::Manual => ("manual".to_owned(), Some(Severity::Unknown)),
        ControlStatus::NotEvaluated => ("not evaluated".to_owned(), Some(Severity::Medium)),
    }
}

fn asked(control: &Control) -> String {
    if control.reason.is_empty() { control.name.clone() } else { format!("{} ({})", control.name, control.reason) }
}

/// What fails a control.
fn findings(control: &Control, style: Style, paint: Paint, out: &mut impl Write) -> io::Result<()> {
    writeln!(out)?;
    writeln!(out, "{}", paint.bold(&format!("{} {}", control.id, control.name)))?;
    let mut grid = Grid::new(vec![
        Column::new("Severity"),
        Column::new("Finding"),
        Column::new("Where"),
        Column::stretching("What is wrong"),
    ]);
    for (severity, id, place, message) in control.results.iter().flat_map(rows) {
        grid.row(vec![(severity.to_string(), Some(severity)), (id, None), (place, None), (message, None)]);
    }
    grid.write(style.width, paint, out)
}

/// Severity, name, place and message of each finding.
fn rows(set: &ResultSet) -> Vec<(Severity, String, String, String)> {
    let vulnerabilities = set.vulnerabilities.iter().filter_map(|found| {
        let package = set.packages.get(found.package)?;
        Some((found.severity, found.id.clone(), package.id(), found.title.clone()))
    });
    let secrets = set
        .secrets
        .iter()
        .map(|secret| (secret.severity, secret.rule_id.clone(), secrets::place(&set.target, secret), secret.title.clone()));
    let misconfigurations = set
        .misconfigurations
        .iter()
        .map(|found| (found.severity, found.id.clone(), misconfigurations::place(&set.target, found), found.message.clone()));
    vulnerabilities.chain(secrets).chain(misconfigurations).collect()
}

/// `2 controls fail, 3 pass, 5 are for people to look at, 2 were not evaluated`.
fn verdict(judged: &ComplianceReport) -> String {
    let count = |status| judged.controls.iter().filter(|control| control.status == status).count();
    let parts = [
        (count(ControlStatus::Fail), "fail"),
        (count(ControlStatus::Pass), "pass"),
        (count(ControlStatus::Manual), "manual"),
        (count(ControlStatus::NotEvaluated), "not evaluated"),
    ];
    let told = parts.iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!("{number} {word}"));
    format!("{}: {}", summary::counted(judged.controls.len(), "control"), told.collect::<Vec<_>>().join(", "))
}
