//! What an archive stores of one entry; holes of sparse files are filled in.

use super::input::Input;
use super::sparse::{Run, SparseMap};
use crate::ImageError;
use crate::contents::Bytes;
use crate::region::Region;

/// The next bytes of an archive, which belong to an entry.
pub(super) struct Stored<'a> {
    input: &'a mut dyn Input,
    what: &'a str,
    /// Where they begin, and how many there are.
    start: u64,
    length: u64,
    /// Stored bytes that have not been read.
    left: u64,
    /// Bytes that were given, holes among them.
    given: u64,
    map: Option<SparseMap>,
}

impl<'a> Stored<'a> {
    pub(super) fn new(input: &'a mut dyn Input, what: &'a str, length: u64, map: Option<SparseMap>) -> Self {
        let start = input.position();
        Self { input, what, start, length, left: length, given: 0, map }
    }

    /// Fills a buffer with stored bytes.
    fn stored(&mut self, buffer: &mut [u8]) -> Result<usize, ImageError> {
        let is_there = buffer.len() as u64 <= self.left;
        let filled = if is_there { self.input.fill(buffer)? } else { 0 };
        self.left = self.left.saturating_sub(filled as u64);
        if filled < buffer.len() {
            return Err(ImageError::Truncated { what: self.what.to_owned(), offset: self.input.position() });
        }
        Ok(filled)
    }
}

impl Bytes for Stored<'_> {
    type Apart = Region;

    fn next(&mut self, buffer: &mut [u8]) -> Result<usize, ImageError> {
        if self.map.is_none() {
            return self.stored(buffer);
        }
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            let most = rest.len() as u64;
            let run = self.map.as_mut().map_or(Run::Data(most), |map| map.run(self.given));
            let (length, is_stored) = match run {
                Run::Hole(length) => (length.min(most), false),
                Run::Data(length) => (length.min(most), true),
            };
            let Some(rest) = rest.get_mut(..usize::try_from(length).unwrap_or(0)).filter(|rest| !rest.is_empty()) else { break };
            if is_stored {
                self.stored(rest)?;
            } else {
                rest.fill(0);
            }
            filled += length as usize;
            self.given += length;
        }
        Ok(filled)
    }

    fn region(&self) -> Result<Option<Region>, ImageError> {
        Ok(self.apart())
    }

    fn apart(&self) -> Option<Region> {
        // The pieces of a sparse file do not stand in one.
        if self.map.is_some() { None } else { self.input.region(self.start, self.length) }
    }
}
