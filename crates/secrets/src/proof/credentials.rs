//! Names and passwords in addresses, headers and configurations.

use super::decode::base64;
use super::placeholder;
use super::words;
use crate::candidate::Candidate;
use crate::decode::unescaped;

/// Passwords of documentation, as they are, with digits for letters, or with a number behind them.
const COMMON: &[&[u8]] = &[
    b"password",
    b"passwd",
    b"pass",
    b"pwd",
    b"pw",
    b"secret",
    b"sekret",
    b"guest",
    b"test",
    b"testing",
    b"admin",
    b"root",
    b"user",
    b"username",
    b"postgres",
    b"mysql",
    b"mongo",
    b"redis",
    b"rabbitmq",
    b"default",
    b"letmein",
    b"qwerty",
    b"welcome",
    b"token",
    b"apikey",
    b"key",
    b"foo",
    b"bar",
    b"baz",
    b"abc",
    b"demo",
    b"none",
    b"null",
    b"true",
    b"hunter",
    b"mypassword",
    b"mypass",
    b"mysecret",
];

/// Whether a value may be somebody's password, rather than a word, a variable or what documentation writes.
pub(crate) fn is_password(value: &[u8]) -> bool {
    let lower = value.to_ascii_lowercase();
    let digits = lower.iter().rev().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'!' | b'@' | b'#')).count();
    let stem = lower.get(..lower.len() - digits).unwrap_or_default();
    // Hyphens, dots and the like stand in names as well.
    let is_sign: fn(&u8) -> bool = |byte| byte.is_ascii_punctuation() && !matches!(byte, b'-' | b'_' | b'.' | b'/' | b':');
    let kinds: [fn(&u8) -> bool; 4] = [u8::is_ascii_lowercase, u8::is_ascii_uppercase, u8::is_ascii_digit, is_sign];
    let kinds = kinds.iter().filter(|is_kind| value.iter().any(is_kind)).count();
    // People write words in small letters, or with one large one in front.
    let is_mixed =
        value.windows(2).any(|pair| matches!(pair, [first, second] if first.is_ascii_lowercase() && second.is_ascii_uppercase()));
    value.len() >= 6
        && kinds >= 2
        && !is_hidden(value)
        && !placeholder::is_one(value)
        && !COMMON.contains(&spelled(stem).as_slice())
        && !value.iter().any(|byte| matches!(byte, b'{' | b'}' | b'<' | b'>' | b'`') || !byte.is_ascii_graphic())
        && !matches!(value.first(), Some(b'$' | b'%' | b'&' | b'['))
        && words::share(value) < 0.6
        && (is_mixed || words::share(&spelled(&lower)) < 0.85)
}

/// A word without digits and signs that stand for letters.
fn spelled(word: &[u8]) -> Vec<u8> {
    let letter = |byte: &u8| match byte {
        b'0' => b'o',
        b'1' | b'!' => b'i',
        b'3' => b'e',
        b'4' | b'@' => b'a',
        b'5' | b'$' => b's',
        b'7' => b't',
        other => *other,
    };
    word.iter().map(letter).collect()
}

/// The same for a value in a text of any kind.
pub(crate) fn is_password_of_text(candidate: &Candidate<'_>) -> bool {
    is_password(candidate.secret)
}

/// The password in a connection string of ADO.NET or ODBC, which names a server or a user before it.
pub(crate) fn is_in_connection_string(candidate: &Candidate<'_>) -> bool {
    const OTHERS: [&[u8]; 7] = [b"server=", b"data source=", b"host=", b"uid=", b"user id=", b"username=", b"database="];
    let before = candidate.before.to_ascii_lowercase();
    OTHERS.iter().any(|key| before.windows(key.len()).any(|there| there == *key)) && is_password(candidate.secret)
}

/// Base64 of a password, as in a Secret of Kubernetes.
pub(crate) fn is_encoded_password(candidate: &Candidate<'_>) -> bool {
    base64(candidate.secret).is_some_and(|plain| is_password(plain.trim_ascii()))
}

/// A value in `wp-config.php` that is not the one that the sample has.
pub(crate) fn is_of_wordpress(candidate: &Candidate<'_>) -> bool {
    const SAMPLES: [&[u8]; 3] = [b"password_here", b"put your unique phrase here", b"getenv"];
    let is_sample = SAMPLES.iter().any(|sample| candidate.secret.starts_with(sample));
    let is_text = matches!(candidate.before.last(), Some(b'"' | b'\''));
    is_text && !is_sample && is_of_file(candidate)
}

