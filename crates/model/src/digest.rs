//! Content digests, `algorithm:hex`.
//!
//! Specification: <https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests>.
//! Limits: the two registered algorithms, SHA-256 and SHA-512; others are refused rather than trusted unseen.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A content digest such as `sha256:2bd9…`, checked for form when it is made.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(String);

/// A string that is not a digest of a registered algorithm. Whose fault: the writer of the manifest or reference.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a digest: expected sha256: and 64, or sha512: and 128 lower-case hexadecimal digits")]
pub struct InvalidDigest(String);

impl Digest {
    /// Reads `algorithm:hex`.
    ///
    /// # Errors
    /// Another algorithm, another length, or anything but lower-case hexadecimal digits.
    pub fn parse(text: &str) -> Result<Self, InvalidDigest> {
        let length = match text.split_once(':') {
            Some(("sha256", _)) => 64,
            Some(("sha512", _)) => 128,
            _ => 0,
        };
        let hex = text.split_once(':').map_or("", |(_, hex)| hex);
        let is_hex = hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if length == 0 || hex.len() != length || !is_hex {
            return Err(InvalidDigest(text.chars().take(160).collect()));
        }
        Ok(Self(text.to_owned()))
    }

    /// The digest whose SHA-256 bytes these are.
    #[must_use]
    pub fn sha256(bytes: &[u8; 32]) -> Self {
        let mut text = String::with_capacity(71);
        text.push_str("sha256:");
        for byte in bytes {
            text.push(char::from(HEX[usize::from(byte >> 4)]));
            text.push(char::from(HEX[usize::from(byte & 15)]));
        }
        Self(text)
    }

    /// `sha256` or `sha512`.
    #[must_use]
    pub fn algorithm(&self) -> &str {
        self.0.split_once(':').map_or("", |(algorithm, _)| algorithm)
    }

    /// The hexadecimal digits alone.
    #[must_use]
    pub fn hex(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, hex)| hex)
    }

    /// The whole, `algorithm:hex`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const HEX: &[u8; 16] = b"0123456789abcdef";

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Digest {
    type Error = InvalidDigest;

    fn try_from(text: String) -> Result<Self, InvalidDigest> {
        Self::parse(&text)
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_registered_algorithms_of_the_right_length_are_digests() {
        let good = format!("sha256:{}", "0a".repeat(32));
        assert_eq!(Digest::parse(&good).unwrap().as_str(), good);
        assert!(Digest::parse(&format!("sha512:{}", "0a".repeat(64))).is_ok());
        for bad in ["", "sha256:", "sha256:00", "md5:d41d8cd98f00b204e9800998ecf8427e", &good.to_uppercase(), "../../etc"] {
            assert!(Digest::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn bytes_are_written_as_lower_case_hexadecimal() {
        let mut bytes = [0; 32];
        bytes[0] = 0xaf;
        assert_eq!(Digest::sha256(&bytes).hex(), format!("af{}", "00".repeat(31)));
    }
}
