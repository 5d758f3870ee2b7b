//! A folder of databases that scans share, and the lock on it.
//!
//! Who exchanges databases holds the lock (`.tidewaiter.lock`) alone; who looks where they are holds it with others, for that moment
//! and not for its scan.

use crate::EngineError;
use crate::child::Until;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const LOCK: &str = ".tidewaiter.lock";
/// How long a fetch that failed is not tried again, if there are databases to go on with.
const PAUSE: Duration = Duration::from_secs(600);
const TICK: Duration = Duration::from_millis(50);

/// The folder.
#[derive(Debug)]
pub(crate) struct Shared {
    engine: &'static str,
    folder: PathBuf,
    failed: Mutex<Option<Instant>>,
}

impl Shared {
    pub(crate) fn new(engine: &'static str, folder: PathBuf) -> Self {
        Self { engine, folder, failed: Mutex::new(None) }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.folder
    }

    /// Keeps others from exchanging databases while the file lives. `None` where there is no lock file: nobody exchanges any there.
    pub(crate) fn look(&self) -> Result<Option<File>, EngineError> {
        let Ok(lock) = File::open(self.folder.join(LOCK)) else { return Ok(None) };
        lock.lock_shared().map_err(|source| self.failed(source))?;
        Ok(Some(lock))
    }

    /// Keeps others away altogether while the file lives.
    pub(crate) fn lock(&self, until: Until<'_>) -> Result<File, EngineError> {
        fs::create_dir_all(&self.folder).map_err(|source| self.failed(source))?;
        let lock =
            File::options().create(true).append(true).open(self.folder.join(LOCK)).map_err(|source| self.failed(source))?;
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(lock),
                Err(TryLockError::Error(source)) => return Err(self.failed(source)),
                Err(TryLockError::WouldBlock) if (until.stop)() => return Err(EngineError::Cancelled),
                Err(TryLockError::WouldBlock) if Instant::now() >= until.deadline => {
                    return Err(EngineError::TimedOut { seconds: until.seconds });
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(TICK),
            }
        }
    }

    pub(crate) fn note_failure(&self) {
        *self.failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    pub(crate) fn has_just_failed(&self) -> bool {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.is_some_and(|at| at.elapsed() < PAUSE)
    }

    fn failed(&self, source: std::io::Error) -> EngineError {
        EngineError::Run { engine: self.engine, source }
    }
}
