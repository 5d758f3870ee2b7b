//! Artifacts that are no images: blobs and manifests under names, in a registry or in an OCI layout in a file.
//!
//! Specifications: <https://github.com/opencontainers/distribution-spec/blob/main/spec.md> and
//! <https://github.com/opencontainers/image-spec/blob/main/image-layout.md>. What blobs and manifests mean is the caller's affair.
//! Limits: blobs are put in one piece and from memory.

pub mod cosign;
mod layout;

pub use layout::{Layout, LayoutWriter};

use crate::ImageError;
use std::io::Read;
use tidewaiter_model::Digest;

/// The media type of the manifests that are written here.
pub const MANIFEST: &str = "application/vnd.oci.image.manifest.v1+json";

/// Where an artifact is taken from.
pub trait ArtifactSource: Send + Sync {
    /// For people.
    fn name(&self) -> String;

    /// The manifest under a name of its own, or, with `None`, the one that the source was opened for; with its digest. `Ok(None)`
    /// if there is none.
    ///
    /// # Errors
    /// It cannot be read, or is not what its digest names.
    fn manifest(&self, tag: Option<&str>) -> Result<Option<(Vec<u8>, Digest)>, ImageError>;

    /// The bytes of a blob. Whoever reads compares size and digest.
    ///
    /// # Errors
    /// It is not there or cannot be read.
    fn blob(&self, digest: &Digest, size: u64) -> Result<Box<dyn Read + Send>, ImageError>;
}

/// Where an artifact is put.
pub trait ArtifactSink {
    /// For people: what a signature names.
    fn name(&self) -> String;

    /// Puts a blob there, unless it is there already. Says whether it was put.
    ///
    /// # Errors
    /// It cannot be written.
    fn put_blob(&mut self, digest: &Digest, bytes: &[u8]) -> Result<bool, ImageError>;

    /// Puts a manifest, whose blobs are there already, under a name of its own, or, with `None`, under the one that the sink was
    /// opened for.
    ///
    /// # Errors
    /// It cannot be written, or not as it is.
    fn put_manifest(&mut self, tag: Option<&str>, json: &[u8]) -> Result<Digest, ImageError>;
}
