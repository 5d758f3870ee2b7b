//! What tells that a layer is one that was read before, without reading it again.
//!
//! Compressed layers, and those that come from elsewhere, are checked against their digests whenever they are read: what was read once
//! under these digests is what they mean, wherever it lies. Nobody checks a plain layer of a local archive, and the archive may say of
//! it whatever it likes; such a layer is the same only as long as its file is: device, inode, size, and the times of its last changes.
//!
//! Limits: a file that was changed a moment ago is not known again, since the next change might leave it the same times. Files of
//! systems without inodes, and temporary ones, are never known again. Who changes a file's bytes below its file system is not seen.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};
use tidewaiter_model::Digest;

/// What a layer is known by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Digests, which are checked whenever the layer is read.
    Digests {
        /// Of the bytes as they are stored.
        stored: Digest,
        /// Of the inflated bytes.
        diff_id: Digest,
    },
    /// A part of a file that nobody checks.
    Part {
        /// The file.
        file: FileState,
        /// The first byte.
        start: u64,
        /// How many bytes.
        length: u64,
        /// What the image says of it, which need not be true.
        diff_id: Digest,
    },
}

/// A file as it was at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileState {
    /// The device and the number of the file there.
    pub inode: (u64, u64),
    /// Bytes.
    pub size: u64,
    /// When its contents were last changed, by whoever says so: seconds and nanoseconds.
    pub modified: (i64, i64),
    /// When anything about it was last changed, which only the system says.
    pub changed: (i64, i64),
}

/// Systems count the times of files in steps of a few milliseconds,
const STEP: Duration = Duration::from_millis(50);
/// old file systems in seconds.
const COARSE_STEP: Duration = Duration::from_secs(3);

impl FileState {
    /// How a file is now; `None` if it could be changed without a trace.
    #[cfg(unix)]
    pub(crate) fn of(metadata: &Metadata, now: SystemTime) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let state = Self {
            inode: (metadata.dev(), metadata.ino()),
            size: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        };
        (metadata.is_file() && metadata.nlink() > 0 && state.is_settled(now)).then_some(state)
    }

    #[cfg(not(unix))]
    pub(crate) fn of(_: &Metadata, _: SystemTime) -> Option<Self> {
        None
    }

    /// Whether another change now would give it other times.
    #[cfg_attr(not(unix), expect(dead_code, reason = "there are no states of files"))]
    fn is_settled(&self, now: SystemTime) -> bool {
        let (seconds, nanoseconds) = self.changed;
        let (Ok(seconds), Ok(nanoseconds)) = (u64::try_from(seconds), u32::try_from(nanoseconds)) else { return false };
        let changed = SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds));
        let age = changed.and_then(|changed| now.duration_since(changed).ok());
        age.is_some_and(|age| age >= if nanoseconds == 0 { COARSE_STEP } else { STEP })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fresh_files_are_not_known_again() {
        let of = |changed| FileState { inode: (1, 2), size: 3, modified: (0, 0), changed };
        let at = |millis| SystemTime::UNIX_EPOCH + Duration::from_millis(millis);
        assert!(!of((100, 1)).is_settled(at(100_010)) && of((100, 1)).is_settled(at(100_060)));
        assert!(!of((100, 0)).is_settled(at(102_000)) && of((100, 0)).is_settled(at(103_000)));
        assert!(!of((100, 1)).is_settled(at(99_000)) && !of((-1, 1)).is_settled(at(99_000)));
    }

    #[test]
    #[cfg(unix)]
    fn temporary_files_are_not_known_again() {
        let (temporary, named) = (tempfile::tempfile().unwrap(), tempfile::NamedTempFile::new().unwrap());
        let later = SystemTime::now() + Duration::from_secs(60);
        assert_eq!(FileState::of(&temporary.metadata().unwrap(), later), None);
        let state = FileState::of(&named.as_file().metadata().unwrap(), later);
        assert!(state.is_some() && state == FileState::of(&std::fs::metadata(named.path()).unwrap(), later));
    }
}
