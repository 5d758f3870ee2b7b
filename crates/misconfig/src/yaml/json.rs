//! JSON, four times as fast as by way of YAML's events.
//!
//! Format: <https://www.rfc-editor.org/rfc/rfc8259>.
//! Limits: whatever is not plain JSON, or nests deeper than a tree may, is left to the reader of YAML, which says what is wrong.

use super::{Entry, Fields, Node, Value};
use serde_json::Number;

/// Reads a text that is one document of JSON and no deeper than this.
pub(crate) fn read(text: &str, max_depth: usize) -> Option<Node> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut reader = Reader { text, at: 0, line: 1 };
    let node = reader.value(max_depth)?;
    reader.next().is_none().then_some(node)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Reader<'_> {
    /// The byte after white space.
    fn next(&mut self) -> Option<u8> {
        loop {
            match *self.text.as_bytes().get(self.at)? {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' => {}
                byte => return Some(byte),
            }
            self.at += 1;
        }
    }

    /// Passes a byte if it comes next.
    fn pass(&mut self, byte: u8) -> bool {
        let is_next = self.next() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        let depth = depth.checked_sub(1)?;
        let byte = self.next()?;
        let first = self.line;
        let value = match byte {
            b'{' => Value::Mapping(Fields::new(self.list(b'}', |reader| reader.entry(depth))?)),
            b'[' => Value::Sequence(self.list(b']', |reader| reader.value(depth))?),
            b'"' => Value::String(self.string()?),
            b't' => self.word("true", Value::Bool(true))?,
            b'f' => self.word("false", Value::Bool(false))?,
            b'n' => self.word("null", Value::Null)?,
            _ => Value::Number(self.number()?),
        };
        Some(Node { value, first, last: self.line })
    }

    /// What stands between the opening bracket that comes next and the closing one.
    fn list<T>(&mut self, close: u8, item: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.at += 1;
        let mut items = Vec::new();
        if self.pass(close) {
            return Some(items);
        }
        loop {
            items.push(item(self)?);
            if self.pass(close) {
                return Some(items);
            }
            self.pass(b',').then_some(())?;
        }
    }

    fn entry(&mut self, depth: usize) -> Option<Entry> {
        let is_key = self.next()? == b'"';
        let line = self.line;
        let key = is_key.then(|| self.string())??;
        self.pass(b':').then_some(())?;
        let node = self.value(depth)?;
        Some(Entry { key, node: Node { first: line, ..node } })
    }

    fn string(&mut self) -> Option<String> {
        let rest = self.text.get(self.at + 1..)?;
        let mut end = 0;
        let mut is_plain = true;
        loop {
            end += memchr::memchr2(b'"', b'\\', rest.as_bytes().get(end..)?)?;
            if rest.as_bytes().get(end) == Some(&b'"') {
                break;
            }
            is_plain = false;
            end += 2;
        }
        let inner = rest.get(..end)?;
        let quoted = self.text.get(self.at..self.at + end + 2)?;
        self.at += end + 2;
        if is_plain {
            inner.bytes().all(|byte| byte >= b' ').then(|| inner.to_owned())
        } else {
            serde_json::from_str(quoted).ok()
        }
    }

    fn word(&mut self, word: &str, value: Value) -> Option<Value> {
        self.text.get(self.at..)?.starts_with(word).then(|| self.at += word.len())?;
        Some(value)
    }

    fn number(&mut self) -> Option<Number> {
        let rest = self.text.get(self.at..)?;
        let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '+' | '-' | '.' | 'e' | 'E')).unwrap_or(rest.len());
        let number = serde_json::from_str(rest.get(..end)?).ok()?;
        self.at += end;
        Some(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_not_plain_json_is_left_alone() {
        for text in ["a: 1", "{a: 1}", "{\"a\":1,}", "[1 2]", "[\"a\nb\"]", "{} {}", "[nul]", "[01]", "\"x", "[\"\\", "[[[[", ""]
        {
            assert_eq!(read(text, 128), None, "{text}");
        }
        assert_eq!(read("[[]]", 1), None);
    }

    proptest! {
        #[test]
        fn it_reads_what_others_read(text in "[-{}\\[\\]:,\"\\\\ \\nute0-9.]{0,24}") {
            let known = serde_json::from_str::<serde_json::Value>(&text).ok().filter(|known| known.is_object() || known.is_array());
            let read = read(&text, 100).map(|node| node.to_json());
            prop_assert!(read == known, "{}: {:?}", text, read);
        }
    }
}
