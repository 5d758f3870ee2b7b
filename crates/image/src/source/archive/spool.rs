//! Archives that cannot be read out of order: compressed ones and pipes.

use crate::layer::Compression;
use crate::{ImageError, OpenOptions};
use std::fs::File;
use std::io::{self, Cursor, Read, Write};
use std::path::Path;
use std::sync::Arc;

const PIECE: usize = 1 << 20;

/// The file itself, or, if its parts cannot be had in any order, a temporary one with what is in it.
pub(super) fn random_access(path: &Path, name: &str, options: &OpenOptions<'_>) -> Result<Arc<File>, ImageError> {
    let cannot_open = |source| ImageError::Open { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(cannot_open)?;
    let is_regular = file.metadata().map_err(cannot_open)?.is_file();
    let mut head = Vec::new();
    (&mut file).take(Compression::MAGIC as u64).read_to_end(&mut head).map_err(|source| read_error(name, source))?;
    let compression =
        Compression::of(&head).map_err(|compression| ImageError::Compression { what: name.to_owned(), compression })?;
    if is_regular && compression == Compression::None {
        return Ok(Arc::new(file));
    }
    let mut stored = Cursor::new(head).chain(file);
    let mut inflater = compression.inflater(&mut stored).map_err(|source| read_error(name, source))?;
    laid_down(&mut inflater, name, options)
}

/// An unlinked temporary file with all that comes.
pub(super) fn laid_down(stream: &mut dyn Read, name: &str, options: &OpenOptions<'_>) -> Result<Arc<File>, ImageError> {
    let mut spool = tempfile::tempfile().map_err(|source| ImageError::Spool { name: name.to_owned(), source })?;
    let mut piece = vec![0; PIECE];
    let mut written = 0u64;
    loop {
        if options.is_stopped() {
            return Err(ImageError::Stopped);
        }
        let read = match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) if options.is_stopped() => return Err(ImageError::Stopped),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Err(ImageError::Truncated { what: name.to_owned(), offset: written });
            }
            Err(error) => return Err(read_error(name, error)),
        };
        written = written.saturating_add(read as u64);
        if written > options.limits.archive_bytes {
            return Err(ImageError::Limit { what: name.to_owned(), limit: options.limits.archive_bytes, unit: "bytes" });
        }
        let bytes = piece.get(..read).unwrap_or(&[]);
        spool.write_all(bytes).map_err(|source| ImageError::Spool { name: name.to_owned(), source })?;
    }
    Ok(Arc::new(spool))
}

fn read_error(name: &str, source: io::Error) -> ImageError {
    ImageError::Read { what: name.to_owned(), source }
}
