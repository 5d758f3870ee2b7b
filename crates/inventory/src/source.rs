//! Contents of files that are too large to be held: read at the places where something stands.
//!
//! Limits: of one program at most 256 MiB are kept while it is looked at, which are its tables of symbols and names.

use object::read::ReadCache;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

/// Contents that can be read at any place.
pub trait Source: Sync {
    /// How many bytes there are.
    fn size(&self) -> u64;

    /// Fills a buffer from a place on; less than its length only at the end. The number of bytes.
    ///
    /// # Errors
    /// They cannot be read.
    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize>;

    /// All of them, if they are held in memory.
    fn whole(&self) -> Option<&[u8]> {
        None
    }
}

impl Source for &[u8] {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(at).ok().and_then(|at| self.get(at..)).unwrap_or_default();
        let length = rest.len().min(buffer.len());
        if let (Some(into), Some(from)) = (buffer.get_mut(..length), rest.get(..length)) {
            into.copy_from_slice(from);
        }
        Ok(length)
    }

    fn whole(&self) -> Option<&[u8]> {
        Some(self)
    }
}

/// A part of a source, as a source of its own.
pub(crate) struct Part<'a> {
    source: &'a dyn Source,
    start: u64,
    length: u64,
}

impl<'a> Part<'a> {
    /// What of it is there.
    pub(crate) fn new(source: &'a dyn Source, start: u64, length: u64) -> Self {
        let start = start.min(source.size());
        Self { source, start, length: length.min(source.size() - start) }
    }
}

impl Source for Part<'_> {
    fn size(&self) -> u64 {
        self.length
    }

    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = usize::try_from(self.length.saturating_sub(at)).unwrap_or(usize::MAX).min(buffer.len());
        self.source.read_at(self.start.saturating_add(at), buffer.get_mut(..rest).unwrap_or_default())
    }

    fn whole(&self) -> Option<&[u8]> {
        let (start, length) = (usize::try_from(self.start).ok()?, usize::try_from(self.length).ok()?);
        self.source.whole()?.get(start..)?.get(..length)
    }
}

/// Some bytes of a source, or fewer where it ends or cannot be read.
pub(crate) fn bytes(source: &dyn Source, at: u64, length: usize) -> Vec<u8> {
    let rest = usize::try_from(source.size().saturating_sub(at)).unwrap_or(usize::MAX);
    let mut bytes = vec![0; length.min(rest)];
    let read = source.read_at(at, &mut bytes).unwrap_or(0);
    bytes.truncate(read);
    bytes
}

/// A source as a reader, which reads ahead a little.
pub struct Reader<'a> {
    source: &'a dyn Source,
    at: u64,
    ahead: Vec<u8>,
    ahead_at: u64,
}

const AHEAD: usize = 16 << 10;

impl<'a> Reader<'a> {
    /// From its first byte on.
    #[must_use]
    pub fn new(source: &'a dyn Source) -> Self {
        Self { source, at: 0, ahead: Vec::new(), ahead_at: 0 }
    }

    /// What was read ahead from here on.
    fn there(&self) -> &[u8] {
        let from = self.at.checked_sub(self.ahead_at).and_then(|from| usize::try_from(from).ok());
        from.and_then(|from| self.ahead.get(from..)).unwrap_or_default()
    }
}

impl Read for Reader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.there().is_empty() && buffer.len() < AHEAD && self.source.whole().is_none() {
            self.ahead.resize(AHEAD, 0);
            let read = self.source.read_at(self.at, &mut self.ahead)?;
            self.ahead.truncate(read);
            self.ahead_at = self.at;
        }
        let read = match self.there() {
            [] => self.source.read_at(self.at, buffer)?,
            mut there => there.read(buffer)?,
        };
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Reader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.source.size().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = place.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

/// Bytes that are kept of one program. A broken one may ask for the same again and again.
const MOST_KEPT: u64 = 256 << 20;

/// What the library of executables reads from: it keeps whatever it has read.
pub(crate) fn cached(source: &dyn Source) -> ReadCache<impl Read + Seek> {
    ReadCache::new(Kept { reader: Reader::new(source), left: MOST_KEPT })
}

struct Kept<'a> {
    reader: Reader<'a>,
    left: u64,
}

impl Read for Kept<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.left = self.left.checked_sub(buffer.len() as u64).ok_or_else(|| io::Error::from(io::ErrorKind::OutOfMemory))?;
        self.reader.read(buffer)
    }
}

impl Seek for Kept<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.reader.seek(to)
    }
}

/// Bytes that are looked at together,
const WINDOW: usize = 1 << 20;
/// and those before and behind them that may belong to what stands at their edges.
pub(crate) const MARGIN: usize = 512;

/// Shows a range of a source window by window, each with what lies around it, until somebody has found what he looks for: the
/// bytes, which of them are the window, and where the first of the bytes stands.
pub(crate) fn windows<T>(
    source: &dyn Source,
    range: Range<u64>,
    mut look: impl FnMut(&[u8], Range<usize>, u64) -> Option<T>,
) -> Option<T> {
    let end = range.end.min(source.size());
    if let Some(whole) = source.whole() {
        let (from, to) = (usize::try_from(range.start).ok()?, usize::try_from(end).ok()?);
        let bytes = whole.get(from..to)?;
        return look(bytes, 0..bytes.len(), range.start);
    }
    let mut at = range.start;
    while at < end {
        let begin = at.saturating_sub(MARGIN as u64).max(range.start);
        let before = usize::try_from(at - begin).ok()?;
        let window = usize::try_from(end - at).unwrap_or(usize::MAX).min(WINDOW);
        let wanted = usize::try_from(end - begin).unwrap_or(usize::MAX).min(before + window + MARGIN);
        let bytes = bytes(source, begin, wanted);
        if bytes.len() < wanted {
            return None;
        }
        if let Some(found) = look(&bytes, before..before + window, begin) {
            return Some(found);
        }
        at += window as u64;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Elsewhere;

    #[test]
    fn windows_cover_everything_once_with_what_lies_around() {
        let bytes: Vec<u8> = (0..3_000_001_u32).map(|number| (number % 251) as u8).collect();
        for range in [0..3_000_001, 5..2_500_000, 0..WINDOW as u64, 7..7] {
            let mut seen = Vec::new();
            windows(&Elsewhere(&bytes), range.clone(), |around, window, at| {
                assert!(at >= range.start && at as usize + around.len() <= range.end as usize);
                seen.extend_from_slice(&around[window]);
                None::<()>
            });
            assert_eq!(seen, &bytes[range.start as usize..range.end as usize]);
        }
    }

    #[test]
    fn readers_read_what_stands_there() {
        let bytes: Vec<u8> = (0..100_000_u32).map(|number| (number % 251) as u8).collect();
        let source = Elsewhere(&bytes);
        let part = Part::new(&source, 1_000, 50_000);
        let mut reader = Reader::new(&part);
        for at in [49_990, 3, 20_000, 60_000] {
            let mut read = Vec::new();
            reader.seek(SeekFrom::Start(at)).unwrap();
            reader.by_ref().take(100).read_to_end(&mut read).unwrap();
            let end = (at as usize + 100).min(50_000);
            assert_eq!(read, bytes.get(1_000 + at as usize..1_000 + end).unwrap_or_default());
        }
        assert!(reader.seek(SeekFrom::Current(-70_000)).is_err());
    }
}
