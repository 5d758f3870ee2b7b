//! Layers: read, verified, inflated and walked.
//!
//! A layer is read and inflated on a thread of its own while the caller's thread walks the tar, so two cores share the
//! work; buffers go round between them, so memory does not depend on the layer. A plain tar in a file is not streamed at
//! all unless its contents are to be verified: only headers and wanted contents are read.

mod inflate;

use crate::image::{LayerOutcome, WalkOptions};
use crate::tar::{self, FileInput, Input, StreamInput, read_full};
use crate::{ImageError, Visitor};
use inflate::Compression;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{Cursor, Read};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use tidewaiter_model::Digest;

/// Where the bytes of a layer come from.
pub enum LayerInput {
    /// A region of a file.
    Region {
        /// The file.
        file: Arc<File>,
        /// Its first byte.
        start: u64,
        /// How many bytes.
        length: u64,
    },
    /// A stream.
    Stream(Box<dyn Read + Send>),
}

/// Gives the layers of one image. A new source implements this.
pub trait LayerStore: Send + Sync {
    /// The stored bytes of a layer, from the first.
    ///
    /// # Errors
    /// The source has lost it.
    fn open(&self, index: usize) -> Result<LayerInput, ImageError>;
}

/// What a layer is checked against.
pub(crate) struct Promised<'a> {
    /// Names the layer in errors.
    pub(crate) what: String,
    /// The digest of the stored bytes.
    pub(crate) blob: Option<&'a Digest>,
    /// The digest of the inflated bytes.
    pub(crate) diff_id: Option<&'a Digest>,
}

/// Buffers between the two threads: enough that neither waits for the other's every step.
const BUFFERS: usize = 8;
const BUFFER: usize = 256 * 1024;

pub(crate) fn walk(input: LayerInput, promised: &Promised<'_>, options: &WalkOptions<'_>, visitor: &mut dyn Visitor) -> Result<LayerOutcome, ImageError> {
    match input {
        LayerInput::Region { file, start, length } => {
            let mut head = [0; 6];
            let filled = FileInput::new(Arc::clone(&file), promised.what.clone(), start, length).fill(&mut head)?;
            let compression = Compression::of(head.get(..filled).unwrap_or(&[])).map_err(|compression| unsupported(promised, compression))?;
            if compression == Compression::None && promised.blob.is_none() && !options.verify_diff_ids {
                let mut input = FileInput::new(file, promised.what.clone(), start, length);
                let mut outcome = LayerOutcome { size: length, ..LayerOutcome::default() };
                tar::walk(&mut input, &promised.what, options.limits, &|| options.is_stopped(), visitor, &mut outcome.problems)?;
                return Ok(outcome);
            }
            walk_stream(Box::new(Region { file, at: start, left: length }), compression, promised, options, visitor)
        }
        LayerInput::Stream(mut stream) => {
            let mut head = [0; 6];
            let unreadable = |source| ImageError::Read { what: promised.what.clone(), source };
            let filled = read_full(&mut stream, &mut head).map_err(unreadable)?;
            let head = head.get(..filled).unwrap_or(&[]).to_vec();
            let compression = Compression::of(&head).map_err(|compression| unsupported(promised, compression))?;
            walk_stream(Box::new(Cursor::new(head).chain(stream)), compression, promised, options, visitor)
        }
    }
}

fn unsupported(promised: &Promised<'_>, compression: &'static str) -> ImageError {
    ImageError::Compression { what: promised.what.clone(), compression }
}

