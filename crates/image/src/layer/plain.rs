//! A plain tar in a file: its headers are walked, and where its contents are to be verified, another thread reads and hashes all of them
//! meanwhile.

use super::Promised;
use crate::digest::Hasher;
use crate::image::{LayerOutcome, WalkOptions};
use crate::region::Region;
use crate::tar::{self, FileInput};
use crate::{ImageError, Visitor};
use std::fs::File;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tidewaiter_model::Digest;

/// The region of a file that is a layer.
pub(super) struct Stored {
    pub(super) file: Arc<File>,
    pub(super) start: u64,
    pub(super) length: u64,
}

const STEP: usize = 256 << 10;

/// Shows every entry; reads nothing else but what the visitor wants.
pub(super) fn walk(
    stored: &Stored,
    promised: &Promised<'_>,
    options: &WalkOptions<'_>,
    visitor: &mut dyn Visitor,
) -> Result<LayerOutcome, ImageError> {
    let Stored { file, start, length } = stored;
    let mut input = FileInput::new(Arc::clone(file), promised.what, *start, *length);
    let mut outcome = LayerOutcome { size: *length, ..LayerOutcome::default() };
    tar::walk(&mut input, promised.what, options, visitor, &mut outcome.problems)?;
    Ok(outcome)
}

/// The same, and verifies the contents.
pub(super) fn verify(
    stored: &Stored,
    promised: &Promised<'_>,
    options: &WalkOptions<'_>,
    visitor: &mut dyn Visitor,
) -> Result<LayerOutcome, ImageError> {
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let hashing = std::thread::Builder::new()
            .name("digest".to_owned())
            .spawn_scoped(scope, || hash(stored, promised, options, &is_over))
            .map_err(|source| ImageError::Read { what: promised.what.to_owned(), source })?;
        let walked = walk(stored, promised, options, visitor);
        is_over.store(walked.is_err(), Ordering::Relaxed);
        let hashed = hashing.join().unwrap_or(Err(ImageError::Stopped));
        let outcome = walked?;
        hashed?;
        Ok(LayerOutcome { diff_id_verified: promised.diff_id.is_some(), ..outcome })
    })
}

/// Compares the contents with what is promised, once if that is the same.
fn hash(stored: &Stored, promised: &Promised<'_>, options: &WalkOptions<'_>, is_over: &AtomicBool) -> Result<(), ImageError> {
    let what = promised.what;
    let other = promised.diff_id.filter(|diff_id| promised.blob != Some(diff_id));
    let mut hashers: Vec<(&Digest, Hasher)> =
        promised.blob.into_iter().chain(other).map(|digest| (digest, Hasher::like(digest))).collect();
    let mut region = Region::new(Arc::clone(&stored.file), what.into(), 0, stored.start, stored.length);
    let mut buffer = vec![0; STEP];
    loop {
        if is_over.load(Ordering::Relaxed) || options.is_stopped() {
            return Err(ImageError::Stopped);
        }
        let read = region.read(&mut buffer).map_err(|source| ImageError::Read { what: what.to_owned(), source })?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hashers.iter_mut().for_each(|(_, hasher)| hasher.update(bytes));
    }
    for (expected, hasher) in hashers {
        let mismatch = |actual| ImageError::Digest { what: what.to_owned(), expected: expected.clone(), actual };
        hasher.finish(expected).map_err(mismatch)?;
    }
    Ok(())
}
