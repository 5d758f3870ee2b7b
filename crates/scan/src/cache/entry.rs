//! The facts of one layer as bytes.
//!
//! A mark with the version of this form, the key, a checksum (XXH3 of 128 bits) of all that follows, the inflated length, and then
//! MessagePack, compressed with zstd. MessagePack (<https://github.com/msgpack/msgpack/blob/master/spec.md>) names fields, so that what
//! is left out can be told, and is read in half the time of JSON.
//! Limits: facts of more than half a gigabyte are not kept.

use super::FactsKey;
use crate::survey::LayerFacts;
use serde::{Deserialize, Serialize};
use std::io::{self, BufWriter, Write};
use tidewaiter_image::LayerOutcome;
use xxhash_rust::xxh3::xxh3_128;

const MARK: &[u8; 8] = b"TWFACTS\x01";
const KEY: usize = 32;
const CHECKSUM: usize = 16;
const LENGTH: usize = 8;
/// Faster levels make files a third larger, slower ones hardly smaller.
const LEVEL: i32 = 1;
const MAX_INFLATED: u64 = 512 << 20;
/// Small writes are gathered.
const GATHERED: usize = 128 << 10;

/// What is kept of a layer.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Kept<F = LayerFacts, O = LayerOutcome> {
    pub(super) facts: F,
    pub(super) outcome: O,
    /// The only day on which it holds, if another may change it.
    pub(super) day: Option<String>,
}

/// The bytes of an entry.
pub(super) fn encode(key: &FactsKey, kept: &Kept<&LayerFacts, &LayerOutcome>) -> io::Result<Vec<u8>> {
    let mut writer = BufWriter::with_capacity(GATHERED, Counted { inner: zstd::Encoder::new(Vec::new(), LEVEL)?, bytes: 0 });
    rmp_serde::encode::write_named(&mut writer, kept).map_err(io::Error::other)?;
    let counted = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    let length = counted.bytes.to_le_bytes();
    let packed = counted.inner.finish()?;
    let followed = [length.as_slice(), &packed].concat();
    Ok([MARK.as_slice(), key.bytes(), &xxh3_128(&followed).to_le_bytes(), &followed].concat())
}

/// Reads an entry; `None` if it is not whole, not of this version or not of this key.
pub(super) fn decode(key: &FactsKey, bytes: &[u8]) -> Option<Kept> {
    let rest = bytes.strip_prefix(MARK)?;
    let (found, rest) = rest.split_at_checked(KEY)?;
    let (checksum, followed) = rest.split_at_checked(CHECKSUM)?;
    if found != key.bytes() || checksum != xxh3_128(followed).to_le_bytes() {
        return None;
    }
    let (length, packed) = followed.split_at_checked(LENGTH)?;
    let length = u64::from_le_bytes(length.try_into().ok()?);
    let capacity = usize::try_from(length).ok().filter(|_| length <= MAX_INFLATED)?;
    let inflated = zstd::bulk::decompress(packed, capacity).ok()?;
    rmp_serde::from_slice(&inflated).ok()
}

/// Counts what goes through, and lets only so much.
struct Counted<W> {
    inner: W,
    bytes: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.bytes = self.bytes.saturating_add(written as u64);
        if self.bytes > MAX_INFLATED { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(written) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
