//! One entry of a layer or a root file system, as far as these checks care.
//!
//! Limits: devices, pipes and sockets are left alone: engines make their own, and world-writable ones are as they should be.

use serde::{Deserialize, Serialize};

/// An entry.
#[derive(Clone, Copy, Debug)]
pub struct EntryFacts<'a> {
    /// Relative to the root, without a leading slash.
    pub path: &'a str,
    /// What it is.
    pub kind: EntryKind,
    /// Where a link leads, seen from the root; empty for others.
    pub target: &'a str,
    /// Bytes of its contents.
    pub size: u64,
    /// Permission bits.
    pub mode: u32,
    /// Whether the file gives whoever runs it capabilities.
    pub has_capabilities: bool,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EntryKind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// Another name of a file.
    HardLink,
}

const SETUID: u32 = 0o4000;
const SETGID: u32 = 0o2000;
const STICKY: u32 = 0o1000;
const GROUP_RUNS: u32 = 0o010;
const ANYONE_RUNS: u32 = 0o111;
const ANYONE_WRITES: u32 = 0o002;

/// Whether a file of this mode runs as its owner. Where nobody may run it, the bit means nothing.
pub(super) fn is_setuid(kind: EntryKind, mode: u32) -> bool {
    is_file(kind) && mode & SETUID != 0 && mode & ANYONE_RUNS != 0
}

/// Whether a file of this mode runs in its group. Where the group may not run it, the bit meant mandatory locks.
pub(super) fn is_setgid(kind: EntryKind, mode: u32) -> bool {
    is_file(kind) && mode & SETGID != 0 && mode & GROUP_RUNS != 0
}

/// Whether everybody may change the file, or in a folder what others put there. What the kernel mounts there hides these.
pub(super) fn is_open(path: &str, kind: EntryKind, mode: u32) -> bool {
    let is_sticky = kind == EntryKind::Folder && mode & STICKY != 0;
    let is_mounted = ["dev", "proc", "sys"].iter().any(|folder| is_within(path, folder));
    kind != EntryKind::Link && mode & ANYONE_WRITES != 0 && !is_sticky && !is_mounted
}

/// Whether a path is this one or below it.
pub(super) fn is_within(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn is_file(kind: EntryKind) -> bool {
    matches!(kind, EntryKind::File | EntryKind::HardLink)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_that_mean_nothing_are_not_told() {
        assert!(is_setuid(EntryKind::File, 0o4755) && is_setuid(EntryKind::HardLink, 0o4711));
        assert!(
            !is_setuid(EntryKind::File, 0o4644) && !is_setuid(EntryKind::Folder, 0o4755) && !is_setuid(EntryKind::Link, 0o4777)
        );
        assert!(
            is_setgid(EntryKind::File, 0o2755) && !is_setgid(EntryKind::File, 0o2644) && !is_setgid(EntryKind::Folder, 0o2775)
        );
    }

    #[test]
    fn who_may_write() {
        assert!(is_open("a", EntryKind::File, 0o666) && is_open("a", EntryKind::Folder, 0o777));
        assert!(!is_open("tmp", EntryKind::Folder, 0o1777) && !is_open("a", EntryKind::Link, 0o777));
        assert!(is_open("a", EntryKind::File, 0o1777), "the sticky bit of a file means nothing");
        assert!(!is_open("dev/shm", EntryKind::Folder, 0o777) && is_open("device", EntryKind::Folder, 0o777));
    }
}
