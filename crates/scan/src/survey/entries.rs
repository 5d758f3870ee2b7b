//! One pass over the entries of a layer or folder: what their names and headers tell is noted at once, and whose contents somebody
//! wants to see is handed on.

use super::examine::Examiner;
use super::facts::LayerFacts;
use super::work::{Job, Work};
use crate::skip::Skip;
use tidewaiter_image::{Content, Entry, EntryKind, ImageError, Visitor};
use tidewaiter_inventory::Stat;
use tidewaiter_misconfig::{self as misconfig, EntryFacts};

/// Shows entries to all who may care.
pub(crate) struct Surveyor<'a> {
    /// What is known so far; what files' contents tell comes in by [`Work`].
    pub(crate) facts: LayerFacts,
    /// The layer's place in the image.
    layer: usize,
    /// Entries so far.
    entries: usize,
    /// A project's folder is no root file system: its modes and accounts are those of whoever checked it out.
    is_root: bool,
    examiner: &'a Examiner<'a>,
    work: &'a Work<'a>,
    skip: &'a Skip,
}

impl Visitor for Surveyor<'_> {
    fn entry(&mut self, entry: &Entry<'_>, content: &mut dyn Content) -> Result<(), ImageError> {
        self.entries += 1;
        if self.skip.covers(entry.path) && matches!(entry.kind, EntryKind::File | EntryKind::Directory) {
            self.replace(entry);
            return Ok(());
        }
        self.note(entry, content)?;
        match entry.kind {
            EntryKind::OpaqueDirectory => drop(self.facts.opaque.insert(entry.path.to_owned())),
            EntryKind::Directory => self.facts.files.extend(self.examiner.folder(entry.path)),
            EntryKind::File => {
                self.replace(entry);
                self.file(entry, content)?;
            }
            EntryKind::Symlink(target) => {
                self.replace(entry);
                self.link(entry, &resolved(entry.path, target));
            }
            EntryKind::Hardlink(target) => {
                self.replace(entry);
                self.link(entry, target);
            }
            EntryKind::Whiteout | EntryKind::Other => self.replace(entry),
        }
        Ok(())
    }
}

impl<'a> Surveyor<'a> {
    pub(crate) fn new(layer: usize, is_root: bool, examiner: &'a Examiner<'a>, work: &'a Work<'a>, skip: &'a Skip) -> Self {
        Self { facts: LayerFacts::new(), layer, entries: 0, is_root, examiner, work, skip }
    }

    /// Later layers hide earlier ones, and below the base there are none.
    fn is_base(&self) -> bool {
        self.layer == 0
    }

    /// Notes what an entry tells of the image.
    fn note(&mut self, entry: &Entry<'_>, content: &mut dyn Content) -> Result<(), ImageError> {
        let Some(checks) = self.examiner.scanners.checks.filter(|_| self.is_root) else { return Ok(()) };
        let kind = match entry.kind {
            EntryKind::File => misconfig::EntryKind::File,
            EntryKind::Directory => misconfig::EntryKind::Folder,
            EntryKind::Symlink(_) => misconfig::EntryKind::Link,
            EntryKind::Hardlink(_) => misconfig::EntryKind::HardLink,
            EntryKind::Whiteout | EntryKind::OpaqueDirectory | EntryKind::Other => return Ok(()),
        };
        let Entry { path, size, mode, has_capabilities, .. } = *entry;
        let facts = EntryFacts { path, kind, target: "", size, mode, has_capabilities };
        let note = match checks.wants_note(&facts) {
            Some(needed) => {
                let target = match entry.kind {
                    EntryKind::Symlink(target) => resolved(path, target),
                    EntryKind::Hardlink(target) => target.to_owned(),
                    _ => String::new(),
                };
                let beginning = if needed > 0 && kind == misconfig::EntryKind::File { content.head(needed)? } else { &[] };
                checks.note(&EntryFacts { target: &target, ..facts }, beginning)
            }
            None => None,
        };
        match note {
            Some(note) => drop(self.facts.notes.insert(path.to_owned(), note)),
            None => {
                // Of several entries of one path in a layer the last counts.
                self.facts.notes.remove(path);
                if kind == misconfig::EntryKind::Folder && !self.is_base() {
                    self.facts.folders.insert(path);
                }
            }
        }
        Ok(())
    }

    /// Hands on a file whose contents somebody wants to see.
    fn file(&mut self, entry: &Entry<'_>, content: &mut dyn Content) -> Result<(), ImageError> {
        let stat = Stat::new(entry.path, entry.size, entry.mode);
        let wanted = self.examiner.wanted(&stat);
        if wanted.by_nobody() {
            return Ok(());
        }
        self.work.take(Job { place: (self.layer, self.entries), stat, wanted }, content)
    }

    fn replace(&mut self, entry: &Entry<'_>) {
        if !self.is_base() {
            self.facts.replaced.insert(entry.path);
        }
    }

    /// A link is of interest if an analyzer would want a file in its place.
    fn link(&mut self, entry: &Entry<'_>, target: &str) {
        if self.examiner.wants_link(entry.path) {
            self.facts.links.push((entry.path.to_owned(), target.to_owned()));
        }
    }
}

/// Where a symbolic link leads, seen from the root.
fn resolved(path: &str, target: &str) -> String {
    let folder = if target.starts_with('/') { "" } else { path.rsplit_once('/').map_or("", |(folder, _)| folder) };
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_resolved_from_the_root() {
        assert_eq!(resolved("etc/os-release", "../usr/lib/os-release"), "usr/lib/os-release");
        assert_eq!(resolved("etc/os-release", "/usr/lib/os-release"), "usr/lib/os-release");
        assert_eq!(resolved("a", "../../../b"), "b");
    }
}
