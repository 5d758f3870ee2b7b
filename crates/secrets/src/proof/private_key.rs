//! Private keys in armour: PEM (<https://www.rfc-editor.org/rfc/rfc7468>), OpenSSH
//! (<https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key>), OpenPGP (<https://www.rfc-editor.org/rfc/rfc9580>).

use super::decode::base64;
use crate::candidate::Candidate;
use crate::rule::Genuine;

/// Bytes of headers: cipher, version, comment.
const MAX_HEADERS: usize = 400;

/// What lies in an armour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Open,
    /// Of use only to those who know its password.
    Encrypted,
}

/// Only what some program can read is a key.
pub(crate) const READABLE: Genuine = Genuine { holds: is_open, otherwise: "no program can read it" };

/// What could be a key that everybody can use who has it: enough of Base64, and no word of a cipher.
pub(crate) fn may_be_open(candidate: &Candidate<'_>) -> bool {
    let Some((headers, body)) = body(candidate.secret) else { return false };
    let is_ciphered =
        headers.windows(9).any(|there| there == b"ENCRYPTED") || candidate.line.windows(9).any(|there| there == b"ENCRYPTED");
    let is_whole = base64(&body).is_some_and(|bytes| bytes.len() >= 64);
    match key(candidate.secret) {
        Some(key) => key == Key::Open,
        None => is_whole && !is_ciphered,
    }
}

/// A key that everybody can use who has it.
fn is_open(candidate: &Candidate<'_>) -> bool {
    key(candidate.secret) == Some(Key::Open)
}

/// A key behind a password.
pub(crate) fn is_encrypted(candidate: &Candidate<'_>) -> bool {
    key(candidate.secret) == Some(Key::Encrypted)
}

/// Base64 of an armour with such a key, as in the configuration of `kubectl`.
pub(crate) fn is_encoded(candidate: &Candidate<'_>) -> bool {
    let Some(text) = base64(candidate.secret) else { return false };
    let starts = text.windows(16).position(|there| there == b"PRIVATE KEY-----").map(|at| at + 16);
    let armoured = starts.and_then(|start| text.get(start..)).unwrap_or_default();
    let end = armoured.windows(8).position(|there| there == b"-----END").unwrap_or(0);
    key(armoured.get(..end).unwrap_or_default()) == Some(Key::Open)
}

fn key(secret: &[u8]) -> Option<Key> {
    let (headers, body) = body(secret)?;
    let bytes = base64(&body)?;
    let holds = |text: &[u8], word: &[u8]| text.windows(word.len()).any(|there| there == word);
    if let Some(rest) = bytes.strip_prefix(b"openssh-key-v1\0") {
        // A text with its length before it: the cipher.
        return Some(if rest.starts_with(b"\0\0\0\x04none") { Key::Open } else { Key::Encrypted });
    }
    // A packet of OpenPGP with a secret key, of the old and of the new format.
    if bytes.len() > 64 && matches!(bytes.first(), Some(0x94..=0x97 | 0xc5)) {
        return Some(Key::Open);
    }
    // In the old way a header tells the cipher, and what follows is nothing but random bytes.
    if holds(headers, b"ENCRYPTED") {
        return (bytes.len() >= 48).then_some(Key::Encrypted);
    }
    let (announced, content) = sequence(&bytes)?;
    // Some writers leave a line break or padding behind it.
    if announced < 32 || announced > content.len() || content.len() > announced + 16 {
        return None;
    }
    match content {
        // PKCS#8 and all others begin with their version; an encrypted one with the cipher.
        [0x02, 0x01, 0..=3, ..] => Some(Key::Open),
        [0x30, ..] => Some(Key::Encrypted),
        _ => None,
    }
}

/// The length that the sequence at the start of DER announces, and what follows.
fn sequence(bytes: &[u8]) -> Option<(usize, &[u8])> {
    match bytes {
        [0x30, length @ 0..=0x7f, content @ ..] => Some((usize::from(*length), content)),
        [0x30, 0x81, length, content @ ..] => Some((usize::from(*length), content)),
        [0x30, 0x82, high, low, content @ ..] => Some((usize::from(*high) << 8 | usize::from(*low), content)),
        _ => None,
    }
}

/// The headers (`Proc-Type: …`), and the letters of base64: without line breaks, also escaped ones, quotes and signs of languages that
/// join strings, and the checksum of OpenPGP.
fn body(text: &[u8]) -> Option<(&[u8], Vec<u8>)> {
    let headers = text.iter().rposition(|byte| *byte == b':').map_or(0, |colon| {
        let rest = text.get(colon..).unwrap_or_default();
        colon + rest.iter().position(|byte| matches!(byte, b'\n' | b'\\')).unwrap_or(rest.len())
    });
    if headers > MAX_HEADERS {
        return None;
    }
    let (headers, rest) = text.split_at_checked(headers).unwrap_or((text, b""));
    let mut body = Vec::with_capacity(rest.len());
    let mut is_escaped = false;
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            b'\\' => is_escaped = true,
            b'n' | b'r' | b't' if is_escaped => is_escaped = false,
            // In PGP a line of its own that begins with `=` is the checksum.
            b'=' if body.len() % 4 == 0 => break,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'=' => {
                // A plus that joins strings stands apart from letters; the `b` of Python's bytes stands before a quote.
                let is_apart =
                    at.checked_sub(1).and_then(|before| rest.get(before)).is_none_or(|before| b" \t\n\"'".contains(before));
                let next = rest.get(at + 1).copied().unwrap_or(b' ');
                let is_syntax =
                    is_apart && (*byte == b'+' && b" \t\r\n\"'".contains(&next) || *byte == b'b' && b"\"'".contains(&next));
                if !is_syntax {
                    body.push(*byte);
                }
                is_escaped = false;
            }
            // What stands between the lines where a program or a configuration holds them.
            b' ' | b'\t' | b'\r' | b'\n' | b'"' | b'\'' | b'`' | b',' | b';' | b'.' | b'#' | b'*' | b'|' | b'>' | b'(' | b')' => {
                is_escaped = false;
            }
            _ => return None,
        }
    }
    Some((headers, body))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_languages_put_between_the_lines_is_left_out() {
        let (_, plain) = body(b"MIIB\nAQID+\n+/8=").unwrap();
        for text in [
            r"MIIB\nAQID+\n+/8=",
            r"MIIB\\nAQID+\\n+/8=",
            "    MIIB\r\n    AQID+\r\n    +/8=",
            "MIIB\\n\" +\n\"AQID+\\n\" +\n\"+/8=",
            "b'MIIB\\n'\nb'AQID+\\n'\nb'+/8='",
            "# MIIB\n# AQID+\n# +/8=",
        ] {
            assert_eq!(body(text.as_bytes()).unwrap().1, plain, "{text}");
        }
        assert!(body(b"if (key) { return }").is_none());
    }
}
