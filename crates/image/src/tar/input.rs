//! Where a tar archive's bytes come from: a region of a file, of which only what is wanted is read, or a stream.

use crate::ImageError;
use crate::region::{Region, fill_at};
use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

/// Bytes in order, with a cheap way past those that nobody wants.
pub(crate) trait Input {
    /// Fills the buffer as far as there are bytes; less than its length only at the end.
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, ImageError>;

    /// Goes on by so many bytes; `false` if the end comes before.
    fn skip(&mut self, bytes: u64) -> Result<bool, ImageError>;

    /// How far it has come.
    fn position(&self) -> u64;

    /// Bytes from a position on as a region of a file, if they come from one.
    fn region(&self, at: u64, length: u64) -> Option<Region> {
        let _ = (at, length);
        None
    }
}

/// A region of a file. What is skipped is never read.
pub(crate) struct FileInput {
    file: Arc<File>,
    what: Arc<str>,
    start: u64,
    length: u64,
    position: u64,
    window: Vec<u8>,
    window_at: u64,
}

/// Small enough to cost little when one header is all that is wanted of it, large enough to hold small files whole.
const WINDOW: usize = 4096;

impl FileInput {
    pub(crate) fn new(file: Arc<File>, what: &str, start: u64, length: u64) -> Self {
        Self { file, what: what.into(), start, length, position: 0, window: Vec::with_capacity(WINDOW), window_at: 0 }
    }
}

impl Input for FileInput {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, ImageError> {
        let wanted = usize::try_from(self.length.saturating_sub(self.position)).unwrap_or(usize::MAX).min(buffer.len());
        let Some(buffer) = buffer.get_mut(..wanted) else { return Ok(0) };
        let filled = if wanted >= WINDOW {
            fill_at(&self.file, &self.what, buffer, self.start + self.position)?
        } else {
            let from = self.position.checked_sub(self.window_at).and_then(|n| usize::try_from(n).ok());
            if from.and_then(|from| self.window.get(from..from + wanted)).is_none() {
                let mut window = std::mem::take(&mut self.window);
                window.resize(WINDOW, 0);
                let read = fill_at(&self.file, &self.what, &mut window, self.start + self.position)?;
                window.truncate(read);
                (self.window, self.window_at) = (window, self.position);
            }
            let from = usize::try_from(self.position - self.window_at).unwrap_or(0);
            let available = self.window.get(from..).unwrap_or(&[]);
            let filled = available.len().min(wanted);
            if let (Some(into), Some(bytes)) = (buffer.get_mut(..filled), available.get(..filled)) {
                into.copy_from_slice(bytes);
            }
            filled
        };
        self.position += filled as u64;
        Ok(filled)
    }

    fn skip(&mut self, bytes: u64) -> Result<bool, ImageError> {
        let end = self.position.checked_add(bytes);
        let is_inside = end.is_some_and(|end| end <= self.length);
        self.position = end.unwrap_or(self.length).min(self.length);
        Ok(is_inside)
    }

    fn position(&self) -> u64 {
        self.position
    }

    fn region(&self, at: u64, length: u64) -> Option<Region> {
        Some(Region::new(Arc::clone(&self.file), Arc::clone(&self.what), at, self.start + at, length))
    }
}

/// A stream of bytes, which come by the buffer.
pub(crate) struct StreamInput<N> {
    next: N,
    buffer: Vec<u8>,
    used: usize,
    position: u64,
}

impl<N: FnMut(Vec<u8>) -> Result<Option<Vec<u8>>, ImageError>> StreamInput<N> {
    /// `next` takes the buffer that is used up and gives the next one, or `None` at the end.
    pub(crate) fn new(next: N) -> Self {
        Self { next, buffer: Vec::new(), used: 0, position: 0 }
    }

    fn available(&mut self) -> Result<usize, ImageError> {
        while self.used >= self.buffer.len() {
            match (self.next)(std::mem::take(&mut self.buffer))? {
                Some(buffer) => (self.buffer, self.used) = (buffer, 0),
                None => return Ok(0),
            }
        }
        Ok(self.buffer.len() - self.used)
    }

    /// Reads to the end.
    pub(crate) fn drain(&mut self) -> Result<u64, ImageError> {
        loop {
            match self.available()? {
                0 => return Ok(self.position),
                rest => (self.used, self.position) = (self.used + rest, self.position + rest as u64),
            }
        }
    }
}

impl<N: FnMut(Vec<u8>) -> Result<Option<Vec<u8>>, ImageError>> Input for StreamInput<N> {
    fn fill(&mut self, buffer: &mut [u8]) -> Result<usize, ImageError> {
        let mut filled = 0;
        while filled < buffer.len() {
            let length = self.available()?.min(buffer.len() - filled);
            if length == 0 {
                break;
            }
            if let (Some(into), Some(bytes)) =
                (buffer.get_mut(filled..filled + length), self.buffer.get(self.used..self.used + length))
            {
                into.copy_from_slice(bytes);
            }
            filled += length;
            self.used += length;
        }
        self.position += filled as u64;
        Ok(filled)
    }

    fn skip(&mut self, mut bytes: u64) -> Result<bool, ImageError> {
        while bytes > 0 {
            let length = (self.available()? as u64).min(bytes);
            if length == 0 {
                return Ok(false);
            }
            bytes -= length;
            self.used += length as usize;
            self.position += length;
        }
        Ok(true)
    }

    fn position(&self) -> u64 {
        self.position
    }
}

/// Reads a buffer of a reader full, as far as there are bytes.
pub(crate) fn read_full(reader: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match reader.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}
