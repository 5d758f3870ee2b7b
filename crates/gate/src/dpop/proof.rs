//! One proof, from its text to the key that signed it.

use super::Settings;
use super::address::is_same;
use super::error::DpopError;
use crate::tokens::{PublicKey, install};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, crypto};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

const MAX_PROOF: usize = 8192;
/// How long a proof's id may be: too short is guessed, too long is stored.
const ID_LENGTHS: std::ops::RangeInclusive<usize> = 16..=256;

/// A proof, and the request that it came with.
#[derive(Clone, Copy)]
pub struct Presented<'a> {
    /// The header's value.
    pub proof: &'a str,
    /// The request's method.
    pub method: &'a str,
    /// The request's address as the client sees it: better the service's configured one than what `Host` claims.
    pub address: &'a str,
    /// The token that came with it, if one did.
    pub token: Option<&'a str>,
}

/// A proof that holds for its request. Whether it was seen before remains to be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The thumbprint of the key that signed it.
    pub jkt: String,
    /// Its id: the same for the same `jti` of the same key, 43 characters.
    pub id: String,
    /// When it is too old to be used again, in seconds since 1970.
    pub expires: u64,
}

#[derive(Deserialize)]
struct Header {
    #[serde(default)]
    typ: String,
    #[serde(default)]
    alg: String,
    #[serde(default)]
    jwk: Map<String, Value>,
    crit: Option<Value>,
}

impl Proof {
    /// Checks everything that can be known from the proof itself. `now` in seconds since 1970.
    ///
    /// # Errors
    /// See [`DpopError`].
    pub fn read(presented: &Presented<'_>, settings: &Settings, now: u64) -> Result<Self, DpopError> {
        let text = presented.proof;
        let (signed, signature) = text.rsplit_once('.').filter(|_| text.len() <= MAX_PROOF).ok_or(DpopError::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(DpopError::Malformed)?;
        let key = key(&part(header)?, settings)?;
        install();
        match crypto::verify(signature, signed.as_bytes(), &key.verifying(), key.algorithm()) {
            Ok(true) => {}
            Ok(false) => return Err(DpopError::Signature),
            Err(_) => return Err(DpopError::Malformed),
        }
        let claims: Map<String, Value> = part(claims)?;
        let jkt = key.thumbprint();
        let (jti, made_at) = check(&claims, presented, settings, now)?;
        let id = URL_SAFE_NO_PAD.encode(Sha256::digest(format!("{jkt}.{jti}")));
        Ok(Self { jkt, id, expires: made_at.saturating_add(settings.lifetime).saturating_add(1) })
    }
}

fn part<T: DeserializeOwned>(text: &str) -> Result<T, DpopError> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| DpopError::Malformed)?;
    serde_json::from_slice(&bytes).map_err(|_| DpopError::Malformed)
}

/// The key in the header, when the header is a proof's.
fn key(header: &Header, settings: &Settings) -> Result<PublicKey, DpopError> {
    if !header.typ.eq_ignore_ascii_case("dpop+jwt") || header.crit.is_some() {
        return Err(DpopError::Type);
    }
    let algorithm = match header.alg.as_str() {
        "ES256" if settings.es256 => Algorithm::ES256,
        "EdDSA" if settings.eddsa => Algorithm::EdDSA,
        _ => return Err(DpopError::Algorithm),
    };
    let key = PublicKey::from_jwk(&header.jwk).map_err(DpopError::Key)?;
    if key.algorithm() == algorithm { Ok(key) } else { Err(DpopError::Algorithm) }
}

/// The claims against the request; gives `jti` and `iat`.
fn check<'c>(
    claims: &'c Map<String, Value>,
    presented: &Presented<'_>,
    settings: &Settings,
    now: u64,
) -> Result<(&'c str, u64), DpopError> {
    let text = |name: &'static str| claims.get(name).and_then(Value::as_str).ok_or(DpopError::Claim(name));
    let jti = text("jti")?;
    if !ID_LENGTHS.contains(&jti.len()) {
        return Err(DpopError::Claim("jti"));
    }
    if text("htm")? != presented.method {
        return Err(DpopError::Request("method"));
    }
    if !is_same(text("htu")?, presented.address, settings.is_behind_proxy) {
        return Err(DpopError::Request("address"));
    }
    let made_at = claims.get("iat").and_then(seconds).ok_or(DpopError::Claim("iat"))?;
    if made_at < now.saturating_sub(settings.lifetime) || made_at > now.saturating_add(settings.clock_skew) {
        return Err(DpopError::Time);
    }
    if let Some(token) = presented.token {
        match claims.get("ath") {
            None if !settings.needs_token_digest => {}
            Some(Value::String(digest)) if *digest == URL_SAFE_NO_PAD.encode(Sha256::digest(token)) => {}
            _ => return Err(DpopError::Token),
        }
    }
    Ok((jti, made_at))
}

/// A NumericDate, which may have a fraction (RFC 7519, section 2).
fn seconds(value: &Value) -> Option<u64> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "what lies between is cut to seconds")]
    let whole = |number: f64| (0.0..1e15).contains(&number).then_some(number as u64);
    value.as_u64().or_else(|| value.as_f64().and_then(whole))
}
