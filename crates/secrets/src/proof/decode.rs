//! Decoding what secrets are written in.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true);
const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

/// Base64 of either alphabet, padded or not.
pub(crate) fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let is_url = text.iter().any(|byte| matches!(byte, b'-' | b'_'));
    let engine = if is_url { &BASE64_URL } else { &BASE64 };
    engine.decode(text).ok()
}

/// The first eight letters of base 32 (RFC 4648), 40 bits.
pub(crate) fn base32_start(text: &[u8]) -> Option<u64> {
    let letters = text.get(..8)?;
    letters.iter().try_fold(0, |bits: u64, letter| {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => return None,
        };
        Some(bits << 5 | u64::from(value))
    })
}

/// A number of digits 0–9 and letters, in the order of `alphabet`.
pub(crate) fn number(digits: &[u8], alphabet: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0_u64, |number, digit| {
        let value = alphabet.iter().position(|letter| letter == digit)?;
        number.checked_mul(alphabet.len() as u64)?.checked_add(value as u64)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_alphabets_are_read() {
        assert_eq!(base64(b"dXNlcjpwYXNz").as_deref(), Some(&b"user:pass"[..]));
        assert_eq!(base64(b"-_8"), Some(vec![0xfb, 0xff]));
        assert_eq!(base64(b"+/8="), Some(vec![0xfb, 0xff]));
        assert_eq!(base64(b"no base64"), None);
        assert_eq!(base32_start(b"AAAAAAAB"), Some(1));
        assert_eq!(base32_start(b"AAAA1AAB"), None);
        assert_eq!(number(b"10", b"0123456789abcdef"), Some(16));
        assert_eq!(number(b"zzzzzzzzzzzzzzzzzz", b"0123456789abcdefghijklmnopqrstuvwxyz"), None);
    }
}
