//! The table for people: findings by target, worst first, then what they come to and what to do first.
//!
//! Limits: titles are cut to the terminal's width; a target's identical rows (one source, several binary packages) are one.

pub(crate) mod grid;
pub(crate) mod misconfigurations;
pub(crate) mod paint;
pub(crate) mod secrets;
pub(crate) mod summary;
pub use summary::sentence;

use grid::{Column, Grid};
use paint::Paint;
use std::io::{self, Write};
use tidewaiter_model::{Report, ResultSet, Severity, Status, Vulnerability};

/// How to draw.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style {
    /// Use ANSI colours.
    pub color: bool,
    /// Columns of the terminal; `None` cuts nothing.
    pub width: Option<usize>,
}

/// Writes the table.
///
/// # Errors
/// The output cannot be written.
pub fn write(report: &Report, style: Style, mut out: impl Write) -> io::Result<()> {
    let paint = Paint { color: style.color };
    writeln!(out)?;
    summary::heading(report, paint, &mut out)?;
    for set in report.results.iter().filter(|set| !set.vulnerabilities.is_empty()) {
        writeln!(out)?;
        target(set, style, paint, &mut out)?;
    }
    secrets::write(report, style, paint, &mut out)?;
    misconfigurations::write(report, style, paint, &mut out)?;
    writeln!(out)?;
    summary::write(report, paint, &mut out)
}

fn target(set: &ResultSet, style: Style, paint: Paint, out: &mut impl Write) -> io::Result<()> {
    let counts = summary::counts(set.vulnerabilities.iter().map(|v| v.severity), paint);
    writeln!(
        out,
        "{} · {} · {} ({counts})",
        paint.bold(&set.target),
        summary::counted(set.packages.len(), "package"),
        summary::counted(set.vulnerabilities.len(), "finding")
    )?;
    writeln!(out)?;
    let mut grid = Grid::new(vec![
        Column::new("Severity"),
        Column::new("Vulnerability"),
        Column::new("Package"),
        Column::new("Installed"),
        Column::new("Fixed in"),
        Column::stretching("Title"),
    ]);
    let mut findings: Vec<&Vulnerability> = set.vulnerabilities.iter().collect();
    findings.sort_by(|a, b| {
        let worse = b.severity.cmp(&a.severity).then_with(|| b.exploited.is_some().cmp(&a.exploited.is_some()));
        worse.then_with(|| a.package.cmp(&b.package)).then_with(|| a.id.cmp(&b.id))
    });
    for finding in findings {
        let Some(package) = set.packages.get(finding.package) else { continue };
        grid.row(vec![
            (finding.severity.to_string(), Some(finding.severity)),
            (finding.id.clone(), None),
            (package.name.clone(), None),
            (package.version.clone(), None),
            (fixed(finding), None),
            (title(finding), None),
        ]);
    }
    grid.write(style.width, paint, out)
}

/// The version to upgrade to, or why there is none.
fn fixed(finding: &Vulnerability) -> String {
    match (&finding.upgrade_to, finding.status) {
        (Some(version), _) => version.clone(),
        (None, Status::Affected | Status::Fixed) => "–".to_owned(),
        (None, status) => status.as_str().replace('_', " "),
    }
}

/// The title, or the description's beginning.
fn title(finding: &Vulnerability) -> String {
    let text = if finding.title.is_empty() { &finding.description } else { &finding.title };
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = match &finding.exploited {
        Some(exploited) if exploited.by_ransomware => format!("Exploited, by ransomware too: {line}"),
        Some(_) => format!("Exploited: {line}"),
        None => line,
    };
    if line.chars().count() > 120 { line.chars().take(119).chain(['…']).collect() } else { line }
}

/// A severity's word in its colour.
pub(crate) fn severity(severity: Severity, text: &str, paint: Paint) -> String {
    match severity {
        Severity::Critical => paint.with("1;31", text),
        Severity::High => paint.with("31", text),
        Severity::Medium => paint.with("33", text),
        Severity::Low => paint.with("34", text),
        Severity::Unknown => paint.with("2", text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(style: Style) -> String {
        let mut out = Vec::new();
        write(&crate::sample::report(), style, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn people_see_this() {
        insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!("report.table", written(Style::default()));
        });
    }

    #[test]
    fn names_give_the_terminal_no_orders() {
        let mut report = crate::sample::report();
        let evil = "\x1b[2J\x07\r\n".to_owned();
        report.artifact.name += &evil;
        for set in &mut report.results {
            set.target += &evil;
            set.packages.iter_mut().for_each(|package| (package.name += &evil, package.version += &evil).0);
        }
        report.coverage.third_party.push(evil.clone());
        report.coverage.problems.push(tidewaiter_model::Problem { path: evil.clone(), message: evil, ..Default::default() });
        let mut out = Vec::new();
        write(&report, Style::default(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
    }

    #[test]
    fn colours_and_width_follow_the_terminal() {
        assert!(!written(Style::default()).contains('\x1b'));
        let narrow = written(Style { color: true, width: Some(80) });
        assert!(narrow.contains("\x1b[1;31mCRITICAL\x1b[0m"));
    }
}
