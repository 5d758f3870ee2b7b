//! What tokens are signed with: a shared secret, or a private key whose public half everyone may have.

use super::error::KeyError;
use super::jwk::PublicKey;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair};
use rustls::pki_types::PrivateKeyDer;
use rustls::pki_types::pem::PemObject;
use std::fmt;

/// An HMAC key shorter than its hash weakens it (RFC 7518, section 3.2).
const MIN_SECRET: usize = 32;

/// A key that signs tokens and verifies them.
#[derive(Clone)]
pub struct Key {
    pub(super) algorithm: Algorithm,
    pub(super) signing: EncodingKey,
    pub(super) verifying: DecodingKey,
    /// Of keys that have a public half.
    pub(super) public: Option<PublicKey>,
    /// Its RFC 7638 thumbprint; a secret has no id, because its digest would be something to guess against.
    pub(super) id: Option<String>,
}

impl Key {
    /// A shared secret, for HS256.
    ///
    /// # Errors
    /// It has less than 32 bytes.
    pub fn secret(secret: &[u8]) -> Result<Self, KeyError> {
        if secret.len() < MIN_SECRET {
            return Err(KeyError::WeakSecret { length: secret.len(), least: MIN_SECRET });
        }
        let (signing, verifying) = (EncodingKey::from_secret(secret), DecodingKey::from_secret(secret));
        Ok(Self { algorithm: Algorithm::HS256, signing, verifying, public: None, id: None })
    }

    /// A private key in PEM, as PKCS#8: Ed25519 signs with EdDSA, P-256 with ES256.
    ///
    /// # Errors
    /// It is no such key.
    pub fn pem(text: &[u8]) -> Result<Self, KeyError> {
        match PrivateKeyDer::from_pem_slice(text) {
            Ok(PrivateKeyDer::Pkcs8(der)) => Self::pkcs8(der.secret_pkcs8_der()),
            Ok(_) => Err(KeyError::NotPkcs8),
            Err(_) => Err(KeyError::NotPem),
        }
    }

    /// A private key in DER, as PKCS#8.
    ///
    /// # Errors
    /// It is neither one for Ed25519 nor one for P-256.
    pub fn pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let (algorithm, signing, public) = if let Some(pair) = ed25519(der) {
            (Algorithm::EdDSA, EncodingKey::from_ed_der(der), PublicKey::ed25519(pair.public_key().as_ref()))
        } else if let Some(pair) = ecdsa(der) {
            (Algorithm::ES256, EncodingKey::from_ec_der(der), PublicKey::p256(pair.public_key().as_ref()))
        } else {
            return Err(KeyError::Unsupported);
        };
        let public = public.ok_or(KeyError::Unsupported)?;
        let (verifying, id) = (public.verifying(), public.thumbprint());
        Ok(Self { algorithm, signing, verifying, public: Some(public), id: Some(id) })
    }
}

/// Neither the secret nor anything made of it.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({:?})", self.algorithm)
    }
}

/// OpenSSL writes Ed25519 keys without the public half, which ring's stricter reader wants.
pub(super) fn ed25519(der: &[u8]) -> Option<Ed25519KeyPair> {
    Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).ok()
}

pub(super) fn ecdsa(der: &[u8]) -> Option<EcdsaKeyPair> {
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, der, &SystemRandom::new()).ok()
}
