//! What every analyzer is: a unit that recognises its files and states what they say.

use crate::facts::FileFacts;
use tidewaiter_model::Package;

/// What is known of a file before its contents are read.
#[derive(Clone, Copy, Debug)]
pub struct Stat<'a> {
    /// Relative to the root, normalised, without a leading slash.
    pub path: &'a str,
    /// Bytes.
    pub size: u64,
    /// Permission bits.
    pub mode: u32,
}

impl<'a> Stat<'a> {
    /// The last part of the path.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.path.rsplit('/').next().unwrap_or(self.path)
    }
}

/// A file with its contents.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Path, size and mode.
    pub stat: Stat<'a>,
    /// The whole contents.
    pub bytes: &'a [u8],
}

/// Where files of a kind say what is installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Everywhere: the file came with the package.
    Anywhere,
    /// Everywhere, though it is a lock file: what it locks is what runs.
    LockAnywhere,
    /// In project folders only: in an image a lock file says what could be installed, not what is.
    Project,
}

/// One kind of file, read; for the few package managers that name folders for packages, one kind of folder.
///
/// Facts depend on the file alone, never on others: what takes two files to know is put together from the facts of
/// all layers afterwards.
pub trait Analyzer: Sync {
    /// Kebab-case, stable for ever: `dpkg`, `node-pkg`.
    fn id(&self) -> &'static str;

    /// Raised whenever the same file gives other facts than before; cached facts of older versions are then void.
    fn version(&self) -> u32;

    /// Where its files say what is installed.
    fn setting(&self) -> Setting {
        Setting::Anywhere
    }

    /// Whether its files state what other records of the same ecosystem state once more and better, where there are any: logs of
    /// installations, copies. The same package is then told by these.
    fn is_secondary(&self) -> bool {
        false
    }

    /// Whether a file of this path, size and mode is wanted. Cheap: it is asked for every file of an image.
    fn wants(&self, stat: &Stat<'_>) -> bool;

    /// Whether a wanted file that begins like this is one indeed; `head` is its first 512 bytes, or all of it.
    fn sniff(&self, _head: &[u8]) -> bool {
        true
    }

    /// States what the file says. What is wrong with it goes into [`FileFacts::problem`]; whatever is readable is
    /// stated all the same.
    fn read(&self, file: &File<'_>, facts: &mut FileFacts);

    /// The package that a folder is by its path alone. Cheap: it is asked for every folder of an image.
    fn folder(&self, _path: &str) -> Option<Package> {
        None
    }
}
