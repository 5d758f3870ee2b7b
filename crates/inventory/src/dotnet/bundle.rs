//! .NET programs that are published as one file, which carry the list of their packages within.
//!
//! Format: <https://github.com/dotnet/designs/blob/main/accepted/2020/single-file/bundler.md>. Eight bytes of the host's data, before
//! a signature, lead to the bundle's header: version, number of files, identifier; from .NET 5 on, place and size of `deps.json`;
//! before, a list of all files.
//! Files: executables with an execute bit or named `.exe`, that carry `deps.json`.
//! Limits: those of `deps`, which reads the list.

use super::deps;
use crate::source::{bytes, cached, windows};
use crate::{Analyzer, File, FileFacts, Partial, Source, Stat, executable};
use memchr::memmem;
use object::{Object, ObjectSection, ReadRef};

/// The analyzer.
pub(crate) struct Bundle;

/// SHA-256 of `.net core bundle` and a line feed.
const SIGNATURE: [u8; 32] = [
    0x8b, 0x12, 0x02, 0xb9, 0x6a, 0x61, 0x20, 0x38, 0x72, 0x7b, 0x93, 0x02, 0x14, 0xd7, 0xa0, 0x32, 0x13, 0xf5, 0xb9, 0xe6, 0xef,
    0xae, 0x33, 0x18, 0xee, 0x3b, 0x2d, 0xce, 0x24, 0xb3, 0x6a, 0xae,
];
/// Where the signature lies in each system's programs.
const SECTIONS: [&str; 2] = [".data", "__data"];
/// Bytes of a header that are read: older ones list all files.
const MAX_HEADER: usize = 4 << 20;
/// The kind of `deps.json` in the list of files.
const DEPS: u8 = 3;

impl Analyzer for Bundle {
    fn id(&self) -> &'static str {
        "dotnet-bundle"
    }

    fn version(&self) -> u32 {
        1
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        executable::wants(stat)
    }

    fn sniff(&self, head: &[u8]) -> bool {
        executable::sniff(head)
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        self.look(&file.stat, &file.bytes, facts);
    }

    fn partial(&self) -> Option<&dyn Partial> {
        Some(self)
    }
}

impl Partial for Bundle {
    fn look(&self, _stat: &Stat<'_>, source: &dyn Source, facts: &mut FileFacts) {
        let header = match source.whole() {
            Some(bytes) => header(bytes, source),
            None => header(&cached(source), source),
        };
        let Some(header) = header else { return };
        let Some((at, size)) = list(&bytes(source, header, MAX_HEADER)) else {
            return facts.problem("broken bundle: its header is not what .NET writes");
        };
        // A program may be published without the list.
        if size == 0 {
            return;
        }
        let text = Some(bytes(source, at, size)).filter(|text| text.len() == size);
        let Some(text) = text.as_deref().map(String::from_utf8_lossy) else {
            return facts.problem("broken bundle: its deps.json lies outside of it");
        };
        if let Err(error) = deps::read(&text, facts) {
            facts.problem(format!("broken deps.json in the bundle: {error}"));
        }
    }
}

/// Where the header lies; `None` for a program that is no bundle.
fn header<'a>(program: impl ReadRef<'a>, source: &dyn Source) -> Option<u64> {
    let program = object::File::parse(program).ok()?;
    SECTIONS.iter().find_map(|name| {
        let (start, size) = program.section_by_name(name)?.file_range()?;
        let end = start.checked_add(size).filter(|end| *end <= source.size())?;
        windows(source, start..end, |bytes, window, _| {
            let at = memmem::find_iter(bytes, &SIGNATURE).find(|at| window.contains(at))?;
            let offset = u64::from_le_bytes(bytes.get(at.checked_sub(8)?..at)?.try_into().ok()?);
            Some(offset).filter(|offset| *offset != 0)
        })
    })
}

/// Place and size of `deps.json`; no size if there is none.
fn list(header: &[u8]) -> Option<(u64, usize)> {
    let mut reader = Reader(header);
    let version = u32::from_le_bytes(reader.take()?);
    let (_minor, files) = (reader.take::<4>()?, u32::from_le_bytes(reader.take()?));
    reader.text()?;
    if version >= 2 {
        return Some((reader.number()?, usize::try_from(reader.number()?).ok()?));
    }
    for _ in 0..files {
        let (at, size, [kind]) = (reader.number()?, reader.number()?, reader.take()?);
        reader.text()?;
        if kind == DEPS {
            return Some((at, usize::try_from(size).ok()?));
        }
    }
    Some((0, 0))
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn number(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    /// Skips a text, whose length comes first, seven bits a byte.
    fn text(&mut self) -> Option<()> {
        let mut length = 0_usize;
        for shift in (0..28).step_by(7) {
            let [byte] = self.take()?;
            length |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                self.0 = self.0.get(length..)?;
                return Some(());
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};
    use std::io::Read;

    fn sample(gzipped: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(gzipped).read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn the_list_within_is_read() {
        let old = sample(include_bytes!("testdata/bundle-v1.gz"));
        let new = sample(include_bytes!("testdata/bundle-v6.gz"));
        let facts = read(&Bundle, "app/Web", &new);
        insta::assert_snapshot!(listing(&facts), @r"
        dotnet-core pkg:nuget/Api@1.2.0 workspace -> SQLitePCLRaw.lib.e_sqlite3@2.1.0
        dotnet-core pkg:nuget/Newtonsoft.Json@13.0.1 direct
        dotnet-core pkg:nuget/SQLitePCLRaw.lib.e_sqlite3@2.1.0 direct
        dotnet-core pkg:nuget/System.Net.Http@4.3.0 indirect
        dotnet-core pkg:nuget/Web@1.0.0 root -> Api@1.2.0 Newtonsoft.Json@13.0.1 System.Net.Http@4.3.0
        ");
        assert_eq!(read(&Bundle, "app/Web", &old).packages, facts.packages);
    }

    #[test]
    fn what_is_broken_is_told() {
        let new = sample(include_bytes!("testdata/bundle-v6.gz"));
        let header = header(&*new, &new.as_slice()).unwrap() as usize;
        let told = |bytes: &[u8]| read(&Bundle, "app/Web", bytes).problems[0].message.clone();
        assert_eq!(told(&new[..header + 10]), "broken bundle: its header is not what .NET writes");
        let mut far = new.clone();
        let place = memmem::find(&far[header..], b"deps-here").unwrap() + header + 9;
        far[place + 4..place + 8].fill(0x7f);
        assert_eq!(told(&far), "broken bundle: its deps.json lies outside of it");
        let mut broken = new.clone();
        let at = memmem::find(&broken, b"runtimeTarget").unwrap();
        broken[at] = b'"';
        assert!(told(&broken).starts_with("broken deps.json in the bundle"));
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Bundle, "app/Web", &sample(include_bytes!("testdata/bundle-v6.gz")));
        assert_survives_damage(&Bundle, "app/Web", &sample(include_bytes!("testdata/bundle-v1.gz")));
    }
}
