//! Goes through an archive, entry by entry.

use super::header::{self, BLOCK, Header};
use super::input::Input;
use super::pax::Extended;
use super::sparse::{self, MAX_PIECES, SparseMap};
use crate::entry::{normalised, whiteout};
use crate::{Content, Entry, EntryKind, ImageError, Limits, Visitor};
use tidewaiter_model::Problem;

const MAX_EXTENDED: u64 = 1 << 20;

/// Shows every entry of an archive to a visitor. `what` names the archive in errors. Odd but readable entries become
/// problems. Ends at the archive's end mark or, as tars do, at the end of the input between two entries.
pub(crate) fn walk(
    input: &mut dyn Input,
    what: &str,
    limits: &Limits,
    stop: &dyn Fn() -> bool,
    visitor: &mut dyn Visitor,
    problems: &mut Vec<Problem>,
) -> Result<(), ImageError> {
    let mut walk = Walk { input, what, limits, stop, global: Extended::default(), entries: 0 };
    let mut pending = Pending::default();
    while let Some(block) = walk.block()? {
        if (walk.stop)() {
            return Err(ImageError::Stopped);
        }
        walk.count()?;
        let at = walk.input.position() - BLOCK as u64;
        let header = header::read(&block).map_err(|reason| walk.broken(at, reason))?;
        match header.kind {
            b'x' => {
                let records = walk.extended(header.size)?;
                pending.extended.get_or_insert_with(|| walk.global.clone()).read(&records).map_err(|reason| walk.broken(at, reason))?;
            }
            b'g' => {
                let records = walk.extended(header.size)?;
                walk.global.read(&records).map_err(|reason| walk.broken(at, reason))?;
            }
            b'L' => pending.long_name = Some(header::text(&walk.extended(header.size)?).to_vec()),
            b'K' => pending.long_link = Some(header::text(&walk.extended(header.size)?).to_vec()),
            _ => walk.entry(&block, &header, at, std::mem::take(&mut pending), visitor, problems)?,
        }
    }
    Ok(())
}

/// What headers before the entry's own said of it.
#[derive(Default)]
struct Pending {
    extended: Option<Extended>,
    long_name: Option<Vec<u8>>,
    long_link: Option<Vec<u8>>,
}

struct Walk<'a> {
    input: &'a mut dyn Input,
    what: &'a str,
    limits: &'a Limits,
    stop: &'a dyn Fn() -> bool,
    global: Extended,
    entries: u64,
}

