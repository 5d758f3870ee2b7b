//! Layers: read, verified, inflated and walked.
//!
//! A compressed layer is read and inflated on a thread of its own while the caller's thread walks the tar, so two cores share the
//! work; buffers go round between them, so memory does not depend on the layer. Of a plain tar in a file only headers and wanted
//! contents are read, unless it is to be verified: then another thread reads and hashes it meanwhile.

mod identity;
mod inflate;
mod plain;
mod stream;

use crate::image::{LayerOutcome, WalkOptions};
use crate::region::Region;
use crate::tar::{FileInput, Input, read_full};
use crate::{ImageError, Visitor};
pub use identity::{FileState, Identity};
pub(crate) use inflate::Compression;
use plain::Stored;
use std::fs::File;
use std::io::{Cursor, Read};
use std::sync::Arc;
use tidewaiter_model::Digest;

/// A layer as it is stored.
pub struct LayerInput {
    /// Names it in errors: `layer sha256:…`.
    pub name: String,
    /// What the stored bytes are promised to come to, where somebody promised.
    pub digest: Option<Digest>,
    /// The stored bytes, compressed or not.
    pub bytes: LayerBytes,
}

/// Where the bytes of a layer come from.
pub enum LayerBytes {
    /// A region of a file, from which only what is needed is read.
    Region {
        /// The file.
        file: Arc<File>,
        /// Its first byte.
        start: u64,
        /// How many bytes.
        length: u64,
    },
    /// A stream, which is read to its end.
    Stream(Box<dyn Read + Send>),
}

/// Gives the layers of one image. A new source implements this.
pub trait LayerStore: Send + Sync {
    /// The stored bytes of a layer, from the first. `index` counts from the base.
    ///
    /// # Errors
    /// The source has lost it.
    fn open(&self, index: usize) -> Result<LayerInput, ImageError>;

    /// The bytes of a layer as it is stored, where they are known.
    fn size(&self, index: usize) -> Option<u64> {
        let _ = index;
        None
    }

    /// What a layer of this diff ID is known by, where it can be known without being read.
    fn identity(&self, index: usize, diff_id: &Digest) -> Option<Identity> {
        let _ = (index, diff_id);
        None
    }
}

/// What a layer is checked against.
struct Promised<'a> {
    /// Names the layer in errors.
    what: &'a str,
    /// The digest of the stored bytes.
    blob: Option<&'a Digest>,
    /// The digest of the inflated bytes.
    diff_id: Option<&'a Digest>,
}

/// Shows every entry of a layer to a visitor, and checks it against its digests.
pub(crate) fn walk(
    input: LayerInput,
    diff_id: Option<&Digest>,
    options: &WalkOptions<'_>,
    visitor: &mut dyn Visitor,
) -> Result<LayerOutcome, ImageError> {
    let promised = Promised { what: &input.name, blob: input.digest.as_ref(), diff_id };
    let compression_of = |head: &[u8]| {
        let unsupported = |compression| ImageError::Compression { what: promised.what.to_owned(), compression };
        Compression::of(head).map_err(unsupported)
    };
    let mut head = [0; Compression::MAGIC];
    match input.bytes {
        LayerBytes::Region { file, start, length } => {
            let filled = FileInput::new(Arc::clone(&file), promised.what, start, length).fill(&mut head)?;
            let compression = compression_of(head.get(..filled).unwrap_or(&[]))?;
            // Stored as it is, a layer has one digest; when two are promised, one of them is wrong, and reading it all
            // tells which.
            let is_consistent = promised.blob.is_none() || promised.blob == promised.diff_id;
            let stored = Stored { file, start, length };
            match compression {
                Compression::None if is_consistent && !options.verify_diff_ids => {
                    plain::walk(&stored, &promised, options, visitor)
                }
                Compression::None => plain::verify(&stored, &promised, options, visitor),
                _ => {
                    let region = Region::new(stored.file, promised.what.into(), 0, start, length);
                    stream::walk(Box::new(region), compression, &promised, options, visitor)
                }
            }
        }
        LayerBytes::Stream(mut stream) => {
            let unreadable = |source| ImageError::Read { what: promised.what.to_owned(), source };
            let filled = read_full(&mut stream, &mut head).map_err(unreadable)?;
            let head = head.get(..filled).unwrap_or(&[]).to_vec();
            let compression = compression_of(&head)?;
            stream::walk(Box::new(Cursor::new(head).chain(stream)), compression, &promised, options, visitor)
        }
    }
}

#[cfg(test)]
mod tests;
