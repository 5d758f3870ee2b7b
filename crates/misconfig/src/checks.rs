//! What other rooms use: checks that are set up once and then shown files.

use crate::ignore::may_end;
use crate::image::{self, EntryFacts, Image, Note};
use crate::rego::{Input, Kind};
use crate::{Checked, Format, Policies, formats, yaml};
use std::sync::Arc;

/// Runs checks over files.
#[derive(Clone, Debug, Default)]
pub struct Checks {
    today: String,
    /// The user's, and what they are called.
    policies: Arc<Policies>,
    names: Arc<[String]>,
}

/// Larger documents are data, and no configuration.
const MAX_DOCUMENT: u64 = 8 << 20;

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
        Self { today: today.to_owned(), ..Self::default() }
    }

    /// The same, beside checks of the user.
    #[must_use]
    pub fn with_policies(self, policies: Policies) -> Self {
        let names = policies.names().map(str::to_owned).collect();
        Self { names, policies: Arc::new(policies), ..self }
    }

    /// The same for checks of one version that come to the same about the same file, on one day.
    #[must_use]
    pub fn identity(&self) -> &[u8] {
        self.policies.digest()
    }

    /// The day as of which they check: `2025-01-31`.
    #[must_use]
    pub fn today(&self) -> &str {
        &self.today
    }

    /// Whether all checks were asked about all files. One of the user that did not end in time is not asked again.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.policies.gave_up()
    }

    /// Whether a file of this path and size may be one that is checked. Cheap: it is asked for every file.
    #[must_use]
    pub fn wants(&self, path: &str, size: u64) -> bool {
        let is_known = formats().iter().any(|format| format.wants(path, size));
        (is_known || self.selected(path, size).is_some()) && !is_foreign(path)
    }

    /// The kind of a document that no format knows, if a check of the user asks for such.
    fn selected(&self, path: &str, size: u64) -> Option<Kind> {
        Kind::of_document(path).filter(|kind| size <= MAX_DOCUMENT && self.policies.select(*kind))
    }

    /// Checks a file; `None` if it is none that is checked.
    #[must_use]
    pub fn file(&self, path: &str, bytes: &[u8]) -> Option<Checked> {
        let size = bytes.len() as u64;
        let is_one = |format: &&&dyn Format| format.wants(path, size) && format.sniff(bytes);
        let format = formats().iter().find(is_one);
        let kind = format.map(|format| format.id()).or_else(|| self.selected(path, size).map(Kind::word))?;
        let mut checked = Checked::new(path, kind).on(&self.today).beside(&self.names);
        checked.is_dated = may_end(bytes);
        if let Some(format) = format {
            format.check(bytes, &mut checked);
        }
        if !self.policies.is_empty() {
            let inputs = format.map_or_else(|| inputs(bytes, &mut checked), |format| format.inputs(path, bytes));
            self.policies.check(&inputs, &String::from_utf8_lossy(bytes), &mut checked);
        }
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

/// What a document says that is nothing more special.
fn inputs(bytes: &[u8], checked: &mut Checked) -> Vec<Input> {
    let Ok(text) = std::str::from_utf8(bytes) else {
        checked.problem("is not UTF-8");
        return Vec::new();
    };
    if Kind::of_document(&checked.path) == Some(Kind::Toml) {
        return match toml::from_str(text) {
            Ok(value) => vec![Input { kind: Kind::Toml, value }],
            Err(error) => {
                let line =
                    error.span().and_then(|span| text.get(..span.start)).map_or(1, |before| before.matches('\n').count() + 1);
                checked.problem(format!("line {line}: {}", error.message()));
                Vec::new()
            }
        };
    }
    let read = yaml::read(text);
    read.faults.iter().for_each(|fault| checked.problem(fault));
    Input::of_documents(&read.documents, &checked.path, None)
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

    #[test]
    fn what_another_day_may_change_is_known() {
        let is_dated = |text: &[u8]| Checks::on("2025-01-31").file("Dockerfile", text).unwrap().is_dated;
        assert!(is_dated(b"# tidewaiter:ignore:DS-0002:exp:2025-02-01\nFROM alpine:3.20\n"));
        assert!(!is_dated(b"# tidewaiter:ignore:DS-0002\nFROM alpine:3.20\n"));
    }

    #[test]
    fn checks_of_the_user_are_told_from_others() {
        let of = |text: &str, namespaces: &[&str]| {
            let namespaces: Vec<String> = namespaces.iter().map(|name| (*name).to_owned()).collect();
            let policies = Policies::read(&[("a.rego".to_owned(), text.to_owned())], &namespaces).0;
            Checks::default().with_policies(policies).identity().to_vec()
        };
        let (one, other) = ("package user.a\ndeny[x] { x := 1 }", "package user.a\ndeny[x] { x := 2 }");
        assert_eq!(of(one, &[]), of(one, &[]));
        assert_ne!(of(one, &[]), of(other, &[]));
        assert_ne!(of(one, &["user"]), of(one, &[]));
        assert!(Checks::default().identity().is_empty() && Checks::default().is_whole());
    }
}
