//! The table for people: how much each has, then what differs.

use super::{Comparison, Row};
use crate::table::Style;
use crate::table::grid::{Column, Grid};
use crate::table::paint::{Paint, plain};
use std::collections::BTreeMap;
use std::io::{self, Write};
use tidewaiter_model::Severity;

/// Writes the table.
///
/// # Errors
/// The output cannot be written.
pub fn write(comparison: &Comparison, style: Style, mut out: impl Write) -> io::Result<()> {
    let paint = Paint { color: style.color };
    writeln!(out)?;
    writeln!(out, "{}", paint.bold(&comparison.artifact))?;
    let mut grid =
        Grid::new(["Engine", "Version", "Vulnerabilities", "Secrets", "Misconfigurations", "Advisories"].map(Column::new).into());
    for report in &comparison.reports {
        let counts = [report.vulnerabilities, report.secrets, report.misconfigurations].map(|count| count.to_string());
        let oldest = report.databases.iter().map(|shard| shard.built.as_str()).filter(|built| !built.is_empty()).min();
        let [vulnerabilities, secrets, misconfigurations] = counts;
        let since = oldest.map(|built| format!("of {}", built.get(..10).unwrap_or(built))).unwrap_or_default();
        let cells = [report.name.clone(), report.version.clone(), vulnerabilities, secrets, misconfigurations, since];
        grid.row(cells.map(|cell| (cell, None)).into());
    }
    grid.write(style.width, paint, &mut out)?;
    writeln!(out)?;
    let (differing, ratings) = (comparison.differing.len(), comparison.rated_differently.len());
    let counts = format!("told by all: {}, by some only: {differing}, rated differently: {ratings}", comparison.agreed);
    writeln!(out, "{} {counts}", paint.bold("Vulnerabilities"))?;
    for (who, rows) in by_who(comparison) {
        writeln!(out)?;
        writeln!(out, "{} ({})", paint.bold(&format!("Only {who}")), rows.len())?;
        write_rows(&rows, comparison, style, paint, &mut out)?;
    }
    if ratings > 0 {
        writeln!(out)?;
        writeln!(out, "{} ({ratings})", paint.bold("Rated differently"))?;
        let rows: Vec<&Row> = comparison.rated_differently.iter().collect();
        write_rows(&rows, comparison, style, paint, &mut out)?;
    }
    Ok(())
}

/// What differs, by who tells it.
fn by_who(comparison: &Comparison) -> BTreeMap<String, Vec<&Row>> {
    let mut by_who: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in &comparison.differing {
        let tellers = comparison.reports.iter().zip(&row.found).filter(|(_, found)| found.is_some());
        let who: Vec<&str> = tellers.map(|(report, _)| report.name.as_str()).collect();
        by_who.entry(plain(&who.join(", ")).into_owned()).or_default().push(row);
    }
    by_who
}

fn write_rows(rows: &[&Row], comparison: &Comparison, style: Style, paint: Paint, out: &mut impl Write) -> io::Result<()> {
    let mut grid = Grid::new(vec![
        Column::new("Severity"),
        Column::new("Vulnerability"),
        Column::stretching("Package"),
        Column::new("Version"),
        Column::stretching("Fixed in"),
    ]);
    for row in rows {
        let said: Vec<(&str, Severity)> = comparison
            .reports
            .iter()
            .zip(&row.found)
            .filter_map(|(report, found)| Some((report.name.as_str(), found.as_ref()?.severity)))
            .collect();
        let is_one = said.iter().all(|(_, severity)| *severity == row.severity());
        let word = if is_one {
            row.severity().to_string()
        } else {
            said.iter().map(|(name, severity)| format!("{name} {severity}")).collect::<Vec<_>>().join(", ")
        };
        let fixed = row.found.iter().flatten().map(|found| found.fixed_version.clone()).find(|fixed| !fixed.is_empty());
        grid.row(vec![
            (word, Some(row.severity())),
            (row.id.clone(), None),
            (row.package.clone(), None),
            (row.version.clone(), None),
            (fixed.unwrap_or_default(), None),
        ]);
    }
    grid.write(style.width, paint, out)
}
