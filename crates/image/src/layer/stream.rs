//! A layer that is read as a whole: one thread reads, hashes and inflates, the caller's walks and hashes what comes out.

use super::{Compression, Promised};
use crate::digest::Hasher;
use crate::image::{LayerOutcome, WalkOptions};
use crate::tar::{self, StreamInput, read_full};
use crate::{ImageError, Visitor};
use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use tidewaiter_model::Digest;

/// Buffers between the two threads: enough that neither waits for the other's every step.
const BUFFERS: usize = 6;
const BUFFER: usize = 512 * 1024;

pub(super) fn walk(
    stored: Box<dyn Read + Send>,
    compression: Compression,
    promised: &Promised<'_>,
    options: &WalkOptions<'_>,
    visitor: &mut dyn Visitor,
) -> Result<LayerOutcome, ImageError> {
    let what = promised.what;
    let (full, inflated) = sync_channel::<Result<Vec<u8>, ImageError>>(BUFFERS);
    let (empty, recycled) = sync_channel::<Vec<u8>>(BUFFERS);
    std::thread::scope(|scope| {
        let blob = promised.blob;
        let reader = std::thread::Builder::new()
            .name("layer".to_owned())
            .spawn_scoped(scope, move || read_and_inflate(stored, compression, what, blob, &full, &recycled, options))
            .map_err(|source| ImageError::Read { what: what.to_owned(), source })?;
        let mut hasher = promised.diff_id.map(Hasher::like);
        let mut outcome = LayerOutcome::default();
        let mut bytes = 0u64;
        let mut input = StreamInput::new(|used: Vec<u8>| {
            if used.capacity() > 0 {
                // The reader may be done already; then the buffer is simply freed.
                let _ = empty.try_send(used);
            }
            let Ok(next) = inflated.recv() else { return Ok(None) };
            let buffer = next?;
            bytes = bytes.saturating_add(buffer.len() as u64);
            if bytes > options.limits.layer_bytes {
                return Err(ImageError::Limit { what: what.to_owned(), limit: options.limits.layer_bytes, unit: "bytes" });
            }
            if let Some(hasher) = &mut hasher {
                hasher.update(&buffer);
            }
            Ok(Some(buffer))
        });
        let walked = tar::walk(&mut input, what, options, visitor, &mut outcome.problems);
        // What comes after the archive's end belongs to the digests all the same.
        let drained = walked.and_then(|()| input.drain());
        drop(input);
        // A reader that still sends learns from this that nobody listens.
        drop(inflated);
        let blob_hasher = reader.join().unwrap_or_default();
        outcome.size = drained?;
        if let (Some(expected), Some(hasher)) = (promised.blob, blob_hasher) {
            verify(hasher, expected, what)?;
        }
        if let (Some(expected), Some(hasher)) = (promised.diff_id, hasher) {
            verify(hasher, expected, &format!("the inflated {what}"))?;
            outcome.diff_id_verified = true;
        }
        Ok(outcome)
    })
}

fn verify(hasher: Hasher, expected: &Digest, what: &str) -> Result<(), ImageError> {
    let mismatch = |actual| ImageError::Digest { what: what.to_owned(), expected: expected.clone(), actual };
    hasher.finish(expected).map_err(mismatch)
}

/// The reading thread: reads, hashes and inflates until the end, an error, or nobody listens. Gives the hasher of the
/// stored bytes if it was asked for one and all of them were read.
fn read_and_inflate(
    stored: Box<dyn Read + Send>,
    compression: Compression,
    what: &str,
    expected: Option<&Digest>,
    full: &SyncSender<Result<Vec<u8>, ImageError>>,
    recycled: &Receiver<Vec<u8>>,
    options: &WalkOptions<'_>,
) -> Option<Hasher> {
    let mut hashing = Hashing { stored, hasher: expected.map(Hasher::like), bytes: 0 };
    let error = match pump(&mut hashing, compression, full, recycled, options) {
        Ok(true) => return hashing.hasher,
        // If nobody listens any more, sending this is in vain and harmless.
        Ok(false) => ImageError::Stopped,
        Err(_) if options.is_stopped() => ImageError::Stopped,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            ImageError::Truncated { what: what.to_owned(), offset: hashing.bytes }
        }
        Err(source) => ImageError::Read { what: what.to_owned(), source },
    };
    let _ = full.send(Err(error));
    None
}

/// Sends everything; `false` if it ended early because the caller wants no more.
fn pump(
    hashing: &mut Hashing,
    compression: Compression,
    full: &SyncSender<Result<Vec<u8>, ImageError>>,
    recycled: &Receiver<Vec<u8>>,
    options: &WalkOptions<'_>,
) -> io::Result<bool> {
    let mut inflater = compression.inflater(hashing)?;
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
            break;
        }
    }
    drop(inflater);
    // An inflater may leave bytes behind its end; they belong to the digest.
    io::copy(hashing, &mut io::sink())?;
    Ok(true)
}

/// Hashes whatever goes through.
struct Hashing {
    stored: Box<dyn Read + Send>,
    hasher: Option<Hasher>,
    bytes: u64,
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.stored.read(buffer)?;
        if let (Some(hasher), Some(bytes)) = (&mut self.hasher, buffer.get(..read)) {
            hasher.update(bytes);
        }
        self.bytes = self.bytes.saturating_add(read as u64);
        Ok(read)
    }
}
