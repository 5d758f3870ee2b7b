//! The shards of one cache folder.
//!
//! Every shard is a file that is replaced whole. Readers take no lock; whoever builds a missing shard holds a lock on a
//! file beside it, so that a hundred scans that start together fetch it once.

mod build;
mod lock;

pub use build::{BuildError, Builder, Built};

use crate::matching::{Exploits, Ratings};
use crate::shard::{About, AdvisoryShard, ArchiveShard, ExploitShard, RatingShard, ShardError, readable_by_others};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::NamedTempFile;

/// What files are called that are not yet whole; see `shard::container`.
const TEMPORARY: &str = ".building-";
const ADVISORIES: &str = "advisories";
const ARCHIVES: &str = "archives";
const EXPLOITS: &str = "exploits";
const RATINGS: &str = "ratings";
const NVD: &str = "nvd";
const OSV: &str = "osv";

/// The shards of one cache folder.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

/// What a file of the store holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Advisories of an ecosystem.
    Advisories,
    /// Ratings by CVE.
    Ratings,
    /// Exploitation by CVE.
    Exploits,
    /// Names of archives.
    Archives,
}

impl Kind {
    fn open(self, path: &Path) -> Result<(About, u64), ShardError> {
        match self {
            Self::Advisories => AdvisoryShard::open(path).map(|shard| (shard.about().clone(), shard.size())),
            Self::Ratings => RatingShard::open(path).map(|shard| (shard.about().clone(), shard.size())),
            Self::Archives => ArchiveShard::open(path).map(|shard| (shard.about().clone(), shard.size())),
            Self::Exploits => ExploitShard::open(path).map(|shard| (shard.about().clone(), shard.size())),
        }
    }
}

/// Kind and name of a shard, by the name of its file.
#[must_use]
pub fn kind_of(file: &str) -> Option<(Kind, String)> {
    let (stem, extension) = file.rsplit_once('.')?;
    let kind = match extension {
        ADVISORIES => Kind::Advisories,
        RATINGS => Kind::Ratings,
        ARCHIVES => Kind::Archives,
        EXPLOITS => Kind::Exploits,
        _ => return None,
    };
    Some((kind, unescaped(stem)))
}

/// One file of the store.
#[derive(Debug)]
pub struct Entry {
    /// `Debian`, or `nvd` for ratings.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
    /// The file.
    pub path: PathBuf,
    /// What it says of itself and its size, or why it cannot be used.
    pub state: Result<(About, u64), ShardError>,
}

impl Store {
    /// The store of a cache folder; nothing is read or made yet.
    #[must_use]
    pub fn new(cache: &Path) -> Self {
        Self { folder: cache.join("db") }
    }

    /// The store's own folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The advisories of an ecosystem; `Ok(None)` if there are none yet, or they are damaged or of another version and
    /// so have to be built again.
    ///
    /// # Errors
    /// The file is there and cannot be read.
    pub fn advisories(&self, ecosystem: &str) -> Result<Option<AdvisoryShard>, ShardError> {
        usable(AdvisoryShard::open(&self.advisories_path(ecosystem)))
    }

    /// The ratings that are there, NVD's first.
    ///
    /// # Errors
    /// A file is there and cannot be read.
    pub fn ratings(&self) -> Result<Ratings, ShardError> {
        let nvd = usable(RatingShard::open(&self.ratings_path(NVD)))?;
        let osv = usable(RatingShard::open(&self.ratings_path(OSV)))?;
        Ok(Ratings { shards: nvd.into_iter().chain(osv).collect() })
    }

    /// What is there of exploitation; a damaged file counts as none, since no finding hangs on it.
    #[must_use]
    pub fn exploits(&self) -> Exploits {
        Exploits { shards: self.of_extension(EXPLOITS).filter_map(|path| ExploitShard::open(&path).ok()).collect() }
    }

    /// The indexes of archives that are there; a damaged one counts as none, and what it would have named stays told as nameless.
    #[must_use]
    pub fn archives(&self) -> Vec<ArchiveShard> {
        self.of_extension(ARCHIVES).filter_map(|path| ArchiveShard::open(&path).ok()).collect()
    }

    fn of_extension(&self, wanted: &str) -> impl Iterator<Item = PathBuf> {
        let paths = files(&self.folder).unwrap_or_default().into_iter();
        paths.filter(move |path| path.extension().is_some_and(|extension| extension == wanted))
    }

