//! The cryptography under `jsonwebtoken`: ring's, which TLS brings, for the three algorithms that we sign with or take.

use super::keys::{ecdsa, ed25519};
use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::signature::{self, Signer, Verifier};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey, EncodingKey};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED, ED25519, EcdsaKeyPair, Ed25519KeyPair, UnparsedPublicKey};

static PROVIDER: CryptoProvider =
    CryptoProvider { signer_factory: signer, verifier_factory: verifier, key_utils: KeyUtils::new_unimplemented() };

/// Makes ours the process's provider. A second call does nothing.
pub(crate) fn install() {
    // An error means that one is there: ours from an earlier call, or one that a program around us chose.
    let _ = PROVIDER.install_default();
}

enum Signing {
    Hmac(hmac::Key),
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

enum Verifying {
    Hmac(hmac::Key),
    P256(Vec<u8>),
    Ed25519(Vec<u8>),
}

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>, Error> {
    let bytes = key.as_bytes();
    Ok(Box::new(match (algorithm, key.family()) {
        (Algorithm::HS256, AlgorithmFamily::Hmac) => Signing::Hmac(hmac::Key::new(hmac::HMAC_SHA256, bytes)),
        (Algorithm::ES256, AlgorithmFamily::Ec) => Signing::P256(ecdsa(bytes).ok_or(ErrorKind::InvalidEcdsaKey)?),
        (Algorithm::EdDSA, AlgorithmFamily::Ed) => Signing::Ed25519(ed25519(bytes).ok_or(ErrorKind::InvalidEddsaKey)?),
        _ => return Err(ErrorKind::UnsupportedAlgorithm.into()),
    }))
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>, Error> {
    let bytes = key.try_get_as_bytes()?;
    Ok(Box::new(match (algorithm, key.family()) {
        (Algorithm::HS256, AlgorithmFamily::Hmac) => Verifying::Hmac(hmac::Key::new(hmac::HMAC_SHA256, bytes)),
        (Algorithm::ES256, AlgorithmFamily::Ec) => Verifying::P256(bytes.to_vec()),
        (Algorithm::EdDSA, AlgorithmFamily::Ed) => Verifying::Ed25519(bytes.to_vec()),
        _ => return Err(ErrorKind::UnsupportedAlgorithm.into()),
    }))
}

impl Signer<Vec<u8>> for Signing {
    fn try_sign(&self, message: &[u8]) -> Result<Vec<u8>, signature::Error> {
        match self {
            Self::Hmac(key) => Ok(hmac::sign(key, message).as_ref().to_vec()),
            Self::P256(key) => {
                let signed = key.sign(&SystemRandom::new(), message).map_err(|_| signature::Error::new())?;
                Ok(signed.as_ref().to_vec())
            }
            Self::Ed25519(key) => Ok(key.sign(message).as_ref().to_vec()),
        }
    }
}

impl JwtSigner for Signing {
    fn algorithm(&self) -> Algorithm {
        match self {
            Self::Hmac(_) => Algorithm::HS256,
            Self::P256(_) => Algorithm::ES256,
            Self::Ed25519(_) => Algorithm::EdDSA,
        }
    }
}

impl Verifier<Vec<u8>> for Verifying {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> Result<(), signature::Error> {
        let verified = match self {
            Self::Hmac(key) => hmac::verify(key, message, signature),
            Self::P256(key) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key).verify(message, signature),
            Self::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature),
        };
        verified.map_err(|_| signature::Error::new())
    }
}

impl JwtVerifier for Verifying {
    fn algorithm(&self) -> Algorithm {
        match self {
            Self::Hmac(_) => Algorithm::HS256,
            Self::P256(_) => Algorithm::ES256,
            Self::Ed25519(_) => Algorithm::EdDSA,
        }
    }
}