impl Walk<'_> {
    /// The next header; `None` at the end.
    fn block(&mut self) -> Result<Option<[u8; BLOCK]>, ImageError> {
        let mut block = [0; BLOCK];
        match self.input.fill(&mut block)? {
            0 => Ok(None),
            BLOCK if block.iter().all(|byte| *byte == 0) => Ok(None),
            BLOCK => Ok(Some(block)),
            _ => Err(self.truncated()),
        }
    }

    fn count(&mut self) -> Result<(), ImageError> {
        self.entries += 1;
        if self.entries > self.limits.entries {
            return Err(ImageError::Limit { what: self.what.to_owned(), limit: self.limits.entries, unit: "entries" });
        }
        if self.input.position() > self.limits.layer_bytes {
            return Err(ImageError::Limit { what: self.what.to_owned(), limit: self.limits.layer_bytes, unit: "bytes" });
        }
        Ok(())
    }

    /// The contents of a header that speaks of the next entry.
    fn extended(&mut self, size: u64) -> Result<Vec<u8>, ImageError> {
        if size > MAX_EXTENDED {
            return Err(ImageError::Limit { what: format!("an extended header of {}", self.what), limit: MAX_EXTENDED, unit: "bytes" });
        }
        let mut contents = vec![0; size as usize];
        if self.input.fill(&mut contents)? < contents.len() {
            return Err(self.truncated());
        }
        self.skip(padding(size))?;
        Ok(contents)
    }

    fn entry(
        &mut self,
        block: &[u8; BLOCK],
        header: &Header<'_>,
        at: u64,
        pending: Pending,
        visitor: &mut dyn Visitor,
        problems: &mut Vec<Problem>,
    ) -> Result<(), ImageError> {
        let extended = pending.extended.unwrap_or_else(|| self.global.clone());
        let raw_name = extended.path.clone().or(pending.long_name).unwrap_or_else(|| joined(header));
        if raw_name.len() as u64 > self.limits.path_bytes {
            return Err(ImageError::Limit { what: format!("a path of {}", self.what), limit: self.limits.path_bytes, unit: "bytes" });
        }
        let (path, is_odd) = normalised(&raw_name);
        if is_odd {
            problems.push(Problem { path: path.clone(), origin: "tar".to_owned(), message: "its name leaves the root or is not UTF-8".to_owned() });
        }
        let raw_link = extended.link.clone().or(pending.long_link).unwrap_or_else(|| header.link.to_vec());
        let link = if header.kind == b'1' { normalised(&raw_link).0 } else { String::from_utf8_lossy(&raw_link).into_owned() };
        let has_contents = !matches!(header.kind, b'1'..=b'6');
        let stored = if has_contents { extended.size.unwrap_or(header.size) } else { 0 };
        let sparse = self.sparse(block, header, &extended).map_err(|reason| self.broken(at, reason))?;
        let start = self.input.position();
        let end = start.checked_add(stored).and_then(|end| end.checked_add(padding(stored))).ok_or_else(|| self.broken(at, "its size is absurd"))?;
        let kind = match header.kind {
            // Old tars write folders as files whose name ends with a slash.
            b'0' | 0 if raw_name.ends_with(b"/") => EntryKind::Directory,
            b'0' | 0 | b'7' | b'S' => EntryKind::File,
            b'1' => EntryKind::Hardlink(&link),
            b'2' => EntryKind::Symlink(&link),
            b'5' => EntryKind::Directory,
            _ => EntryKind::Other,
        };
        let removed = whiteout(&path);
        let (path, kind) = removed.as_ref().map_or((path.as_str(), kind), |(path, kind)| (path.as_str(), *kind));
        let size = match (kind, &sparse) {
            (EntryKind::File, Sparse::None) => stored,
            (EntryKind::File, Sparse::Map(map)) => map.real_size,
            (EntryKind::File, Sparse::InContents(real_size)) => *real_size,
            _ => 0,
        };
        let entry = Entry { path, kind, size, mode: header.mode, uid: extended.uid.unwrap_or(header.uid), gid: extended.gid.unwrap_or(header.gid) };
        if !path.is_empty() {
            let mut contents = Contents { input: &mut *self.input, what: self.what, start, left: stored, sparse, seen: Vec::new(), whole: None };
            visitor.entry(&entry, &mut contents)?;
        }
        self.skip(end - self.input.position())
    }

    fn sparse(&mut self, block: &[u8; BLOCK], header: &Header<'_>, extended: &Extended) -> Result<Sparse, &'static str> {
        const BROKEN: &str = "a sparse file's map is broken";
        if header.kind == b'S' {
            let mut map = SparseMap { pieces: Vec::new(), real_size: header::number(block.get(483..495).unwrap_or(&[])).ok_or(BROKEN)? };
            let mut more = sparse::old_form(block, 386, 4, 482, &mut map.pieces).ok_or(BROKEN)?;
            while more {
                let mut next = [0; BLOCK];
                if !matches!(self.input.fill(&mut next), Ok(BLOCK)) || map.pieces.len() > MAX_PIECES {
                    return Err(BROKEN);
                }
                more = sparse::old_form(&next, 0, 21, 504, &mut map.pieces).ok_or(BROKEN)?;
            }
            return Ok(Sparse::Map(map));
        }
        Ok(match extended.sparse_size {
            Some(real_size) if extended.has_map_in_contents => Sparse::InContents(real_size),
            Some(real_size) if !extended.sparse_map.is_empty() => Sparse::Map(SparseMap::from_numbers(&extended.sparse_map, real_size)),
            _ => Sparse::None,
        })
    }

    fn skip(&mut self, bytes: u64) -> Result<(), ImageError> {
        if self.input.skip(bytes)? { Ok(()) } else { Err(self.truncated()) }
    }

    fn truncated(&self) -> ImageError {
        ImageError::Truncated { what: self.what.to_owned(), offset: self.input.position() }
    }

    fn broken(&self, offset: u64, reason: &'static str) -> ImageError {
        ImageError::Tar { what: self.what.to_owned(), offset, reason }
    }
}

