//! Secrets of which nothing is known but the name that they are given to.
//!
//! A name alone says little: programs are full of `token = tokens[0]` and `"password": "Password"`. So the value has to be a text, in
//! quotes or in a configuration, and random.

use super::credentials::is_password;
use super::decode::base64;
use super::entropy::bits_a_byte;
use super::words;
use crate::candidate::Candidate;

/// Names that hold a secret's word, and no secret of anybody.
const OTHERS: &[&[u8]] = &[
    b"public",
    b"pubkey",
    b"hash",
    b"digest",
    b"checksum",
    b"integrity",
    b"fingerprint",
    b"sha1",
    b"sha256",
    b"sha512",
    b"md5",
    b"tokenize",
    b"keyword",
    b"keyboard",
    b"keycode",
    b"monkey",
    b"foreign",
    b"primary",
    b"i18n",
    b"translat",
    b"csrf",
    b"test",
    b"example",
    b"sample",
    b"dummy",
    b"mock",
    b"fake",
    b"passive",
    b"passthr",
    b"passed",
    b"passing",
    b"bypass",
    b"compass",
    b"continuation",
    b"nexttoken",
    b"next_token",
    b"pagetoken",
    b"page_token",
    b"verification",
    b"cache_key",
    b"cachekey",
    b"client_id",
    b"clientid",
    b"client-id",
    b"gpg",
    b"pgp",
];
/// What makes of a secret's name the name of something about it: `SECRET_NAME`, `tokenUrl`.
const ABOUT: &[&[u8]] = &[
    b"name",
    b"path",
    b"file",
    b"url",
    b"uri",
    b"host",
    b"type",
    b"label",
    b"title",
    b"field",
    b"prefix",
    b"suffix",
    b"length",
    b"size",
    b"count",
    b"class",
    b"format",
    b"regex",
    b"pattern",
    b"message",
    b"description",
    b"version",
    b"id",
    b"ids",
    b"cursor",
];

/// A value that is given to the name of a key or token.
pub(crate) fn is_key(candidate: &Candidate<'_>) -> bool {
    let secret = candidate.secret;
    let digits = secret.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = secret.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    // 16 hexadecimal digits have 3.2 bits a byte, 32 random letters and digits 4.4.
    let is_hex = secret.iter().all(u8::is_ascii_hexdigit);
    let least = if is_hex { 3.0 } else { 3.5 };
    let is_plain = secret.iter().all(|byte| byte.is_ascii_alphanumeric() || b"_.~+/=-".contains(byte));
    let is_call = secret.contains(&b'(') && !matches!(candidate.before.last(), Some(b'"' | b'\''));
    is_text(candidate)
        && is_of_secret(candidate.name)
        && digits >= 2
        && letters >= 2
        && (is_plain || digits >= 3 && has_three_kinds(secret) && !is_call)
        && bits_a_byte(secret) >= least
        && !is_uuid(secret)
        && !is_path(secret)
        && !is_fingerprint(secret)
        && !secret.starts_with(b"eyJ") // A token that has a rule of its own, or is cut.
        && words::share(secret) < 0.4
        && !is_written(secret)
}

/// Base64 of something that people wrote, such as `not my real password`, and not of random bytes.
fn is_written(secret: &[u8]) -> bool {
    let plain = base64(secret).filter(|plain| plain.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' '));
    plain.is_some_and(|plain| !is_password(&plain))
}

/// A value that the environment gives to the name of a secret: nothing else is written there, so that it may be made of words, too.
pub(crate) fn is_of_environment(candidate: &Candidate<'_>) -> bool {
    let secret = candidate.secret;
    let lower = candidate.name.to_ascii_lowercase();
    let is_named = [&b"key"[..], b"token", b"secret", b"pass", b"password", b"passwd", b"pwd", b"credential", b"credentials"]
        .iter()
        .any(|word| lower.ends_with(word));
    let digits = secret.iter().filter(|byte| byte.is_ascii_digit()).count();
    is_named
        && is_of_secret(candidate.name)
        && digits > 0
        && digits < secret.len()
        && !is_path(secret)
        && !is_public(&lower)
        && !is_fingerprint(secret)
}

