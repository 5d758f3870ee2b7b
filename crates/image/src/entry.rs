//! Entries of layers and folders, and who looks at them.

use crate::ImageError;

/// One entry of a layer or folder.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Relative to the root, without leading slash, `.` or `..`.
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

/// The contents of the entry at hand; what is not asked for is not read.
pub trait Content {
    /// The first bytes, `length` of them if there are as many.
    ///
    /// # Errors
    /// The source breaks off.
    fn head(&mut self, length: usize) -> Result<&[u8], ImageError>;

    /// All bytes, or `None` if there are more than `limit`.
    ///
    /// # Errors
    /// The source breaks off.
    fn all(&mut self, limit: u64) -> Result<Option<&[u8]>, ImageError>;

    /// Where the stored contents begin in an archive; 0 for files of a folder.
    fn offset(&self) -> u64;
}

/// Is shown every entry.
pub trait Visitor {
    /// Looks at an entry, and at its contents if it likes.
    ///
    /// # Errors
    /// What [`Content`] gave; it ends the walk.
    fn entry(&mut self, entry: &Entry<'_>, content: &mut dyn Content) -> Result<(), ImageError>;
}

/// A path as the walk shows it: no empty parts, no `.`, and `..` that would climb out of the root goes no further.
/// The second value says whether the path was not what it should be.
pub(crate) fn normalised(raw: &[u8]) -> (String, bool) {
    let text = String::from_utf8_lossy(raw);
    let mut is_odd = matches!(text, std::borrow::Cow::Owned(_));
    let mut path = String::with_capacity(text.len());
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                is_odd = true;
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
    (path, is_odd)
}

/// What an archive's path means in a layer: itself, a removed path, or an emptied folder.
pub(crate) fn whiteout(path: &str) -> Option<(String, EntryKind<'static>)> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let removed = name.strip_prefix(".wh.")?;
    if removed == ".wh..opq" {
        return Some((folder.to_owned(), EntryKind::OpaqueDirectory));
    }
    let path = if folder.is_empty() { removed.to_owned() } else { format!("{folder}/{removed}") };
    Some((path, EntryKind::Whiteout))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside_the_root() {
        assert_eq!(normalised(b"./usr//lib/./a"), ("usr/lib/a".to_owned(), false));
        assert_eq!(normalised(b"/../../etc/passwd"), ("etc/passwd".to_owned(), true));
        assert_eq!(normalised(b"a/../../b"), ("b".to_owned(), true));
        assert_eq!(normalised(b"\xff/a"), ("\u{fffd}/a".to_owned(), true));
        assert_eq!(normalised(b"./"), (String::new(), false));
    }

    #[test]
    fn whiteouts_name_what_is_gone() {
        assert_eq!(whiteout("etc/.wh.passwd"), Some(("etc/passwd".to_owned(), EntryKind::Whiteout)));
        assert_eq!(whiteout(".wh.a"), Some(("a".to_owned(), EntryKind::Whiteout)));
        assert_eq!(whiteout("var/.wh..wh..opq"), Some(("var".to_owned(), EntryKind::OpaqueDirectory)));
        assert_eq!(whiteout("var/wh.a"), None);
    }
}
