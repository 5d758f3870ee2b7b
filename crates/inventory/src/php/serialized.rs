//! PHP's serialised values, as far as arrays of strings and numbers go.
//!
//! Format: <https://www.php.net/manual/en/function.serialize.php>: `s:3:"abc";` counts bytes, `a:1:{KEY VALUE}` members.
//! Limits: objects and references end the reading, since lists of packages hold none; 64 levels.

use std::borrow::Cow;

/// A value.
pub(super) enum Value<'a> {
    /// A string, or a number as it is written.
    Text(Cow<'a, str>),
    /// Members in their order; keys as text.
    Array(Vec<(Cow<'a, str>, Value<'a>)>),
    /// Nothing.
    Null,
}

const MAX_DEPTH: usize = 64;

impl<'a> Value<'a> {
    /// The value that bytes begin with.
    pub(super) fn parse(bytes: &'a [u8]) -> Option<Self> {
        Reader { rest: bytes }.value(0)
    }

    /// A member of an array.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let Self::Array(members) = self else { return None };
        members.iter().find(|(known, _)| known == key).map(|(_, value)| value)
    }

    /// Its text.
    pub(super) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn value(&mut self, depth: usize) -> Option<Value<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let kind = self.until(|b| matches!(b, b':' | b';'))?;
        Some(match kind {
            b"N" => Value::Null,
            b"b" | b"i" | b"d" => Value::Text(String::from_utf8_lossy(self.until(|b| b == b';')?)),
            b"s" => {
                let length = self.count()?;
                let text = self.rest.strip_prefix(b"\"")?.get(..length)?;
                self.rest = self.rest.get(length.checked_add(2)?..)?.strip_prefix(b";")?;
                Value::Text(String::from_utf8_lossy(text))
            }
            b"a" => {
                let count = self.count()?;
                self.rest = self.rest.strip_prefix(b"{")?;
                let mut members = Vec::new();
                for _ in 0..count {
                    let key = match self.value(depth + 1)? {
                        Value::Text(text) => text,
                        _ => return None,
                    };
                    members.push((key, self.value(depth + 1)?));
                }
                self.rest = self.rest.strip_prefix(b"}")?;
                Value::Array(members)
            }
            _ => return None,
        })
    }

    fn count(&mut self) -> Option<usize> {
        std::str::from_utf8(self.until(|b| b == b':')?).ok()?.parse().ok()
    }

    /// What comes before a byte, which is skipped.
    fn until(&mut self, ends: impl Fn(u8) -> bool) -> Option<&'a [u8]> {
        let at = self.rest.iter().position(|&b| ends(b))?;
        let (before, rest) = self.rest.split_at_checked(at)?;
        self.rest = rest.get(1..)?;
        Some(before)
    }
}
