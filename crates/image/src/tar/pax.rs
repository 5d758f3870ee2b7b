//! Extended headers: records of `LENGTH KEY=VALUE\n`.

use super::sparse::MAX_PIECES;

/// What extended headers say of the next entry, or of all that follow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Extended {
    pub(super) path: Option<Vec<u8>>,
    /// The name of a sparse file, whose `path` is one made up for readers that know nothing of sparse files.
    pub(super) sparse_name: Option<Vec<u8>>,
    pub(super) link: Option<Vec<u8>>,
    pub(super) size: Option<u64>,
    pub(super) uid: Option<u64>,
    pub(super) gid: Option<u64>,
    /// Whether the file has capabilities: `capabilities(7)`.
    pub(super) has_capabilities: bool,
    /// The real size of a sparse file.
    pub(super) sparse_size: Option<u64>,
    /// Where a sparse file's pieces go: offsets and lengths by turns (forms 0.0 and 0.1).
    pub(super) sparse_map: Vec<u64>,
    /// Whether this stands for all that follows.
    pub(super) is_global: bool,
    /// Whether the map stands before the contents (form 1.0).
    pub(super) has_map_in_contents: bool,
}

impl Extended {
    /// Takes over the records of one extended header; the error says what is wrong.
    pub(super) fn read(&mut self, mut records: &[u8]) -> Result<(), &'static str> {
        const BROKEN: &str = "an extended header has a broken record";
        while !records.is_empty() {
            let space = records.iter().position(|byte| *byte == b' ').ok_or(BROKEN)?;
            let length = decimal(records.get(..space).unwrap_or(&[])).and_then(|n| usize::try_from(n).ok()).ok_or(BROKEN)?;
            let record = records.get(space + 1..length).ok_or(BROKEN)?.strip_suffix(b"\n").ok_or(BROKEN)?;
            let equals = record.iter().position(|byte| *byte == b'=').ok_or(BROKEN)?;
            let (key, value) = (record.get(..equals).unwrap_or(&[]), record.get(equals + 1..).unwrap_or(&[]));
            self.set(key, value)?;
            records = records.get(length..).unwrap_or(&[]);
        }
        Ok(())
    }

    fn set(&mut self, key: &[u8], value: &[u8]) -> Result<(), &'static str> {
        let number = || decimal(value).ok_or("an extended header has a broken number");
        // An empty value takes an earlier one back.
        let text = || Some(value.to_vec()).filter(|value| !value.is_empty());
        // A map belongs to one file; one for all that follow has no meaning.
        if self.is_global && key.starts_with(b"GNU.sparse.") {
            return Ok(());
        }
        match key {
            b"path" => self.path = text(),
            b"linkpath" => self.link = text(),
            b"size" if value.is_empty() => self.size = None,
            b"size" => self.size = Some(number()?),
            b"uid" => self.uid = decimal(value),
            b"gid" => self.gid = decimal(value),
            b"SCHILY.xattr.security.capability" | b"LIBARCHIVE.xattr.security.capability" if !self.is_global => {
                self.has_capabilities = true;
            }
            b"GNU.sparse.name" => self.sparse_name = text(),
            b"GNU.sparse.size" | b"GNU.sparse.realsize" => self.sparse_size = Some(number()?),
            b"GNU.sparse.major" => self.has_map_in_contents = value == b"1",
            b"GNU.sparse.offset" | b"GNU.sparse.numbytes" => self.sparse_map.push(number()?),
            b"GNU.sparse.map" => {
                let numbers = value.split(|byte| *byte == b',').map(decimal);
                self.sparse_map = numbers.collect::<Option<_>>().ok_or("a sparse file's map is broken")?;
            }
            _ => {}
        }
        if self.sparse_map.len() > 2 * MAX_PIECES {
            return Err("a sparse file's map is too long");
        }
        Ok(())
    }
}

/// Decimal digits, nothing else.
pub(super) fn decimal(digits: &[u8]) -> Option<u64> {
    std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_read_by_their_length() {
        let mut extended = Extended::default();
        extended.read(b"20 SCHILY.xattr.x=y\n14 path=a\nb=c\n14 size=12345\n").unwrap();
        assert_eq!(extended.path.as_deref(), Some(&b"a\nb=c"[..]));
        assert_eq!(extended.size, Some(12345));
        extended.read(b"8 path=\n8 size=\n").unwrap();
        assert_eq!((extended.path, extended.size), (None, None));
    }

    #[test]
    fn maps_for_all_that_follow_are_ignored() {
        let mut global = Extended { is_global: true, ..Extended::default() };
        global.read(b"22 GNU.sparse.map=0,1\n18 linkpath=a/b/c\n").unwrap();
        assert_eq!((global.sparse_map.len(), global.link.as_deref()), (0, Some(&b"a/b/c"[..])));
    }

    #[test]
    fn broken_records_are_errors() {
        for bad in [&b"99 path=a\n"[..], b"8 path=a\n", b"x path=a\n", b"14 size=-2345\n", b"8 pathx\n", b"0 a=b\n", b"path"] {
            assert!(Extended::default().read(bad).is_err(), "{bad:?}");
        }
    }
}
