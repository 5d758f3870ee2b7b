//! Finds and reads the build information in an executable.
//!
//! It begins with a magic of 14 bytes at an address divisible by 16. Since Go 1.18 the version and the module list follow
//! as strings with their lengths; before, there are pointers to string headers, in the executable's own word size and
//! byte order.

use crate::Source;
use crate::source::{bytes, windows};
use memchr::memmem;
use object::{Endianness, Object, ObjectSection, ObjectSegment, ReadRef};

/// What a program says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct BuildInfo {
    /// `go1.22.1`.
    pub(super) go_version: String,
    /// The main module first; its version is empty if Go stamped none.
    pub(super) modules: Vec<Module>,
    /// What the linker was told, as far as Go recorded it.
    pub(super) linker_flags: String,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Module {
    pub(super) path: String,
    pub(super) version: String,
    /// Whether it is the program's own, which need not be there.
    pub(super) is_main: bool,
}

const MAGIC: &[u8] = b"\xff Go buildinf:";
const ALIGN: u64 = 16;
/// No list of modules is longer.
const MAX: usize = 16 << 20;
const HEADER: usize = 32;
const INLINE: u8 = 2;
const BIG_ENDIAN: u8 = 1;

/// The build information of an executable; `None` if it is none of Go's or damaged.
pub(super) fn find<'a>(program: impl ReadRef<'a>, source: &dyn Source) -> Option<BuildInfo> {
    let file = object::File::parse(program).ok()?;
    let section = file.section_by_name(".go.buildinfo").or_else(|| file.section_by_name("__go_buildinfo"));
    let section = section.and_then(|section| section.file_range()).and_then(|range| locate(source, range));
    let found = section.or_else(|| file.segments().find_map(|segment| locate(source, segment.file_range())))?;
    let header = found.get(..HEADER)?;
    let flags = *header.get(15)?;
    let (version, modules) = if flags & INLINE != 0 {
        let (version, rest) = inline(found.get(HEADER..)?)?;
        (version, inline(rest).map_or(&[][..], |(modules, _)| modules))
    } else {
        let word = usize::from(*header.get(14)?);
        let endianness = if flags & BIG_ENDIAN != 0 { Endianness::Big } else { Endianness::Little };
        let memory = Memory { file: &file, word, endianness };
        (memory.text(header.get(16..)?)?, memory.text(header.get(16 + word..)?).unwrap_or(&[]))
    };
    let go_version = String::from_utf8_lossy(version).into_owned();
    (!go_version.is_empty()).then(|| BuildInfo {
        go_version,
        modules: read_modules(modules),
        linker_flags: linker_flags(modules),
    })
}

/// The bytes from the magic on, in a part of the program that has this place and size.
fn locate(source: &dyn Source, (start, size): (u64, u64)) -> Option<Vec<u8>> {
    let end = start.checked_add(size).filter(|end| *end <= source.size())?;
    let at = windows(source, start..end, |bytes, window, first| {
        let place = |at: &usize| first + *at as u64;
        let is_aligned = |at: &usize| (place(at) - start).is_multiple_of(ALIGN);
        memmem::find_iter(bytes, MAGIC).find(|at| window.contains(at) && is_aligned(at)).map(|at| place(&at))
    })?;
    Some(bytes(source, at, usize::try_from(end - at).unwrap_or(usize::MAX).min(MAX)))
}

/// A string with its length before it.
fn inline(data: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut length = 0usize;
    for (at, byte) in data.iter().take(9).enumerate() {
        length |= usize::from(byte & 0x7f) << (7 * at);
        if byte & 0x80 == 0 {
            return data.get(at + 1..)?.split_at_checked(length);
        }
    }
    None
}

/// The program as it would lie in memory.
struct Memory<'f, 'a, R: ReadRef<'a>> {
    file: &'f object::File<'a, R>,
    word: usize,
    endianness: Endianness,
}

impl<'a, R: ReadRef<'a>> Memory<'_, 'a, R> {
    /// The string that a pointer's target describes.
    fn text(&self, pointer: &[u8]) -> Option<&'a [u8]> {
        let header = self.at(self.number(pointer)?, 2 * self.word as u64)?;
        self.at(self.number(header)?, self.number(header.get(self.word..)?)?)
    }

    fn number(&self, bytes: &[u8]) -> Option<u64> {
        let bytes = bytes.get(..self.word)?;
        match (self.word, self.endianness) {
            (4, Endianness::Little) => Some(u64::from(u32::from_le_bytes(bytes.try_into().ok()?))),
            (4, Endianness::Big) => Some(u64::from(u32::from_be_bytes(bytes.try_into().ok()?))),
            (8, Endianness::Little) => Some(u64::from_le_bytes(bytes.try_into().ok()?)),
            (8, Endianness::Big) => Some(u64::from_be_bytes(bytes.try_into().ok()?)),
            _ => None,
        }
    }

    fn at(&self, address: u64, length: u64) -> Option<&'a [u8]> {
        self.file.segments().find_map(|segment| segment.data_range(address, length).ok().flatten())
    }
}

