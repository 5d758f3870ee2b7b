//! What every analyzer is: a unit that recognises its files and states what they say.

use crate::Source;
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
    name: &'a str,
}

impl<'a> Stat<'a> {
    /// Of a normalised path; its name is looked for once, since a hundred analyzers ask for it.
    #[must_use]
    pub fn new(path: &'a str, size: u64, mode: u32) -> Self {
        Self { path, size, mode, name: path.rsplit('/').next().unwrap_or(path) }
    }

    /// The last part of the path.
    #[must_use]
    pub fn name(&self) -> &'a str {
        self.name
    }
}

/// A file with its contents.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// Path, size and mode.
    pub stat: Stat<'a>,
    /// The contents, all of them or as many as the analyzer's [`Analyzer::extent`].
    pub bytes: &'a [u8],
}

/// What files of a kind are called, as far as that is known: by it an analyzer is found, and only then asked whether it wants a file.
#[derive(Clone, Copy, Debug)]
pub enum Names {
    /// Anything.
    Any,
    /// One of these.
    Are(&'static [&'static str]),
    /// Something that ends with one of these, each what stands from the last dot on, in lower case; other cases are found, too.
    End(&'static [&'static str]),
    /// The one or the other.
    AreOrEnd(&'static [&'static str], &'static [&'static str]),
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

    /// The names of the files that it wants; it is asked for no others.
    fn names(&self) -> Names {
        Names::Any
    }

    /// Whether a file of this path, size and mode is wanted. Cheap: it is asked for every file of an image that has such a name.
    fn wants(&self, stat: &Stat<'_>) -> bool;

    /// Whether a wanted file that begins like this is one indeed; `head` is its first 512 bytes, or all of it.
    fn sniff(&self, _head: &[u8]) -> bool {
        true
    }

    /// How many of a file's first bytes tell all there is to know. What asks for few is shown files of any size, and costs no
    /// more than it asks for.
    fn extent(&self) -> u64 {
        u64::MAX
    }

    /// States what the file says. What is wrong with it goes into [`FileFacts::problem`]; whatever is readable is
    /// stated all the same.
    fn read(&self, file: &File<'_>, facts: &mut FileFacts);

    /// Reads its files in parts, if it can: large ones are then never held.
    fn partial(&self) -> Option<&dyn Partial> {
        None
    }

    /// The package that a folder is by its path alone. Cheap: it is asked for every folder of an image.
    fn folder(&self, _path: &str) -> Option<Package> {
        None
    }
}

/// An analyzer that needs some places of its files only.
pub trait Partial {
    /// States what the file says, as [`Analyzer::read`] does. What cannot be read is as if it were not there; whoever gave the
    /// source knows, and tells.
    fn look(&self, stat: &Stat<'_>, source: &dyn Source, facts: &mut FileFacts);
}