/// OpenPGP's fingerprints, which Dockerfiles name their downloads' keys by, are written in large letters.
fn is_fingerprint(secret: &[u8]) -> bool {
    secret.len() == 40 && secret.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'))
}

/// Keys that are for everybody: those by which packages are checked.
fn is_public(name: &[u8]) -> bool {
    [&b"gpg"[..], b"pgp", b"apt", b"public", b"host_key"].iter().any(|word| name.windows(word.len()).any(|there| there == *word))
}

/// A value in a header of a request: random letters, or the base64 of a user and a password.
pub(crate) fn is_header(candidate: &Candidate<'_>) -> bool {
    let secret = candidate.secret;
    let is_basic = candidate.before.to_ascii_lowercase().ends_with(b"basic ");
    if is_basic {
        return super::credentials::is_basic(candidate);
    }
    let digits = secret.iter().filter(|byte| byte.is_ascii_digit()).count();
    digits >= 2 && bits_a_byte(secret) >= 3.3 && !is_uuid(secret) && !is_path(secret) && words::share(secret) < 0.4
}

/// A value that is given to the name of a password.
pub(crate) fn is_password_of_name(candidate: &Candidate<'_>) -> bool {
    let secret = candidate.secret;
    // In programs, of which many have tests, only what looks random; in a configuration whatever is no word.
    let is_random = secret.len() >= 8 && bits_a_byte(secret) >= 3.0 && words::share(secret) < 0.4 && has_three_kinds(secret);
    is_text(candidate)
        && is_of_secret(candidate.name)
        && !is_uuid(secret)
        && is_password(secret)
        && !is_written(secret)
        && (is_random || is_configuration(candidate))
}

fn has_three_kinds(secret: &[u8]) -> bool {
    // Hyphens, dots and the like stand in names as well.
    let is_sign: fn(&u8) -> bool = |byte| b"!@#$%^&*+=?~".contains(byte);
    let kinds: [fn(&u8) -> bool; 4] = [u8::is_ascii_lowercase, u8::is_ascii_uppercase, u8::is_ascii_digit, is_sign];
    kinds.iter().filter(|is_kind| secret.iter().any(is_kind)).count() >= 3
}

/// Whether the name is that of a secret and not of something about one.
fn is_of_secret(name: &[u8]) -> bool {
    const WORDS: [&[u8]; 6] = [b"key", b"token", b"secret", b"pass", b"credential", b"pwd"];
    let lower = name.to_ascii_lowercase();
    let is_other = OTHERS.iter().any(|word| lower.windows(word.len()).any(|there| there == *word));
    let last =
        WORDS.iter().filter_map(|word| lower.windows(word.len()).rposition(|there| there == *word).map(|at| at + word.len()));
    let behind = last.max().and_then(|end| lower.get(end..)).unwrap_or_default();
    !is_other && !ABOUT.iter().any(|word| behind.ends_with(word))
}

/// A text in quotes, or the plain value in a configuration: anything else is an expression of a program.
fn is_text(candidate: &Candidate<'_>) -> bool {
    let before = candidate.before.trim_ascii_end();
    let is_quoted = matches!(candidate.before.last(), Some(b'"' | b'\'' | b'`'));
    // What stands in brackets, or is an argument or a path.
    let is_other =
        matches!(before.last(), Some(b'(' | b',')) || candidate.secret.contains(&b'(') || candidate.secret.starts_with(b".");
    is_quoted && !is_of_list(candidate, before) || !is_quoted && !is_other && is_configuration(candidate)
}

