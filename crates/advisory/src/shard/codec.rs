//! Numbers and texts as bytes: LEB128 integers, length-prefixed text, and a table of texts that are stored once.

use std::collections::HashMap;

/// Appends an unsigned LEB128 integer.
pub(crate) fn put_number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a text with its length before it.
pub(crate) fn put_text(out: &mut Vec<u8>, text: &str) {
    put_number(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// Reads what the functions above wrote; every method answers `None` at the first byte that does not fit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub(crate) fn number(&mut self) -> Option<u64> {
        // Most are small.
        if let Some((&first, rest)) = self.bytes.split_first()
            && first < 0x80
        {
            self.bytes = rest;
            return Some(u64::from(first));
        }
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let (first, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            value |= u64::from(first & 0x7f) << shift;
            if first & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// Passes over a number.
    pub(crate) fn pass(&mut self) -> Option<()> {
        let length = self.bytes.iter().position(|byte| byte & 0x80 == 0)? + 1;
        self.bytes = self.bytes.get(length..)?;
        Some(())
    }

    pub(crate) fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let length = self.size()?;
        let (text, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        std::str::from_utf8(text).ok()
    }

    /// As many items as the number before them says, each read by `item`.
    pub(crate) fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.size()?;
        // A damaged count must not reserve memory: each item takes at least one byte.
        let mut items = Vec::with_capacity(count.min(self.bytes.len()));
        for _ in 0..count {
            items.push(item(self)?);
        }
        Some(items)
    }
}

/// Texts that occur often, each stored once and known by its offset.
#[derive(Default)]
pub(crate) struct Texts {
    bytes: Vec<u8>,
    known: HashMap<Box<str>, u32>,
}

impl Texts {
    /// The text's offset.
    pub(crate) fn intern(&mut self, text: &str) -> u64 {
        if let Some(offset) = self.known.get(text) {
            return u64::from(*offset);
        }
        let offset = self.bytes.len() as u32;
        put_text(&mut self.bytes, text);
        self.known.insert(text.into(), offset);
        u64::from(offset)
    }

    pub(crate) fn put(&mut self, out: &mut Vec<u8>, text: &str) {
        let offset = self.intern(text);
        put_number(out, offset);
    }

    pub(crate) fn put_list(&mut self, out: &mut Vec<u8>, texts: &[String]) {
        put_number(out, texts.len() as u64);
        for text in texts {
            self.put(out, text);
        }
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Looks a text up in the section that [`Texts`] became.
pub(crate) fn text_at(texts: &[u8], offset: u64) -> Option<&str> {
    Reader::new(texts.get(usize::try_from(offset).ok()?..)?).text()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(number: u64, text: String) {
            let mut bytes = Vec::new();
            put_number(&mut bytes, number);
            put_text(&mut bytes, &text);
            let mut reader = Reader::new(&bytes);
            prop_assert_eq!(reader.number(), Some(number));
            prop_assert_eq!(reader.text(), Some(text.as_str()));
            prop_assert_eq!(reader.number(), None);
        }

        #[test]
        fn damaged_bytes_never_panic(bytes: Vec<u8>) {
            let mut reader = Reader::new(&bytes);
            let _ = reader.list(|r| r.text());
            let _ = reader.number();
        }
    }

    #[test]
    fn equal_texts_are_stored_once() {
        let mut texts = Texts::default();
        let (a, b, c) = (texts.intern("1.0"), texts.intern("2.0"), texts.intern("1.0"));
        assert_eq!(a, c);
        let bytes = texts.into_bytes();
        assert_eq!((text_at(&bytes, a), text_at(&bytes, b)), (Some("1.0"), Some("2.0")));
        assert_eq!(text_at(&bytes, 99), None);
    }
}
