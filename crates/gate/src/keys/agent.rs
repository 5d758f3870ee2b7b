//! The keys that let agents ask for a registration (`AGENT_KEYS`).

use crate::validations::sha256;
use sha2::{Digest, Sha256};
use std::fmt;
use std::ops::RangeInclusive;
use subtle::{Choice, ConstantTimeEq};

const LENGTHS: RangeInclusive<usize> = 10..=200;

/// The keys that are good, as digests.
#[derive(Clone, Default)]
pub struct AgentKeys(Vec<[u8; 32]>);

/// A list that cannot be used. Whose fault: the operator's. The key itself is not told.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("key {place} of AGENT_KEYS has {length} characters, and has to have 10 to 200")]
pub struct KeyListError {
    /// Which, counted from one.
    pub place: usize,
    /// How long it is.
    pub length: usize,
}

impl AgentKeys {
    /// Reads a list that commas part; spaces around keys do not count.
    ///
    /// # Errors
    /// A key is too short to be one, or too long to be ever sent.
    pub fn read(list: &str) -> Result<Self, KeyListError> {
        let keys = list.split(',').map(str::trim).filter(|key| !key.is_empty()).enumerate();
        let digests = keys.map(|(index, key)| match key.chars().count() {
            length if LENGTHS.contains(&length) => Ok(Sha256::digest(key).into()),
            length => Err(KeyListError { place: index.saturating_add(1), length }),
        });
        digests.collect::<Result<_, _>>().map(Self)
    }

    /// Whether there are none: then nobody can be let in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The digest by which a good key is known from then on (`agent_key_hash`), hex; `None` for a bad one. What is shown is compared as a
    /// whole with every key.
    #[must_use]
    pub fn admit(&self, shown: &str) -> Option<String> {
        let shown = shown.trim();
        let digest = Sha256::digest(shown);
        let is_good = self.0.iter().fold(Choice::from(0), |found, key| found | key.ct_eq(digest.as_slice()));
        bool::from(is_good).then(|| sha256(shown))
    }
}

impl fmt::Debug for AgentKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AgentKeys({})", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_keys_are_good_and_nothing_else() {
        let long = "k".repeat(200);
        let keys = AgentKeys::read(&format!("first-key-1, second-key-2 ,,{long}")).unwrap();
        let known = keys.admit("second-key-2").unwrap();
        assert_eq!(known, sha256("second-key-2"));
        assert_eq!((known.len(), keys.admit(" second-key-2\n")), (64, Some(known.clone())));
        assert!(keys.admit("first-key-1").is_some() && keys.admit(&long).is_some());
        for bad in ["", "second-key-", "second-key-22", "SECOND-KEY-2", &long[..64], "first-key-1, second-key-2", ","] {
            assert_eq!(keys.admit(bad), None, "{bad}");
        }
    }

    #[test]
    fn no_keys_let_nobody_in() {
        let keys = AgentKeys::read(" , ").unwrap();
        assert!(keys.is_empty() && keys.admit("").is_none());
    }

    #[test]
    fn keys_that_cannot_be_used_are_named_by_their_place() {
        assert_eq!(AgentKeys::read("long-enough-key,short").unwrap_err(), KeyListError { place: 2, length: 5 });
        let said = AgentKeys::read(&"secret".repeat(40)).unwrap_err().to_string();
        assert_eq!(said, "key 1 of AGENT_KEYS has 240 characters, and has to have 10 to 200");
        assert_eq!(format!("{:?}", AgentKeys::read("long-enough-key").unwrap()), "AgentKeys(1)");
    }
}
