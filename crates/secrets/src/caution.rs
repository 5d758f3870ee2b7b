//! What is masked wherever a text is shown, though nobody would be told of it: the password in any address, the inside of any private
//! key. A rule has to be sure before it tells; who only shows a line has not.

use crate::search::Match;
use memchr::memmem::{self, Finder};
use std::sync::LazyLock;

/// Bytes of the part of an address before its host.
const MAX_LOGIN: usize = 1024;
/// Names alone are shown if they are shorter: `git@example.org`.
const MIN_NAME: usize = 16;
/// Bytes of a key's first line.
const MAX_MARK: usize = 64;

/// Every short text of a report is looked through: what looks for these is made once.
static LOGIN: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("://"));
static KEY: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("PRIVATE KEY"));

/// Such places in a text, by place.
pub(crate) fn places(text: &[u8]) -> Vec<Match> {
    let mut places: Vec<Match> = logins(text).chain(keys(text)).collect();
    places.sort_by_key(|place| (place.start, place.end));
    places
}

fn place(start: usize, end: usize) -> Match {
    Match { detector: usize::MAX, start, end, whole: (start, end), shown: 0, doubt: None }
}

/// The password in `scheme://name:password@host`; of a long name without a password the name, which may be a token.
fn logins(text: &[u8]) -> impl Iterator<Item = Match> {
    LOGIN.find_iter(text).filter_map(|at| {
        let start = at + 3;
        let rest = text.get(start..).unwrap_or_default();
        let is_part = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'/' | b'"' | b'\'' | b'`' | b'<' | b'>');
        let host = rest.iter().take(MAX_LOGIN).take_while(|byte| is_part(byte)).collect::<Vec<_>>();
        let end = host.iter().rposition(|byte| **byte == b'@')?;
        let name = host.iter().take(end).position(|byte| **byte == b':');
        let secret = match name {
            Some(name) => start + name + 1..start + end,
            None if end >= MIN_NAME => start..start + end,
            None => return None,
        };
        (!secret.is_empty()).then(|| place(secret.start, secret.end))
    })
}

/// What follows `PRIVATE KEY-----`, up to the next dashes or the end.
fn keys(text: &[u8]) -> impl Iterator<Item = Match> {
    let mut done = 0;
    KEY.find_iter(text).filter_map(move |at| {
        let start = at + text.get(at..)?.iter().take(MAX_MARK).position(|byte| *byte == b'-')?;
        let begin = text.get(at.saturating_sub(MAX_MARK)..at)?;
        let is_begin = begin.rsplit(|byte| *byte == b'-').next().is_some_and(|mark| mark.starts_with(b"BEGIN "));
        let start = start + text.get(start..)?.iter().take_while(|byte| **byte == b'-').count();
        if !is_begin || start < done {
            return None;
        }
        let rest = text.get(start..)?;
        let end = start + memmem::find(rest, b"-----").unwrap_or(rest.len());
        done = end;
        (start < end).then(|| place(start, end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(text: &str) -> Vec<&str> {
        places(text.as_bytes()).iter().map(|place| &text[place.start..place.end]).collect()
    }

    #[test]
    fn logins_are_hidden_and_names_are_not() {
        assert_eq!(hidden("git+https://me:a@b@example.org/x and ftp://u:p@h"), ["a@b", "p"]);
        assert_eq!(hidden("https://0123456789abcdef@example.org"), ["0123456789abcdef"]);
        assert_eq!(hidden("ssh://git@example.org https://example.org:80/a@b ://: ://@ ://:@"), [""; 0]);
    }

    #[test]
    fn the_inside_of_a_key_is_hidden_whatever_it_is() {
        let (begin, end) = ("-----BEGIN A PRIVATE KEY-----", "-----END A PRIVATE KEY-----");
        assert_eq!(hidden(&format!("a {begin} abc\ndef {end} b")), [" abc\ndef "]);
        assert_eq!(hidden(&format!("{begin}\nabc")), ["\nabc"]);
        assert_eq!(hidden("the PRIVATE KEY - and -----BEGIN PUBLIC KEY-----\nabc"), [""; 0]);
    }

    #[test]
    fn hostile_texts_take_no_longer() {
        for piece in ["://", "://a:", "-----BEGIN PRIVATE KEY-----", "BEGIN PRIVATE KEY "] {
            assert!(places(piece.repeat(100_000).as_bytes()).len() <= 100_000);
        }
    }
}
