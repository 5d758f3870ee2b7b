//! The contents of one entry: read as far as somebody asks, holes of sparse files filled in.

use super::input::Input;
use super::sparse::{Run, SparseMap};
use crate::entry::forget;
use crate::{Content, ImageError};

/// Memory grows in these steps with what is there, not at once with what a header claims.
const STEP: u64 = 1 << 20;
/// Memory that is set aside at once for a file.
const RESERVE: u64 = 64 << 20;

pub(super) struct Contents<'a> {
    input: &'a mut dyn Input,
    what: &'a str,
    /// Where the stored contents begin.
    start: u64,
    /// Stored bytes that have not been read.
    left: u64,
    /// Bytes of the contents, holes included.
    size: u64,
    map: Option<SparseMap>,
    /// The contents as far as they were asked for and not dropped.
    seen: Vec<u8>,
    /// Bytes before those.
    dropped: u64,
    /// Whether pieces were asked for.
    is_cut: bool,
}

impl<'a> Contents<'a> {
    /// Contents of `size` bytes, of which `stored` come next in the input.
    pub(super) fn new(input: &'a mut dyn Input, what: &'a str, stored: u64, size: u64, map: Option<SparseMap>) -> Self {
        let start = input.position();
        Self { input, what, start, left: stored, size, map, seen: Vec::new(), dropped: 0, is_cut: false }
    }

    /// Sees to it that the first `wanted` bytes are there, or all if there are fewer.
    fn read(&mut self, wanted: u64) -> Result<(), ImageError> {
        let wanted = wanted.min(self.size);
        // Growing by doubling moves a large file several times; a size that only a header claims gets no more than this.
        let kept = wanted.saturating_sub(self.dropped).min(RESERVE);
        self.seen.reserve_exact(usize::try_from(kept).unwrap_or(0).saturating_sub(self.seen.len()));
        loop {
            let at = self.dropped + self.seen.len() as u64;
            let missing = wanted.saturating_sub(at).min(STEP);
            if missing == 0 {
                return Ok(());
            }
            let run = self.map.as_mut().map_or(Run::Data(missing), |map| map.run(at));
            let (length, is_stored) = match run {
                Run::Hole(length) => (length.min(missing), false),
                Run::Data(length) => (length.min(missing), true),
            };
            let from = self.seen.len();
            self.seen.resize(from.saturating_add(usize::try_from(length).unwrap_or(0)), 0);
            if is_stored {
                let filled =
                    if length > self.left { 0 } else { self.input.fill(self.seen.get_mut(from..).unwrap_or_default())? };
                self.left = self.left.saturating_sub(filled as u64);
                if (filled as u64) < length {
                    self.seen.truncate(from.saturating_add(filled));
                    return Err(ImageError::Truncated { what: self.what.to_owned(), offset: self.input.position() });
                }
            }
            if length == 0 {
                return Ok(());
            }
        }
    }
}

impl Content for Contents<'_> {
    fn head(&mut self, n: usize) -> Result<&[u8], ImageError> {
        self.read(n as u64)?;
        Ok(self.seen.get(..n).unwrap_or(&self.seen))
    }

    fn read_all(&mut self, max: u64) -> Result<Option<&[u8]>, ImageError> {
        if self.size > max {
            return Ok(None);
        }
        self.read(self.size)?;
        Ok(Some(&self.seen))
    }

    fn piece(&mut self, size: usize, overlap: usize) -> Result<Option<(u64, &[u8])>, ImageError> {
        let is_first = !self.is_cut;
        if self.is_cut {
            self.dropped += forget(&mut self.seen, overlap);
        }
        self.is_cut = true;
        let before = self.seen.len();
        self.read(self.dropped + size as u64)?;
        Ok((is_first || self.seen.len() > before).then_some((self.dropped, &self.seen)))
    }

    fn offset(&self) -> Option<u64> {
        self.map.is_none().then_some(self.start)
    }
}
