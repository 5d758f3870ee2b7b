//! Grype's database: that of the shared folder, shown to one scan; brought up to date between scans.
//!
//! Layout: a folder named after the version of the schema (`6`) with `vulnerability.db` and what belongs to it
//! (<https://oss.anchore.com/docs/guides/vulnerability/database/>).

use super::{Grype, NAME};
use crate::EngineError;
use crate::child::Until;
use crate::private::Private;
use std::ffi::OsString;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::{Duration, Instant};

/// Databases are built once a day; Grype itself asks every two hours.
const INTERVAL: Duration = Duration::from_secs(2 * 3600);
const SHOWN: &str = "databases";

impl Grype {
    /// Makes the database folder of a scan.
    pub(super) fn show(&self, private: &Private) -> Result<PathBuf, EngineError> {
        let _lock = self.shared.look()?;
        let shown = private.make(SHOWN)?;
        let is_schema =
            |entry: &DirEntry| entry.file_name().to_str().is_some_and(|name| name.bytes().all(|b| b.is_ascii_digit()));
        let schemas = entries(self.shared.path()).filter(is_schema);
        let mut is_empty = true;
        for schema in schemas {
            let name = Path::new(SHOWN).join(schema.file_name());
            private.make(&name.to_string_lossy())?;
            for file in entries(&schema.path()).filter(|entry| entry.path().is_file()) {
                private.show(&file.path(), &name.join(file.file_name()))?;
                is_empty = false;
            }
        }
        if is_empty {
            let reason = format!("{} holds no database of Grype's", self.shared.path().display());
            return Err(EngineError::NoDatabase { reason });
        }
        Ok(shown)
    }

    /// Brings the database up to date, if that was not tried lately. An old one is better than none: how old it is is told with the report.
    pub(super) fn update(&self, until: Until<'_>) -> Result<(), EngineError> {
        let is_recent = || self.updated.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|at| at.elapsed() < INTERVAL);
        if is_recent() || self.shared.has_just_failed() {
            return Ok(());
        }
        let _lock = self.shared.lock(until)?;
        if is_recent() || self.shared.has_just_failed() {
            return Ok(());
        }
        let private = Private::new(NAME)?;
        let environment = self.environment(&private, self.options.cache_dir.clone(), None);
        match self.program(&private, &environment).run(&["db", "update"].map(OsString::from), until) {
            Ok(_) => *self.updated.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now()),
            Err(error @ (EngineError::Cancelled | EngineError::TimedOut { .. } | EngineError::Run { .. })) => return Err(error),
            Err(_) => self.shared.note_failure(),
        }
        Ok(())
    }
}

fn entries(folder: &Path) -> impl Iterator<Item = DirEntry> {
    fs::read_dir(folder).into_iter().flatten().flatten()
}
