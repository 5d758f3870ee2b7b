//! A folder that only one run sees: home, temporary files, credentials; removed afterwards.

use crate::{EngineError, Task};
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tidewaiter_image::ImageError;

/// The folder, with mode 0700.
pub(crate) struct Private {
    folder: TempDir,
    engine: &'static str,
}

impl Private {
    pub(crate) fn new(engine: &'static str) -> Result<Self, EngineError> {
        let folder = tempfile::Builder::new().prefix("tidewaiter-").tempdir();
        let private = Self { folder: folder.map_err(|source| EngineError::Run { engine, source })?, engine };
        private.make("tmp")?;
        Ok(private)
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A folder in it.
    pub(crate) fn make(&self, name: &str) -> Result<PathBuf, EngineError> {
        let path = self.path().join(name);
        make_private(&path).map_err(|source| self.failed(source))?;
        Ok(path)
    }

    /// Whatever programs look for at home lies here; `others` are told as they are.
    pub(crate) fn environment(&self, others: &[(OsString, OsString)]) -> Vec<(OsString, OsString)> {
        let here = |name: &str, path: &Path| (OsString::from(name), path.as_os_str().to_owned());
        let mut environment = others.to_vec();
        environment.extend([here("HOME", self.path()), here("TMPDIR", &self.path().join("tmp"))]);
        environment.push(here("DOCKER_CONFIG", &self.path().join("docker")));
        environment
    }

    /// Writes whom to be at the task's registry where Docker's programs look for it.
    pub(crate) fn log_in(&self, task: &Task<'_>) -> Result<(), EngineError> {
        let unknown = |error| EngineError::Image(ImageError::Registry(error));
        let Some(config) = task.registry.credentials.docker_config(task.image).map_err(unknown)? else { return Ok(()) };
        let path = self.make("docker")?.join("config.json");
        write_secret(&path, config.as_bytes()).map_err(|source| self.failed(source))
    }

    /// Shows a file of elsewhere under a name in here. A hard link stays what it is when the file is replaced during the run; where
    /// there can be none (another file system, somebody else's file), a symbolic one has to do.
    pub(crate) fn show(&self, file: &Path, name: &Path) -> Result<(), EngineError> {
        let path = self.path().join(name);
        if fs::hard_link(file, &path).is_ok() {
            return Ok(());
        }
        link(file, &path).map_err(|source| self.failed(source))
    }

    fn failed(&self, source: io::Error) -> EngineError {
        EngineError::Run { engine: self.engine, source }
    }
}

/// Makes folders that only we may look into.
fn make_private(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}

#[cfg(unix)]
fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?.write_all(bytes)
}

#[cfg(not(unix))]
fn write_secret(path: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
}

#[cfg(unix)]
fn link(file: &Path, path: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::canonicalize(file)?, path)
}

#[cfg(not(unix))]
fn link(file: &Path, path: &Path) -> io::Result<()> {
    fs::copy(file, path).map(|_| ())
}