/// The setting is a line of its own among the modules, quoted as Go quotes.
fn linker_flags(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let value = text.lines().find_map(|line| line.strip_prefix("build\t-ldflags=")).unwrap_or("");
    match value.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')) {
        Some(inner) => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
        None => value.to_owned(),
    }
}

/// The module list: a line each, fields parted by tabs, between two marks of 16 bytes.
fn read_modules(bytes: &[u8]) -> Vec<Module> {
    let inner = bytes.get(16..bytes.len().saturating_sub(16)).unwrap_or(&[]);
    let text = String::from_utf8_lossy(inner);
    let mut modules: Vec<Module> = Vec::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields[..] {
            [kind @ ("mod" | "dep"), path, ref rest @ ..] => {
                let version = rest.first().filter(|version| **version != "(devel)").copied().unwrap_or("");
                modules.push(Module { path: path.to_owned(), version: version.to_owned(), is_main: kind == "mod" });
            }
            ["=>", path, version, ..] => {
                let is_main = modules.pop().is_some_and(|replaced| replaced.is_main);
                modules.push(Module { path: path.to_owned(), version: version.to_owned(), is_main });
            }
            _ => {}
        }
    }
    modules.retain(|module| !module.path.is_empty());
    modules
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A minimal ELF with one loaded segment that holds the old, pointer form.
    fn old_form(word: usize, big: bool) -> Vec<u8> {
        let put = |out: &mut Vec<u8>, value: u64, size: usize| {
            let bytes = if big { value.to_be_bytes()[8 - size..].to_vec() } else { value.to_le_bytes()[..size].to_vec() };
            out.extend(bytes);
        };
        let base = 0x1000u64;
        let list = format!(
            "{0}path\texample.com/old\nmod\texample.com/old\tv1.2.3\ndep\tgolang.org/x/net\tv0.1.0\n{0}",
            "0123456789abcdef"
        );
        let mut elf = vec![0x7f, b'E', b'L', b'F', if word == 8 { 2 } else { 1 }, if big { 2 } else { 1 }, 1];
        elf.resize(16, 0);
        let (header, program) = if word == 8 { (64, 56) } else { (52, 32) };
        for (value, size) in [
            (2, 2),
            (62, 2),
            (1, 4),
            (0, word),
            (header, word),
            (0, word),
            (0, 4),
            (header, 2),
            (program, 2),
            (1, 2),
            (0, 2),
            (0, 2),
            (0, 2),
        ] {
            put(&mut elf, value, size);
        }
        let data_at = (header + program).next_multiple_of(16);
        let length = 1024;
        let fields: &[(u64, usize)] = if word == 8 {
            &[(1, 4), (4, 4), (data_at, 8), (base, 8), (base, 8), (length, 8), (length, 8), (16, 8)]
        } else {
            &[(1, 4), (data_at, 4), (base, 4), (base, 4), (length, 4), (length, 4), (4, 4), (16, 4)]
        };
        fields.iter().for_each(|(value, size)| put(&mut elf, *value, *size));
        elf.resize(data_at as usize, 0);
        let mut data = MAGIC.to_vec();
        data.extend([word as u8, u8::from(big)]);
        put(&mut data, base + 64, word);
        put(&mut data, base + 96, word);
        data.resize(64, 0);
        put(&mut data, base + 128, word);
        put(&mut data, 8, word);
        data.resize(96, 0);
        put(&mut data, base + 160, word);
        put(&mut data, list.len() as u64, word);
        data.resize(128, 0);
        data.extend(b"go1.17.5");
        data.resize(160, 0);
        data.extend(list.as_bytes());
        data.resize(length as usize, 0);
        elf.extend(data);
        elf
    }

    #[test]
    fn the_old_form_is_read_in_every_word_size_and_byte_order() {
        for (word, big) in [(8, false), (8, true), (4, false), (4, true)] {
            let program = old_form(word, big);
            let info = find(&*program, &program.as_slice()).unwrap_or_default();
            assert_eq!(info.go_version, "go1.17.5", "{word} {big}");
            let modules: Vec<_> = info.modules.iter().map(|m| (m.path.as_str(), m.version.as_str())).collect();
            assert_eq!(modules, [("example.com/old", "v1.2.3"), ("golang.org/x/net", "v0.1.0")]);
        }
    }

    #[test]
    fn the_magic_counts_only_where_it_is_aligned() {
        let mut data = vec![0; 5];
        data.extend(MAGIC);
        assert!(locate(&data.as_slice(), (0, data.len() as u64)).is_none());
        data.resize(32, 0);
        data.extend(MAGIC);
        assert!(locate(&data.as_slice(), (0, data.len() as u64)).is_some());
    }
}
