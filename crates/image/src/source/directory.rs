//! Folders: root file systems and projects.
//!
//! Links are shown, never followed, so the walk stays inside the root. Files that cannot be read become problems.
//! Limits: what the kernel makes up (`proc`, `sys`, `dev` of a root file system) is passed over.

use crate::image::{LayerOutcome, WalkOptions};
use crate::tar::read_full;
use crate::{Content, Entry, EntryKind, ImageError, Visitor};
use std::fs::{DirEntry, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use tidewaiter_model::Problem;

/// Shows every entry below a folder to a visitor, in the order of their names.
///
/// # Errors
/// The folder itself cannot be read, or the visitor gives up.
pub fn walk_directory(root: &Path, options: &WalkOptions<'_>, visitor: &mut dyn Visitor) -> Result<LayerOutcome, ImageError> {
    let mut outcome = LayerOutcome::default();
    let mut folders = vec![(root.to_owned(), String::new())];
    let mut entries = 0;
    while let Some((folder, prefix)) = folders.pop() {
        let listed = match list(&folder) {
            Ok(listed) => listed,
            Err(source) if prefix.is_empty() => return Err(ImageError::Open { path: root.to_owned(), source }),
            Err(error) => {
                outcome.problems.push(problem(&prefix, &error));
                continue;
            }
        };
        let mut below = Vec::new();
        for found in listed {
            if options.is_stopped() {
                return Err(ImageError::Stopped);
            }
            entries += 1;
            if entries > options.limits.entries {
                return Err(ImageError::Limit { what: root.display().to_string(), limit: options.limits.entries, unit: "entries" });
            }
            let name = found.file_name().to_string_lossy().into_owned();
            let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
            if let Err(error) = show(&found, &path, visitor, &mut outcome, &mut below) {
                match error {
                    ImageError::Open { source, .. } | ImageError::Read { source, .. } => outcome.problems.push(problem(&path, &source)),
                    other => return Err(other),
                }
            }
        }
        folders.extend(below.into_iter().rev());
    }
    Ok(outcome)
}

fn list(folder: &Path) -> io::Result<Vec<DirEntry>> {
    let mut listed = std::fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    listed.sort_by_key(DirEntry::file_name);
    Ok(listed)
}

fn problem(path: &str, error: &io::Error) -> Problem {
    Problem { path: path.to_owned(), origin: "directory".to_owned(), message: error.to_string() }
}

fn show(found: &DirEntry, path: &str, visitor: &mut dyn Visitor, outcome: &mut LayerOutcome, below: &mut Vec<(PathBuf, String)>) -> Result<(), ImageError> {
    let open = |source| ImageError::Open { path: found.path(), source };
    let metadata = found.metadata().map_err(open)?;
    let kind = metadata.file_type();
    let target = if kind.is_symlink() { std::fs::read_link(found.path()).map_err(open)?.to_string_lossy().into_owned() } else { String::new() };
    let entry_kind = match () {
        () if kind.is_dir() => EntryKind::Directory,
        () if kind.is_symlink() => EntryKind::Symlink(&target),
        () if kind.is_file() => EntryKind::File,
        () => EntryKind::Other,
    };
    let size = if kind.is_file() { metadata.len() } else { 0 };
    outcome.size += size;
    let (mode, uid, gid) = owner(&metadata);
    let entry = Entry { path, kind: entry_kind, size, mode, uid, gid };
    let mut contents = FileContents { path: found.path(), file: None, size, seen: Vec::new() };
    visitor.entry(&entry, &mut contents)?;
    if kind.is_dir() && !matches!(path, "proc" | "sys" | "dev") {
        below.push((found.path(), path.to_owned()));
    }
    Ok(())
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

/// A file's contents, opened when they are first asked for.
struct FileContents {
    path: PathBuf,
    file: Option<File>,
    size: u64,
    seen: Vec<u8>,
}

impl FileContents {
    fn read(&mut self, wanted: u64) -> Result<(), ImageError> {
        let missing = wanted.min(self.size).saturating_sub(self.seen.len() as u64);
        if missing == 0 {
            return Ok(());
        }
        if self.file.is_none() {
            self.file = Some(File::open(&self.path).map_err(|source| ImageError::Open { path: self.path.clone(), source })?);
        }
        if let Some(file) = &mut self.file {
            let start = self.seen.len();
            self.seen.resize(start + usize::try_from(missing).unwrap_or(0), 0);
            let mut limited = file.take(missing);
            let filled = read_full(&mut limited, self.seen.get_mut(start..).unwrap_or(&mut []))
                .map_err(|source| ImageError::Read { what: self.path.display().to_string(), source })?;
            self.seen.truncate(start + filled);
        }
        Ok(())
    }
}

impl Content for FileContents {
    fn head(&mut self, length: usize) -> Result<&[u8], ImageError> {
        self.read(length as u64)?;
        Ok(self.seen.get(..length).unwrap_or(&self.seen))
    }

    fn all(&mut self, limit: u64) -> Result<Option<&[u8]>, ImageError> {
        if self.size > limit {
            return Ok(None);
        }
        self.read(u64::MAX)?;
        Ok(Some(&self.seen))
    }

    fn offset(&self) -> u64 {
        0
    }
}
