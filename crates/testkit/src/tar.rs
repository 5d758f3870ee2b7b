//! Writes tar archives, sound ones and others.
//!
//! Specification: ustar as in POSIX, <https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html>.

const BLOCK: usize = 512;

/// Makes an archive entry by entry.
#[derive(Clone, Debug, Default)]
pub struct TarBuilder {
    bytes: Vec<u8>,
    /// The mode and the owner of the next entry, where they are not the usual ones.
    next: Option<(u32, u32)>,
}

impl TarBuilder {
    /// An archive without entries.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A regular file.
    #[must_use]
    pub fn file(self, path: &str, contents: impl AsRef<[u8]>) -> Self {
        self.entry(b'0', path, "", contents.as_ref())
    }

    /// A folder.
    #[must_use]
    pub fn dir(self, path: &str) -> Self {
        self.entry(b'5', path, "", b"")
    }

    /// A symbolic link.
    #[must_use]
    pub fn symlink(self, path: &str, target: &str) -> Self {
        self.entry(b'2', path, target, b"")
    }

    /// A hard link.
    #[must_use]
    pub fn hardlink(self, path: &str, target: &str) -> Self {
        self.entry(b'1', path, target, b"")
    }

    /// The permission bits and the owner, also as a group, of the next entry; without it `0644` or for folders `0755`, and root.
    #[must_use]
    pub fn mode(self, mode: u32, owner: u32) -> Self {
        Self { next: Some((mode, owner)), ..self }
    }

    /// A mark that a path was removed.
    #[must_use]
    pub fn whiteout(self, path: &str) -> Self {
        let marked = match path.rsplit_once('/') {
            Some((folder, name)) => format!("{folder}/.wh.{name}"),
            None => format!(".wh.{path}"),
        };
        self.file(&marked, b"")
    }

    /// A mark that a folder was emptied; the root's path is empty.
    #[must_use]
    pub fn opaque(self, folder: &str) -> Self {
        self.file(format!("{folder}/.wh..wh..opq").trim_start_matches('/'), b"")
    }

    /// An extended header of records for the next entry.
    #[must_use]
    pub fn pax(self, records: &[(&str, &str)]) -> Self {
        let contents: String = records.iter().map(|(key, value)| record(key, value)).collect();
        self.entry(b'x', "PaxHeaders/0", "", contents.as_bytes())
    }

    /// An entry of any kind, the size in its header being that of its contents. Paths too long for a header's field get an
    /// extended header.
    #[must_use]
    pub fn entry(mut self, kind: u8, path: &str, link: &str, contents: &[u8]) -> Self {
        // An extended header is no entry of its own.
        let (mode, owner) = if kind == b'x' { None } else { self.next.take() }.unwrap_or((usual_mode(kind), 0));
        let is_long = path.len() > 100 || link.len() > 100;
        let archive = if is_long { self.pax(&[("path", path), ("linkpath", link)]) } else { self };
        let header = owned_header(kind, path.as_bytes(), link.as_bytes(), contents.len() as u64, mode, owner);
        archive.raw(&header).padded(contents)
    }

    /// Bytes as they are.
    #[must_use]
    pub fn raw(mut self, bytes: &[u8]) -> Self {
        self.bytes.extend_from_slice(bytes);
        self
    }

    /// Bytes, filled up to a whole block.
    #[must_use]
    pub fn padded(mut self, bytes: &[u8]) -> Self {
        self.bytes.extend_from_slice(bytes);
        self.bytes.resize(self.bytes.len().next_multiple_of(BLOCK), 0);
        self
    }

    /// The archive with its end mark.
    #[must_use]
    pub fn build(mut self) -> Vec<u8> {
        self.bytes.resize(self.bytes.len() + 2 * BLOCK, 0);
        self.bytes
    }

    /// The archive without an end mark.
    #[must_use]
    pub fn build_unfinished(self) -> Vec<u8> {
        self.bytes
    }
}

/// A ustar header with a right checksum. Names longer than the field are cut.
#[must_use]
pub fn tar_header(kind: u8, path: &[u8], link: &[u8], size: u64) -> [u8; BLOCK] {
    owned_header(kind, path, link, size, usual_mode(kind), 0)
}

fn usual_mode(kind: u8) -> u32 {
    if kind == b'5' { 0o755 } else { 0o644 }
}

fn owned_header(kind: u8, path: &[u8], link: &[u8], size: u64, mode: u32, owner: u32) -> [u8; BLOCK] {
    let mut header = [0; BLOCK];
    let mut put = |start: usize, length: usize, value: &[u8]| {
        for (into, byte) in header.iter_mut().skip(start).take(length).zip(value) {
            *into = *byte;
        }
    };
    put(0, 100, path);
    put(100, 8, format!("{mode:07o}\0").as_bytes());
    put(108, 8, format!("{owner:07o}\0").as_bytes());
    put(116, 8, format!("{owner:07o}\0").as_bytes());
    put(124, 12, format!("{size:011o}\0").as_bytes());
    put(136, 12, b"00000000000\0");
    put(148, 8, b"        ");
    put(156, 1, &[kind]);
    put(157, 100, link);
    put(257, 8, b"ustar\x0000");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    for (into, byte) in header.iter_mut().skip(148).zip(format!("{sum:06o}\0 ").bytes()) {
        *into = byte;
    }
    header
}

/// `LENGTH KEY=VALUE\n`, where the length counts its own digits.
fn record(key: &str, value: &str) -> String {
    let rest = key.len() + value.len() + 3;
    let mut length = rest + 1;
    while rest + length.to_string().len() != length {
        length = rest + length.to_string().len();
    }
    format!("{length} {key}={value}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_count_their_own_digits() {
        assert_eq!(record("path", "a"), "9 path=a\n");
        assert_eq!(record("a", "b"), "6 a=b\n");
        assert_eq!(record("k", &"v".repeat(94)).len(), 101);
    }

    #[test]
    fn archives_are_whole_blocks() {
        let archive = TarBuilder::new().dir("a").file("a/b", "xyz").build();
        assert_eq!(archive.len(), 5 * BLOCK);
    }
}
