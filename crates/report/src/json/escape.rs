//! JSON as browsers may hold it: indented, and with `&`, `<` and `>` escaped, so that a report pasted into a page stays text.

use serde_json::ser::{Formatter, PrettyFormatter};
use std::io::{self, Write};

/// Two-space indentation, HTML's characters escaped.
#[derive(Default)]
pub(super) struct HtmlSafe {
    pretty: PrettyFormatter<'static>,
}

impl Formatter for HtmlSafe {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut start = 0;
        for (at, char) in fragment.char_indices().filter(|(_, c)| matches!(c, '&' | '<' | '>' | '\u{2028}' | '\u{2029}')) {
            writer.write_all(fragment.get(start..at).unwrap_or("").as_bytes())?;
            write!(writer, "\\u{:04x}", u32::from(char))?;
            start = at + char.len_utf8();
        }
        writer.write_all(fragment.get(start..).unwrap_or("").as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.pretty.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        self.pretty.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;

    #[test]
    fn html_is_escaped_and_reads_back() {
        let mut out = Vec::new();
        let text = "a<b>&\u{2028}\"ü";
        [text].serialize(&mut serde_json::Serializer::with_formatter(&mut out, HtmlSafe::default())).unwrap();
        let json = String::from_utf8(out).unwrap();
        assert_eq!(json, "[\n  \"a\\u003cb\\u003e\\u0026\\u2028\\\"ü\"\n]");
        assert_eq!(serde_json::from_str::<Vec<String>>(&json).unwrap(), [text]);
    }
}
