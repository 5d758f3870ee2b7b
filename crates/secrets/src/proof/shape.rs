//! What a value has to be beside its pattern: alone, random, or base64 of something.

use super::decode::base64;
use super::name;
use super::words;
use crate::candidate::Candidate;

/// Nothing that a token is made of stands right before or right after it.
pub(crate) fn stands_alone(candidate: &Candidate<'_>) -> bool {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'~' | b'-');
    let behind = candidate.rest.get(candidate.secret.len());
    !candidate.before.last().is_some_and(is_part) && !behind.is_some_and(is_part)
}

/// A value of a key or secret that is no word: for short values without a structure.
pub(crate) fn is_random_key(candidate: &Candidate<'_>) -> bool {
    name::is_of_secret(candidate) && is_random(candidate.secret)
}

/// The same for the id of a client.
pub(crate) fn is_random_id(candidate: &Candidate<'_>) -> bool {
    (name::is_of_client(candidate) || name::is_of_id(candidate)) && is_random(candidate.secret)
}

fn is_random(value: &[u8]) -> bool {
    let has = |is_kind: fn(&u8) -> bool| value.iter().any(is_kind);
    let is_mixed =
        has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) || has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
    is_mixed && words::share(value) < 0.4
}

/// Base64 that decodes to so many bytes.
pub(crate) fn is_base64_of<const BYTES: usize>(candidate: &Candidate<'_>) -> bool {
    base64(candidate.secret).is_some_and(|bytes| bytes.len() == BYTES)
}

/// Base64 of a JSON object.
pub(crate) fn is_json(candidate: &Candidate<'_>) -> bool {
    let value = base64(candidate.secret).and_then(|bytes| serde_json::from_slice::<serde_json::Value>(&bytes).ok());
    value.is_some_and(|value| value.is_object())
}

/// An HMAC of SHA-256 in base64, in the query of an address.
pub(crate) fn is_signature(candidate: &Candidate<'_>) -> bool {
    base64(&crate::decode::unescaped(candidate.secret)).is_some_and(|bytes| bytes.len() == 32)
}

/// A bot's token begins with its id, a number, in base64: <https://discord.com/developers/docs/reference#authentication>.
pub(crate) fn is_discord_bot(candidate: &Candidate<'_>) -> bool {
    let id = candidate.secret.split(|byte| *byte == b'.').next().unwrap_or_default();
    base64(id).is_some_and(|id| (17..=20).contains(&id.len()) && id.iter().all(u8::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(secret: &'static str) -> Candidate<'static> {
        Candidate { secret: secret.as_bytes(), name: b"", line: b"", before: b"", rest: b"", path: "" }
    }

    #[test]
    fn encoded_values_are_what_they_should_be() {
        assert!(is_base64_of::<4>(&candidate("AQIDBA==")) && !is_base64_of::<5>(&candidate("AQIDBA==")));
        assert!(is_json(&candidate("eyJhIjoxfQ==")) && !is_json(&candidate("WzFd")) && !is_json(&candidate("{}")));
        assert!(!is_discord_bot(&candidate("MTIz.abc.def")));
    }
}
