//! Python's byte code: the texts among its constants.
//! Format: marshal, <https://github.com/python/cpython/blob/main/Python/marshal.c>.
//!
//! Limits: the byte code is not followed. Whatever has the form of a text (its type, its length, so many printable bytes) is taken for one.

/// Shorter ones are noise.
const SHORTEST: usize = 6;

/// The texts, each on a line.
pub(super) fn constants(code: &[u8]) -> Vec<u8> {
    let mut texts = Vec::new();
    let mut rest = code;
    while let [kind, behind @ ..] = rest {
        // The highest bit only says that others refer to it.
        let text = match kind & 0x7f {
            b'z' | b'Z' => behind.split_first().and_then(|(length, text)| text.get(..usize::from(*length))),
            b'a' | b'A' | b'u' | b't' | b's' => behind
                .split_first_chunk::<4>()
                .and_then(|(length, text)| text.get(..usize::try_from(u32::from_le_bytes(*length)).ok()?)),
            _ => None,
        };
        let is_text =
            |text: &&[u8]| text.len() >= SHORTEST && text.iter().all(|byte| *byte >= b' ' || byte.is_ascii_whitespace());
        match text.filter(is_text) {
            Some(text) => {
                texts.extend_from_slice(text);
                texts.push(b'\n');
                let length = if matches!(kind & 0x7f, b'z' | b'Z') { 1 } else { 4 };
                rest = behind.get(length + text.len()..).unwrap_or_default();
            }
            None => rest = behind,
        }
    }
    texts
}
