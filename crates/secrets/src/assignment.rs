//! Values that are given to names, in whatever language: `KEY=value`, `"key": "value"`, `key := 'value'`, `<key>value</key>`,
//! `set("key", "value")`, `--key value`, `ENV KEY value`, `name: KEY` followed by `value: …`.
//!
//! Limits: name and value stand on one line, but for the pairs of `name` and `value` that Kubernetes and Compose write; values have
//! 1,024 bytes at most.

/// A value and the name that it is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Assignment<'a> {
    /// All of the name, of which the anchor may be a part.
    pub(crate) name: &'a [u8],
    /// The value.
    pub(crate) value: &'a [u8],
    /// Where the value begins in the text.
    pub(crate) start: usize,
    /// Whether it stands in quotes.
    pub(crate) is_quoted: bool,
}

/// Bytes of a name behind and before the anchor.
const MAX_NAME: usize = 60;
const MAX_VALUE: usize = 1024;

/// The assignment to the name in which `start..end` lies.
pub(crate) fn around(text: &[u8], start: usize, end: usize) -> Option<Assignment<'_>> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let before = text.get(start.saturating_sub(MAX_NAME)..start)?.iter().rev().take_while(|byte| is_name(byte)).count();
    let after = text.get(end..)?.iter().take(MAX_NAME).take_while(|byte| is_name(byte)).count();
    let name = text.get(start - before..end + after)?;
    let mut cursor = Cursor { text, at: end + after };
    // The name's own quote and brackets: "key": …, ["key"] = …, os.environ['key'] = …
    let is_in_quotes = cursor.skip(3, |byte| matches!(byte, b'"' | b'\'' | b'`' | b'\\')) > 0;
    cursor.skip(1, |byte| byte == b']');
    let is_flag = name.starts_with(b"-") || name.first().is_some_and(u8::is_ascii_uppercase);
    operator(&mut cursor, is_in_quotes, is_flag)?;
    // In the query of an address the next name follows; elsewhere a password may have the sign as well.
    let is_query = (start - before).checked_sub(1).and_then(|at| text.get(at)).is_some_and(|byte| matches!(byte, b'?' | b'&'));
    let (start, value, is_quoted) = value(&mut cursor, is_query)?;
    Some(Assignment { name, value, start, is_quoted })
}

struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a [u8] {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    /// Passes over up to `most` bytes of a kind.
    fn skip(&mut self, most: usize, is_kind: impl Fn(u8) -> bool) -> usize {
        let count = self.rest().iter().take(most).take_while(|byte| is_kind(**byte)).count();
        self.at += count;
        count
    }

    fn take(&mut self, prefix: &[u8]) -> bool {
        let is_there = self.rest().starts_with(prefix);
        self.at += if is_there { prefix.len() } else { 0 };
        is_there
    }

    fn blank(&mut self) -> usize {
        self.skip(20, |byte| matches!(byte, b' ' | b'\t'))
    }
}

/// Passes over what gives a value to a name.
fn operator(cursor: &mut Cursor<'_>, is_in_quotes: bool, is_flag: bool) -> Option<()> {
    const SIGNS: [&[u8]; 13] = [b":=", b"=>", b"->", b"?=", b"+=", b"===", b"==", b"!=", b"=", b":", b">", b"(", b","];
    let blanks = cursor.blank();
    if name_and_value(cursor, is_in_quotes, blanks > 0) {
        return Some(());
    }
    if let Some(sign) = SIGNS.iter().find(|sign| cursor.take(sign)) {
        // A comma parts the arguments of a call only where the name is one of them; else it parts anything.
        if *sign == b"," && !is_in_quotes {
            return None;
        }
        cursor.blank();
        // const key: string = "…", let key: &str = "…", key: Option<String> = …
        let before = cursor.at;
        if *sign == b":" {
            cursor.skip(24, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'&' | b'<' | b'>' | b'\'' | b'_'));
            cursor.blank();
            if !cursor.take(b"=") {
                cursor.at = before;
            }
            cursor.blank();
        }
        return Some(());
    }
    // --key value, ENV KEY value, setenv KEY value
    (blanks > 0 && is_flag).then_some(())
}

/// Kubernetes, Compose and JSON write `name: KEY` and, next to it, `value: …`; XML writes `name="KEY" value="…"`.
fn name_and_value(cursor: &mut Cursor<'_>, is_in_quotes: bool, is_apart: bool) -> bool {
    let before = cursor.at;
    if is_in_quotes {
        cursor.take(b",");
    }
    let gap = cursor.skip(200, |byte| byte.is_ascii_whitespace());
    cursor.skip(2, |byte| matches!(byte, b'"' | b'\''));
    let is_value = (gap > 0 || is_apart) && [&b"value"[..], b"Value"].iter().any(|word| cursor.take(word));
    cursor.skip(2, |byte| matches!(byte, b'"' | b'\''));
    cursor.blank();
    if is_value && (cursor.take(b":") || cursor.take(b"=")) {
        cursor.blank();
        return true;
    }
    cursor.at = before;
    false
}

