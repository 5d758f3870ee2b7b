//! Texts that stand where a secret would: in documentation, templates and tests.

use super::known::is_public;

/// Words that no generated secret holds but by a chance of one in millions, and every second example does.
const WORDS: [&[u8]; 24] = [
    b"example",
    b"changeme",
    b"change-me",
    b"change_me",
    b"placeholder",
    b"xxxx",
    b"redacted",
    b"dummy",
    b"insert",
    b"replace",
    b"your-",
    b"your_",
    b"yourtoken",
    b"yourkey",
    b"my-secret",
    b"my_secret",
    b"fixme",
    b"todo",
    b"****",
    b"....",
    b"<your",
    b"sample",
    b"foobar",
    b"deadbeef",
];
/// Orders in which people write examples.
const SEQUENCES: [&[u8]; 4] = [b"0123456789", b"1234567890", b"abcdefghij", b"qwertyuiop"];

/// In more bytes a short word may well be there by chance.
const LONGEST: usize = 256;
/// Letters of a word that is nowhere by chance.
const LONG_WORD: usize = 7;

/// Whether a text only stands for a secret, or is one that everybody knows.
pub(crate) fn is_one(secret: &[u8]) -> bool {
    let lower = secret.to_ascii_lowercase();
    let may_tell = |word: &[u8]| lower.len() <= LONGEST || word.len() >= LONG_WORD;
    let holds = |word: &[u8]| may_tell(word) && lower.windows(word.len()).any(|there| there == word);
    is_reference(secret)
        || is_public(secret)
        || WORDS.iter().any(|word| holds(word))
        || SEQUENCES.iter().any(|word| holds(word))
        || is_monotonous(&lower)
}

/// `${VAR}`, `$(command)`, `{{ template }}`, `%(name)s`, `<name>`, `$VAR`, `@@name@@`.
fn is_reference(secret: &[u8]) -> bool {
    let begins = [&b"${"[..], b"$(", b"{{", b"%(", b"<", b"@@", b"#{", b"%{"].iter().any(|opening| secret.starts_with(opening));
    let is_variable = |name: &[u8]| {
        !name.is_empty() && name.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_')
    };
    begins || secret.strip_prefix(b"$").is_some_and(is_variable) || secret.windows(2).any(|pair| matches!(pair, b"${" | b"{{"))
}

/// Made of one or two bytes, or of a short piece again and again.
fn is_monotonous(lower: &[u8]) -> bool {
    if lower.len() < 8 {
        return false;
    }
    let mut seen = [false; 256];
    lower.iter().for_each(|byte| seen[usize::from(*byte)] = true);
    let kinds = seen.iter().filter(|seen| **seen).count();
    let repeats = |period: usize| lower.iter().zip(lower.iter().skip(period)).all(|(one, other)| one == other);
    let run = lower.chunk_by(|one, other| one == other).map(<[u8]>::len).max().unwrap_or(0);
    kinds <= 2 || (1..=lower.len() / 3).take(8).any(repeats) || run >= 8 && run * 3 >= lower.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_no_secrets() {
        for text in [
            "AKIAIOSFODNN7EXAMPLE",
            "xxxxxxxxxxxx",
            "changeme",
            "${TOKEN}",
            "$TOKEN",
            "<token>",
            "{{ token }}",
            "abcabcabcabc",
            "00000000",
        ] {
            assert!(is_one(text.as_bytes()), "{text}");
        }
        for text in ["AKIA4Q7LBXNRZ2TDKWPC", "hunter2!", "Xk9$wq", "pa$$word"] {
            assert!(!is_one(text.as_bytes()), "{text}");
        }
    }
}
