//! What was inflated of an archive: held in memory, or where it is large, in a temporary file.

use crate::Source;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::Mutex;

/// More is laid down in a file, where there can be one.
const MOST_HELD: usize = 16 << 20;

#[derive(Default)]
pub(super) struct Spool {
    held: Vec<u8>,
    file: Option<Mutex<File>>,
    size: u64,
    /// Where no file can be made, memory has to do.
    is_fileless: bool,
}

impl Spool {
    /// All of it, of what is small enough to be a text.
    pub(super) fn text(&self) -> Option<&[u8]> {
        self.file.is_none().then_some(self.held.as_slice())
    }

    fn lay_down(&mut self) {
        let file = tempfile::tempfile().and_then(|mut file| file.write_all(&self.held).map(|()| file));
        match file {
            Ok(file) => (self.file, self.held) = (Some(Mutex::new(file)), Vec::new()),
            Err(_) => self.is_fileless = true,
        }
    }
}

impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.file.is_none() && !self.is_fileless && self.held.len() + bytes.len() > MOST_HELD {
            self.lay_down();
        }
        match &self.file {
            Some(file) => file.lock().map_err(|_| io::Error::other("a reader panicked"))?.write_all(bytes)?,
            None => self.held.extend_from_slice(bytes),
        }
        self.size += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Source for Spool {
    fn size(&self) -> u64 {
        self.size
    }

    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(file) = &self.file else { return self.held.as_slice().read_at(at, buffer) };
        let mut file = file.lock().map_err(|_| io::Error::other("a reader panicked"))?;
        file.seek(SeekFrom::Start(at))?;
        let mut read = 0;
        while let Some(rest) = buffer.get_mut(read..).filter(|rest| !rest.is_empty()) {
            match file.read(rest)? {
                0 => break,
                more => read += more,
            }
        }
        Ok(read)
    }

    fn whole(&self) -> Option<&[u8]> {
        self.text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_large_is_in_a_file() {
        let bytes: Vec<u8> = (0..20_000_000_u32).map(|number| (number % 251) as u8).collect();
        for size in [100, MOST_HELD + 1, 20_000_000] {
            let mut spool = Spool::default();
            bytes[..size].chunks(70_000).for_each(|chunk| spool.write_all(chunk).unwrap());
            assert_eq!((spool.size(), spool.whole().is_some()), (size as u64, size == 100));
            let mut end = [0; 10];
            assert_eq!(spool.read_at(size as u64 - 6, &mut end).unwrap(), 6);
            assert_eq!(end[..6], bytes[size - 6..size]);
        }
    }
}
