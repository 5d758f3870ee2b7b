//! Entries of layers and folders, and who looks at them.

use crate::{ImageError, Region};
use std::borrow::Cow;

/// One entry of a layer or folder.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Relative to the root, without leading slash, `.` or `..`. Empty only for an emptied root.
    pub path: &'a str,
    /// What it is.
    pub kind: EntryKind<'a>,
    /// Bytes of its contents; 0 for all but files.
    pub size: u64,
    /// Permission bits.
    pub mode: u32,
    /// Owner.
    pub uid: u64,
    /// Group.
    pub gid: u64,
    /// Whether the file gives who runs it capabilities (`security.capability`). Folders on disk do not tell.
    pub has_capabilities: bool,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind<'a> {
    /// A regular file.
    File,
    /// A folder.
    Directory,
    /// A symbolic link, with its target as it is written.
    Symlink(&'a str),
    /// Another name of a file of the same layer or an earlier one, whose path this is.
    Hardlink(&'a str),
    /// The path was removed. See <https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts>.
    Whiteout,
    /// Everything that earlier layers have below this folder was removed.
    OpaqueDirectory,
    /// A device, a pipe, a socket.
    Other,
}

/// Contents that can be read at any place, in any order.
pub enum Stored<'a> {
    /// All of them.
    Memory(&'a [u8]),
    /// Where they stand in a file.
    File(Region),
}

impl Stored<'_> {
    /// How many bytes there are.
    #[must_use]
    pub fn size(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::File(region) => region.length(),
        }
    }

    /// Fills a buffer from a place on; less than its length only at the end. The number of bytes.
    ///
    /// # Errors
    /// The file cannot be read, or ends before.
    pub fn read_at(&self, at: u64, buffer: &mut [u8]) -> Result<usize, ImageError> {
        match self {
            Self::Memory(bytes) => {
                let from = usize::try_from(at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
                let (to, from) = (buffer.iter_mut(), from.iter());
                Ok(to.zip(from).map(|(to, from)| *to = *from).count())
            }
            Self::File(region) => region.fill_at(at, buffer),
        }
    }
}

/// The contents of the entry at hand; what is not asked for is not read.
pub trait Content {
    /// The first `n` bytes, or as many as there are. May be asked for again, and before [`Content::read_all`].
    ///
    /// # Errors
    /// The source breaks off.
    fn head(&mut self, n: usize) -> Result<&[u8], ImageError>;

    /// The whole contents, or `None` if there are more than `max` bytes.
    ///
    /// # Errors
    /// The source breaks off.
    fn read_all(&mut self, max: u64) -> Result<Option<&[u8]>, ImageError>;

    /// The next piece of contents of any size, and where it begins: `size` bytes or as many as are left, of which the first
    /// `overlap` are the last of the piece before. `None` behind the end. After the first piece neither [`Content::head`] nor
    /// [`Content::read_all`] may be asked.
    ///
    /// # Errors
    /// The source breaks off.
    fn piece(&mut self, size: usize, overlap: usize) -> Result<Option<(u64, &[u8])>, ImageError>;

    /// The contents at any place: where they stand in a file nothing is read for it; of what streams by up to `most` bytes are held in
    /// memory, and more is laid down in a temporary file, where there can be one. Everything else may be asked for afterwards.
    ///
    /// # Errors
    /// The source breaks off.
    fn stored(&mut self, most: u64) -> Result<Stored<'_>, ImageError>;

    /// The same contents from the first byte on, for somebody else to look at while the walk goes on. Of a file nothing is read for it;
    /// what streams by is read now and no more there afterwards, if it has at most `max` bytes. `None` where that cannot be.
    ///
    /// # Errors
    /// The source breaks off.
    fn detach(&mut self, max: u64) -> Result<Option<Box<dyn Content + Send>>, ImageError> {
        let _ = max;
        Ok(None)
    }

    /// Whether all of the contents are in memory already.
    fn is_held(&self) -> bool {
        false
    }

    /// Where the contents begin in the archive, if that is a file and they are stored there in one piece. Asked before they are read.
    fn offset(&self) -> Option<u64> {
        None
    }
}

/// Is shown every entry.
pub trait Visitor {
    /// Looks at an entry, and at its contents if it likes.
    ///
    /// # Errors
    /// What [`Content`] gave; it ends the walk.
    fn entry(&mut self, entry: &Entry<'_>, content: &mut dyn Content) -> Result<(), ImageError>;
}

/// What is odd about a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Oddity {
    Climbs,
    Encoding,
}

