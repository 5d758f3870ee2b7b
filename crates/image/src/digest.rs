//! Digests of what goes through, in the algorithm that was promised.

use sha2::{Digest as _, Sha256, Sha512};
use std::fmt::Write;
use tidewaiter_model::Digest;

/// Takes bytes and gives their digest.
pub(crate) enum Hasher {
    Sha256(Sha256),
    Sha512(Box<Sha512>),
}

impl Hasher {
    /// The digest of bytes for which nothing is promised.
    pub(crate) fn sha256(bytes: &[u8]) -> Digest {
        Digest::sha256(&Sha256::digest(bytes).into())
    }

    /// For comparison with `expected`.
    pub(crate) fn like(expected: &Digest) -> Self {
        match expected.algorithm() {
            "sha512" => Self::Sha512(Box::default()),
            _ => Self::Sha256(Sha256::new()),
        }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha256(hasher) => hasher.update(bytes),
            Self::Sha512(hasher) => hasher.update(bytes),
        }
    }

    /// `expected` if that is what it comes to, else the digest that was found.
    pub(crate) fn finish(self, expected: &Digest) -> Result<(), Digest> {
        let mut hex = String::with_capacity(128);
        let mut write = |bytes: &[u8]| bytes.iter().try_for_each(|byte| write!(hex, "{byte:02x}"));
        let written = match self {
            Self::Sha256(hasher) => write(&hasher.finalize()),
            Self::Sha512(hasher) => write(&hasher.finalize()),
        };
        let actual = written.ok().and_then(|()| Digest::parse(&format!("{}:{hex}", expected.algorithm())).ok());
        match actual {
            Some(actual) if actual == *expected => Ok(()),
            // A digest of our own making always has the right form.
            Some(actual) => Err(actual),
            None => Err(Digest::sha256(&[0; 32])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_registered_algorithms_are_checked() {
        for empty in [
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "sha512:cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e",
        ] {
            let expected = Digest::parse(empty).unwrap();
            assert_eq!(Hasher::like(&expected).finish(&expected), Ok(()));
            let mut hasher = Hasher::like(&expected);
            hasher.update(b"a");
            assert_eq!(hasher.finish(&expected).unwrap_err().algorithm(), expected.algorithm());
        }
    }
}