/// `["user", "password", "token2"]`: names one after another, not a name and its value.
fn is_of_list(candidate: &Candidate<'_>, before: &[u8]) -> bool {
    let Some(list) = before.strip_suffix(b"\"").or_else(|| before.strip_suffix(b"'")).map(<[u8]>::trim_ascii_end) else {
        return false;
    };
    let Some(list) = list.strip_suffix(b",") else { return false };
    let name = list.windows(candidate.name.len()).rposition(|there| there == candidate.name);
    let front = name.and_then(|at| list.get(..at.saturating_sub(1))).unwrap_or_default();
    matches!(front.trim_ascii_end().last(), Some(b',' | b'[') | None)
}

/// Whether the value stands in a file of settings, or is one of the environment: `KEY=value` at the start of a line.
fn is_configuration(candidate: &Candidate<'_>) -> bool {
    const ENDS: [&str; 15] = [
        ".env",
        ".xml",
        ".properties",
        ".ini",
        ".cfg",
        ".conf",
        ".config",
        ".yaml",
        ".yml",
        ".toml",
        ".tfvars",
        ".tfstate",
        ".cnf",
        ".netrc",
        "credentials",
    ];
    let path = candidate.path.rsplit('/').next().unwrap_or_default();
    let is_settings =
        ENDS.iter().any(|end| path.ends_with(end)) || path.contains(".env.") || matches!(path, "config" | "kubeconfig");
    // What stands without quotes in Terraform's files is an expression.
    let is_quoted = matches!(candidate.before.last(), Some(b'"'));
    is_settings || is_quoted && path.ends_with(".tf") || is_variable(candidate)
}

/// `KEY=value`, `export KEY=value`, `ENV KEY value`, `run -e KEY=value`; in small letters only with nothing else in the line.
fn is_variable(candidate: &Candidate<'_>) -> bool {
    let line = candidate.line.trim_ascii();
    let whole = line.strip_prefix(candidate.name).and_then(|line| line.strip_prefix(b"="));
    if whole == Some(candidate.secret) {
        return true;
    }
    // A program has blanks around its sign, and quotes around its texts.
    let docker = [&b"ENV "[..], b"ARG ", b"setenv "].iter().find_map(|word| line.strip_prefix(*word));
    let line = docker.or_else(|| line.strip_prefix(b"export ")).unwrap_or(line).trim_ascii_start();
    let is_capital = candidate.name.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_');
    let behind = line.strip_prefix(candidate.name).unwrap_or_default();
    // In the middle of a line a program's own names end with a blank, a bracket or a dot.
    let sign = [candidate.name, b"="].concat();
    let is_apart = candidate.before.strip_suffix(sign.as_slice()).is_some_and(|front| front.ends_with(b" "));
    is_capital && is_apart && candidate.name.contains(&b'_') && candidate.secret.len() >= 20
        || is_capital && (behind.starts_with(b"=") && !behind.starts_with(b"= ") || docker.is_some() && behind.starts_with(b" "))
}

fn is_uuid(secret: &[u8]) -> bool {
    let groups: Vec<usize> = secret.split(|byte| *byte == b'-').map(<[u8]>::len).collect();
    groups == [8, 4, 4, 4, 12] && secret.iter().all(|byte| byte.is_ascii_hexdigit() || *byte == b'-')
}

/// Paths, addresses and names of classes have words between slashes and dots; base64 has slashes at random.
fn is_path(secret: &[u8]) -> bool {
    secret.starts_with(b"/")
        || secret.starts_with(b"./")
        || secret.windows(3).any(|three| three == b"://")
        || secret.windows(2).any(|two| two == b"::")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_things_about_secrets_are_none() {
        for name in ["SECRET_NAME", "tokenUrl", "publicKey", "password_hash", "SSL_KEY_FILE", "passthrough", "nextToken", "keyId"]
        {
            assert!(!is_of_secret(name.as_bytes()), "{name}");
        }
        for name in ["EMAIL_HOST_PASSWORD", "apiKey", "file_server_token", "AUTHORIZATION_TOKEN"] {
            assert!(is_of_secret(name.as_bytes()), "{name}");
        }
    }
}
