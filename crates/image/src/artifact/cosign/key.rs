//! Key pairs: ECDSA over P-256 with SHA-256, as `cosign generate-key-pair` makes them, and openssl.
//!
//! Formats: PKCS #8 (RFC 5208) and SubjectPublicKeyInfo (RFC 5480) in PEM (RFC 7468); cosign's own encrypted form,
//! <https://github.com/secure-systems-lab/go-securesystemslib/blob/main/encrypted/encrypted.go>: scrypt and NaCl's secretbox.
//! Limits: this one curve, which is what cosign uses unless told otherwise.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use crypto_secretbox::aead::Aead;
use crypto_secretbox::{KeyInit, Nonce, XSalsa20Poly1305};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, UnparsedPublicKey};
use serde::Deserialize;

/// What comes before the point in the SubjectPublicKeyInfo of every P-256 key: two lengths, two object identifiers.
const P256_INFO: [u8; 26] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03,
    0x01, 0x07, 0x03, 0x42, 0x00,
];
/// What scrypt may be made to take: 16 times what cosign writes.
const MAX_LOG_N: u8 = 20;

/// A key that cannot be used. Whose fault: the caller.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Nothing that looks like a key.
    #[error("it is no {0} in PEM")]
    NotPem(&'static str),
    /// A key of another kind.
    #[error("it is no key for ECDSA over P-256")]
    OtherKind,
    /// An encrypted key, and the password is not its.
    #[error("it is encrypted, and the password is not right")]
    Password,
    /// Encrypted in a way that cosign does not.
    #[error("it is encrypted in a way that is not known: {0}")]
    Encryption(String),
    /// The system has no random numbers.
    #[error("this system gives no random numbers")]
    Random,
}

/// The key that signs.
pub struct SigningKey {
    pair: EcdsaKeyPair,
    random: SystemRandom,
}

impl SigningKey {
    /// Reads `cosign.key`, or a PKCS #8 key that is not encrypted.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn from_pem(pem: &str, password: &str) -> Result<Self, KeyError> {
        let (label, bytes) = decode(pem).ok_or(KeyError::NotPem("private key"))?;
        let pkcs8 = match label {
            "PRIVATE KEY" => bytes,
            "ENCRYPTED SIGSTORE PRIVATE KEY" | "ENCRYPTED COSIGN PRIVATE KEY" => decrypted(&bytes, password)?,
            "EC PRIVATE KEY" | "ENCRYPTED PRIVATE KEY" => {
                return Err(KeyError::Encryption(format!("{label}; `openssl pkcs8 -topk8 -nocrypt` rewrites it")));
            }
            _ => return Err(KeyError::NotPem("private key")),
        };
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &pkcs8, &random);
        Ok(Self { pair: pair.map_err(|_| KeyError::OtherKind)?, random })
    }

    /// The signature, in DER.
    ///
    /// # Errors
    /// The system has no random numbers.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let signature = self.pair.sign(&self.random, message).map_err(|_| KeyError::Random)?;
        Ok(signature.as_ref().to_vec())
    }
}

/// The key that tells whether the other has signed.
#[derive(Clone)]
pub struct VerifyingKey {
    point: Vec<u8>,
}

impl VerifyingKey {
    /// Reads `cosign.pub`.
    ///
    /// # Errors
    /// See [`KeyError`].
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let (_, info) = decode(pem).filter(|(label, _)| *label == "PUBLIC KEY").ok_or(KeyError::NotPem("public key"))?;
        match info.strip_prefix(&P256_INFO) {
            Some(point) if point.len() == 65 && point.first() == Some(&4) => Ok(Self { point: point.to_vec() }),
            _ => Err(KeyError::OtherKind),
        }
    }

    /// Whether the other key of the pair made this signature of this message.
    #[must_use]
    pub fn has_signed(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &self.point).verify(message, signature).is_ok()
    }
}

/// Label and bytes of the first PEM block.
fn decode(pem: &str) -> Option<(&str, Vec<u8>)> {
    let (_, rest) = pem.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (text, _) = rest.split_once(&format!("-----END {label}-----"))?;
    let text: String = text.split_whitespace().collect();
    Some((label, BASE64_STANDARD.decode(text).ok()?))
}

#[derive(Deserialize)]
struct Encrypted {
    kdf: Kdf,
    cipher: Cipher,
    ciphertext: String,
}

#[derive(Deserialize)]
struct Kdf {
    name: String,
    params: Parameters,
    salt: String,
}

#[derive(Deserialize)]
struct Parameters {
    #[serde(rename = "N")]
    n: u64,
    r: u32,
    p: u32,
}

#[derive(Deserialize)]
struct Cipher {
    name: String,
    nonce: String,
}

fn decrypted(json: &[u8], password: &str) -> Result<Vec<u8>, KeyError> {
    let odd = |what: &str| KeyError::Encryption(what.to_owned());
    let encrypted: Encrypted = serde_json::from_slice(json).map_err(|error| odd(&error.to_string()))?;
    let base64 = |text: &str| BASE64_STANDARD.decode(text).map_err(|error| odd(&error.to_string()));
    let Kdf { name, params, salt } = &encrypted.kdf;
    if name != "scrypt" || encrypted.cipher.name != "nacl/secretbox" {
        return Err(odd("neither scrypt nor NaCl's secretbox"));
    }
    let log_n = u8::try_from(params.n.trailing_zeros()).unwrap_or(u8::MAX);
    if !params.n.is_power_of_two() || log_n > MAX_LOG_N || params.r > 32 || params.p > 4 {
        return Err(odd("scrypt would take too much"));
    }
    let params = scrypt::Params::new(log_n, params.r, params.p).map_err(|error| odd(&error.to_string()))?;
    let mut key = [0; 32];
    scrypt::scrypt(password.as_bytes(), &base64(salt)?, &params, &mut key).map_err(|error| odd(&error.to_string()))?;
    let nonce: [u8; 24] = base64(&encrypted.cipher.nonce)?.try_into().map_err(|_| odd("a nonce of another length"))?;
    let secret = XSalsa20Poly1305::new(&key.into());
    secret.decrypt(&Nonce::from(nonce), base64(&encrypted.ciphertext)?.as_slice()).map_err(|_| KeyError::Password)
}
