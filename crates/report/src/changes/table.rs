//! For people: what has changed about each artifact, as it is found out, and what that comes to.

use super::{Change, Changes};
use crate::table::Style;
use crate::table::grid::{Column, Grid};
use crate::table::paint::Paint;
use crate::table::summary::counted;
use std::collections::BTreeMap;
use std::io::{self, Write};
use tidewaiter_model::{Gap, Severity};

/// Vulnerabilities that are named in the end.
const NAMED: usize = 10;

/// What all artifacts come to; bounded by how many vulnerabilities there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Inventories.
    pub artifacts: usize,
    /// Those that could not be read.
    pub unread: usize,
    /// Those that no changed advisory touches.
    pub untouched: usize,
    /// Those about which something has changed.
    pub changed: usize,
    /// New findings.
    pub new: usize,
    /// Findings that are gone.
    pub gone: usize,
    /// Findings that are rated otherwise.
    pub rated_differently: usize,
    /// Those that were not fully judged.
    pub incomplete: usize,
    /// How bad a new vulnerability is at worst, and of how many artifacts it is new.
    new_by_id: BTreeMap<String, (Severity, usize)>,
}

impl Summary {
    /// Counts an artifact.
    pub fn add(&mut self, changes: &Changes) {
        self.artifacts += 1;
        self.untouched += usize::from(!changes.touched);
        self.changed += usize::from(!changes.is_empty());
        self.new += changes.new.len();
        self.gone += changes.gone.len();
        self.rated_differently += changes.rated_differently.len();
        self.incomplete += usize::from(changes.gaps.iter().any(Gap::leaves_unjudged));
        let mut ids: Vec<(&str, Severity)> = changes.new.iter().map(|new| (new.id.as_str(), new.severity)).collect();
        ids.sort_unstable_by(|a, b| a.0.cmp(b.0).then(b.1.cmp(&a.1)));
        ids.dedup_by_key(|(id, _)| *id);
        for (id, severity) in ids {
            if let Some(known) = self.new_by_id.get_mut(id) {
                *known = (known.0.max(severity), known.1 + 1);
            } else {
                self.new_by_id.insert(id.to_owned(), (severity, 1));
            }
        }
    }

    /// Counts an inventory that could not be read.
    pub fn add_unread(&mut self) {
        self.artifacts += 1;
        self.unread += 1;
    }

    /// Writes it.
    ///
    /// # Errors
    /// The output cannot be written.
    pub fn write(&self, style: Style, mut out: impl Write) -> io::Result<()> {
        let paint = Paint { color: style.color };
        let mut worst: Vec<(&String, &(Severity, usize))> = self.new_by_id.iter().collect();
        worst.sort_by(|(_, a), (_, b)| b.cmp(a));
        if !worst.is_empty() {
            writeln!(out)?;
            writeln!(out, "{}", paint.bold("New vulnerabilities, the worst first"))?;
            let columns = [Column::new("Severity"), Column::new("Vulnerability"), Column::new("Artifacts")];
            let mut grid = Grid::new(columns.into());
            for (id, (severity, artifacts)) in worst.iter().take(NAMED) {
                let severity = *severity;
                grid.row(vec![(severity.to_string(), Some(severity)), ((*id).clone(), None), (artifacts.to_string(), None)]);
            }
            grid.write(style.width, paint, &mut out)?;
            if worst.len() > NAMED {
                writeln!(out, "and {} more", worst.len() - NAMED)?;
            }
        }
        writeln!(out)?;
        let heading = counted_artifacts(self.artifacts);
        let counts = [
            (self.changed, "changed"),
            (self.untouched, "not touched by changed advisories"),
            (self.incomplete, "not fully judged"),
            (self.unread, "cannot be read"),
        ];
        let told: Vec<String> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        let told = if told.is_empty() { "nothing changed".to_owned() } else { told.join(", ") };
        writeln!(out, "{} {told}", paint.bold(&format!("{heading}:")))?;
        let [new, gone, rated] = [self.new, self.gone, self.rated_differently];
        writeln!(out, "{} new: {new}, gone: {gone}, rated differently: {rated}", paint.bold("Findings"))
    }
}

fn counted_artifacts(number: usize) -> String {
    if number == 1 { "1 inventory".to_owned() } else { format!("{number} inventories") }
}

/// Writes what has changed about one artifact; nothing, if nothing has.
///
/// # Errors
/// The output cannot be written.
pub fn write_table(changes: &Changes, style: Style, mut out: impl Write) -> io::Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let paint = Paint { color: style.color };
    let mut grid = Grid::new(vec![
        Column::new("Change"),
        Column::new("Severity"),
        Column::new("Vulnerability"),
        Column::stretching("Package"),
        Column::new("Installed"),
        Column::stretching("Fixed in"),
    ]);
    let all = [("new", &changes.new), ("rated", &changes.rated_differently), ("gone", &changes.gone)];
    for (what, change) in all.into_iter().flat_map(|(what, list)| list.iter().map(move |change| (what, change))) {
        grid.row(row(what, change));
    }
    write_heading(changes, style, &mut out)?;
    grid.write(style.width, paint, &mut out)
}

fn row(what: &str, change: &Change) -> Vec<(String, Option<Severity>)> {
    let what = match change.severity_before {
        Some(before) => format!("was {before}"),
        None if change.exploited && what == "new" => "new, exploited".to_owned(),
        None => what.to_owned(),
    };
    vec![
        (what, None),
        (change.severity.to_string(), Some(change.severity)),
        (change.id.clone(), None),
        (change.pkg_name.clone(), None),
        (change.installed_version.clone(), None),
        (change.fixed_version.clone(), None),
    ]
}

/// Writes which artifact it is, and how much has changed.
///
/// # Errors
/// The output cannot be written.
pub fn write_heading(changes: &Changes, style: Style, mut out: impl Write) -> io::Result<()> {
    let paint = Paint { color: style.color };
    writeln!(out)?;
    let [new, gone, rated] = [changes.new.len(), changes.gone.len(), changes.rated_differently.len()];
    let counts = if changes.judged_before {
        format!("{new} new, {gone} gone, {rated} rated differently")
    } else {
        format!("{}, judged for the first time", counted(new, "finding"))
    };
    writeln!(out, "{} · {} ({counts})", paint.bold(&changes.artifact_name), paint.dim(&changes.source))
}
