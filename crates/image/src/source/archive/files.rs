//! Named files of a folder or of a tar, each found by its path.

use crate::entry::normalised;
use crate::layer::FileState;
use crate::region::Region;
use crate::tar::{self, FileInput, Input};
use crate::{Content, Entry, EntryKind, ImageError, OpenOptions, Visitor, WalkOptions};
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// A folder or a tar.
pub(crate) enum Files {
    Folder(PathBuf),
    Tar { file: Arc<File>, entries: HashMap<String, Place> },
}

/// An entry of the tar.
pub(crate) enum Place {
    At {
        start: u64,
        length: u64,
    },
    /// Old engines write a layer that another image has too as a link to it.
    Link(String),
}

/// Where a file's bytes are.
#[derive(Clone)]
pub(crate) enum Location {
    Path(PathBuf),
    Region { file: Arc<File>, start: u64, length: u64 },
}

impl Location {
    /// The file, the first byte, and how many bytes.
    pub(crate) fn open(&self) -> Result<(Arc<File>, u64, u64), ImageError> {
        match self {
            Self::Region { file, start, length } => Ok((Arc::clone(file), *start, *length)),
            Self::Path(path) => {
                let unreadable = |source| ImageError::Open { path: path.clone(), source };
                let file = File::open(path).map_err(unreadable)?;
                let length = file.metadata().map_err(unreadable)?.len();
                Ok((Arc::new(file), 0, length))
            }
        }
    }
}

impl Location {
    /// How many bytes.
    pub(crate) fn size(&self) -> Option<u64> {
        match self {
            Self::Region { length, .. } => Some(*length),
            Self::Path(path) => path.metadata().ok().map(|metadata| metadata.len()),
        }
    }

    /// The file as it is now, the first byte, and how many bytes.
    pub(crate) fn state(&self, now: SystemTime) -> Option<(FileState, u64, u64)> {
        match self {
            Self::Region { file, start, length } => Some((FileState::of(&file.metadata().ok()?, now)?, *start, *length)),
            Self::Path(path) => {
                let metadata = path.metadata().ok()?;
                Some((FileState::of(&metadata, now)?, 0, metadata.len()))
            }
        }
    }

    /// All of its bytes.
    pub(crate) fn reader(&self) -> Result<impl Read + Send + use<>, ImageError> {
        let (file, start, length) = self.open()?;
        Ok(Region::new(file, Arc::default(), 0, start, length))
    }
}

impl Files {
    pub(crate) fn folder(path: &Path) -> Self {
        Self::Folder(path.to_owned())
    }

    /// Lists a tar by its headers.
    pub(crate) fn tar(file: Arc<File>, name: &str, options: &OpenOptions<'_>) -> Result<Self, ImageError> {
        let length = file.metadata().map_err(|source| ImageError::Read { what: name.to_owned(), source })?.len();
        let mut listing = Listing { entries: HashMap::new() };
        let mut input = FileInput::new(Arc::clone(&file), name, 0, length);
        let walk = WalkOptions { limits: &options.limits, verify_diff_ids: false, stop: options.stop };
        let not_an_image = |reason: &str| ImageError::NotAnImage { name: name.to_owned(), reason: reason.to_owned() };
        match tar::walk(&mut input, name, &walk, &mut listing, &mut Vec::new()) {
            Err(ImageError::Tar { offset: 0, .. }) => Err(not_an_image("it is not a tar archive")),
            // Less than one header was never a tar.
            Err(ImageError::Truncated { .. }) if length < 512 => Err(not_an_image("it is not a tar archive")),
            Err(error) => Err(error),
            Ok(()) if length == 0 => Err(not_an_image("it is empty")),
            Ok(()) => Ok(Self::Tar { file, entries: listing.entries }),
        }
    }

    /// A whole file; `None` if there is none.
    pub(crate) fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>, ImageError> {
        let Some(location) = self.find(path) else { return Ok(None) };
        let (file, start, length) = location.open()?;
        if length > limit {
            return Err(ImageError::Limit { what: path.to_owned(), limit, unit: "bytes" });
        }
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
        let filled = FileInput::new(file, path, start, length).fill(&mut bytes)?;
        bytes.truncate(filled);
        Ok(Some(bytes))
    }

    /// Where a file is; `None` if there is none.
    pub(crate) fn find(&self, path: &str) -> Option<Location> {
        let (path, _) = normalised(path.as_bytes());
        match self {
            // A manifest must not lead out of its folder.
            Self::Folder(folder) => Some(folder.join(&*path)).filter(|path| path.is_file()).map(Location::Path),
            Self::Tar { file, entries } => {
                let mut path = &*path;
                // Links of links are not written by anybody; a few are followed all the same.
                for _ in 0..8 {
                    match entries.get(path)? {
                        Place::At { start, length } => {
                            return Some(Location::Region { file: Arc::clone(file), start: *start, length: *length });
                        }
                        Place::Link(target) => path = target,
                    }
                }
                None
            }
        }
    }
}

struct Listing {
    entries: HashMap<String, Place>,
}

impl Visitor for Listing {
    fn entry(&mut self, entry: &Entry<'_>, content: &mut dyn Content) -> Result<(), ImageError> {
        let place = match entry.kind {
            EntryKind::File => match content.offset() {
                Some(start) => Place::At { start, length: entry.size },
                None => return Ok(()),
            },
            EntryKind::Hardlink(target) => Place::Link(target.to_owned()),
            EntryKind::Symlink(target) => {
                let folder = entry.path.rsplit_once('/').map_or("", |(folder, _)| folder);
                Place::Link(normalised(format!("{folder}/{target}").as_bytes()).0.into_owned())
            }
            _ => return Ok(()),
        };
        self.entries.insert(entry.path.to_owned(), place);
        Ok(())
    }
}