impl Oddity {
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Climbs => "its path climbs out of the root; it is shown inside",
            Self::Encoding => "its path is not UTF-8; broken bytes are shown as U+FFFD",
        }
    }
}

/// A path as the walk shows it: no empty parts, no `.`, no `..`; one that would climb out of the root goes no further.
pub(crate) fn normalised(raw: &[u8]) -> (Cow<'_, str>, Option<Oddity>) {
    let text = String::from_utf8_lossy(raw);
    let oddity = matches!(text, Cow::Owned(_)).then_some(Oddity::Encoding);
    match text {
        // Most paths are so already, but for the `./` that tars begin and the slash that folders end with.
        Cow::Borrowed(text) if is_normal(trimmed(text)) => (Cow::Borrowed(trimmed(text)), oddity),
        text => {
            let (path, climbs) = resolved(&text);
            (Cow::Owned(path), if climbs { Some(Oddity::Climbs) } else { oddity })
        }
    }
}

fn trimmed(path: &str) -> &str {
    let path = path.strip_prefix("./").unwrap_or(path);
    path.strip_suffix('/').unwrap_or(path)
}

fn is_normal(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// The path, and whether it would climb out of the root.
fn resolved(text: &str) -> (String, bool) {
    let (mut path, mut climbs) = (String::with_capacity(text.len()), false);
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                climbs |= path.is_empty();
                path.truncate(path.rfind('/').unwrap_or(0));
            }
            part => {
                if !path.is_empty() {
                    path.push('/');
                }
                path.push_str(part);
            }
        }
    }
    (path, climbs)
}

/// What an archive's path means in a layer, if it is not an entry of its own.
pub(crate) enum Mark {
    /// A removed path.
    Whiteout(String),
    /// An emptied folder.
    Opaque(String),
    /// Records of the aufs driver, which mean nothing in an image.
    Aufs,
}

/// Whiteouts are spelt `.wh.NAME`, emptied folders `.wh..wh..opq`; other names from `.wh..wh.` on belong to aufs.
pub(crate) fn mark(path: &str) -> Option<Mark> {
    const PREFIX: &str = ".wh.";
    const META: &str = ".wh..wh.";
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    match name.strip_prefix(PREFIX) {
        Some(".wh..opq") => Some(Mark::Opaque(folder.to_owned())),
        _ if path.starts_with(META) || name.starts_with(META) => Some(Mark::Aufs),
        // Engines join folder and name, so that a mark without a name removes the folder.
        Some("") => Some(Mark::Whiteout(folder.to_owned())),
        Some(name) if folder.is_empty() => Some(Mark::Whiteout(name.to_owned())),
        Some(name) => Some(Mark::Whiteout(format!("{folder}/{name}"))),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_the_root() {
        let told = |raw: &[u8]| {
            let (path, oddity) = normalised(raw);
            (path.into_owned(), oddity)
        };
        assert_eq!(told(b"./usr/lib/a/"), ("usr/lib/a".to_owned(), None));
        assert_eq!(told(b"./usr//lib/./a"), ("usr/lib/a".to_owned(), None));
        assert_eq!(told(b"/../../etc/passwd"), ("etc/passwd".to_owned(), Some(Oddity::Climbs)));
        assert_eq!(told(b"a/../../b"), ("b".to_owned(), Some(Oddity::Climbs)));
        assert_eq!(told(b"a/b/../c"), ("a/c".to_owned(), None));
        assert_eq!(told(b"\xff/a"), ("\u{fffd}/a".to_owned(), Some(Oddity::Encoding)));
        assert_eq!(told(b"./"), (String::new(), None));
    }

    #[test]
    fn whiteouts_name_what_is_gone() {
        let told = |path: &str| match mark(path) {
            Some(Mark::Whiteout(path)) => format!("gone {path}"),
            Some(Mark::Opaque(path)) => format!("emptied {path}"),
            Some(Mark::Aufs) => "aufs".to_owned(),
            None => "entry".to_owned(),
        };
        assert_eq!(told("etc/.wh.passwd"), "gone etc/passwd");
        assert_eq!(told(".wh.a"), "gone a");
        assert_eq!(told("a/.wh."), "gone a");
        assert_eq!(told("var/.wh..wh..opq"), "emptied var");
        assert_eq!(told(".wh..wh..opq"), "emptied ");
        assert_eq!(told(".wh..wh.plnk/12.34"), "aufs");
        assert_eq!(told("var/wh.a"), "entry");
    }
}
