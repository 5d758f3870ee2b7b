//! What other rooms use: checks that are set up once and then shown files.

use crate::image::{self, EntryFacts, Image, Note};
use crate::{Checked, Format, formats};

/// Runs checks over files.
#[derive(Clone, Debug, Default)]
pub struct Checks {
    today: String,
}

/// Folders in which package managers keep what others wrote: how they build and deploy it says nothing about who installed it.
const FOREIGN: [&str; 9] = [
    "node_modules/",
    "site-packages/",
    "dist-packages/",
    "usr/share/",
    "usr/lib/",
    "usr/src/",
    "vendor/",
    "go/pkg/mod/",
    "gems/",
];

impl Checks {
    /// Checks as of a day, `2025-01-31`: what comments accept may end.
    #[must_use]
    pub fn on(today: &str) -> Self {
        Self { today: today.to_owned() }
    }

    /// Whether a file of this path and size may be one that is checked. Cheap: it is asked for every file.
    #[must_use]
    pub fn wants(&self, path: &str, size: u64) -> bool {
        formats().iter().any(|format| format.wants(path, size)) && !is_foreign(path)
    }

    /// Checks a file; `None` if it is none that is checked.
    #[must_use]
    pub fn file(&self, path: &str, bytes: &[u8]) -> Option<Checked> {
        let size = bytes.len() as u64;
        let is_one = |format: &&&dyn Format| format.wants(path, size) && format.sniff(bytes);
        let format = formats().iter().find(is_one)?;
        let mut checked = Checked::new(path, format.id()).on(&self.today);
        format.check(bytes, &mut checked);
        Some(checked)
    }

    /// Whether an entry of a layer may tell something of the image, and how many bytes of its beginning have to be seen. Cheap: it is
    /// asked for every one.
    #[must_use]
    pub fn wants_note(&self, entry: &EntryFacts<'_>) -> Option<usize> {
        image::wants(entry)
    }

    /// What an entry tells of the image.
    #[must_use]
    pub fn note(&self, entry: &EntryFacts<'_>, beginning: &[u8]) -> Option<Note> {
        image::note(entry, beginning)
    }

    /// Checks an image, or a root file system.
    #[must_use]
    pub fn image(&self, image: Image) -> Checked {
        image.check().on(&self.today)
    }
}

/// Whether a path is in a folder of what others wrote.
pub(crate) fn is_foreign(path: &str) -> bool {
    let begins_part = |at: usize| at == 0 || path.as_bytes().get(at - 1) == Some(&b'/');
    FOREIGN.iter().any(|folder| path.match_indices(folder).any(|(at, _)| begins_part(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_checked_by_the_format_that_knows_them() {
        let checks = Checks::on("2025-01-31");
        let checked = checks.file("app/Dockerfile", b"FROM alpine:3.20\nUSER root\n").unwrap();
        assert_eq!(checked.kind, "dockerfile");
        assert!(checks.file("app/data.json", b"{}").is_none());
        assert!(checks.wants("app/Dockerfile", 10) && !checks.wants("app/node_modules/a/Dockerfile", 10));
        assert!(!checks.wants("usr/share/doc/Dockerfile", 10) && !checks.wants("app/main.rs", 10));
    }
}
