//! Lines and columns of places in a text, and lines as they may be shown: with every secret in them masked.

use crate::caution;
use crate::search::Match;
use tidewaiter_model::CodeLine;

/// Bytes that are shown before a secret, and behind it.
const BESIDE: usize = 80;
/// Stars of one secret: how long a password is, is nobody's business.
const STARS: usize = 16;

/// Bytes before and behind what is shown in which a key may begin and end.
const AROUND: usize = 16 << 10;

/// A text that has finds, and where its lines begin.
pub(crate) struct Lines<'a> {
    text: &'a [u8],
    /// Where lines begin, up to the last find.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    /// Of a text up to `end`, behind which nothing is asked for.
    pub(crate) fn new(text: &'a [u8], end: usize) -> Self {
        let seen = text.get(..end.min(text.len())).unwrap_or_default();
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', seen).map(|at| at + 1)).collect();
        Self { text, starts }
    }

    /// The number of the line of a place, from 1, and its column, from 1.
    pub(crate) fn place(&self, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        (line, at.saturating_sub(start) + 1)
    }

    /// The first and the last line of a find as people may see them; `all` are the secrets of the text, which are masked.
    pub(crate) fn shown(&self, found: &Match, all: &[Match]) -> Vec<CodeLine> {
        let (first, last) = (self.place(found.start).0, self.place(found.end.saturating_sub(1)).0);
        let mut shown = vec![self.line(first, found.start, found, all)];
        if last > first {
            shown.push(self.line(last, found.end, found, all));
        }
        shown
    }

    /// The line of a find without anything beside it.
    pub(crate) fn bare(&self, found: &Match) -> Vec<CodeLine> {
        let content = masked(self.text, found.start, found.end, std::slice::from_ref(found));
        vec![CodeLine { number: self.place(found.start).0, content, is_cause: true, is_truncated: true }]
    }

    /// A line around a place in it.
    fn line(&self, number: usize, at: usize, found: &Match, all: &[Match]) -> CodeLine {
        let start = self.starts.get(number - 1).copied().unwrap_or(0);
        let from = at.saturating_sub(BESIDE).max(start);
        // A line may have megabytes: no more of it is looked at than is shown.
        let most = found.end.max(at).saturating_add(BESIDE).min(self.text.len());
        let shown = self.text.get(from..most).unwrap_or_default();
        let until = from + memchr::memchr(b'\n', shown).unwrap_or(shown.len());
        let is_cut = self.text.get(until).is_some_and(|byte| *byte != b'\n');
        let near = from.saturating_sub(AROUND);
        let around = self.text.get(near..until.saturating_add(AROUND).min(self.text.len())).unwrap_or_default();
        let moved = |place: Match| Match { start: near + place.start, end: near + place.end, ..place };
        let hidden: Vec<Match> = all.iter().copied().chain(caution::places(around).into_iter().map(moved)).collect();
        let content = masked(self.text, from, until, &hidden);
        CodeLine { number, content, is_cause: true, is_truncated: from > start || is_cut }
    }
}

/// A piece of a text with stars for secrets, and a space for what would move a cursor.
pub(crate) fn masked(text: &[u8], from: usize, until: usize, secrets: &[Match]) -> String {
    let mut told = String::new();
    let mut at = from;
    let push = |from: usize, until: usize, told: &mut String| {
        let piece = String::from_utf8_lossy(text.get(from..until).unwrap_or_default());
        told.extend(piece.chars().map(|char| if char.is_control() { ' ' } else { char }));
    };
    let mut inside: Vec<&Match> = secrets.iter().filter(|secret| secret.start < until && secret.end > from).collect();
    inside.sort_by_key(|secret| (secret.start, secret.end));
    for secret in inside {
        if secret.end <= at {
            continue;
        }
        let shown = (secret.start + secret.shown).min(secret.end);
        push(at, shown.min(until), &mut told);
        told.extend(std::iter::repeat_n('*', (secret.end - shown).min(STARS)));
        at = secret.end;
    }
    push(at.min(until), until, &mut told);
    told.trim_end().to_owned()
}

/// A whole text with stars for secrets, of which every line stays one.
pub(crate) fn masked_lines(text: &[u8], secrets: &[Match]) -> String {
    let piece = |from: usize, until: usize| String::from_utf8_lossy(text.get(from..until).unwrap_or_default());
    let (mut told, mut at) = (String::new(), 0);
    for secret in secrets.iter().filter(|secret| secret.start < secret.end) {
        let shown = (secret.start + secret.shown).min(secret.end);
        told.push_str(&piece(at, shown));
        let hidden = text.get(shown.max(at)..secret.end).unwrap_or_default();
        let stars = hidden.split(|byte| *byte == b'\n').map(|line| "*".repeat(line.len().min(STARS))).collect::<Vec<_>>();
        told.push_str(&stars.join("\n"));
        at = at.max(secret.end);
    }
    told.push_str(&piece(at, text.len()));
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn secret(start: usize, end: usize, shown: usize) -> Match {
        Match { detector: 0, start, end, whole: (start, end), shown, doubt: None }
    }

    #[test]
    fn lines_show_where_and_never_what() {
        let text = b"one\ntwo key=ghp_abcdef more\nthree";
        let found = secret(12, 22, 4);
        let lines = Lines::new(text, found.end);
        assert_eq!((lines.place(0), lines.place(12)), ((1, 1), (2, 9)));
        let shown = lines.shown(&found, &[found]);
        assert_eq!((shown[0].number, shown[0].content.as_str()), (2, "two key=ghp_****** more"));
    }

    #[test]
    fn of_long_lines_only_what_is_around_is_shown() {
        let text = [vec![b'a'; 10_000], b" SECRET ".to_vec(), vec![b'b'; 10_000]].concat();
        let found = secret(10_001, 10_007, 0);
        let shown = Lines::new(&text, found.end).shown(&found, &[found]);
        assert!(shown[0].is_truncated && shown[0].content.len() < 200 && shown[0].content.contains(" ****** "));
    }

    proptest! {
        #[test]
        fn no_secret_is_ever_shown(
            text in "[a-f\n]{30,60}", from in 0_usize..30, until in 30_usize..60,
            places in proptest::collection::vec((0_usize..50, 8_usize..12), 1..4),
        ) {
            let upper = |text: &[u8]| String::from_utf8_lossy(text).to_uppercase();
            let mut text = text.into_bytes();
            let secrets: Vec<Match> = places.iter()
                .map(|(start, length)| secret(*start, (start + length).min(text.len()), 0))
                .filter(|secret| secret.start < secret.end).collect();
            for secret in &secrets {
                text[secret.start..secret.end].make_ascii_uppercase();
            }
            let mut secrets = secrets;
            secrets.sort_by_key(|secret| (secret.start, secret.end));
            let told = masked(&text, from, until.min(text.len()), &secrets);
            prop_assert!(!told.contains(|char: char| char.is_ascii_uppercase()), "{told} of {}", upper(&text));
            let whole = masked_lines(&text, &secrets);
            prop_assert!(!whole.contains(|char: char| char.is_ascii_uppercase()), "{whole} of {}", upper(&text));
            let lines = |text: &[u8]| text.iter().filter(|byte| **byte == b'\n').count();
            prop_assert_eq!(lines(whole.as_bytes()), lines(&text));
        }
    }
}
