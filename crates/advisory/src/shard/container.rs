//! The file that holds a shard: a header, sections, and a checksum over each.
//!
//! The layout is our own. All numbers are little-endian.
//!
//! ```text
//! 0   magic "TWSHARD\n"
//! 8   format version, u32 · kind, u32 · length of the whole file, u64
//! 24  number of sections, u32 · zero, u32
//! 32  a row a section: offset u64, length u64, xxh3 checksum u64
//! ..  xxh3 checksum of all bytes before it, u64
//! ..  the sections
//! ```
//!
//! A file is written aside and renamed, and never changed afterwards, so any number of processes may map it while another
//! replaces it. Opening checks the header and every section but those of blocks, which carry checksums of their own: a
//! damaged, cut or foreign file is refused before anything is read from it.
//! Limits: files of up to 4 GiB a section.

use super::ShardError;
use memmap2::Mmap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

const MAGIC: &[u8; 8] = b"TWSHARD\n";
/// Raised with every change of the layout or of what a section means; files of other versions are rebuilt.
pub(crate) const FORMAT: u32 = 2;
const HEADER: usize = 32;
const ROW: usize = 24;
const MAX_SECTIONS: usize = 16;
/// What is read at a time to check a file.
const BUFFER: usize = 64 << 10;

/// Writes a shard's file.
pub(crate) struct Writer {
    kind: u32,
    sections: Vec<Vec<u8>>,
}

impl Writer {
    pub(crate) fn new(kind: u32) -> Self {
        Self { kind, sections: Vec::new() }
    }

    /// Adds the next section; sections are known by their position.
    pub(crate) fn section(&mut self, bytes: Vec<u8>) {
        self.sections.push(bytes);
    }

    /// Writes the file beside its place, then renames it there. Returns its length.
    pub(crate) fn write(self, path: &Path) -> Result<u64, ShardError> {
        let table = HEADER + self.sections.len() * ROW + 8;
        let length = table + self.sections.iter().map(Vec::len).sum::<usize>();
        let mut head = Vec::with_capacity(table);
        head.extend_from_slice(MAGIC);
        head.extend_from_slice(&FORMAT.to_le_bytes());
        head.extend_from_slice(&self.kind.to_le_bytes());
        head.extend_from_slice(&(length as u64).to_le_bytes());
        head.extend_from_slice(&(self.sections.len() as u64).to_le_bytes());
        let mut offset = table as u64;
        for section in &self.sections {
            head.extend_from_slice(&offset.to_le_bytes());
            head.extend_from_slice(&(section.len() as u64).to_le_bytes());
            head.extend_from_slice(&xxh3_64(section).to_le_bytes());
            offset += section.len() as u64;
        }
        let checksum = xxh3_64(&head);
        head.extend_from_slice(&checksum.to_le_bytes());

        let unwritable = |source| ShardError::Write { path: path.to_owned(), source };
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder).map_err(unwritable)?;
        let mut file = tempfile::Builder::new().prefix(".building-").tempfile_in(folder).map_err(unwritable)?;
        file.write_all(&head).map_err(unwritable)?;
        for section in &self.sections {
            file.write_all(section).map_err(unwritable)?;
        }
        readable_by_others(file.as_file()).map_err(unwritable)?;
        file.persist(path).map_err(|e| unwritable(e.error))?;
        Ok(length as u64)
    }
}

/// Temporary files are private to their owner; a shard in a shared cache is for everybody.
pub(crate) fn readable_by_others(file: &File) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    file.sync_data()
}

/// A shard's file, mapped and checked.
pub(crate) struct Container {
    map: Mmap,
    path: PathBuf,
    sections: Vec<Range<usize>>,
}

impl Container {
    /// Maps a file of this kind. `lazy` names the sections whose contents carry checksums of their own.
    pub(crate) fn open(path: &Path, kind: u32, lazy: &[usize]) -> Result<Self, ShardError> {
        let file = File::open(path).map_err(|source| ShardError::Open { path: path.to_owned(), source })?;
        let map = map(&file).map_err(|source| ShardError::Open { path: path.to_owned(), source })?;
        let damaged = |what| ShardError::Damaged { path: path.to_owned(), what };
        let rows = check_header(&map, kind).map_err(damaged)?;
        let mut buffer = vec![0; BUFFER];
        for (_, row) in rows.iter().enumerate().filter(|(index, _)| !lazy.contains(index)) {
            let sum = checksum(&file, row, &mut buffer).map_err(|source| ShardError::Open { path: path.to_owned(), source })?;
            if sum != Some(row.checksum) {
                return Err(damaged("its contents do not fit their checksum"));
            }
        }
        Ok(Self { map, path: path.to_owned(), sections: rows.into_iter().map(|row| row.range).collect() })
    }

