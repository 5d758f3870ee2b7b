//! The contents of one entry, read as far as somebody asks.

use crate::buffer::Buffer;
use crate::region::Region;
use crate::{Content, ImageError, Stored};
use std::io::Write;
use std::sync::Arc;

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

    /// All of them, where they stand in a file in one piece.
    fn region(&self) -> Result<Option<Region>, ImageError> {
        Ok(None)
    }

    /// The same from the first on, to be read apart from what they were found in, where that can be.
    fn apart(&self) -> Option<Self::Apart> {
        None
    }
}

/// Contents of so many bytes.
pub(crate) struct Contents<B> {
    bytes: B,
    size: u64,
    /// As far as they were asked for, and not dropped.
    seen: Buffer,
    /// Bytes before those.
    dropped: u64,
    /// Whether pieces were asked for.
    is_cut: bool,
    /// All of them, once they were laid down in a temporary file.
    spilled: Option<Region>,
}

impl<B: Bytes> Contents<B> {
    pub(crate) fn new(bytes: B, size: u64) -> Self {
        Self { bytes, size, seen: Buffer::default(), dropped: 0, is_cut: false, spilled: None }
    }

    /// Sees to it that the first `wanted` bytes are there, or all if there are fewer.
    fn read(&mut self, wanted: u64) -> Result<(), ImageError> {
        let wanted = wanted.min(self.size);
        // Growing by doubling moves a large file several times; a size that only a header claims gets no more than this.
        self.seen.reserve(usize::try_from(wanted.saturating_sub(self.dropped).min(RESERVE)).unwrap_or(0));
        loop {
            let at = self.read_to();
            let step = usize::try_from(wanted.saturating_sub(at).min(STEP)).unwrap_or(0);
            if step == 0 {
                return Ok(());
            }
            let room = self.seen.room(step);
            let filled = match &self.spilled {
                Some(spilled) => spilled.fill_at(at, room)?,
                None => self.bytes.next(room)?,
            };
            self.seen.advance(filled);
            if filled < step {
                return Ok(());
            }
        }
    }

    /// Bytes that were read.
    fn read_to(&self) -> u64 {
        self.dropped + self.seen.filled().len() as u64
    }

    /// Lays all of the contents down in a temporary file; `None` where there can be none.
    fn spill(&mut self) -> Result<Option<Region>, ImageError> {
        let Ok(mut file) = tempfile::tempfile() else { return Ok(None) };
        if file.write_all(self.seen.filled()).is_err() {
            return Ok(None);
        }
        let mut laid = self.read_to();
        let mut step = vec![0; STEP as usize];
        while laid < self.size {
            let wanted = usize::try_from(self.size - laid).unwrap_or(usize::MAX).min(step.len());
            let filled = self.bytes.next(step.get_mut(..wanted).unwrap_or_default())?;
            let written = file.write_all(step.get(..filled).unwrap_or_default());
            // What was taken from a stream is nowhere else now.
            written.map_err(|source| ImageError::Read { what: "a temporary file".to_owned(), source })?;
            laid += filled as u64;
            if filled < wanted {
                break;
            }
        }
        let region = Region::new(Arc::new(file), "a temporary file".into(), 0, 0, laid);
        self.spilled = Some(region.clone());
        Ok(Some(region))
    }
}

impl<B: Bytes> Content for Contents<B> {
    fn head(&mut self, n: usize) -> Result<&[u8], ImageError> {
        self.read(n as u64)?;
        Ok(self.seen.filled().get(..n).unwrap_or(self.seen.filled()))
    }

    fn read_all(&mut self, max: u64) -> Result<Option<&[u8]>, ImageError> {
        if self.size > max {
            return Ok(None);
        }
        self.read(self.size)?;
        Ok(Some(self.seen.filled()))
    }

