//! How much is kept, and what goes first. Any number may remove files at the same time: what is gone is gone.

use super::folder::{EXTENSION, TEMPORARY};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// What a folder of facts holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// How many layers.
    pub entries: usize,
    /// Bytes of their files.
    pub bytes: u64,
    /// When the one was used that was not used for the longest time.
    pub oldest: Option<SystemTime>,
}

/// What was removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// How many layers.
    pub entries: usize,
    /// Bytes of their files.
    pub bytes: u64,
}

/// Whoever writes a file for longer is no more.
const MAX_WRITING: Duration = Duration::from_secs(3600);

struct Found {
    path: PathBuf,
    bytes: u64,
    used: SystemTime,
}

pub(super) fn status(folder: &Path) -> io::Result<Status> {
    let (entries, _) = list(folder)?;
    let bytes = entries.iter().map(|entry| entry.bytes).sum();
    Ok(Status { entries: entries.len(), bytes, oldest: entries.iter().map(|entry| entry.used).min() })
}

pub(super) fn prune(folder: &Path, max_bytes: u64, max_age: Option<Duration>, now: SystemTime) -> io::Result<Pruned> {
    let (mut entries, temporary) = list(folder)?;
    let age = |entry: &Found| now.duration_since(entry.used).unwrap_or_default();
    for left in temporary.iter().filter(|left| age(left) > MAX_WRITING) {
        remove(&left.path)?;
    }
    entries.sort_by_key(|entry| entry.used);
    let mut left: u64 = entries.iter().map(|entry| entry.bytes).sum();
    let mut pruned = Pruned::default();
    for entry in &entries {
        if left <= max_bytes && max_age.is_none_or(|max_age| age(entry) < max_age) {
            break;
        }
        remove(&entry.path)?;
        left = left.saturating_sub(entry.bytes);
        pruned = Pruned { entries: pruned.entries + 1, bytes: pruned.bytes.saturating_add(entry.bytes) };
    }
    Ok(pruned)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The entries, and files that were not finished. All else is somebody else's.
fn list(folder: &Path) -> io::Result<(Vec<Found>, Vec<Found>)> {
    let (mut entries, mut temporary) = (Vec::new(), Vec::new());
    let listed = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((entries, temporary)),
        listed => listed?,
    };
    for entry in listed {
        let path = entry?.path();
        // It may be gone by now.
        let Ok(metadata) = fs::symlink_metadata(&path) else { continue };
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let found = Found { path, bytes: metadata.len(), used: metadata.modified()? };
        let key = name.strip_suffix(EXTENSION).and_then(|name| name.strip_suffix('.'));
        if key.is_some_and(|key| key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            entries.push(found);
        } else if name.starts_with(TEMPORARY) {
            temporary.push(found);
        }
    }
    Ok((entries, temporary))
}
