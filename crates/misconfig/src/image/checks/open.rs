//! What everybody may write to.

use crate::Failure;
use crate::image::entry::{EntryKind, is_open, is_within};
use crate::image::{Image, Note};

/// Folders whose files others go by.
const SYSTEM: [&str; 9] = ["bin", "boot", "etc", "lib", "lib64", "root", "sbin", "usr", "var/spool/cron"];

pub(super) fn entries(image: &Image) -> impl Iterator<Item = &Note> {
    image.notes.values().filter(|note| is_open(&note.path, note.kind, note.mode))
}

pub(super) fn is_system(path: &str) -> bool {
    SYSTEM.iter().any(|folder| is_within(path, folder))
}

pub(super) fn failure(note: &Note) -> Failure {
    let mode = note.mode;
    note.failure(match note.kind {
        EntryKind::Folder => format!("everybody may replace what is in the folder (mode {mode:04o}, not sticky)"),
        _ => format!("everybody may write to it (mode {mode:04o})"),
    })
}