/// The value, without quotes and without the scheme of an `Authorization`.
fn value<'a>(cursor: &mut Cursor<'a>, is_query: bool) -> Option<(usize, &'a [u8], bool)> {
    // An escaped quote (JSON in JSON) has a backslash before it, and again before the one that ends the value.
    while cursor.take(b"\\") {}
    // Strings of some languages have a letter before the quote.
    if let [b'@' | b'r' | b'b' | b'f' | b'u', b'"' | b'\'', ..] = cursor.rest() {
        cursor.at += 1;
    }
    let quote = cursor.peek().filter(|byte| matches!(byte, b'"' | b'\'' | b'`'));
    if quote.is_some() {
        cursor.skip(3, |byte| Some(byte) == quote);
    }
    for scheme in [&b"Bearer "[..], b"bearer ", b"Basic ", b"basic ", b"token ", b"Token "] {
        cursor.take(scheme);
    }
    let rest = cursor.rest();
    let ends = |(at, byte): (usize, &u8)| match quote {
        Some(quote) => *byte == quote || matches!(byte, b'\n' | b'\r'),
        None => {
            byte.is_ascii_whitespace()
                || matches!(byte, b'"' | b'\'' | b'`' | b',' | b';' | b'<' | b'>' | b')' | b']' | b'}' | b'|')
                || *byte == b'&' && (is_query || begins_parameter(rest.get(at + 1..).unwrap_or_default()))
        }
    };
    let length = rest.iter().take(MAX_VALUE + 1).enumerate().position(ends).unwrap_or(rest.len().min(MAX_VALUE + 1));
    let mut value = cursor.rest().get(..length).filter(|value| !value.is_empty() && value.len() <= MAX_VALUE)?;
    while let Some(shorter) = value.strip_suffix(b"\\") {
        value = shorter;
    }
    Some((cursor.at, value, quote.is_some()))
}

/// `name=` behind the `&` of a form or a query.
fn begins_parameter(rest: &[u8]) -> bool {
    let name = rest.iter().take(MAX_NAME).take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    name > 1 && rest.get(name) == Some(&b'=')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<(&str, &str)> {
        let start = text.to_ascii_lowercase().find("acme")?;
        let found = around(text.as_bytes(), start, start + 4)?;
        Some((std::str::from_utf8(found.name).ok()?, std::str::from_utf8(found.value).ok()?))
    }

    #[test]
    fn names_get_values_in_many_ways() {
        for (text, name) in [
            ("ACME_KEY=v4lue", "ACME_KEY"),
            ("export ACME_KEY='v4lue'", "ACME_KEY"),
            (r#""acme-key": "v4lue","#, "acme-key"),
            (r#"{\"acmeKey\":\"v4lue\"}"#, "acmeKey"),
            ("my.acme.key := `v4lue`", "my.acme.key"),
            ("<acmeKey>v4lue</acmeKey>", "acmeKey"),
            (r#"set("acme", "v4lue")"#, "acme"),
            ("acme => 'v4lue'", "acme"),
            (r#"const acmeKey: string = "v4lue";"#, "acmeKey"),
            (r#"let acme_key: &str = "v4lue";"#, "acme_key"),
            ("tool --acme-key v4lue --more", "--acme-key"),
            ("ENV ACME_KEY v4lue", "ACME_KEY"),
            ("- name: ACME_KEY\n  value: v4lue\n", "ACME_KEY"),
            (r#"{"name": "ACME_KEY", "value": "v4lue"}"#, "ACME_KEY"),
            (r#"<add key="acme" value="v4lue"/>"#, "acme"),
            (r#"os.environ["ACME_KEY"] = "v4lue""#, "ACME_KEY"),
            ("https://x.example/?acme=v4lue&b=c", "acme"),
            ("Acme-Authorization: Bearer v4lue", "Acme-Authorization"),
            (r#"acme = r"v4lue""#, "acme"),
            ("x?acme=v4lue&y=2", "acme"),
            ("acme=v4lue&next=2", "acme"),
        ] {
            assert_eq!(told(text), Some((name, "v4lue")), "{text}");
        }
    }

    #[test]
    fn passwords_may_have_signs() {
        assert_eq!(told("ACME_PASSWORD=v4&lue"), Some(("ACME_PASSWORD", "v4&lue")));
    }

    #[test]
    fn mentions_are_no_assignments() {
        for text in ["the acme of things", "acme, which", "acme", "acme=", "acme:\n", "acme: \"\"", "(acme) v4lue"] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
