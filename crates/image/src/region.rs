//! A region of a file, read by itself: no cursor moves that others share.

use crate::ImageError;
use crate::contents::Bytes;
use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

/// The bytes of a file from an offset on.
#[derive(Clone)]
pub struct Region {
    file: Arc<File>,
    /// What it belongs to, for errors, and where it begins there.
    what: Arc<str>,
    offset: u64,
    start: u64,
    length: u64,
    /// Bytes that were read in order.
    done: u64,
}

impl Region {
    /// `length` bytes of a file from `start` on, which begin at `offset` of what is named in errors.
    pub(crate) fn new(file: Arc<File>, what: Arc<str>, offset: u64, start: u64, length: u64) -> Self {
        Self { file, what, offset, start, length, done: 0 }
    }

    pub(crate) fn offset(&self) -> u64 {
        self.offset
    }

    /// How many bytes it has.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }

    /// Fills a buffer from a place on; less than its length only at the region's end.
    pub(crate) fn fill_at(&self, at: u64, buffer: &mut [u8]) -> Result<usize, ImageError> {
        let left = self.length.saturating_sub(at);
        let wanted = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        let filled =
            fill_at(&self.file, &self.what, buffer.get_mut(..wanted).unwrap_or_default(), self.start.saturating_add(at))?;
        if filled < wanted {
            let offset = self.offset.saturating_add(at).saturating_add(filled as u64);
            return Err(ImageError::Truncated { what: self.what.to_string(), offset });
        }
        Ok(filled)
    }
}

impl Bytes for Region {
    type Apart = Self;

    fn next(&mut self, buffer: &mut [u8]) -> Result<usize, ImageError> {
        let filled = self.fill_at(self.done, buffer)?;
        self.done += filled as u64;
        Ok(filled)
    }

    fn region(&self) -> Result<Option<Region>, ImageError> {
        Ok(Some(Self { done: 0, ..self.clone() }))
    }
}

impl Read for Region {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let wanted = usize::try_from(self.length - self.done).unwrap_or(usize::MAX).min(buffer.len());
        let Some(buffer) = buffer.get_mut(..wanted).filter(|buffer| !buffer.is_empty()) else { return Ok(0) };
        let read = read_at(&self.file, buffer, self.start.saturating_add(self.done))?;
        self.done += read as u64;
        if read == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(read) }
    }
}

/// Fills a buffer from an offset of a file on; less than its length only at the file's end.
pub(crate) fn fill_at(file: &File, what: &str, buffer: &mut [u8], at: u64) -> Result<usize, ImageError> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match read_at(file, rest, at + filled as u64) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(source) => return Err(ImageError::Read { what: what.to_owned(), source }),
        }
    }
    Ok(filled)
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}
