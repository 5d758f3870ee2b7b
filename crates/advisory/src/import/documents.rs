//! The documents of a feed: one file, all files of a folder, or of a tar or zip archive, each inflated if it has to be.
//!
//! Limits: gzip and zstd; a document of more than 2 GiB is refused.

use crate::artifact::{ArtifactError, Reach};
use crate::source::{FetchError, Mirror, Progress};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

const MAX_DOCUMENT: u64 = 2 << 30;

/// A feed's documents could not be fetched or opened.
#[derive(Debug, thiserror::Error)]
pub enum DocumentsError {
    /// From a server.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// A file or folder. Whose fault: the caller, or the disk.
    #[error("cannot read {path}")]
    File {
        /// Its path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// An artifact in a registry.
    #[error(transparent)]
    Artifact(#[from] ArtifactError),
    /// It is compressed or packed, and broken.
    #[error("cannot unpack {name}")]
    Unpack {
        /// Which.
        name: String,
        /// Why.
        source: io::Error,
    },
}

/// The documents of one feed.
pub struct Documents {
    source: String,
    stored: Vec<Stored>,
}

enum Stored {
    Path(PathBuf),
    Bytes(String, Vec<u8>),
}

impl Documents {
    /// Those at a path, URL, or in an artifact in a registry.
    ///
    /// # Errors
    /// Nothing is there.
    pub fn open(source: &str, reach: &Reach, progress: &Progress<'_>) -> Result<Self, DocumentsError> {
        let stored = match Mirror::parse(source) {
            Mirror::Http(url) => {
                let (base, file) = url.rsplit_once('/').unwrap_or((&url, ""));
                vec![Stored::Bytes(file.to_owned(), Mirror::Http(base.to_owned()).fetch(file, progress)?)]
            }
            Mirror::Artifact(place) => {
                reach.layers(&place)?.into_iter().map(|(name, bytes)| Stored::Bytes(name, bytes)).collect()
            }
            Mirror::Folder(path) if path.is_dir() => {
                let mut files = Vec::new();
                list(&path, &mut files).map_err(|source| DocumentsError::File { path: path.clone(), source })?;
                files.sort();
                files.into_iter().map(Stored::Path).collect()
            }
            Mirror::Folder(path) => vec![Stored::Path(path)],
        };
        Ok(Self { source: source.to_owned(), stored })
    }

    /// Documents that are there already.
    #[must_use]
    pub fn of(documents: Vec<(&str, Vec<u8>)>) -> Self {
        let stored = documents.into_iter().map(|(name, bytes)| Stored::Bytes(name.to_owned(), bytes)).collect();
        Self { source: "memory".to_owned(), stored }
    }

    /// Where they are from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Calls back with each document's name and bytes; what it answers is no error of the documents.
    ///
    /// # Errors
    /// One cannot be read or unpacked.
    pub fn each(&mut self, visit: &mut dyn FnMut(&str, Vec<u8>)) -> Result<(), DocumentsError> {
        for stored in std::mem::take(&mut self.stored) {
            let (name, bytes) = match stored {
                Stored::Bytes(name, bytes) => (name, bytes),
                Stored::Path(path) => {
                    let bytes = std::fs::read(&path).map_err(|source| DocumentsError::File { path: path.clone(), source })?;
                    (path.display().to_string(), bytes)
                }
            };
            unpack(&name, bytes, visit).map_err(|source| DocumentsError::Unpack { name, source })?;
        }
        Ok(())
    }
}

/// Symbolic links are not followed, so there are no circles.
fn list(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        match entry.file_type()? {
            kind if kind.is_dir() => list(&entry.path(), files)?,
            kind if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
    Ok(())
}

fn unpack(name: &str, bytes: Vec<u8>, visit: &mut dyn FnMut(&str, Vec<u8>)) -> io::Result<()> {
    let (name, bytes) = inflated(name, bytes)?;
    if bytes.starts_with(b"PK\x03\x04") {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes))?;
        for index in 0..archive.len() {
            let file = archive.by_index(index)?;
            let (is_file, inner) = (file.is_file(), file.name().map(|name| name.into_owned()).unwrap_or_default());
            if is_file {
                let (inner, bytes) = inflated(&inner, read(file)?)?;
                visit(&inner, bytes);
            }
        }
        return Ok(());
    }
    if bytes.get(257..262) == Some(b"ustar") {
        let mut archive = tar::Archive::new(bytes.as_slice());
        for entry in archive.entries()? {
            let entry = entry?;
            let inner = entry.path()?.display().to_string();
            if entry.header().entry_type().is_file() {
                let (inner, bytes) = inflated(&inner, read(entry)?)?;
                visit(&inner, bytes);
            }
        }
        return Ok(());
    }
    visit(&name, bytes);
    Ok(())
}

fn inflated(name: &str, bytes: Vec<u8>) -> io::Result<(String, Vec<u8>)> {
    let bare = |ends: [&str; 2]| ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name).to_owned();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok((bare([".gz", ".gzip"]), read(flate2::read::MultiGzDecoder::new(bytes.as_slice()))?));
    }
    if bytes.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        return Ok((bare([".zst", ".zstd"]), read(zstd::Decoder::new(bytes.as_slice())?)?));
    }
    Ok((name.to_owned(), bytes))
}

fn read(reader: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(MAX_DOCUMENT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_DOCUMENT {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 2 GiB"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn told(source: &Path) -> Vec<(String, String)> {
        let mut told = Vec::new();
        let mut documents = Documents::open(&source.display().to_string(), &Reach::default(), &|_| ()).unwrap();
        documents.each(&mut |name, bytes| told.push((name.to_owned(), String::from_utf8(bytes).unwrap()))).unwrap();
        told
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(bytes).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn files_folders_and_archives_are_opened() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("in");
        std::fs::create_dir_all(inner.join("deep")).unwrap();
        std::fs::write(inner.join("a.json"), "a").unwrap();
        std::fs::write(inner.join("deep/b.json.gz"), gzip(b"b")).unwrap();
        let names = |told: Vec<(String, String)>| {
            told.into_iter().map(|(name, text)| (name.rsplit('/').next().unwrap().to_owned(), text)).collect::<Vec<_>>()
        };
        let expected = [("a.json".to_owned(), "a".to_owned()), ("b.json".to_owned(), "b".to_owned())];
        assert_eq!(names(told(&inner)), expected);
        let mut tar = tar::Builder::new(Vec::new());
        tar.append_dir_all("x", &inner).unwrap();
        std::fs::write(folder.path().join("f.tar.gz"), gzip(&tar.into_inner().unwrap())).unwrap();
        let mut from_tar = names(told(&folder.path().join("f.tar.gz")));
        from_tar.sort();
        assert_eq!(from_tar, expected);
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a.json", zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(b"a").unwrap();
        std::fs::write(folder.path().join("f.zip"), zip.finish().unwrap().into_inner()).unwrap();
        assert_eq!(names(told(&folder.path().join("f.zip"))), expected[..1]);
    }

    #[test]
    fn what_is_missing_or_broken_is_told() {
        assert!(matches!(
            Documents::open("/nowhere", &Reach::default(), &|_| ()).unwrap().each(&mut |_, _| ()),
            Err(DocumentsError::File { .. })
        ));
        let mut cut = gzip(b"some text that is long enough");
        cut.truncate(20);
        let error = Documents::of(vec![("x.gz", cut)]).each(&mut |_, _| ()).unwrap_err();
        assert!(matches!(error, DocumentsError::Unpack { .. }));
    }
}
