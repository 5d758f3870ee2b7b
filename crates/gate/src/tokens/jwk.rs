//! Public keys as JSON writes them, and their thumbprints.
//!
//! Specifications: JWK, RFC 7517 <https://www.rfc-editor.org/rfc/rfc7517>; the curves, RFC 7518 section 6.2 and RFC 8037; thumbprints,
//! RFC 7638 <https://www.rfc-editor.org/rfc/rfc7638>.
//!
//! Limits: P-256 and Ed25519, public members only. Whether a point lies on its curve is found out when it verifies.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// Members that only a private or a symmetric key has (RFC 7518, section 6).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey(Curve);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Curve {
    P256 { x: [u8; 32], y: [u8; 32] },
    Ed25519 { x: [u8; 32] },
}

/// Why a JWK is refused. Whose fault: the caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JwkError {
    /// It gives away what has to stay with its owner.
    #[error("the key has private members")]
    Private,
    /// Another kind of key, or another curve.
    #[error("the key is neither on P-256 nor Ed25519")]
    Unsupported,
    /// A coordinate is missing, or is not 32 bytes.
    #[error("the key has no proper coordinates")]
    Coordinates,
}

impl PublicKey {
    /// Reads the members of a JWK.
    ///
    /// # Errors
    /// See [`JwkError`].
    pub fn from_jwk(members: &Map<String, Value>) -> Result<Self, JwkError> {
        if PRIVATE.iter().any(|name| members.contains_key(*name)) {
            return Err(JwkError::Private);
        }
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let coordinate = |name: &str| -> Result<[u8; 32], JwkError> {
            let bytes = text(name).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()).ok_or(JwkError::Coordinates)?;
            bytes.try_into().map_err(|_| JwkError::Coordinates)
        };
        match (text("kty"), text("crv")) {
            (Some("EC"), Some("P-256")) => Ok(Self(Curve::P256 { x: coordinate("x")?, y: coordinate("y")? })),
            (Some("OKP"), Some("Ed25519")) => Ok(Self(Curve::Ed25519 { x: coordinate("x")? })),
            _ => Err(JwkError::Unsupported),
        }
    }

    /// An uncompressed point: 4, x, y.
    pub(super) fn p256(point: &[u8]) -> Option<Self> {
        let (x, y) = point.strip_prefix(&[4])?.split_at_checked(32)?;
        Some(Self(Curve::P256 { x: x.try_into().ok()?, y: y.try_into().ok()? }))
    }

    pub(super) fn ed25519(x: &[u8]) -> Option<Self> {
        Some(Self(Curve::Ed25519 { x: x.try_into().ok()? }))
    }

    /// The one algorithm that it verifies.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        match self.0 {
            Curve::P256 { .. } => Algorithm::ES256,
            Curve::Ed25519 { .. } => Algorithm::EdDSA,
        }
    }

    /// As `jsonwebtoken` takes it.
    #[must_use]
    pub fn verifying(&self) -> DecodingKey {
        match &self.0 {
            Curve::P256 { x, y } => DecodingKey::from_ec_der(&[&[4], x.as_slice(), y].concat()),
            Curve::Ed25519 { x } => DecodingKey::from_ed_der(x),
        }
    }

    /// `base64url(SHA-256(...))` over its required members in the order of their names: `jkt`, and the id of our own keys.
    #[must_use]
    pub fn thumbprint(&self) -> String {
        let canonical = match &self.0 {
            Curve::P256 { x, y } => format!(r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#, encoded(x), encoded(y)),
            Curve::Ed25519 { x } => format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, encoded(x)),
        };
        URL_SAFE_NO_PAD.encode(Sha256::digest(canonical))
    }

    /// As a set of keys lists it.
    #[must_use]
    pub fn to_jwk(&self) -> Value {
        let id = self.thumbprint();
        match &self.0 {
            Curve::P256 { x, y } => {
                json!({"kty": "EC", "crv": "P-256", "x": encoded(x), "y": encoded(y), "kid": id, "alg": "ES256", "use": "sig"})
            }
            Curve::Ed25519 { x } => {
                json!({"kty": "OKP", "crv": "Ed25519", "x": encoded(x), "kid": id, "alg": "EdDSA", "use": "sig"})
            }
        }
    }
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(jwk: Value) -> Result<PublicKey, JwkError> {
        PublicKey::from_jwk(jwk.as_object().unwrap())
    }

    /// The examples of RFC 8037, appendix A.3, and RFC 9449, section 6.1.
    #[test]
    fn thumbprints_are_those_of_the_specifications() {
        let ed25519 = read(json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})).unwrap();
        assert_eq!(ed25519.thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
        let p256 = read(json!({"kty": "EC", "crv": "P-256", "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
            "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}));
        assert_eq!(p256.unwrap().thumbprint(), "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    }

    #[test]
    fn what_is_listed_can_be_read_again() {
        let key = PublicKey(Curve::P256 { x: [7; 32], y: [8; 32] });
        assert_eq!(read(key.to_jwk()), Ok(key));
        let key = PublicKey(Curve::Ed25519 { x: [9; 32] });
        assert_eq!(read(key.to_jwk()), Ok(key));
    }

    #[test]
    fn private_foreign_and_broken_keys_are_refused() {
        let x = encoded(&[1; 32]);
        for (jwk, error) in [
            (json!({"kty": "OKP", "crv": "Ed25519", "x": x, "d": x}), JwkError::Private),
            (json!({"kty": "oct", "k": x}), JwkError::Private),
            (json!({"kty": "EC", "crv": "P-384", "x": x, "y": x}), JwkError::Unsupported),
            (json!({"kty": "OKP", "crv": "X25519", "x": x}), JwkError::Unsupported),
            (json!({"kty": "EC", "crv": "Ed25519", "x": x}), JwkError::Unsupported),
            (json!({"kty": "RSA", "n": x, "e": "AQAB"}), JwkError::Unsupported),
            (json!({}), JwkError::Unsupported),
            (json!({"kty": "EC", "crv": "P-256", "x": x}), JwkError::Coordinates),
            (json!({"kty": "OKP", "crv": "Ed25519", "x": "AA"}), JwkError::Coordinates),
            (json!({"kty": "OKP", "crv": "Ed25519", "x": 5}), JwkError::Coordinates),
        ] {
            assert_eq!(read(jwk.clone()), Err(error), "{jwk}");
        }
    }
}
