//! The header of a package, as databases keep it: an index of tags, and the data that it points to.
//!
//! Format: <https://rpm-software-management.github.io/rpm/manual/format_header.html>, without the eight bytes at the beginning
//! that only files have; tags: <https://rpm-software-management.github.io/rpm/manual/tags.html>. Numbers are big-endian.

use super::bytes::{Endian::Big, size_at, u32_at};
use std::borrow::Cow;

pub(super) const NAME: u32 = 1000;
pub(super) const VERSION: u32 = 1001;
pub(super) const RELEASE: u32 = 1002;
pub(super) const EPOCH: u32 = 1003;
pub(super) const VENDOR: u32 = 1011;
pub(super) const LICENSE: u32 = 1014;
pub(super) const ARCH: u32 = 1022;
pub(super) const OLD_FILE_NAMES: u32 = 1027;
pub(super) const SOURCE_RPM: u32 = 1044;
pub(super) const PROVIDE_NAME: u32 = 1047;
pub(super) const REQUIRE_NAME: u32 = 1049;
pub(super) const DIR_INDEXES: u32 = 1116;
pub(super) const BASE_NAMES: u32 = 1117;
pub(super) const DIR_NAMES: u32 = 1118;
pub(super) const MODULARITY_LABEL: u32 = 5096;

const ENTRY: usize = 16;
const INT32: u32 = 4;
const STRING: u32 = 6;
const STRING_ARRAY: u32 = 8;
const I18N_STRING: u32 = 9;

/// rpm's own limit.
const MAX_ENTRIES: usize = 0xffff;

/// A header whose index and data lie within the blob.
pub(super) struct Header<'a> {
    index: &'a [u8],
    data: &'a [u8],
}

impl<'a> Header<'a> {
    /// The header of a blob; a database may keep bytes after it.
    pub(super) fn parse(blob: &'a [u8]) -> Result<Self, &'static str> {
        let entries = size_at(blob, 0, Big).filter(|entries| (1..=MAX_ENTRIES).contains(entries));
        let entries = entries.ok_or("it has no index, or one too long")?;
        let data = size_at(blob, 4, Big).ok_or("it is cut off")?;
        let index_end = 8 + entries * ENTRY;
        let index = blob.get(8..index_end).ok_or("its index is cut off")?;
        let data = index_end.checked_add(data).and_then(|end| blob.get(index_end..end)).ok_or("its data is cut off")?;
        Ok(Self { index, data })
    }

    /// Type, bytes from the value on, and count of a tag.
    fn entry(&self, tag: u32) -> Option<(u32, &'a [u8], usize)> {
        let entry = self.index.chunks_exact(ENTRY).find(|entry| u32_at(entry, 0, Big) == Some(tag))?;
        Some((u32_at(entry, 4, Big)?, self.data.get(size_at(entry, 8, Big)?..)?, size_at(entry, 12, Big)?))
    }

    /// A tag's text, or the first of several; `None` if it is not there or empty.
    pub(super) fn text(&self, tag: u32) -> Option<Cow<'a, str>> {
        self.texts(tag).next().filter(|text| !text.is_empty())
    }

    /// A tag's texts.
    pub(super) fn texts(&self, tag: u32) -> impl Iterator<Item = Cow<'a, str>> + use<'a> {
        let entry = self.entry(tag).filter(|(kind, ..)| matches!(*kind, STRING | STRING_ARRAY | I18N_STRING));
        let (kind, data, count) = entry.unwrap_or((STRING, &[], 0));
        let count = if kind == STRING { count.min(1) } else { count };
        let mut rest = data;
        (0..count).map_while(move |_| {
            let end = rest.iter().position(|byte| *byte == 0)?;
            let (text, after) = rest.split_at(end);
            rest = after.get(1..)?;
            Some(String::from_utf8_lossy(text))
        })
    }

    /// A tag's numbers.
    pub(super) fn numbers(&self, tag: u32) -> impl Iterator<Item = u32> + use<'a> {
        let (_, data, count) = self.entry(tag).filter(|(kind, ..)| *kind == INT32).unwrap_or((INT32, &[], 0));
        data.chunks_exact(4).take(count).filter_map(|number| u32_at(number, 0, Big))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A header of texts and numbers.
    pub(in super::super) fn header(texts: &[(u32, &[&str])], numbers: &[(u32, &[u32])]) -> Vec<u8> {
        let (mut index, mut data) = (Vec::new(), Vec::new());
        let mut entry = |tag: u32, kind: u32, at: usize, count: usize| {
            for number in [tag, kind, at as u32, count as u32] {
                index.extend(number.to_be_bytes());
            }
        };
        for (tag, values) in texts {
            entry(*tag, if values.len() == 1 { STRING } else { STRING_ARRAY }, data.len(), values.len());
            values.iter().for_each(|value| data.extend([value.as_bytes(), b"\0"].concat()));
        }
        for (tag, values) in numbers {
            entry(*tag, INT32, data.len(), values.len());
            values.iter().for_each(|value| data.extend(value.to_be_bytes()));
        }
        let count = (texts.len() + numbers.len()) as u32;
        [&count.to_be_bytes()[..], &(data.len() as u32).to_be_bytes(), &index, &data].concat()
    }

    #[test]
    fn tags_are_read_by_their_type() {
        let blob = header(&[(NAME, &["bash"]), (BASE_NAMES, &["a", "", "c"])], &[(EPOCH, &[7])]);
        let header = Header::parse(&blob).unwrap_or_else(|reason| panic!("{reason}"));
        assert_eq!(header.text(NAME).as_deref(), Some("bash"));
        assert_eq!(header.texts(BASE_NAMES).collect::<Vec<_>>(), ["a", "", "c"]);
        assert_eq!(header.numbers(EPOCH).collect::<Vec<_>>(), [7]);
        assert_eq!(header.text(EPOCH), None);
        assert_eq!(header.numbers(NAME).count(), 0);
    }

    #[test]
    fn a_header_that_reaches_beyond_its_blob_is_none() {
        let blob = header(&[(NAME, &["bash"])], &[]);
        assert!((0..blob.len()).all(|cut| Header::parse(&blob[..cut]).is_err()));
        assert!(Header::parse(&[0xff; 100]).is_err());
    }
}
