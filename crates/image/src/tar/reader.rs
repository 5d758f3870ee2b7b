//! Goes through an archive, entry by entry.

use super::header::{self, BLOCK, Header};
use super::input::Input;
use super::pax::Extended;
use super::sparse::{self, MAX_PIECES, MapReader, SparseMap};
use super::stored::Stored;
use crate::contents::Contents;
use crate::entry::{Mark, Oddity, mark, normalised};
use crate::{Entry, EntryKind, ImageError, Visitor, WalkOptions};
use std::borrow::Cow;
use tidewaiter_model::Problem;

/// Bytes of an extended header: enough for any path and for the maps of very sparse files.
const MAX_EXTENDED: u64 = 1 << 20;
const BROKEN_MAP: &str = "a sparse file's map is broken";

/// Shows every entry of an archive to a visitor. `what` names the archive in errors. Odd but readable entries become
/// problems. Ends at the archive's end mark or, as tars do, at the end of the input between two entries.
pub(crate) fn walk(
    input: &mut dyn Input,
    what: &str,
    options: &WalkOptions<'_>,
    visitor: &mut dyn Visitor,
    problems: &mut Vec<Problem>,
) -> Result<(), ImageError> {
    let mut walk = Walk { input, what, options, problems, more_problems: 0, entries: 0 };
    let mut global = Extended { is_global: true, ..Extended::default() };
    let mut pending = Pending::default();
    while let Some(block) = walk.block()? {
        if options.is_stopped() {
            return Err(ImageError::Stopped);
        }
        let at = walk.input.position().saturating_sub(BLOCK as u64);
        walk.count(at)?;
        let header = header::read(&block).map_err(|reason| walk.broken(at, reason))?;
        match header.kind {
            // `X` is what Solaris wrote before pax was agreed on.
            b'x' | b'X' => {
                let records = walk.extended(header.size)?;
                let extended = pending.extended.get_or_insert_with(|| Extended { is_global: false, ..global.clone() });
                extended.read(&records).map_err(|reason| walk.broken(at, reason))?;
            }
            b'g' => {
                let records = walk.extended(header.size)?;
                global.read(&records).map_err(|reason| walk.broken(at, reason))?;
            }
            b'L' => pending.long_name = Some(header::text(&walk.extended(header.size)?).to_vec()),
            b'K' => pending.long_link = Some(header::text(&walk.extended(header.size)?).to_vec()),
            _ => {
                let pending = std::mem::take(&mut pending);
                let extended = pending.extended.as_ref().unwrap_or(&global);
                let found = Found { block: &block, header: &header, at, extended };
                walk.entry(&found, pending.long_name.as_deref(), pending.long_link.as_deref(), visitor)?;
            }
        }
    }
    walk.finish();
    Ok(())
}

/// What headers before the entry's own said of it.
#[derive(Default)]
struct Pending {
    extended: Option<Extended>,
    long_name: Option<Vec<u8>>,
    long_link: Option<Vec<u8>>,
}

/// One entry's headers, and where its own one stands.
struct Found<'a> {
    block: &'a [u8; BLOCK],
    header: &'a Header<'a>,
    at: u64,
    extended: &'a Extended,
}

struct Walk<'a> {
    input: &'a mut dyn Input,
    what: &'a str,
    options: &'a WalkOptions<'a>,
    problems: &'a mut Vec<Problem>,
    more_problems: u64,
    entries: u64,
}