/// The password in `redis.conf`, which comments on many that are none.
pub(crate) fn is_of_redis(candidate: &Candidate<'_>) -> bool {
    !candidate.before.trim_ascii_start().starts_with(b"#") && candidate.secret != b"foobared" && is_of_file(candidate)
}

/// Whether what follows ends a comment of XML that began before.
fn is_in_comment(rest: &[u8]) -> bool {
    let rest = rest.get(..4096).unwrap_or(rest);
    let first = |mark: &[u8]| rest.windows(mark.len()).position(|there| there == mark);
    first(b"-->").is_some_and(|end| first(b"<!--").is_none_or(|start| end < start))
}

/// `****`, `xxxx`, `....`.
fn is_hidden(value: &[u8]) -> bool {
    value.iter().all(|byte| matches!(byte, b'*' | b'.' | b'x' | b'X' | b'-' | b'_' | b'#' | b'?'))
}

/// The password of an address (`scheme://user:password@host`) is one, and the host is no example.
pub(crate) fn is_in_address(candidate: &Candidate<'_>) -> bool {
    let user = candidate.before.strip_suffix(b":").unwrap_or(candidate.before);
    let user = user.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let host = candidate.rest.get(candidate.secret.len() + 1..).unwrap_or_default();
    let length =
        host.iter().take(255).take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')).count();
    let host = host.get(..length).unwrap_or_default();
    !is_example(host)
        && user != b"scott"
        && !user.eq_ignore_ascii_case(candidate.secret)
        && is_password(&unescaped(candidate.secret))
}

/// Hosts that nobody has: <https://www.rfc-editor.org/rfc/rfc2606>, and those that documentation makes up.
fn is_example(host: &[u8]) -> bool {
    let lower = host.to_ascii_lowercase();
    let ends = [
        &b"example.com"[..],
        b"example.org",
        b"example.net",
        b".example",
        b".invalid",
        b".test",
        b"domain.com",
        b"domain.tld",
        b"foo.com",
        b"bar.com",
    ];
    let names = [&b"host"[..], b"hostname", b"server", b"myhost", b"yourhost", b"domain", b"foo", b"foo.bar", b"bar"];
    lower.is_empty() || ends.iter().any(|end| lower.ends_with(end)) || names.contains(&lower.as_slice())
}

/// Base64 of `user:password`, as in the header `Authorization: Basic …` and in Docker's `auth`.
pub(crate) fn is_basic(candidate: &Candidate<'_>) -> bool {
    let Some(plain) = base64(candidate.secret) else { return false };
    let Some(colon) = plain.iter().position(|byte| *byte == b':') else { return false };
    let (user, password) = plain.split_at_checked(colon).unwrap_or_default();
    let password = password.get(1..).unwrap_or_default();
    !user.is_empty() && plain.iter().all(|byte| byte.is_ascii_graphic()) && is_password(password)
}

/// The password in a file that holds passwords and little else (`.pypirc`, `settings.xml`): anything but a reference to one.
pub(crate) fn is_of_file(candidate: &Candidate<'_>) -> bool {
    let secret = candidate.secret;
    let is_reference = matches!(secret.first(), Some(b'$' | b'%' | b'{' | b'<' | b'@'));
    let is_expression = [&b"var."[..], b"local.", b"data.", b"module.", b"random_"].iter().any(|word| secret.starts_with(word));
    let is_common = COMMON.iter().any(|word| secret.eq_ignore_ascii_case(word));
    !is_in_comment(candidate.rest)
        && !is_reference
        && !is_expression
        && !is_common
        && !placeholder::is_one(secret)
        && !is_hidden(secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_of_documentation_are_none() {
        for text in [
            "password",
            "Password1",
            "p@ssw0rd",
            "secret123",
            "$PASSWORD",
            "{password}",
            "admin",
            "hunter2",
            "mysecretvalue",
            "********",
        ] {
            assert!(!is_password(text.as_bytes()), "{text}");
        }
        for text in ["Tr0ub4dor&3x", "xK9!pQ2z", "k7vq2mzx81"] {
            assert!(is_password(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn escapes_are_undone() {
        assert_eq!(unescaped(b"p%40ss%2"), b"p@ss%2");
    }
}
