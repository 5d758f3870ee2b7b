//! Trivy's databases: those of the shared folder, shown to one scan; fetched anew, and put in place whole.
//!
//! Layout: <https://trivy.dev/latest/docs/configuration/db/>. Trivy itself overwrites a database in place when it fetches one, under
//! whoever reads it. Here it fetches into a folder beside, from which files are renamed into place.

use super::about::Metadata;
use super::{NAME, Trivy};
use crate::child::Until;
use crate::private::Private;
use crate::shared::Shared;
use crate::{EngineError, clock};
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The cache folder of one scan, in its private folder.
pub(super) const SHOWN: &str = "cache";
const METADATA: &str = "metadata.json";
/// One database: its folder, its file, how it is fetched.
struct Database {
    folder: &'static str,
    file: &'static str,
    fetch: &'static str,
}

const VULNERABILITIES: Database = Database { folder: "db", file: "trivy.db", fetch: "--download-db-only" };
const ARCHIVES: Database = Database { folder: "java-db", file: "trivy-java.db", fetch: "--download-java-db-only" };

/// What a scan was shown.
pub(super) struct Shown {
    pub(super) vulnerabilities: Option<Metadata>,
    pub(super) archives: Option<Metadata>,
}

/// The databases of a shared cache folder.
#[derive(Debug)]
pub(super) struct Databases {
    pub(super) shared: Shared,
}

impl Databases {
    pub(super) fn new(cache: PathBuf) -> Self {
        Self { shared: Shared::new(NAME, cache) }
    }

    fn path(&self, database: &Database) -> PathBuf {
        self.shared.path().join(database.folder)
    }

    /// Makes the cache folder of a scan.
    pub(super) fn show(&self, private: &Private, is_needed: bool) -> Result<Shown, EngineError> {
        let _lock = self.shared.look()?;
        private.make(SHOWN)?;
        let shown =
            Shown { vulnerabilities: self.show_one(&VULNERABILITIES, private)?, archives: self.show_one(&ARCHIVES, private)? };
        let checks = self.shared.path().join("policy");
        if checks.is_dir() {
            private.show(&checks, &Path::new(SHOWN).join("policy"))?;
        }
        if shown.vulnerabilities.is_none() && is_needed {
            let reason = format!("{} holds no {}/{}", self.shared.path().display(), VULNERABILITIES.folder, VULNERABILITIES.file);
            return Err(EngineError::NoDatabase { reason });
        }
        Ok(shown)
    }

    fn show_one(&self, database: &Database, private: &Private) -> Result<Option<Metadata>, EngineError> {
        let folder = self.path(database);
        let Some(metadata) = self.metadata(database).filter(|_| folder.join(database.file).is_file()) else { return Ok(None) };
        let shown = Path::new(SHOWN).join(database.folder);
        private.make(&format!("{SHOWN}/{}", database.folder))?;
        for file in [database.file, METADATA] {
            private.show(&folder.join(file), &shown.join(file))?;
        }
        Ok(Some(metadata))
    }

    fn metadata(&self, database: &Database) -> Option<Metadata> {
        serde_json::from_slice(&fs::read(self.path(database).join(METADATA)).ok()?).ok()
    }

    /// Whether it is there, and its publisher has no newer one yet.
    fn is_current(&self, database: &Database) -> bool {
        let is_due = |metadata: &Metadata| metadata.next_update.as_str() <= tidewaiter_scan::rfc3339(clock::now()).as_str();
        self.path(database).join(database.file).is_file() && self.metadata(database).is_some_and(|m| !is_due(&m))
    }

    /// Puts fetched files in place, whoever reads the old ones.
    fn put(&self, database: &Database, from: &Path) -> io::Result<()> {
        let to = self.path(database);
        fs::create_dir_all(&to)?;
        [database.file, METADATA].into_iter().try_for_each(|file| fs::rename(from.join(file), to.join(file)))
    }
}

impl Trivy {
    /// Brings the databases up to date, if their publisher has newer ones. Old ones are better than none: how old they are is told with
    /// the report. The index of Java archives is large and not everybody's: it is fetched by the first scan that needs it.
    pub(super) fn update(&self, until: Until<'_>) -> Result<(), EngineError> {
        self.update_one(&VULNERABILITIES, until)?;
        if self.databases.metadata(&ARCHIVES).is_some() { self.update_one(&ARCHIVES, until) } else { Ok(()) }
    }

    fn update_one(&self, database: &Database, until: Until<'_>) -> Result<(), EngineError> {
        let has_one = self.databases.metadata(database).is_some();
        if self.databases.is_current(database) || has_one && self.databases.shared.has_just_failed() {
            return Ok(());
        }
        match self.fetch(database, until) {
            Err(error) if matches!(error, EngineError::Cancelled | EngineError::TimedOut { .. }) => Err(error),
            Err(error) if !has_one => Err(EngineError::NoDatabase { reason: error.to_string() }),
            Err(_) => {
                self.databases.shared.note_failure();
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    fn fetch(&self, database: &Database, until: Until<'_>) -> Result<(), EngineError> {
        let _lock = self.databases.shared.lock(until)?;
        if self.databases.is_current(database) {
            return Ok(());
        }
        let fetched = tempfile::Builder::new().prefix(".tidewaiter-").tempdir_in(&self.options.cache_dir).map_err(failed)?;
        let private = Private::new(NAME)?;
        let environment = self.environment(&private, None);
        let mut arguments: Vec<OsString> =
            ["image", database.fetch, "--quiet", "--no-progress", "--cache-dir"].map(Into::into).into();
        arguments.push(fetched.path().into());
        self.program(&private, &environment).run(&arguments, until)?;
        self.databases.put(database, &fetched.path().join(database.folder)).map_err(failed)
    }

    /// Keeps the index of Java archives that a scan had to fetch.
    pub(super) fn keep_archives(&self, private: &Private, until: Until<'_>) {
        let fetched = private.path().join(SHOWN).join(ARCHIVES.folder);
        if self.databases.metadata(&ARCHIVES).is_none()
            && fetched.join(METADATA).is_file()
            && let Ok(_lock) = self.databases.shared.lock(until)
        {
            // On another file system it cannot be moved, and the next scan fetches it, too.
            let _ = self.databases.put(&ARCHIVES, &fetched);
        }
    }
}

fn failed(source: io::Error) -> EngineError {
    EngineError::Run { engine: NAME, source }
}
