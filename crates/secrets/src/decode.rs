//! Texts that are encoded in a text: Base64 (both alphabets, <https://www.rfc-editor.org/rfc/rfc4648>), hexadecimal digits, and
//! percent-encoding (<https://www.rfc-editor.org/rfc/rfc3986#section-2.1>).
//!
//! Only what decodes to text is of interest. A value keeps the name that it is given to, so that the rules about names know it:
//! `password: aHVudGVyMg==` becomes `password=hunter2`.
//! Limits: runs of Base64 and digits have 20 bytes at least (8 in Kubernetes' secrets) and 1 MiB at most, percent-encoded ones 4 KiB.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use memchr::{memchr_iter, memmem};
use std::sync::LazyLock;

/// An encoded piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Encoded {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Outermost first.
    pub(crate) encodings: Vec<&'static str>,
}

const SHORTEST: usize = 20;
const SHORTEST_IN_SECRETS: usize = 8;
const LONGEST: usize = 1 << 20;
const LONGEST_PERCENT: usize = 4096;
/// Bytes of a name before an encoded value.
const NAME: usize = 64;

/// Tells every encoded text, and those encoded in them up to a depth.
pub(crate) fn each(text: &[u8], depth: usize, found: &mut dyn FnMut(&Encoded, &[u8])) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let mut tell = |start: usize, end: usize, encoding: &'static str, decoded: Vec<u8>| {
        let named = [name_before(text, start), &decoded].concat();
        found(&Encoded { start, end, encodings: vec![encoding] }, &named);
        each(&decoded, depth, &mut |inner, decoded| {
            let encodings = [&[encoding], inner.encodings.as_slice()].concat();
            found(&Encoded { start, end, encodings }, decoded);
        });
    };
    let marks = [&b"kind: Secret"[..], b"\"kind\": \"Secret\"", b"\"kind\":\"Secret\""];
    // Most texts have not even the word.
    let is_secret = WORD.find(text).is_some() && marks.iter().any(|mark| memmem::find(text, mark).is_some());
    runs(text, if is_secret { SHORTEST_IN_SECRETS } else { SHORTEST }, &mut |start, end| {
        let run = text.get(start..end).unwrap_or_default();
        if let Some(decoded) = hex(run) {
            tell(start, end, "hex", decoded);
        } else if let Some(decoded) = base64(run) {
            tell(start, end, "base64", decoded);
        }
    });
    percent(text, &mut |start, end, decoded| tell(start, end, "percent", decoded));
}

static WORD: LazyLock<memmem::Finder<'_>> = LazyLock::new(|| memmem::Finder::new("Secret"));

/// Runs of Base64's letters.
fn runs(text: &[u8], shortest: usize, found: &mut dyn FnMut(usize, usize)) {
    let mut done = 0;
    while let Some(inside) = next_inside(text, done, shortest) {
        let is_letter = |byte: &&u8| LETTERS[usize::from(**byte)];
        let before = text.get(done..inside).unwrap_or_default();
        let start = inside - before.iter().rev().take(shortest).take_while(is_letter).count();
        let behind = text.get(inside..).unwrap_or_default();
        let end = inside + behind.iter().take(LONGEST).take_while(is_letter).count();
        if end - start >= shortest {
            found(start, end);
        }
        done = end.max(inside + 1);
    }
}

/// A place in the next run that may be long enough.
fn next_inside(text: &[u8], from: usize, shortest: usize) -> Option<usize> {
    // A run of 15 letters holds a whole block of 8.
    if shortest < 2 * BLOCK - 1 {
        return (from..text.len()).find(|at| text.get(*at).is_some_and(|byte| LETTERS[usize::from(*byte)]));
    }
    let first = from.next_multiple_of(BLOCK);
    let (wide, rest) = text.get(first..).unwrap_or_default().as_chunks::<WIDE>();
    let found = wide.iter().zip(0..).find_map(|(bytes, number)| Some(number * WIDE + whole_block(bytes)? * BLOCK));
    let in_rest = || rest.as_chunks::<BLOCK>().0.iter().position(|block| block.iter().all(|byte| is_letter(*byte)));
    found.or_else(|| Some(wide.len() * WIDE + in_rest()? * BLOCK)).map(|at| first + at)
}

const BLOCK: usize = 8;
/// Blocks that are judged at once, by instructions for many bytes.
const WIDE: usize = 8 * BLOCK;

/// The first block that is all letters.
fn whole_block(bytes: &[u8; WIDE]) -> Option<usize> {
    let mut letters = [0; WIDE];
    for (letter, byte) in letters.iter_mut().zip(bytes) {
        *letter = u8::from(is_letter(*byte));
    }
    letters.as_chunks::<BLOCK>().0.iter().position(|block| u64::from_le_bytes(*block) == u64::from_le_bytes([1; BLOCK]))
}

/// By comparisons and not by a table: so the compiler judges many bytes at once.
const fn is_letter(byte: u8) -> bool {
    let (lower, digit) = ((byte | 0x20).wrapping_sub(b'a'), byte.wrapping_sub(b'0'));
    (lower < 26) | (digit < 10) | (byte == b'+') | (byte == b'/') | (byte == b'-') | (byte == b'_')
}

static LETTERS: [bool; 256] = {
    let mut letters = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        letters[byte] = is_letter(byte as u8);
        byte += 1;
    }
    letters
};

/// Whether it is a text that people or programs wrote: no control characters, hardly anything beyond ASCII.
fn is_text(bytes: &[u8]) -> bool {
    let odd = bytes.iter().filter(|byte| !(byte.is_ascii_graphic() || matches!(byte, b' ' | b'\n' | b'\r' | b'\t'))).count();
    odd == 0 || odd * 20 < bytes.len() && std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0)
}

