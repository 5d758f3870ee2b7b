//! The contents of one entry, read as far as somebody asks.

use crate::{Content, ImageError};

/// Memory grows in these steps with what is there, not at once with what a header claims.
const STEP: u64 = 1 << 20;
/// Memory that is set aside at once for a file.
const RESERVE: u64 = 64 << 20;

/// Where contents come from, from their first byte on.
pub(crate) trait Bytes {
    /// The same bytes, by themselves.
    type Apart: Bytes + Send + 'static;

    /// Fills the buffer with what comes next; less than its length only at the end.
    fn next(&mut self, buffer: &mut [u8]) -> Result<usize, ImageError>;

    /// The same bytes from the first on, where they can be read without what they were found in.
    fn apart(&self) -> Option<Self::Apart>;

    /// Where in an archive's file they begin.
    fn offset(&self) -> Option<u64> {
        None
    }
}

/// Contents of so many bytes.
pub(crate) struct Contents<B> {
    bytes: B,
    size: u64,
    /// As far as they were asked for, and not dropped.
    seen: Vec<u8>,
    /// Bytes before those.
    dropped: u64,
    /// Whether pieces were asked for.
    is_cut: bool,
}

impl<B: Bytes> Contents<B> {
    pub(crate) fn new(bytes: B, size: u64) -> Self {
        Self { bytes, size, seen: Vec::new(), dropped: 0, is_cut: false }
    }

    /// Sees to it that the first `wanted` bytes are there, or all if there are fewer.
    fn read(&mut self, wanted: u64) -> Result<(), ImageError> {
        let wanted = wanted.min(self.size);
        let missing = wanted.saturating_sub(self.dropped + self.seen.len() as u64);
        // Growing by doubling moves a large file several times; a size that only a header claims gets no more than this.
        self.seen.reserve_exact(usize::try_from(missing.min(RESERVE)).unwrap_or(0));
        loop {
            let from = self.seen.len();
            let step = wanted.saturating_sub(self.dropped + from as u64).min(STEP);
            self.seen.resize(from.saturating_add(usize::try_from(step).unwrap_or(0)), 0);
            let filled = match self.seen.get_mut(from..) {
                Some(rest) if !rest.is_empty() => self.bytes.next(rest),
                _ => return Ok(()),
            };
            self.seen.truncate(from.saturating_add(*filled.as_ref().unwrap_or(&0)));
            if (filled? as u64) < step {
                return Ok(());
            }
        }
    }
}

impl<B: Bytes> Content for Contents<B> {
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
            let dropped = self.seen.len().saturating_sub(overlap);
            self.seen.drain(..dropped);
            self.dropped += dropped as u64;
        }
        self.is_cut = true;
        let before = self.seen.len();
        self.read(self.dropped + size as u64)?;
        Ok((is_first || self.seen.len() > before).then_some((self.dropped, &self.seen)))
    }

    fn detach(&mut self, max: u64) -> Result<Option<Box<dyn Content + Send>>, ImageError> {
        if self.is_cut {
            return Ok(None);
        }
        if let Some(bytes) = self.bytes.apart() {
            return Ok(Some(Box::new(Contents::new(bytes, self.size))));
        }
        if self.size > max {
            return Ok(None);
        }
        self.read(self.size)?;
        let seen = std::mem::take(&mut self.seen);
        self.dropped = seen.len() as u64;
        Ok(Some(Box::new(Contents { bytes: Held, size: seen.len() as u64, seen, dropped: 0, is_cut: false })))
    }

    fn is_held(&self) -> bool {
        !self.is_cut && self.seen.len() as u64 == self.size
    }

    fn offset(&self) -> Option<u64> {
        self.bytes.offset()
    }
}

/// Nothing more: all there is was read.
struct Held;

impl Bytes for Held {
    type Apart = Self;

    fn next(&mut self, _: &mut [u8]) -> Result<usize, ImageError> {
        Ok(0)
    }

    fn apart(&self) -> Option<Self> {
        None
    }
}