/// How a file's contents are stored.
enum Sparse {
    None,
    Map(SparseMap),
    InContents(u64),
}

/// The contents of the entry at hand.
struct Contents<'a> {
    input: &'a mut dyn Input,
    what: &'a str,
    start: u64,
    /// Stored bytes that have not been read.
    left: u64,
    sparse: Sparse,
    /// Stored bytes that have.
    seen: Vec<u8>,
    whole: Option<Vec<u8>>,
}

impl Contents<'_> {
    fn read(&mut self, wanted: u64) -> Result<(), ImageError> {
        let more = wanted.saturating_sub(self.seen.len() as u64).min(self.left);
        let start = self.seen.len();
        // Memory grows with what is there, not with what a header claims.
        let mut done = 0;
        while done < more {
            let piece = (more - done).min(1 << 20);
            let from = start + done as usize;
            self.seen.resize(from + piece as usize, 0);
            let filled = self.input.fill(self.seen.get_mut(from..).unwrap_or(&mut []))?;
            done += filled as u64;
            if (filled as u64) < piece {
                return Err(ImageError::Truncated { what: self.what.to_owned(), offset: self.input.position() });
            }
        }
        self.left -= more;
        Ok(())
    }

    fn expand(&mut self) -> Result<(), ImageError> {
        if self.whole.is_some() {
            return Ok(());
        }
        self.read(u64::MAX)?;
        let whole = match &self.sparse {
            Sparse::None => None,
            Sparse::Map(map) => map.expand(&self.seen),
            Sparse::InContents(real_size) => {
                sparse::map_in_contents(&self.seen, *real_size).and_then(|(map, length)| map.expand(self.seen.get(length..)?))
            }
        };
        let broken = || ImageError::Tar { what: self.what.to_owned(), offset: self.input.position(), reason: "a sparse file's map is broken" };
        self.whole = Some(whole.ok_or_else(broken)?);
        Ok(())
    }

    fn real_size(&self) -> u64 {
        match &self.sparse {
            Sparse::None => self.seen.len() as u64 + self.left,
            Sparse::Map(map) => map.real_size,
            Sparse::InContents(real_size) => *real_size,
        }
    }
}

/// Sparse files larger than this are not looked into: their holes cost memory and hold nothing.
const MAX_SPARSE: u64 = 64 << 20;

impl Content for Contents<'_> {
    fn head(&mut self, length: usize) -> Result<&[u8], ImageError> {
        if !matches!(self.sparse, Sparse::None) {
            if self.real_size() > MAX_SPARSE {
                return Ok(&[]);
            }
            self.expand()?;
            let whole = self.whole.as_deref().unwrap_or(&[]);
            return Ok(whole.get(..length).unwrap_or(whole));
        }
        self.read(length as u64)?;
        Ok(self.seen.get(..length).unwrap_or(&self.seen))
    }

    fn all(&mut self, limit: u64) -> Result<Option<&[u8]>, ImageError> {
        let is_sparse = !matches!(self.sparse, Sparse::None);
        if self.real_size() > limit || (is_sparse && self.real_size() > MAX_SPARSE) {
            return Ok(None);
        }
        if is_sparse {
            self.expand()?;
            return Ok(self.whole.as_deref());
        }
        self.read(u64::MAX)?;
        Ok(Some(&self.seen))
    }

    fn offset(&self) -> u64 {
        self.start
    }
}

fn joined(header: &Header<'_>) -> Vec<u8> {
    if header.prefix.is_empty() { header.name.to_vec() } else { [header.prefix, b"/", header.name].concat() }
}

fn padding(size: u64) -> u64 {
    (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64
}
