//! What can go wrong with an image, and whose fault it is.

use crate::{EngineError, RegistryError};
use std::io;
use std::path::PathBuf;
use tidewaiter_model::Digest;

/// An image, or a layer of it, could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// The caller's path does not lead to anything readable.
    #[error("cannot open {path}")]
    Open {
        /// The path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is there, but holds no image. Whose fault: the caller, or whoever made the file.
    #[error("{name} is not a container image: {reason}")]
    NotAnImage {
        /// The file.
        name: String,
        /// What is missing.
        reason: String,
    },
    /// The file holds several images and the caller chose none.
    #[error("{name} holds several images: {choices}")]
    SeveralImages {
        /// The file.
        name: String,
        /// Their names.
        choices: String,
    },
    /// The caller chose one that is not there.
    #[error("{name} has no image `{wanted}`; it holds {choices}")]
    NoSuchImage {
        /// The file.
        name: String,
        /// The choice.
        wanted: String,
        /// What there is.
        choices: String,
    },
    /// No image for the platform that the caller asked for, or for this machine's. Whose fault: the caller.
    #[error("{name} has no image for {wanted}; it has {available}")]
    NoSuchPlatform {
        /// The image.
        name: String,
        /// The platform.
        wanted: String,
        /// What there is.
        available: String,
    },
    /// A manifest or configuration is not what the specification says. Whose fault: whoever made the image.
    #[error("{what} is broken")]
    Json {
        /// Which document.
        what: String,
        /// Why.
        source: serde_json::Error,
    },
    /// A manifest or configuration contradicts itself or the specification. Whose fault: whoever made the image.
    #[error("{what}: {reason}")]
    Manifest {
        /// Which document.
        what: String,
        /// What is wrong.
        reason: String,
    },
    /// Something ends before its end: a broken download, a full disk, or an attack.
    #[error("{what} is cut off at byte {offset}")]
    Truncated {
        /// Which archive or layer.
        what: String,
        /// Where.
        offset: u64,
    },
    /// A tar archive that no tar reads. Whose fault: whoever made the image.
    #[error("{what}: broken tar header at byte {offset}: {reason}")]
    Tar {
        /// Which archive or layer.
        what: String,
        /// Where.
        offset: u64,
        /// What is wrong.
        reason: &'static str,
    },
    /// A compression that engines do not unpack. Whose fault: whoever made the image.
    #[error("{what}: unsupported compression {compression}")]
    Compression {
        /// Which layer.
        what: String,
        /// Its name.
        compression: &'static str,
    },
    /// Compressed data that cannot be inflated, or a source that breaks off. Whose fault: whoever made or sends it.
    #[error("cannot read {what}")]
    Read {
        /// Which layer, archive or file.
        what: String,
        /// Why.
        source: io::Error,
    },
    /// An archive that has to be laid down in a temporary file could not be. Whose fault: this machine's disk.
    #[error("cannot write a temporary copy of {name}")]
    Spool {
        /// The archive.
        name: String,
        /// Why.
        source: io::Error,
    },
    /// An artifact's file cannot be written. Whose fault: this machine's disk, or the caller who named the place.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The contents are not those that the manifest promises: damage, or somebody exchanged them.
    #[error("{what} has the digest {actual}, not {expected}")]
    Digest {
        /// Which document or layer.
        what: String,
        /// Promised.
        expected: Digest,
        /// Found.
        actual: Digest,
    },
    /// A bound was hit: see [`crate::Limits`]. Whose fault: whoever made the image, or who set the bound too low.
    #[error("{what} has more than {limit} {unit}")]
    Limit {
        /// Which document or layer.
        what: String,
        /// The bound.
        limit: u64,
        /// `bytes`, `entries`, `layers`.
        unit: &'static str,
    },
    /// The engine did not give it.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The registry did not give it.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// The caller asked to stop. Nobody's fault.
    #[error("stopped before the end")]
    Stopped,
}

impl ImageError {
    /// What the caller can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::Engine(error) => return error.hint(),
            Self::Registry(error) => return error.hint(),
            Self::Open { source, .. } if source.kind() == io::ErrorKind::NotFound => "check that the path is spelt right",
            Self::Open { source, .. } if source.kind() == io::ErrorKind::PermissionDenied => {
                "give the user who runs this the right to read it"
            }
            Self::NotAnImage { .. } => "expected what `docker save` writes, or an OCI layout as a folder or tar",
            Self::SeveralImages { .. } | Self::NoSuchImage { .. } => "choose one of these by its name or digest",
            Self::NoSuchPlatform { .. } => "choose one of these platforms",
            Self::Truncated { .. } => "it is incomplete: save or download it again",
            Self::Digest { .. } => "it is damaged or was tampered with: save or pull it again",
            Self::Compression { .. } => "build or save the image again with gzip or zstd",
            Self::Spool { .. } => "set TMPDIR to a folder with room for the inflated archive",
            _ => return None,
        })
    }
}