impl Walk<'_> {
    /// The next header; `None` at the end, which is two blocks of zeros or the end of the input.
    fn block(&mut self) -> Result<Option<[u8; BLOCK]>, ImageError> {
        let mut block = [0; BLOCK];
        match self.input.fill(&mut block)? {
            0 => return Ok(None),
            BLOCK if block.iter().any(|byte| *byte != 0) => return Ok(Some(block)),
            BLOCK => {}
            _ => return Err(self.truncated()),
        }
        // After one block of zeros alone readers differ: some end, some go on. Such an archive could show one thing to a
        // scanner and another to an engine.
        match self.input.fill(&mut block)? {
            BLOCK if block.iter().any(|byte| *byte != 0) => {
                let at = self.input.position().saturating_sub(2 * BLOCK as u64);
                Err(self.broken(at, "a lone block of zeros stands between entries"))
            }
            _ => Ok(None),
        }
    }

    fn count(&mut self, position: u64) -> Result<(), ImageError> {
        let limits = self.options.limits;
        self.entries += 1;
        if self.entries > limits.entries_per_layer {
            return Err(self.limit("", limits.entries_per_layer, "entries"));
        }
        if position > limits.layer_bytes {
            return Err(self.limit("", limits.layer_bytes, "bytes"));
        }
        Ok(())
    }

    /// The contents of a header that speaks of the next entry.
    fn extended(&mut self, size: u64) -> Result<Vec<u8>, ImageError> {
        let too_long = || self.limit("an extended header of ", MAX_EXTENDED, "bytes");
        let length = usize::try_from(size).ok().filter(|_| size <= MAX_EXTENDED).ok_or_else(too_long)?;
        let mut contents = vec![0; length];
        if self.input.fill(&mut contents)? < contents.len() {
            return Err(self.truncated());
        }
        self.skip(padding(size))?;
        Ok(contents)
    }

    fn entry(
        &mut self,
        found: &Found<'_>,
        long_name: Option<&[u8]>,
        long_link: Option<&[u8]>,
        visitor: &mut dyn Visitor,
    ) -> Result<(), ImageError> {
        let Found { header, at, extended, .. } = *found;
        let joined = joined(header);
        let raw_name = extended.sparse_name.as_deref().or(extended.path.as_deref()).or(long_name).unwrap_or(&joined);
        let raw_link = extended.link.as_deref().or(long_link).unwrap_or(header.link);
        if raw_name.len().max(raw_link.len()) as u64 > self.options.limits.path_bytes {
            return Err(self.limit("a path of ", self.options.limits.path_bytes, "bytes"));
        }
        let (path, oddity) = normalised(raw_name);
        self.note(&path, oddity);
        let link = match header.kind {
            b'1' => {
                let (link, oddity) = normalised(raw_link);
                self.note(&link, oddity);
                link
            }
            _ => String::from_utf8_lossy(raw_link),
        };
        // Links, devices, folders and pipes have no contents, whatever their size says.
        let has_contents = !matches!(header.kind, b'1'..=b'6');
        let stored = if has_contents { extended.size.unwrap_or(header.size) } else { 0 };
        let first = self.input.position();
        let (map, taken) = self.sparse(found, stored)?;
        // Continued maps of the old form stand before the contents and are no part of them; those of form 1.0 are.
        let begin = if header.kind == b'S' { self.input.position() } else { first };
        let padded = stored.checked_add(padding(stored)).and_then(|length| begin.checked_add(length));
        let end = padded.ok_or_else(|| self.broken(at, "its size is absurd"))?;
        let kind = match header.kind {
            // Old tars write folders as files whose name ends with a slash.
            b'0' | 0 if raw_name.ends_with(b"/") => EntryKind::Directory,
            b'0' | 0 | b'7' | b'S' => EntryKind::File,
            b'1' => EntryKind::Hardlink(&link),
            b'2' => EntryKind::Symlink(&link),
            b'5' | b'D' => EntryKind::Directory,
            _ => EntryKind::Other,
        };
        let mark = mark(&path);
        let (path, kind) = match &mark {
            Some(Mark::Whiteout(path)) => (path.as_str(), EntryKind::Whiteout),
            Some(Mark::Opaque(path)) => (path.as_str(), EntryKind::OpaqueDirectory),
            _ => (&*path, kind),
        };
        let size = match (kind, &map) {
            (EntryKind::File, Some(map)) => map.real_size,
            (EntryKind::File, None) => stored,
            _ => 0,
        };
        let uid = extended.uid.unwrap_or(header.uid);
        let gid = extended.gid.unwrap_or(header.gid);
        let entry = Entry { path, kind, size, mode: header.mode, uid, gid, has_capabilities: extended.has_capabilities };
        // The root itself, volume labels and what aufs leaves behind are no entries.
        let is_shown =
            (!path.is_empty() || kind == EntryKind::OpaqueDirectory) && header.kind != b'V' && !matches!(mark, Some(Mark::Aufs));
        if is_shown {
            let stored = stored.saturating_sub(taken);
            visitor.entry(&entry, &mut Contents::new(Stored::new(&mut *self.input, self.what, stored, map), size))?;
        }
        self.skip(end.saturating_sub(self.input.position()))
    }

    /// The map of a sparse file, and how many bytes of its stored contents the map took.
    fn sparse(&mut self, found: &Found<'_>, stored: u64) -> Result<(Option<SparseMap>, u64), ImageError> {
        let Found { block, header, at, extended } = *found;
        let broken = || ImageError::Tar { what: self.what.to_owned(), offset: at, reason: BROKEN_MAP };
        if header.kind == b'S' {
            let real_size = block.get(483..495).and_then(header::number).ok_or_else(broken)?;
            let mut pieces = Vec::new();
            let mut has_more = sparse::old_form(block, 386, 4, 482, &mut pieces).ok_or_else(broken)?;
            while has_more {
                let mut next = [0; BLOCK];
                if self.input.fill(&mut next)? < BLOCK {
                    return Err(self.truncated());
                }
                has_more = sparse::old_form(&next, 0, 21, 504, &mut pieces).ok_or_else(broken)?;
                if pieces.len() > MAX_PIECES {
                    return Err(broken());
                }
            }
            return Ok((Some(SparseMap::new(pieces, real_size, stored).ok_or_else(broken)?), 0));
        }
        let (Some(real_size), b'0' | 0 | b'7') = (extended.sparse_size, header.kind) else { return Ok((None, 0)) };
        if !extended.has_map_in_contents && extended.sparse_map.is_empty() {
            return Ok((None, 0));
        }
        if !extended.has_map_in_contents {
            let pieces = SparseMap::pairs(&extended.sparse_map).ok_or_else(broken)?;
            return Ok((Some(SparseMap::new(pieces, real_size, stored).ok_or_else(broken)?), 0));
        }
        let (mut reader, mut taken) = (MapReader::default(), 0);
        loop {
            let mut next = [0; BLOCK];
            if taken + BLOCK as u64 > stored.saturating_add(padding(stored)) {
                return Err(broken());
            }
            if self.input.fill(&mut next)? < BLOCK {
                return Err(self.truncated());
            }
            taken += BLOCK as u64;
            if reader.push(&next).ok_or_else(broken)? {
                break;
            }
        }
        let map = reader.pieces().and_then(|pieces| SparseMap::new(pieces, real_size, stored.saturating_sub(taken)));
        Ok((Some(map.ok_or_else(broken)?), taken))
    }

    fn note(&mut self, path: &str, oddity: Option<Oddity>) {
        let Some(oddity) = oddity else { return };
        if self.problems.len() < self.options.limits.problems {
            let message = oddity.message().to_owned();
            self.problems.push(Problem { path: path.to_owned(), origin: "tar".to_owned(), message });
        } else {
            self.more_problems += 1;
        }
    }

    fn finish(&mut self) {
        if self.more_problems > 0 {
            let message = format!("{} more paths are odd", self.more_problems);
            self.problems.push(Problem { path: String::new(), origin: "tar".to_owned(), message });
        }
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

    fn limit(&self, part: &str, limit: u64, unit: &'static str) -> ImageError {
        ImageError::Limit { what: format!("{part}{}", self.what), limit, unit }
    }
}

fn joined<'a>(header: &Header<'a>) -> Cow<'a, [u8]> {
    if header.prefix.is_empty() { header.name.into() } else { [header.prefix, b"/", header.name].concat().into() }
}

fn padding(size: u64) -> u64 {
    size.wrapping_neg() % BLOCK as u64
}
