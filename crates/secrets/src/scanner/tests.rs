//! Whole files: what is told of them, and what hostile ones cost.

use super::*;
use proptest::prelude::*;

/// In two pieces, so that nobody who looks for secrets finds one here.
const KEY: &str = concat!("AKIAROYL", "MYDAG5QINSDZ");

fn told(path: &str, text: &[u8]) -> Found {
    let (scanner, mut found) = (Scanner::default(), Found::default());
    scanner.file(path, text, &mut found);
    found
}

#[test]
fn a_line_of_ten_megabytes_is_no_burden() {
    let line = [b"var a=1;".repeat(600_000), format!("k=\"{KEY}\";").into_bytes(), b"var b=2;".repeat(600_000)].concat();
    let found = told("app/bundle.min.js", &line);
    let [secret] = found.secrets.as_slice() else { panic!("{:?}", found.secrets.len()) };
    assert_eq!((secret.start_line, secret.start_column), (1, 4_800_004));
    assert!(secret.matched.len() < 300 && secret.code.len() == 1);
}

#[test]
fn texts_made_of_secrets_are_bounded() {
    let found = told("a.txt", format!("{KEY} ").repeat(10_000).as_bytes());
    assert!(found.secrets.len() <= 1000 && found.problems.len() == 1);
    // Anchors without end, of which none is a secret.
    for piece in ["-----BEGIN PRIVATE KEY-----", "password=", "eyJhbGciOi.", "ghp_AKIA xoxb-", "postgres://a:", "YWJj%20"] {
        let found = told("a.txt", piece.repeat(60_000 / piece.len()).as_bytes());
        assert!(found.secrets.len() <= 1000, "{piece}");
    }
}

#[test]
fn pieces_find_what_the_whole_finds() {
    let lines: Vec<String> =
        (0..3000).map(|number| format!("line {number} {}", if number % 700 == 13 { KEY } else { "-" })).collect();
    let text = lines.join("\n").into_bytes();
    let whole = told("app.log", &text);
    let (scanner, mut found) = (Scanner::default(), Found::default());
    let (size, overlap) = (5000, 1000);
    let mut pieces = Pieces::new(&scanner, "app.log", overlap);
    let mut start = 0;
    loop {
        let end = (start + size).min(text.len());
        pieces.look(start as u64, &text[start..end], &mut found);
        if end == text.len() {
            break;
        }
        start = end - overlap;
    }
    assert!(!format!("{found:?}").contains(KEY));
    let places = |found: &Found| found.secrets.iter().map(|s| (s.offset, s.start_line, s.start_column)).collect::<Vec<_>>();
    assert_eq!(places(&found), places(&whole));
    assert_eq!(whole.secrets.len(), 5);
}

#[test]
fn a_text_is_masked_with_all_that_is_in_it() {
    let scanner = Scanner::default();
    let masked = scanner.masked("", &format!("run --id {KEY} and {KEY}")).unwrap();
    assert_eq!(masked, "run --id AKIA**************** and AKIA****************");
    assert_eq!(scanner.masked("", "nothing here"), None);
}

/// The key in Base64, with something before it.
fn encoded(before: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(format!("{before}: {KEY}"))
}

#[test]
fn no_secret_is_shown_beside_another() {
    let (first, second) = (encoded("a"), encoded("bcd"));
    let found = told("a.txt", format!("{KEY} {first} {second} {}", KEY.replace('Q', "R")).as_bytes());
    assert_eq!(found.secrets.len(), 4);
    let shown = format!("{found:?}");
    assert!(![KEY, &KEY.replace('Q', "R"), &first, &second].iter().any(|secret| shown.contains(*secret)), "{shown}");
    // Of what follows the last one that is told nobody knows what it is.
    let found = told("a.txt", format!("{KEY} ").repeat(1200).as_bytes());
    assert!(!format!("{found:?}").contains(KEY));
    assert!(!Scanner::default().masked("", &format!("{KEY} ").repeat(1200)).unwrap().contains(KEY));
}

#[test]
fn encoded_texts_without_end_are_bounded() {
    let found = told("a.txt", format!("{}\n", encoded("key")).repeat(30_000).as_bytes());
    assert!(found.secrets.len() == 1000 && found.problems.len() == 1, "{}", found.secrets.len());
    assert!(!format!("{found:?}").contains(&encoded("key")));
}

#[test]
fn masked_lines_stay_lines() {
    let masked = Scanner::default().masked("", &format!("a\nkey: {KEY}\n\tb")).unwrap();
    assert_eq!(masked, "a\nkey: AKIA****************\n\tb");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn nothing_panics_and_nothing_is_shown(before in proptest::collection::vec(any::<u8>(), 0..200), behind in "[ -~\n]{0,200}") {
        let text = [before.as_slice(), b" ", KEY.as_bytes(), b" ", behind.as_bytes()].concat();
        for path in ["a.txt", "a.zip", "a.pyc", "a.class", "a.db"] {
            let found = told(path, &text);
            for secret in &found.secrets {
                let shown = format!("{secret:?}");
                prop_assert!(!shown.contains(KEY));
            }
        }
    }
}
