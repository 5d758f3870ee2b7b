//! Bearer tokens of the API: `tw_` and 32 random bytes in base64url.
//!
//! The prefix lets scanners of secrets (ours too) know one that was left behind. With 256 random bits a digest can be looked up as it is: there
//! is nothing to guess, so neither salt nor a slow hash is needed.

use crate::validations::sha256;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::rand::{SecureRandom, SystemRandom};
use std::fmt;

const PREFIX: &str = "tw_";
const RANDOM: usize = 32;

/// A token as its owner has it. It is shown once, and known by its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Bearer(String);

/// A new token; `None` when the system has no random numbers.
#[must_use]
pub fn generate() -> Option<Bearer> {
    let mut bytes = [0; RANDOM];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(Bearer(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes))))
}

impl Bearer {
    /// What a caller shows, if it has the form of a token: everything else need not be looked up.
    #[must_use]
    pub fn read(shown: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(shown.strip_prefix(PREFIX)?).ok()?;
        (bytes.len() == RANDOM).then(|| Self(shown.to_owned()))
    }

    /// As it is sent: for its owner's eyes.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// As it is stored, hex.
    #[must_use]
    pub fn hash(&self) -> String {
        sha256(&self.0)
    }
}

impl fmt::Debug for Bearer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Bearer(tw_...)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_again_by_its_hash() {
        let [one, other] = [generate().unwrap(), generate().unwrap()];
        assert_ne!(one, other);
        assert_eq!((one.reveal().len(), one.hash().len()), (46, 64));
        assert_eq!(Bearer::read(one.reveal()).unwrap().hash(), one.hash());
        assert_eq!(format!("{one:?}"), "Bearer(tw_...)");
    }

    #[test]
    fn what_has_another_form_is_none() {
        let token = generate().unwrap();
        let body = token.reveal().strip_prefix("tw_").unwrap();
        for other in
            ["", "tw_", body, &format!("TW_{body}"), &format!("tw_{body}="), &format!("tw_{body}AA"), &token.reveal()[..45]]
        {
            assert_eq!(Bearer::read(other), None, "{other}");
        }
    }
}
