//! The table for people: the answer, and what it rests on.

use crate::table::grid::{Column, Grid};
use crate::table::paint::{Paint, plain};
use crate::table::{Style, severity};
use std::io::{self, Write};
use tidewaiter_model::Severity;
use tidewaiter_policy::{Counts, Reason, Verdict};

/// Findings of one reason that are told.
const MOST: usize = 20;

/// Writes the table.
///
/// # Errors
/// The output cannot be written.
pub fn write(verdict: &Verdict, style: Style, mut out: impl Write) -> io::Result<()> {
    let paint = Paint { color: style.color };
    let answer = if verdict.passed { paint.with("1;32", "passed") } else { paint.with("1;31", "failed") };
    let engine = format!("{} {}", verdict.engine.name, verdict.engine.version);
    writeln!(out)?;
    writeln!(out, "{} · {answer}", paint.bold(&verdict.image))?;
    writeln!(out, "{} {}, {}", paint.bold("Policy"), plain(&verdict.policy.name), verdict.policy.digest)?;
    writeln!(out, "{} by {} at {}", paint.bold("Scanned"), plain(engine.trim_end()), plain(&verdict.scanned_at))?;
    if let Some(digest) = &verdict.manifest_digest {
        writeln!(out, "{} {digest}", paint.bold("Manifest"))?;
    }
    writeln!(out, "{} {}", paint.bold("Found"), found(&verdict.counts))?;
    for (heading, reasons) in [("Reasons", &verdict.reasons), ("Warnings", &verdict.warnings)] {
        if !reasons.is_empty() {
            writeln!(out)?;
            writeln!(out, "{}", paint.bold(heading))?;
        }
        reasons.iter().try_for_each(|reason| tell(reason, style, paint, &mut out))?;
    }
    Ok(())
}

fn found(counts: &Counts) -> String {
    let Counts { critical, high, medium, low, unknown, secrets, misconfigurations } = counts;
    let all = [
        (critical, "critical"),
        (high, "high"),
        (medium, "medium"),
        (low, "low"),
        (unknown, "unknown"),
        (secrets, if *secrets == 1 { "secret" } else { "secrets" }),
        (misconfigurations, if *misconfigurations == 1 { "misconfiguration" } else { "misconfigurations" }),
    ];
    let told: Vec<String> =
        all.into_iter().filter(|(count, _)| **count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    if told.is_empty() { "nothing".to_owned() } else { told.join(", ") }
}

fn tell(reason: &Reason, style: Style, paint: Paint, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "- {} {}", severity(reason.severity, reason.severity.as_str(), paint), plain(&reason.message))?;
    reason.notes.iter().try_for_each(|note| writeln!(out, "    {}", paint.dim(note)))?;
    let rows = rows(reason);
    if rows.is_empty() {
        return Ok(());
    }
    let mut grid = Grid::new(vec![
        Column::new("  "),
        Column::new("Severity"),
        Column::new("What"),
        Column::new("Where"),
        Column::stretching(""),
    ]);
    for (severity, cells) in rows.iter().take(MOST) {
        let word = severity.map(|severity| severity.to_string()).unwrap_or_default();
        let cells = cells.iter().map(|cell| (cell.clone(), None));
        grid.row([("  ".to_owned(), None), (word, *severity)].into_iter().chain(cells).collect());
    }
    grid.write(style.width, paint, out)?;
    match rows.len().saturating_sub(MOST) {
        0 => Ok(()),
        more => writeln!(out, "    and {more} more, which --format json tells"),
    }
}

/// What is wrong, where, and what else there is to say.
fn rows(reason: &Reason) -> Vec<(Option<Severity>, [String; 3])> {
    let vulnerabilities = reason.vulnerabilities.iter().map(|found| {
        let fix = if found.fixed_version.is_empty() { String::new() } else { format!(" → {}", found.fixed_version) };
        let package = format!("{} {}{fix}", found.package, found.installed_version);
        (Some(found.severity), [found.id.clone(), package, found.description.clone()])
    });
    let secrets = reason.secrets.iter().map(|found| {
        let line = if found.line > 0 { format!(":{}", found.line) } else { String::new() };
        (Some(found.severity), [found.kind.clone(), format!("{}{line}", found.file), found.matched.clone()])
    });
    let misconfigurations = reason.misconfigurations.iter().map(|found| {
        let message = if found.message.is_empty() { &found.title } else { &found.message };
        (Some(found.severity), [found.id.clone(), found.file.clone(), message.clone()])
    });
    let packages = reason
        .packages
        .iter()
        .map(|found| (None, [found.licenses.join(", "), format!("{} {}", found.name, found.version), String::new()]));
    vulnerabilities.chain(secrets).chain(misconfigurations).chain(packages).collect()
}
