//! Which published artifact an archive is, by the SHA-1 of its file: for archives that do not say it themselves.
//!
//! One row an archive, sorted, so a look-up is a binary search and nothing is decoded:
//! SHA-1, 20 bytes · places of name and version among the texts, u32 each.

use super::advisories::about;
use super::codec::{Texts, text_at};
use super::container::{Container, Writer, u32_at};
use super::{ARCHIVES, About, ShardError, section};
use std::path::Path;

const SHA1: usize = 20;
const ROW: usize = SHA1 + 8;

/// What is known of archives, as it is gathered: names and versions are stored once.
#[derive(Default)]
pub struct Archives {
    rows: Vec<[u8; ROW]>,
    texts: Texts,
}

impl std::fmt::Debug for Archives {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} archives", self.rows.len())
    }
}

impl Archives {
    /// Adds one: the SHA-1 of its file, `group:artifact` and the version.
    pub fn add(&mut self, sha1: &[u8; SHA1], name: &str, version: &str) {
        let mut row = [0; ROW];
        let places = [self.texts.intern(name), self.texts.intern(version)].map(|place| place as u32).map(u32::to_le_bytes);
        let bytes = sha1.iter().chain(places.as_flattened());
        row.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = *byte);
        self.rows.push(row);
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// An index of archives, mapped.
pub struct ArchiveShard {
    container: Container,
    about: About,
}

impl ArchiveShard {
    /// Maps a shard's file.
    ///
    /// # Errors
    /// The file is missing, damaged, or no shard of this kind and version.
    pub fn open(path: &Path) -> Result<Self, ShardError> {
        let container = Container::open(path, ARCHIVES, &[])?;
        let about = about(&container)?;
        Ok(Self { container, about })
    }

    /// What the shard says of itself.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Bytes on disk.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.container.len()
    }

    /// Name and version of the archive with this SHA-1.
    #[must_use]
    pub fn find(&self, sha1: &[u8; SHA1]) -> Option<(&str, &str)> {
        let (rows, _) = self.container.section(section::TABLE).as_chunks::<ROW>();
        let row = rows.get(rows.binary_search_by(|row| row.get(..SHA1).unwrap_or(&[]).cmp(sha1)).ok()?)?;
        let text = |at: usize| text_at(self.container.section(section::TEXTS), u64::from(u32_at(row, at)?));
        Some((text(SHA1)?, text(SHA1 + 4)?))
    }
}

/// Writes the index.
///
/// # Errors
/// It cannot be written, or is larger than the format can hold.
pub fn write_archives(path: &Path, mut about: About, archives: Archives) -> Result<About, ShardError> {
    let Archives { mut rows, texts } = archives;
    // The same file under several coordinates: the first in order stands for all, whatever order they came in.
    rows.sort_unstable();
    rows.dedup_by(|later, first| later.get(..SHA1) == first.get(..SHA1));
    about.records = rows.len();
    let texts = texts.into_bytes();
    if u32::try_from(texts.len()).is_err() {
        return Err(ShardError::TooLarge { path: path.to_owned() });
    }
    let mut writer = Writer::new(ARCHIVES);
    writer.section(serde_json::to_vec(&about).map_err(|e| ShardError::Write { path: path.to_owned(), source: e.into() })?);
    // There are no groups, records or details; an empty last section would mean a file that is cut.
    for section in [texts, rows.into_flattened(), Vec::new(), Vec::new(), vec![0]] {
        writer.section(section);
    }
    writer.write(path)?;
    Ok(about)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("java.archives");
        let mut archives = Archives::default();
        for byte in [9, 3, 200, 3] {
            archives.add(&[byte; 20], &format!("group:name-{byte}"), "1.0");
        }
        assert_eq!(write_archives(&path, About::default(), archives).unwrap().records, 3);
        let shard = ArchiveShard::open(&path).unwrap();
        assert_eq!(shard.find(&[9; 20]), Some(("group:name-9", "1.0")));
        assert_eq!(shard.find(&[200; 20]), Some(("group:name-200", "1.0")));
        assert_eq!(shard.find(&[4; 20]), None);
        std::fs::write(&path, b"cut").unwrap();
        assert!(ArchiveShard::open(&path).is_err());
    }
}
