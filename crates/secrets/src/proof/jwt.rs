//! JSON Web Tokens: <https://www.rfc-editor.org/rfc/rfc7519>.

use super::decode::base64;
use crate::candidate::Candidate;
use serde_json::Value;

/// Header and payload are JSON objects, and the signature is as long as the algorithm makes it.
///
/// The samples of the standard, of jwt.io and of libraries are none, nor are keys of Supabase for anonymous visitors, which every visitor gets.
fn is_token(candidate: &Candidate<'_>) -> bool {
    let mut parts = candidate.secret.split(|byte| *byte == b'.');
    let (Some(header), Some(payload), Some(signature), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let (Some(header), Some(payload)) = (object(header), object(payload)) else { return false };
    let algorithm = header.get("alg").and_then(Value::as_str).unwrap_or_default();
    is_as_long(algorithm, signature.len()) && !is_sample(&payload)
}

/// A token that is no part of a longer one.
pub(crate) fn is_alone(candidate: &Candidate<'_>) -> bool {
    !candidate.before.last().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_') && is_token(candidate)
}

/// `ghs_`, the number of an app, `_` and a token.
pub(crate) fn is_stateless(candidate: &Candidate<'_>) -> bool {
    let start = candidate.secret.windows(3).position(|there| there == b"eyJ").unwrap_or(0);
    is_token(&Candidate { secret: candidate.secret.get(start..).unwrap_or_default(), ..*candidate })
}

fn object(part: &[u8]) -> Option<Value> {
    let value: Value = serde_json::from_slice(&base64(part)?).ok()?;
    value.is_object().then_some(value)
}

/// Letters of base64 that a signature has, <https://www.rfc-editor.org/rfc/rfc7518#section-3.1>.
fn is_as_long(algorithm: &str, letters: usize) -> bool {
    match algorithm {
        "HS256" => letters == 43,
        "HS384" => letters == 64,
        "HS512" | "ES256" | "ES256K" | "EdDSA" => letters == 86,
        "ES384" => letters == 128,
        "ES512" => letters == 176,
        // RSA keys have 1,024 bits at least.
        "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" => letters >= 171,
        "" | "none" => false,
        _ => letters >= 32,
    }
}

fn is_sample(payload: &Value) -> bool {
    let is =
        |claim: &str, values: &[&str]| payload.get(claim).and_then(Value::as_str).is_some_and(|value| values.contains(&value));
    is("sub", &["1234567890"])
        || is("name", &["John Doe", "Jane Doe", "Abe Lincoln"])
        || is("iss", &["joe", "supabase-demo", "example.com", "https://example.com"])
        || is("role", &["anon"])
        || is_lone_word(payload)
        || payload.to_string().contains("EXAMPLE")
}

/// `{"some": "payload"}`.
fn is_lone_word(payload: &Value) -> bool {
    let mut claims = payload.as_object().into_iter().flatten();
    let (Some((_, claim)), None) = (claims.next(), claims.next()) else { return false };
    claim.as_str().is_some_and(|word| word.len() <= 8 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
}
