//! Folders: root file systems and projects; and single files of them.
//!
//! Links are shown, never followed, so the walk stays inside the root. Files that cannot be read become problems.
//! Limits: what the kernel makes up (`proc`, `sys`, `dev` of a root file system) is shown, but not what is in it. A
//! project's folders of the same names are looked into like all others.

use crate::contents::{Bytes, Contents};
use crate::entry::Oddity;
use crate::image::{LayerOutcome, WalkOptions};
use crate::region::Region;
use crate::tar::read_full;
use crate::{Entry, EntryKind, ImageError, Visitor};
use std::fs::{DirEntry, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tidewaiter_model::Problem;

/// Shows every entry below a folder to a visitor, each folder's in the order of their names; of a file that file alone.
///
/// # Errors
/// The folder or file itself cannot be read, or the visitor gives up.
pub fn walk_directory(root: &Path, options: &WalkOptions<'_>, visitor: &mut dyn Visitor) -> Result<LayerOutcome, ImageError> {
    let cannot_open = |source| ImageError::Open { path: root.to_owned(), source };
    let file = if root.is_file() { Some(root.canonicalize().map_err(cannot_open)?) } else { None };
    let (root, only) = match &file {
        Some(file) => (file.parent().unwrap_or(root), file.file_name()),
        None => (root, None),
    };
    let is_root_file_system = ["etc", "usr"].iter().any(|name| root.join(name).is_dir());
    let outcome = LayerOutcome::default();
    let mut walk = Walk { root, options, is_root_file_system, folders: Vec::new(), entries: 0, outcome };
    let mut listed = list(root).map_err(cannot_open)?;
    listed.retain(|entry| only.is_none_or(|name| entry.file_name() == name));
    walk.folder(listed, "", visitor)?;
    while let Some((folder, prefix)) = walk.folders.pop() {
        match list(&folder) {
            Ok(listed) => walk.folder(listed, &prefix, visitor)?,
            Err(error) => walk.problem(&prefix, error.to_string()),
        }
    }
    Ok(walk.outcome)
}

/// Sorted, so that two walks of the same folder show the same.
fn list(folder: &Path) -> io::Result<Vec<DirEntry>> {
    let mut listed = std::fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    listed.sort_by_key(DirEntry::file_name);
    Ok(listed)
}

struct Walk<'a> {
    root: &'a Path,
    options: &'a WalkOptions<'a>,
    is_root_file_system: bool,
    /// Folders that are still to be looked into, and their paths below the root.
    folders: Vec<(PathBuf, String)>,
    entries: u64,
    outcome: LayerOutcome,
}

impl Walk<'_> {
    fn folder(&mut self, listed: Vec<DirEntry>, prefix: &str, visitor: &mut dyn Visitor) -> Result<(), ImageError> {
        let first = self.folders.len();
        for found in listed {
            if self.options.is_stopped() {
                return Err(ImageError::Stopped);
            }
            self.entries += 1;
            let limit = self.options.limits.entries_per_layer;
            if self.entries > limit {
                return Err(ImageError::Limit { what: self.root.display().to_string(), limit, unit: "entries" });
            }
            let name = found.file_name();
            let path = match name.to_string_lossy() {
                name if prefix.is_empty() => name.into_owned(),
                name => format!("{prefix}/{name}"),
            };
            if name.to_str().is_none() {
                self.problem(&path, Oddity::Encoding.message().to_owned());
            }
            match self.show(&found, &path, visitor) {
                Err(ImageError::Open { source, .. } | ImageError::Read { source, .. }) => {
                    self.problem(&path, source.to_string());
                }
                shown => shown?,
            }
        }
        // The first of them is to be taken first, from the end.
        self.folders.get_mut(first..).unwrap_or_default().reverse();
        Ok(())
    }

    fn show(&mut self, found: &DirEntry, path: &str, visitor: &mut dyn Visitor) -> Result<(), ImageError> {
        let open = |source| ImageError::Open { path: found.path(), source };
        // This speaks of links themselves, never of what they lead to.
        let metadata = found.metadata().map_err(open)?;
        let kind = metadata.file_type();
        if kind.is_dir() && !(self.is_root_file_system && matches!(path, "proc" | "sys" | "dev")) {
            self.folders.push((found.path(), path.to_owned()));
        }
        let target = match kind.is_symlink() {
            true => std::fs::read_link(found.path()).map_err(open)?.to_string_lossy().into_owned(),
            false => String::new(),
        };
        let entry_kind = match () {
            () if kind.is_dir() => EntryKind::Directory,
            () if kind.is_symlink() => EntryKind::Symlink(&target),
            () if kind.is_file() => EntryKind::File,
            () => EntryKind::Other,
        };
        let size = if kind.is_file() { metadata.len() } else { 0 };
        self.outcome.size = self.outcome.size.saturating_add(size);
        let (mode, uid, gid) = owner(&metadata);
        let entry = Entry { path, kind: entry_kind, size, mode, uid, gid, has_capabilities: false };
        visitor.entry(&entry, &mut Contents::new(Lazy { path: found.path(), file: None }, size))
    }

    fn problem(&mut self, path: &str, message: String) {
        let limit = self.options.limits.problems;
        let problems = &mut self.outcome.problems;
        if problems.len() < limit {
            problems.push(Problem { path: path.to_owned(), origin: "directory".to_owned(), message });
        } else if problems.len() == limit {
            let message = format!("there are more than {limit} problems; the rest are not told");
            problems.push(Problem { path: String::new(), origin: "directory".to_owned(), message });
        }
    }
}

#[cfg(unix)]
fn owner(metadata: &Metadata) -> (u32, u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.mode() & 0o7777, u64::from(metadata.uid()), u64::from(metadata.gid()))
}

#[cfg(not(unix))]
fn owner(_: &Metadata) -> (u32, u64, u64) {
    (0o755, 0, 0)
}

/// A file's bytes; it is opened when they are first asked for.
struct Lazy {
    path: PathBuf,
    file: Option<File>,
}

impl Lazy {
    fn open(&self) -> Result<File, ImageError> {
        File::open(&self.path).map_err(|source| ImageError::Open { path: self.path.clone(), source })
    }

    fn failed(&self, source: io::Error) -> ImageError {
        ImageError::Read { what: self.path.display().to_string(), source }
    }
}

impl Bytes for Lazy {
    type Apart = Self;

    fn next(&mut self, buffer: &mut [u8]) -> Result<usize, ImageError> {
        if self.file.is_none() {
            self.file = Some(self.open()?);
        }
        let read = self.file.as_mut().map_or(Ok(0), |file| read_full(file, buffer));
        read.map_err(|source| self.failed(source))
    }

    fn region(&self) -> Result<Option<Region>, ImageError> {
        let file = self.open()?;
        let length = file.metadata().map_err(|source| self.failed(source))?.len();
        Ok(Some(Region::new(Arc::new(file), self.path.display().to_string().into(), 0, 0, length)))
    }

    // Opened by whoever reads it: many wait to be read, and few files may be open at the same time.
    fn apart(&self) -> Option<Self> {
        Some(Self { path: self.path.clone(), file: None })
    }
}

#[cfg(test)]
mod tests;
