//! Large files for those who read them in parts: analyzers, and who looks for secrets in archives.

use super::facts::Findings;
use std::io;
use std::sync::{Mutex, PoisonError};
use tidewaiter_image::{Content, ImageError, Stored};
use tidewaiter_inventory::{Analyzer, FileFacts, Partial, Reader, Source, Stat};
use tidewaiter_secrets::{Found, Scanner};

/// Smaller files are read at once, for all analyzers together.
pub(super) const LEAST: u64 = 1 << 20;
/// Of what streams by as much is held in memory; more is laid down in a temporary file.
const MOST_HELD: u64 = 8 << 20;

/// Has the facts of a file stated by those who read it in parts.
pub(super) fn look(
    stat: &Stat<'_>,
    analyzers: &[(&'static dyn Analyzer, &'static dyn Partial)],
    content: &mut dyn Content,
    findings: &mut Findings,
) -> Result<(), ImageError> {
    let contents = Contents { stored: content.stored(MOST_HELD)?, error: Mutex::default() };
    for (analyzer, partial) in analyzers {
        let mut facts = FileFacts::new(stat.path, analyzer.id());
        partial.look(stat, &contents, &mut facts);
        if !facts.is_empty() {
            findings.files.push(facts);
        }
    }
    // To analyzers what cannot be read is not there; here it is an error as everywhere.
    contents.error.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
}

/// Looks for secrets in the members of an archive, which is not held.
pub(super) fn secrets(
    scanner: &Scanner,
    (path, head): (&str, &[u8]),
    content: &mut dyn Content,
    found: &mut Found,
) -> Result<(), ImageError> {
    let contents = Contents { stored: content.stored(MOST_HELD)?, error: Mutex::default() };
    scanner.archive(path, head, &mut Reader::new(&contents), found);
    contents.error.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
}

/// Contents in the words of analyzers, and the first error of reading them.
struct Contents<'a> {
    stored: Stored<'a>,
    error: Mutex<Option<ImageError>>,
}

impl Source for Contents<'_> {
    fn size(&self) -> u64 {
        self.stored.size()
    }

    fn read_at(&self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.stored.read_at(at, buffer).map_err(|error| {
            let told = io::Error::other(error.to_string());
            self.error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
            told
        })
    }

    fn whole(&self) -> Option<&[u8]> {
        match self.stored {
            Stored::Memory(bytes) => Some(bytes),
            Stored::File(_) => None,
        }
    }
}
