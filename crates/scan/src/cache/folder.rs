//! A folder with a file an entry.
//!
//! Files are written aside and renamed, so that nobody sees half of one. A file that is read is marked as used by its time of change,
//! once an hour; those that were not used for the longest time go first ([`eviction`](super::eviction)).
//! The folder and its files are their owner's alone.

use super::eviction::{self, Pruned, Status};
use super::{FactsKey, FactsStore};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::NamedTempFile;
use tidewaiter_secrets::Key;

/// What files are called that are not yet whole.
pub(super) const TEMPORARY: &str = ".writing-";
pub(super) const EXTENSION: &str = "facts";
const SECRETS_KEY: &str = "secrets.key";
const MAX_ENTRY: u64 = 512 << 20;
/// How exactly it is known when a file was used.
const USE: Duration = Duration::from_secs(3600);
/// One of so many writers looks whether there is too much.
const SWEEPERS: u8 = 16;

/// A folder of a cache.
#[derive(Clone, Debug)]
pub struct FactsFolder {
    folder: PathBuf,
    max_bytes: u64,
}

impl FactsFolder {
    /// As much is kept if nobody says otherwise.
    pub const USUAL_BYTES: u64 = 1 << 30;

    /// The facts in a cache folder; nothing is read or made yet. What is written beyond `max_bytes` is removed from time to time.
    #[must_use]
    pub fn new(cache: &Path, max_bytes: u64) -> Self {
        Self { folder: cache.join("facts"), max_bytes }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.folder
    }

    /// How much is kept.
    #[must_use]
    pub fn max_bytes(&self) -> u64 {
        self.max_bytes
    }

    /// The key under which secrets are known again, as far as this folder reaches. Whoever comes first makes it.
    ///
    /// # Errors
    /// There is none, and none can be made.
    pub fn secrets_key(&self) -> io::Result<Key> {
        let path = self.folder.join(SECRETS_KEY);
        for _ in 0..2 {
            match fs::read(&path) {
                Ok(bytes) if bytes.len() == Key::LENGTH => return Ok(Key::new(&bytes)),
                Ok(_) => fs::remove_file(&path)?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
            let bytes = Key::random_bytes().map_err(io::Error::other)?;
            // If somebody was faster, his is read now.
            match self.written(&bytes)?.persist_noclobber(&path) {
                Ok(_) => return Ok(Key::new(&bytes)),
                Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.error),
            }
        }
        Ok(Key::new(&fs::read(&path)?))
    }

    /// What there is.
    ///
    /// # Errors
    /// The folder is there and cannot be read.
    pub fn status(&self) -> io::Result<Status> {
        eviction::status(&self.folder)
    }

    /// Removes what was not used for so long, and then what was not used for the longest time until no more than so many bytes are left.
    ///
    /// # Errors
    /// The folder cannot be read, or a file cannot be removed.
    pub fn prune(&self, max_bytes: u64, max_age: Option<Duration>) -> io::Result<Pruned> {
        eviction::prune(&self.folder, max_bytes, max_age, SystemTime::now())
    }

    /// Removes everything, the key under which secrets are known again, too.
    ///
    /// # Errors
    /// A file cannot be removed.
    pub fn clear(&self) -> io::Result<Pruned> {
        let pruned = eviction::prune(&self.folder, 0, Some(Duration::ZERO), SystemTime::now())?;
        match fs::remove_file(self.folder.join(SECRETS_KEY)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(pruned),
        }
    }

    fn file(&self, key: &FactsKey) -> PathBuf {
        self.folder.join(format!("{key}.{EXTENSION}"))
    }

    /// A file aside with these bytes.
    fn written(&self, bytes: &[u8]) -> io::Result<NamedTempFile> {
        make_private(&self.folder)?;
        let mut file = tempfile::Builder::new().prefix(TEMPORARY).tempfile_in(&self.folder)?;
        file.write_all(bytes)?;
        Ok(file)
    }
}

impl FactsStore for FactsFolder {
    fn get(&self, key: &FactsKey) -> io::Result<Option<Vec<u8>>> {
        let file = match File::open(self.file(key)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let metadata = file.metadata()?;
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len().min(MAX_ENTRY)).unwrap_or(0));
        (&file).take(MAX_ENTRY).read_to_end(&mut bytes)?;
        let is_used = metadata.modified().ok().and_then(|used| used.elapsed().ok()).is_none_or(|age| age < USE);
        if !is_used {
            // Where the folder may only be read, whoever writes there goes by what he knows.
            let _ = file.set_modified(SystemTime::now());
        }
        Ok(Some(bytes))
    }

    fn put(&self, key: &FactsKey, bytes: &[u8]) -> io::Result<()> {
        if bytes.len() as u64 > self.max_bytes.min(MAX_ENTRY) {
            return Ok(());
        }
        self.written(bytes)?.persist(self.file(key)).map_err(|error| error.error)?;
        // Keys are evenly spread: every writer has the same chance, and those who are many bear it together.
        if key.bytes().first().is_some_and(|first| first % SWEEPERS == 0) {
            // A little less than allowed, so that the next writers need remove nothing.
            let _ = self.prune(self.max_bytes / 10 * 9, None);
        }
        Ok(())
    }
}

/// Makes the folder, which only its owner may look into, and those above it as usual.
fn make_private(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder.parent() {
        fs::create_dir_all(above)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && folder.is_dir() => Ok(()),
        made => made,
    }
}
