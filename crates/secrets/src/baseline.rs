//! Secrets that somebody accepted, known by a keyed hash: who reads the baseline cannot tell what they are, nor find the same
//! secret in another baseline.
//!
//! The key is in the file, unless the caller has one of his own; with the key and the file weak passwords can be guessed, as from any
//! hash, so who writes down accepted passwords gives the key in another way.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

/// Hashes secrets.
#[derive(Clone)]
pub struct Key(hmac::Key);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// A baseline that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// The file is no JSON, or of another shape.
    #[error("it is no baseline")]
    Form(#[from] serde_json::Error),
    /// A later version wrote it.
    #[error("it has version {0}, and this program knows version 1")]
    Version(u32),
    /// Neither the file nor the caller has a key.
    #[error("its key is neither in it nor given otherwise")]
    Key,
    /// The system has no random numbers.
    #[error("the system gives no random numbers for a key")]
    Random,
}

/// Accepted secrets.
#[derive(Clone, Debug)]
pub struct Baseline {
    key: Key,
    /// In the file, if the file has it.
    stored_key: Option<String>,
    accepted: BTreeSet<Accepted>,
}

/// One accepted secret. Rule and path are for people; the fingerprint alone counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Accepted {
    fingerprint: String,
    rule: String,
    path: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    key: Option<String>,
    accepted: Vec<Accepted>,
}

impl Key {
    /// A key that nobody knows: fingerprints under it are good for one scan.
    pub(crate) fn random() -> Self {
        let mut bytes = [0; Self::LENGTH];
        // Without random numbers fingerprints could be guessed at; nobody is told them.
        let _ = SystemRandom::new().fill(&mut bytes);
        Self::new(&bytes)
    }

    /// How many bytes the keys have that are made here.
    pub const LENGTH: usize = 32;

    /// What a key can be made of that nobody knows.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub fn random_bytes() -> Result<[u8; Self::LENGTH], BaselineError> {
        let mut bytes = [0; Self::LENGTH];
        SystemRandom::new().fill(&mut bytes).map_err(|_| BaselineError::Random)?;
        Ok(bytes)
    }

    /// A key from whatever the caller keeps secret.
    #[must_use]
    pub fn new(bytes: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, bytes))
    }

    /// By what a secret of a rule is known.
    #[must_use]
    pub(crate) fn fingerprint(&self, rule: &str, secret: &[u8]) -> String {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(rule.as_bytes());
        context.update(&[0]);
        context.update(secret);
        context.sign().as_ref().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Baseline {
    /// An empty one. `key` is the caller's, if he has one.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub fn new(key: Option<&[u8]>) -> Result<Self, BaselineError> {
        let (key, stored_key) = match key {
            Some(key) => (Key::new(key), None),
            None => {
                let bytes = Key::random_bytes()?;
                (Key::new(&bytes), Some(STANDARD.encode(bytes)))
            }
        };
        Ok(Self { key, stored_key, accepted: BTreeSet::new() })
    }

    /// Reads one.
    ///
    /// # Errors
    /// It is none, or its key is missing.
    pub fn read(json: &[u8], key: Option<&[u8]>) -> Result<Self, BaselineError> {
        let document: Document = serde_json::from_slice(json)?;
        if document.version != 1 {
            return Err(BaselineError::Version(document.version));
        }
        let stored = document.key.as_ref().and_then(|text| STANDARD.decode(text).ok());
        let key = key.or(stored.as_deref()).ok_or(BaselineError::Key)?;
        Ok(Self { key: Key::new(key), stored_key: document.key, accepted: document.accepted.into_iter().collect() })
    }

    /// The key that the scanner needs to tell fingerprints.
    #[must_use]
    pub fn key(&self) -> Key {
        self.key.clone()
    }

    /// Accepts a secret. `fingerprint` is the one that the scanner told under this key.
    pub fn accept(&mut self, fingerprint: &str, rule: &str, path: &str) {
        let accepted = Accepted { fingerprint: fingerprint.to_owned(), rule: rule.to_owned(), path: path.to_owned() };
        self.accepted.insert(accepted);
    }

    /// Whether a secret was accepted.
    #[must_use]
    pub fn has(&self, fingerprint: &str) -> bool {
        self.accepted.iter().any(|accepted| accepted.fingerprint == fingerprint)
    }

    /// The file.
    ///
    /// # Errors
    /// Never, in practice: there is nothing in it that JSON cannot hold.
    pub fn to_json(&self) -> Result<String, BaselineError> {
        let accepted = self.accepted.iter().cloned().collect();
        let document = Document { version: 1, key: self.stored_key.clone(), accepted };
        Ok(serde_json::to_string_pretty(&document)? + "\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_baseline_knows_its_secrets_and_nobody_else_does() {
        let mut baseline = Baseline::new(None).unwrap();
        let fingerprint = baseline.key().fingerprint("rule", b"hunter2");
        baseline.accept(&fingerprint, "rule", "app/.env");
        let json = baseline.to_json().unwrap();
        assert!(!json.contains("hunter2"));
        let again = Baseline::read(json.as_bytes(), None).unwrap();
        assert!(
            again.has(&again.key().fingerprint("rule", b"hunter2")) && !again.has(&again.key().fingerprint("rule", b"hunter3"))
        );
        assert_ne!(Baseline::new(None).unwrap().key().fingerprint("rule", b"hunter2"), fingerprint);
    }

    #[test]
    fn a_key_of_ones_own_is_not_written_down() {
        let json = Baseline::new(Some(b"mine")).unwrap().to_json().unwrap();
        assert!(matches!(Baseline::read(json.as_bytes(), None), Err(BaselineError::Key)));
        assert!(Baseline::read(json.as_bytes(), Some(b"mine")).is_ok());
        assert!(matches!(Baseline::read(b"{}", None), Err(BaselineError::Form(_))));
    }
}