fn base64(run: &[u8]) -> Option<Vec<u8>> {
    let engine = if run.iter().any(|byte| matches!(byte, b'-' | b'_')) { &URL_SAFE_NO_PAD } else { &STANDARD_NO_PAD };
    // Of most runs the beginning tells that they are none, without the rest being decoded.
    let head = run.get(..run.len().min(16) / 4 * 4)?;
    if !is_text(&engine.decode(head).ok()?) {
        return None;
    }
    // The last digit of a run that is not whole says nothing.
    let whole = run.get(..run.len() - usize::from(run.len() % 4 == 1))?;
    let decoded = engine.decode(whole).or_else(|_| engine.decode(whole.get(..whole.len() / 4 * 4).unwrap_or_default()));
    decoded.ok().filter(|decoded| is_text(decoded))
}

fn hex(run: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    if !run.len().is_multiple_of(2) {
        return None;
    }
    let decoded = run.chunks_exact(2).map(|pair| match pair {
        [high, low] => {
            Some(digit(*high)? << 4 | digit(*low)?).filter(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
        }
        _ => None,
    });
    decoded.collect()
}

/// Percent-encoded pieces, each up to what ends a URL.
fn percent(text: &[u8], found: &mut dyn FnMut(usize, usize, Vec<u8>)) {
    let is_part = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'<' | b'>' | b'`' | b'\\' | b'{' | b'}');
    let mut done = 0;
    for at in memchr_iter(b'%', text) {
        if at < done || !matches!(text.get(at + 1..at + 3), Some([b'2'..=b'7' | b'0', low]) if low.is_ascii_hexdigit()) {
            continue;
        }
        let before = text.get(at.saturating_sub(LONGEST_PERCENT).max(done)..at).unwrap_or_default();
        let start = at - before.iter().rev().take_while(|byte| is_part(byte)).count();
        let end = at + text.get(at..).unwrap_or_default().iter().take(LONGEST_PERCENT).take_while(|byte| is_part(byte)).count();
        done = end;
        let decoded = unescaped(text.get(start..end).unwrap_or_default());
        if is_text(&decoded) {
            found(start, end, decoded);
        }
    }
}

/// A text with its `%40` and the like made into what they stand for.
pub(crate) fn unescaped(text: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, behind @ ..] = rest {
        match rest {
            [b'%', high, low, behind @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                decoded.push(digit(*high).unwrap_or(0) << 4 | digit(*low).unwrap_or(0));
                rest = behind;
            }
            _ => {
                decoded.push(*first);
                rest = behind;
            }
        }
    }
    decoded
}

/// `name=` if the encoded value is given to a name.
fn name_before(text: &[u8], start: usize) -> &[u8] {
    static NONE: &[u8] = b"";
    let line = text.get(start.saturating_sub(NAME)..start).unwrap_or(NONE);
    let line = line.rsplit(|byte| *byte == b'\n').next().unwrap_or(NONE);
    let is_sign = |byte: &u8| matches!(byte, b'=' | b':' | b'"' | b'\'' | b' ' | b'>');
    let signs = line.iter().rev().take_while(|byte| is_sign(byte)).count();
    let has_operator = line.iter().rev().take(signs).any(|byte| matches!(byte, b'=' | b':'));
    if has_operator { line } else { NONE }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(text: &str) -> Vec<(String, String)> {
        let mut told = Vec::new();
        each(text.as_bytes(), 3, &mut |encoded, decoded| {
            told.push((encoded.encodings.join(" "), String::from_utf8_lossy(decoded).into_owned()));
        });
        told
    }

    #[test]
    fn encoded_texts_are_told_with_their_names() {
        let of = |encodings: &str, text: &str| (encodings.to_owned(), text.to_owned());
        assert_eq!(told("key: dGhpcyBpcyBhIHNlY3JldCB0ZXh0"), [of("base64", "key: this is a secret text")]);
        assert_eq!(told("746869732069732061207365637265742074657874"), [of("hex", "this is a secret text")]);
        assert_eq!(told("see http://a%3Ab%40c/"), [of("percent", "http://a:b@c/")]);
        let twice = "ZEdocGN5QnBjeUJoSUhObFkzSmxkQ0IwWlhoMA==";
        assert_eq!(told(twice), [of("base64", "dGhpcyBpcyBhIHNlY3JldCB0ZXh0"), of("base64 base64", "this is a secret text")]);
        assert_eq!(told("kind: Secret\ndata:\n  password: aHVudGVyMg==\n"), [of("base64", "  password: hunter2")]);
        assert_eq!(told("sha512-qf0BxVCqPyvUOQbMdBqNGIbVaFWCYnIHbWSjPkeZzEJEv1F5GkSTpbxkBnCfVjOw"), []);
    }

    proptest! {
        #[test]
        fn every_long_run_is_found(text in "([a-c/_]{0,30}[ =]){0,12}", shortest in prop_oneof![Just(8_usize), Just(20)]) {
            let mut told = Vec::new();
            runs(text.as_bytes(), shortest, &mut |start, end| told.push(text[start..end].to_owned()));
            let long: Vec<&str> = text.split([' ', '=']).filter(|run| run.len() >= shortest).collect();
            prop_assert_eq!(told, long);
        }

        #[test]
        fn nothing_panics(text in proptest::collection::vec(any::<u8>(), 0..300), depth in 0_usize..4) {
            each(&text, depth, &mut |encoded, _| assert!(encoded.start < encoded.end && encoded.end <= text.len()));
        }
    }
}