fn walk_stream(
    stored: Box<dyn Read + Send>,
    compression: Compression,
    promised: &Promised<'_>,
    options: &WalkOptions<'_>,
    visitor: &mut dyn Visitor,
) -> Result<LayerOutcome, ImageError> {
    let (full, inflated) = sync_channel::<Result<Vec<u8>, ImageError>>(BUFFERS);
    let (empty, recycled) = sync_channel::<Vec<u8>>(BUFFERS);
    std::thread::scope(|scope| {
        let what = &promised.what;
        let wants_digest = promised.blob.is_some();
        let reader = scope.spawn(move || inflate_all(stored, compression, what, wants_digest, &full, &recycled, options));
        let mut hasher = promised.diff_id.map(|_| Sha256::new());
        let mut outcome = LayerOutcome::default();
        let mut input = StreamInput::new(|used: Vec<u8>| {
            if used.capacity() > 0 {
                // The reader may be done already; then the buffer is simply freed.
                let _ = empty.try_send(used);
            }
            let Ok(next) = inflated.recv() else { return Ok(None) };
            let buffer = next?;
            if let Some(hasher) = &mut hasher {
                hasher.update(&buffer);
            }
            Ok(Some(buffer))
        });
        let walked = tar::walk(&mut input, what, options.limits, &|| options.is_stopped(), visitor, &mut outcome.problems);
        // What comes after the archive's end belongs to the digests all the same.
        let drained = walked.and_then(|()| input.drain());
        drop(input);
        drop(inflated);
        let digest = reader.join().unwrap_or(None);
        outcome.size = drained?;
        if let Some(expected) = promised.blob {
            verify(what, expected, digest)?;
        }
        if let (Some(expected), Some(hasher)) = (promised.diff_id, hasher) {
            verify(&format!("{what}, inflated,"), expected, Some(Digest::sha256(&hasher.finalize().into())))?;
            outcome.diff_id_verified = true;
        }
        Ok(outcome)
    })
}

fn verify(what: &str, expected: &Digest, actual: Option<Digest>) -> Result<(), ImageError> {
    match actual {
        Some(actual) if actual == *expected => Ok(()),
        Some(actual) => Err(ImageError::Digest { what: what.to_owned(), expected: expected.clone(), actual }),
        None => Err(ImageError::Truncated { what: what.to_owned(), offset: 0 }),
    }
}

/// The reading thread: reads, hashes and inflates until the end, an error, or nobody listens. Gives the stored bytes'
/// digest if all of them were read.
fn inflate_all(
    stored: Box<dyn Read + Send>,
    compression: Compression,
    what: &str,
    wants_digest: bool,
    full: &SyncSender<Result<Vec<u8>, ImageError>>,
    recycled: &Receiver<Vec<u8>>,
    options: &WalkOptions<'_>,
) -> Option<Digest> {
    let mut hashing = Hashing { stored, hasher: wants_digest.then(Sha256::new) };
    let outcome = (|| {
        let mut inflater = compression.inflater(&mut hashing)?;
        loop {
            if options.is_stopped() {
                return Ok(false);
            }
            let mut buffer = recycled.try_recv().unwrap_or_default();
            buffer.resize(BUFFER, 0);
            let filled = read_full(&mut *inflater, &mut buffer)?;
            buffer.truncate(filled);
            if filled > 0 && full.send(Ok(buffer)).is_err() {
                return Ok(false);
            }
            if filled < BUFFER {
                return Ok(true);
            }
        }
    })();
    let outcome = outcome.and_then(|is_whole| if is_whole { std::io::copy(&mut hashing, &mut std::io::sink()).map(|_| true) } else { Ok(false) });
    match outcome {
        Ok(true) => hashing.hasher.map(|hasher| Digest::sha256(&hasher.finalize().into())),
        Ok(false) => {
            // Nobody listens any more unless the caller asked to stop.
            let _ = full.send(Err(ImageError::Stopped));
            None
        }
        Err(source) => {
            let error = match source.kind() {
                std::io::ErrorKind::UnexpectedEof => ImageError::Truncated { what: what.to_owned(), offset: 0 },
                _ => ImageError::Read { what: what.to_owned(), source },
            };
            let _ = full.send(Err(error));
            None
        }
    }
}

/// Hashes whatever goes through.
struct Hashing {
    stored: Box<dyn Read + Send>,
    hasher: Option<Sha256>,
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.stored.read(buffer)?;
        if let (Some(hasher), Some(bytes)) = (&mut self.hasher, buffer.get(..read)) {
            hasher.update(bytes);
        }
        Ok(read)
    }
}

/// A region of a file as a stream.
struct Region {
    file: Arc<File>,
    at: u64,
    left: u64,
}

impl Read for Region {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let wanted = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let Some(buffer) = buffer.get_mut(..wanted) else { return Ok(0) };
        let read = tar::read_at(&self.file, buffer, self.at)?;
        self.at += read as u64;
        self.left -= read as u64;
        Ok(read)
    }
}
