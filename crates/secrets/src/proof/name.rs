//! What the name tells to which a value is given.

use crate::candidate::Candidate;

/// Whether it names a secret: `ACME_API_KEY`, `acme.authToken`.
pub(crate) fn is_of_secret(candidate: &Candidate<'_>) -> bool {
    const WORDS: [&[u8]; 9] = [b"key", b"token", b"secret", b"pass", b"pwd", b"auth", b"cred", b"bearer", b"login"];
    has_one(candidate.name, &WORDS)
}

/// Whether it names a client or its id: `ACME_CLIENT_ID`.
pub(crate) fn is_of_client(candidate: &Candidate<'_>) -> bool {
    has_one(candidate.name, &[b"client", b"app_id", b"appid", b"app-id", b"api_id", b"apiid", b"consumer"])
}

/// Whether it names an id: `ACME_ACCESS_ID`.
pub(crate) fn is_of_id(candidate: &Candidate<'_>) -> bool {
    candidate.name.len() > 2 && candidate.name.to_ascii_lowercase().ends_with(b"id")
}

fn has_one(name: &[u8], words: &[&[u8]]) -> bool {
    let lower = name.to_ascii_lowercase();
    words.iter().any(|word| lower.windows(word.len()).any(|there| there == *word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_their_values_are() {
        let named =
            |name: &'static str| Candidate { secret: b"", name: name.as_bytes(), line: b"", before: b"", rest: b"", path: "" };
        assert!(is_of_secret(&named("ACME_API_KEY")) && is_of_secret(&named("acme.authToken")));
        assert!(!is_of_secret(&named("acme-region")));
        assert!(is_of_client(&named("acmeClientId")) && is_of_id(&named("SUMO_ACCESS_ID")) && !is_of_id(&named("acme")));
    }
}
