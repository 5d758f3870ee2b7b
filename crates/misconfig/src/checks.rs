//! What other rooms use: checks that are set up once and then shown files.

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
        let is_foreign = |folder: &str| path.starts_with(folder) || path.contains(&format!("/{folder}"));
        formats().iter().any(|format| format.wants(path, size)) && !FOREIGN.iter().any(|folder| is_foreign(folder))
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