    fn piece(&mut self, size: usize, overlap: usize) -> Result<Option<(u64, &[u8])>, ImageError> {
        let is_first = !self.is_cut;
        if self.is_cut {
            let dropped = self.seen.filled().len().saturating_sub(overlap);
            self.seen.forget(dropped);
            self.dropped += dropped as u64;
        }
        self.is_cut = true;
        let before = self.read_to();
        self.read(self.dropped + size as u64)?;
        Ok((is_first || self.read_to() > before).then_some((self.dropped, self.seen.filled())))
    }

    fn stored(&mut self, most: u64) -> Result<Stored<'_>, ImageError> {
        let region = if self.spilled.is_some() { self.spilled.clone() } else { self.bytes.region()? };
        let is_held = self.is_held();
        let region = match region {
            Some(region) => Some(region),
            None if is_held || self.size <= most || self.is_cut => None,
            None => self.spill()?,
        };
        match region {
            Some(region) if !is_held => Ok(Stored::File(region)),
            _ => {
                self.read(self.size)?;
                Ok(Stored::Memory(self.seen.filled()))
            }
        }
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
        let size = seen.filled().len() as u64;
        self.dropped = size;
        Ok(Some(Box::new(Contents { seen, ..Contents::new(Held, size) })))
    }

    fn is_held(&self) -> bool {
        self.dropped == 0 && self.read_to() == self.size
    }

    fn offset(&self) -> Option<u64> {
        Some(self.bytes.region().ok()??.offset())
    }
}

/// Nothing more: all there is was read.
struct Held;

impl Bytes for Held {
    type Apart = Self;

    fn next(&mut self, _: &mut [u8]) -> Result<usize, ImageError> {
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A stream of the numbers from 0 on.
    struct Numbers(u64);

    impl Bytes for Numbers {
        type Apart = Held;

        fn next(&mut self, buffer: &mut [u8]) -> Result<usize, ImageError> {
            for byte in buffer.iter_mut() {
                *byte = (self.0 % 251) as u8;
                self.0 += 1;
            }
            Ok(buffer.len())
        }
    }

    const SIZE: u64 = 3 << 20;

    fn read(stored: &Stored<'_>, at: u64) -> [u8; 2] {
        let mut bytes = [0; 2];
        assert_eq!(stored.read_at(at, &mut bytes).unwrap(), 2);
        bytes
    }

    #[test]
    fn streams_are_read_at_any_place_and_once_more_in_order() {
        for most in [0, SIZE] {
            let mut contents = Contents::new(Numbers(0), SIZE);
            assert_eq!(contents.head(2).unwrap(), [0, 1]);
            let stored = contents.stored(most).unwrap();
            assert_eq!((stored.size(), matches!(stored, Stored::Memory(_))), (SIZE, most == SIZE));
            assert_eq!(
                (read(&stored, SIZE - 2), read(&stored, 251)),
                ([((SIZE - 2) % 251) as u8, ((SIZE - 1) % 251) as u8], [0, 1])
            );
            assert_eq!(stored.read_at(SIZE, &mut [0]).unwrap(), 0);
            assert_eq!(contents.read_all(SIZE).unwrap().unwrap().len() as u64, SIZE);
            let (mut pieces, mut end) = (0, 0);
            while let Some((at, piece)) = contents.piece(1 << 20, 16).unwrap() {
                assert_eq!(piece[0], (at % 251) as u8);
                (pieces, end) = (pieces + 1, at + piece.len() as u64);
            }
            assert!(pieces > 0 && end == SIZE);
        }
    }

    #[test]
    fn small_streams_are_taken_out_whole() {
        let mut contents = Contents::new(Numbers(0), 1000);
        assert!(contents.detach(999).unwrap().is_none());
        assert_eq!(contents.head(1).unwrap(), [0]);
        let mut detached = contents.detach(1000).unwrap().unwrap();
        assert!(detached.is_held());
        assert_eq!(detached.read_all(1000).unwrap().unwrap().len(), 1000);
    }
}