    /// Every shard of the store, sorted by name.
    ///
    /// # Errors
    /// The folder is there and cannot be read.
    pub fn entries(&self) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for path in files(&self.folder)? {
            let Some(file) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if let Some((kind, name)) = kind_of(file) {
                entries.push(Entry { name, kind, state: kind.open(&path), path });
            }
        }
        entries.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
        Ok(entries)
    }

    /// Removes every shard.
    ///
    /// # Errors
    /// A file cannot be removed.
    pub fn clear(&self) -> io::Result<()> {
        files(&self.folder)?.into_iter().try_for_each(std::fs::remove_file)
    }

    /// Removes what builds that were killed have left. A build takes seconds, so an hour is past any that still runs.
    pub(crate) fn sweep(&self) {
        let is_left = |path: &Path| {
            let is_temporary = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(TEMPORARY));
            let written = || std::fs::metadata(path).ok()?.modified().ok()?.elapsed().ok();
            is_temporary && written().is_some_and(|age| age > Duration::from_secs(3600))
        };
        // Another process may have removed it just now, and what cannot be removed does no harm.
        for path in files(&self.folder).unwrap_or_default().iter().filter(|path| is_left(path)) {
            let _ = std::fs::remove_file(path);
        }
    }

    /// A file beside the shards, for one that comes from elsewhere.
    pub(crate) fn temporary(&self) -> io::Result<NamedTempFile> {
        std::fs::create_dir_all(&self.folder)?;
        tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(&self.folder)
    }

    /// Takes a shard that came from elsewhere, once it has been opened and says that it is what its name says.
    pub(crate) fn adopt(&self, file: NamedTempFile, title: &str) -> Result<(), ShardError> {
        let path = self.folder.join(title);
        let foreign = |what| ShardError::Damaged { path: path.clone(), what };
        let (kind, name) = kind_of(title).ok_or_else(|| foreign("it is no shard that we know"))?;
        let (about, _) = kind.open(file.path()).map_err(|error| match error {
            ShardError::Damaged { what, .. } => foreign(what),
            error => error,
        })?;
        if about.name != name {
            return Err(foreign("it is another shard than its name says"));
        }
        let unwritable = |source| ShardError::Write { path: path.clone(), source };
        readable_by_others(file.as_file()).map_err(unwritable)?;
        file.persist(&path).map_err(|error| unwritable(error.error))?;
        Ok(())
    }

    fn advisories_path(&self, ecosystem: &str) -> PathBuf {
        self.folder.join(format!("{}.{ADVISORIES}", escaped(ecosystem)))
    }

    fn archives_path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.{ARCHIVES}"))
    }

    fn exploits_path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.{EXPLOITS}"))
    }

    fn ratings_path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.{RATINGS}"))
    }
}

/// A shard that has to be built again is as good as none.
fn usable<T>(opened: Result<T, ShardError>) -> Result<Option<T>, ShardError> {
    match opened {
        Ok(shard) => Ok(Some(shard)),
        Err(ShardError::Damaged { .. }) => Ok(None),
        Err(ShardError::Open { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
        Ok(entries) => entries.map(|entry| entry.map(|entry| entry.path())).collect(),
    }
}

/// Ecosystems' names as file names: everything but letters, digits, `-`, `.` and `_` becomes `%XX`.
fn escaped(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn unescaped(name: &str) -> String {
    let mut out = Vec::with_capacity(name.len());
    let mut bytes = name.as_bytes();
    while let Some((&first, rest)) = bytes.split_first() {
        let decoded =
            rest.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (first, decoded) {
            (b'%', Some(byte)) => {
                out.push(byte);
                bytes = rest.get(2..).unwrap_or(&[]);
            }
            _ => {
                out.push(first);
                bytes = rest;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ecosystems_names_survive_as_file_names() {
        for name in ["Debian", "Rocky Linux", "crates.io", "Red Hat", "../up", "a%20b"] {
            let file = escaped(name);
            assert!(!file.contains(['/', ' ']), "{file}");
            assert_eq!(unescaped(&file), name);
        }
    }

    #[test]
    fn what_killed_builds_left_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        std::fs::create_dir_all(store.folder()).unwrap();
        let (old, new, shard) =
            (store.folder().join(".building-old"), store.folder().join(".building-new"), store.folder().join("x"));
        for path in [&old, &new, &shard] {
            std::fs::write(path, "").unwrap();
        }
        let day = std::time::SystemTime::now() - Duration::from_secs(86_400);
        for path in [&old, &shard] {
            std::fs::File::options().write(true).open(path).unwrap().set_modified(day).unwrap();
        }
        store.sweep();
        assert!(!old.exists() && new.exists() && shard.exists());
    }

    #[test]
    fn an_empty_store_has_nothing_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(&folder.path().join("none"));
        assert!(store.advisories("npm").unwrap().is_none());
        assert!(store.ratings().unwrap().shards.is_empty());
        assert!(store.entries().unwrap().is_empty());
        store.clear().unwrap();
    }
}
