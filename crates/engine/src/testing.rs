//! Programs that stand in for engines, and tasks to give them.

use crate::{EngineError, Step, Task, Wanted};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tidewaiter_image::{Platform, Reference, RegistryOptions};
use tidewaiter_testkit::{ImageBuilder, write_program};

/// A folder with programs in it.
pub(crate) struct Stubs {
    folder: tempfile::TempDir,
}

impl Stubs {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_default()
    }

    /// Makes a program of a script of the shell, in which `$HERE` is this folder.
    pub(crate) fn program(&self, name: &str, script: &str) -> PathBuf {
        let path = self.path(name);
        write_program(&path, &format!("HERE='{}'\n{script}", self.folder.path().display())).unwrap();
        path
    }
}

/// What a task borrows.
pub(crate) struct Asked {
    pub(crate) image: Reference,
    pub(crate) platform: Option<Platform>,
    pub(crate) registry: RegistryOptions,
    pub(crate) wanted: Wanted,
    pub(crate) timeout: Duration,
}

impl Asked {
    pub(crate) fn of(image: &str) -> Self {
        Self {
            image: image.parse().unwrap(),
            platform: None,
            registry: RegistryOptions::default(),
            wanted: Wanted::ALL,
            timeout: Duration::from_secs(60),
        }
    }

    pub(crate) fn task(&self) -> Task<'_> {
        Task {
            image: &self.image,
            platform: self.platform.as_ref(),
            registry: &self.registry,
            wanted: self.wanted,
            timeout: self.timeout,
            stop: &|| false,
            progress: &|_: Step| {},
        }
    }
}

/// The files of a registry that holds this image, and the digest of its manifest.
pub(crate) fn files_of(image: &ImageBuilder) -> (Vec<(String, Vec<u8>)>, String) {
    let files = image.oci_files().unwrap();
    let index = files.iter().find(|(name, _)| name == "index.json").map(|(_, bytes)| bytes).unwrap();
    let index: serde_json::Value = serde_json::from_slice(index).unwrap();
    let digest = index["manifests"][0]["digest"].as_str().unwrap().to_owned();
    (files, digest)
}

/// The reason that a report was refused for.
pub(crate) fn refused(error: EngineError) -> String {
    match error {
        EngineError::Output { reason, .. } => reason,
        error => panic!("{error:?}"),
    }
}

/// Whether anything of ours is left in the folder of temporary files whose name a program told.
pub(crate) fn is_gone(told: &str) -> bool {
    !told.trim().is_empty() && !Path::new(told.trim()).exists()
}
