//! Lets one process at a time build a shard. Readers never come here.

use crate::source::{Progress, Step};
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

/// Holds the lock until it is dropped; the kernel lets go of it when the process dies, however it dies.
pub(super) struct Lock {
    _file: Option<File>,
}

/// Waits until nobody else builds this shard. Where no lock can be had at all (a file system without locks) everybody
/// builds: the outcome is the same, only the work is done more than once.
pub(super) fn acquire(folder: &Path, name: &str, progress: &Progress<'_>) -> Lock {
    let path = folder.join(format!(".{name}.lock"));
    let file = std::fs::create_dir_all(folder).and_then(|()| File::create(path));
    let Ok(file) = file else { return Lock { _file: None } };
    let mut is_told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Lock { _file: Some(file) },
            Err(TryLockError::Error(_)) => return Lock { _file: None },
            Err(TryLockError::WouldBlock) => {
                if !is_told {
                    progress(Step::Note { text: &format!("waiting for another process that builds {name}") });
                    is_told = true;
                }
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
}
