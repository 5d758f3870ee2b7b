//! What kind of file it is, and the texts in it: the file itself, the members of an archive, the strings of a compiled program.
//!
//! Looked into: text (UTF-8 and whatever has no NUL; UTF-16 with a byte order mark), zip and its kin (jar, war, docx), tar, gzip, Python's
//! byte code, Java's classes, SQLite databases. Other binary files are left alone.
//! Limits: archives in archives to a depth that the caller chooses, 512 MiB inflated and 100,000 members a file, 64 MiB a member;
//! who hits one is told. Compressed manuals and changelogs (`usr/share/doc` and the like) are not inflated.

mod archive;
mod class;
mod database;
mod python;
mod strings;

use crate::scanner::{Found, Origin};
use std::io::{Cursor, Read, Seek};
use tidewaiter_model::Problem;

/// Kinds of files that may hold secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Utf16,
    Zip,
    Gzip,
    Tar,
    Class,
    /// Byte code of Python.
    Python,
    Sqlite,
}

/// Pictures, sounds, fonts and other files in which nobody looks for secrets, by the ends of their names.
const MEDIA: [&str; 26] = [
    ".png", ".jpg", ".jpeg", ".gif", ".ico", ".webp", ".bmp", ".tiff", ".svgz", ".woff", ".woff2", ".ttf", ".otf", ".eot",
    ".mp3", ".mp4", ".ogg", ".wav", ".webm", ".avi", ".mo", ".gmo", ".so", ".a", ".o", ".pyd",
];

/// Folders of documentation, whose compressed files are not inflated.
const DOCUMENTATION: [&str; 4] = ["usr/share/doc/", "usr/share/man/", "usr/share/info/", "usr/share/locale/"];

pub(crate) fn is_media(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rfind('.').and_then(|dot| name.get(dot..)).is_some_and(|end| MEDIA.iter().any(|media| end.eq_ignore_ascii_case(media)))
}

impl Kind {
    /// What a file is by its first 8 KiB; `None` if it is left alone.
    pub(crate) fn of(path: &str, head: &[u8]) -> Option<Self> {
        let is_documentation = || DOCUMENTATION.iter().any(|folder| path.starts_with(folder));
        match head {
            [b'P', b'K', 3, 4, ..] => return Some(Self::Zip),
            [0x1f, 0x8b, 8, ..] => return (!is_documentation()).then_some(Self::Gzip),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] if head.len().is_multiple_of(2) || head.len() > 512 => return Some(Self::Utf16),
            [0xca, 0xfe, 0xba, 0xbe, 0, _, 0, 45..=99, ..] => return Some(Self::Class),
            // rpm's database holds nothing but packages.
            _ if tidewaiter_sqlite::is_database(head) => return (!path.ends_with("rpmdb.sqlite")).then_some(Self::Sqlite),
            _ if path.ends_with(".pyc") => return Some(Self::Python),
            _ if is_tar(head) => return Some(Self::Tar),
            _ => {}
        }
        memchr::memchr(0, head.get(..head.len().min(8192)).unwrap_or(head)).is_none().then_some(Self::Text)
    }
}

impl Kind {
    /// Whether it has members, which are read one after the other.
    pub(crate) fn is_archive(self) -> bool {
        matches!(self, Self::Zip | Self::Gzip | Self::Tar)
    }
}

/// The mark of a tar stands in programs that write tars, too; the sum of the header does not.
fn is_tar(head: &[u8]) -> bool {
    let Some(header) = head.get(..512).filter(|header| header.get(257..262) == Some(b"ustar")) else { return false };
    let mut header = tar::Header::from_byte_slice(header).clone();
    let stated = header.cksum().ok();
    header.set_cksum();
    stated.is_some() && stated == header.cksum().ok()
}

/// What may still be inflated of one file.
pub(crate) struct Budget {
    pub(crate) bytes: u64,
    pub(crate) members: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self { bytes: 512 << 20, members: 100_000 }
    }
}

/// Takes a text and where it comes from.
pub(crate) type Take<'a> = dyn FnMut(Origin<'_>, &[u8], &mut Found) + 'a;

/// Shows every text in a file.
pub(crate) fn each_text(path: &str, bytes: &[u8], depth: usize, found: &mut Found, take: &mut Take<'_>) {
    let mut looked = Look { path, budget: Budget::default(), found, take };
    looked.inside(bytes, None, depth);
}

/// Shows every text in an archive, of which it is known by its beginning that it is one.
pub(crate) fn each_text_of_archive(
    (path, head): (&str, &[u8]),
    from: &mut (impl Read + Seek),
    depth: usize,
    found: &mut Found,
    take: &mut Take<'_>,
) {
    let mut look = Look { path, budget: Budget::default(), found, take };
    if let (Some(kind), Some(depth)) = (Kind::of(path, head).filter(|kind| kind.is_archive()), depth.checked_sub(1)) {
        archive::members(&mut look, kind, from, None, depth);
    }
}

/// A file being looked into.
pub(crate) struct Look<'a, 'b> {
    path: &'a str,
    budget: Budget,
    found: &'a mut Found,
    take: &'a mut Take<'b>,
}

impl Look<'_, '_> {
    /// Looks into a file or a member of one, which is named in `member`.
    fn inside(&mut self, bytes: &[u8], member: Option<&str>, depth: usize) {
        let name = member.unwrap_or(self.path);
        if is_media(name) {
            return;
        }
        let Some(kind) = Kind::of(name, bytes.get(..bytes.len().min(8192)).unwrap_or(bytes)) else { return };
        match kind {
            Kind::Text => self.text(bytes, member, true),
            Kind::Utf16 => self.text(utf8(bytes).as_bytes(), member, true),
            Kind::Class => self.text(&class::constants(bytes), member, false),
            Kind::Python => self.text(&python::constants(bytes), member, false),
            Kind::Sqlite => self.text(&database::values(bytes), member, false),
            Kind::Zip | Kind::Gzip | Kind::Tar => match depth.checked_sub(1) {
                Some(depth) => archive::members(self, kind, &mut Cursor::new(bytes), member, depth),
                None => self.problem(member, "an archive in it lies too deep in others to be looked into"),
            },
        }
    }

    fn text(&mut self, text: &[u8], member: Option<&str>, has_lines: bool) {
        let origin = Origin { member, has_lines, ..Origin::file(self.path) };
        (self.take)(origin, text, self.found);
    }

    fn problem(&mut self, member: Option<&str>, message: &str) {
        let message = member.map_or_else(|| message.to_owned(), |member| format!("{member}: {message}"));
        let problem = Problem { path: self.path.to_owned(), origin: "secrets".to_owned(), message };
        // An archive may be broken in as many places as it has members.
        if self.found.problems.len() < 20 && !self.found.problems.contains(&problem) {
            self.found.problems.push(problem);
        }
    }
}

/// UTF-16 with its mark, as Windows' tools write it.
fn utf8(bytes: &[u8]) -> String {
    let is_big = bytes.starts_with(&[0xfe, 0xff]);
    let unit = |pair: &[u8]| match pair {
        [a, b] if is_big => u16::from_be_bytes([*a, *b]),
        [a, b] => u16::from_le_bytes([*a, *b]),
        _ => 0,
    };
    let units = bytes.get(2..).unwrap_or_default().chunks_exact(2).map(unit);
    char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

#[cfg(test)]
mod tests;