    /// The bytes of a section; empty if the file has fewer sections, which [`Container::open`]'s callers check.
    pub(crate) fn section(&self, index: usize) -> &[u8] {
        self.sections.get(index).and_then(|range| self.map.get(range.clone())).unwrap_or(&[])
    }

    pub(crate) fn len(&self) -> u64 {
        self.map.len() as u64
    }

    /// The error that says what is wrong with this file.
    pub(crate) fn damaged(&self, what: &'static str) -> ShardError {
        ShardError::Damaged { path: self.path.clone(), what }
    }
}

/// Where a section lies, and the checksum over it.
struct Row {
    range: Range<usize>,
    checksum: u64,
}

/// The checksum of a section; `None` if the file has become shorter. Read, and not through the map: of that only what look-ups touch
/// shall count as memory.
fn checksum(mut file: &File, row: &Row, buffer: &mut [u8]) -> io::Result<Option<u64>> {
    file.seek(SeekFrom::Start(row.range.start as u64))?;
    let mut left = row.range.len();
    let mut hash = Xxh3::new();
    while left > 0 {
        let most = left.min(buffer.len());
        let read = file.read(buffer.get_mut(..most).unwrap_or_default())?;
        if read == 0 {
            return Ok(None);
        }
        hash.update(buffer.get(..read).unwrap_or_default());
        left -= read;
    }
    Ok(Some(hash.digest()))
}

fn check_header(bytes: &[u8], kind: u32) -> Result<Vec<Row>, &'static str> {
    if bytes.get(..8) != Some(MAGIC) {
        return Err("it is not a shard");
    }
    if u32_at(bytes, 8) != Some(FORMAT) {
        return Err("it was made by another version of tidewaiter");
    }
    if u32_at(bytes, 12) != Some(kind) {
        return Err("it is a shard of another kind");
    }
    if u64_at(bytes, 16) != Some(bytes.len() as u64) {
        return Err("it is cut off");
    }
    let count =
        u64_at(bytes, 24).and_then(|n| usize::try_from(n).ok()).filter(|n| *n <= MAX_SECTIONS).ok_or("its header is damaged")?;
    let table_end = HEADER + count * ROW;
    let table = bytes.get(..table_end).ok_or("it is cut off")?;
    if u64_at(bytes, table_end) != Some(xxh3_64(table)) {
        return Err("its header is damaged");
    }
    let mut sections = Vec::with_capacity(count);
    for index in 0..count {
        let row = HEADER + index * ROW;
        let start = u64_at(bytes, row).and_then(|n| usize::try_from(n).ok()).ok_or("its header is damaged")?;
        let length = u64_at(bytes, row + 8).and_then(|n| usize::try_from(n).ok()).ok_or("its header is damaged")?;
        let range = start..start.checked_add(length).ok_or("its header is damaged")?;
        let (_, checksum) = bytes.get(range.clone()).zip(u64_at(bytes, row + 16)).ok_or("its header is damaged")?;
        sections.push(Row { range, checksum });
    }
    Ok(sections)
}

/// The `u32` at a byte offset.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

/// The `u64` at a byte offset.
pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at.checked_add(8)?)?.try_into().ok()?))
}

/// Maps a file for reading.
#[expect(unsafe_code, reason = "a map is what lets any number of processes share the advisories without reading them")]
fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: undefined behaviour needs somebody who changes the file while it is mapped. Shards are only ever written
    // aside and renamed into place, and their folder belongs to the user; whoever can write there can as well replace the
    // program's own configuration. The map is read through bounds-checked slices only.
    unsafe { Mmap::map(file) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(folder: &Path) -> PathBuf {
        let path = folder.join("a.shard");
        let mut writer = Writer::new(7);
        writer.section(b"first".to_vec());
        writer.section(b"second".to_vec());
        writer.write(&path).unwrap();
        path
    }

    #[test]
    fn sections_come_back_as_they_were_written() {
        let folder = tempfile::tempdir().unwrap();
        let container = Container::open(&written(folder.path()), 7, &[]).unwrap();
        assert_eq!(container.section(0), b"first");
        assert_eq!(container.section(1), b"second");
        assert_eq!(container.section(2), b"");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_file_that_is_cut_or_changed_anywhere_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path());
        let whole = std::fs::read(&path).unwrap();
        for end in 0..whole.len() {
            std::fs::write(&path, &whole[..end]).unwrap();
            assert!(Container::open(&path, 7, &[]).is_err(), "cut at {end}");
        }
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            std::fs::write(&path, &changed).unwrap();
            assert!(Container::open(&path, 7, &[]).is_err(), "changed at {at}");
        }
    }

    #[test]
    fn another_kind_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(Container::open(&written(folder.path()), 8, &[]), Err(ShardError::Damaged { .. })));
    }
}
