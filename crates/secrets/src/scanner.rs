//! What other rooms use: a scanner that is set up once and then shown files and texts.

use crate::baseline::Key;
use crate::container::{self, Kind};
use crate::decode;
use crate::detector::Detector;
use crate::exceptions::Exceptions;
use crate::lines::{Lines, masked};
use crate::published;
use crate::rules::rules;
use crate::search::{Match, Search};
use std::collections::HashSet;
use tidewaiter_model::{Problem, Secret, Severity};

/// What was found in one file or text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// By place.
    pub secrets: Vec<Secret>,
    /// Why not all of it was looked at.
    pub problems: Vec<Problem>,
}

/// Looks for secrets.
pub struct Scanner {
    search: Search,
    exceptions: Exceptions,
    /// Whether what lies in packages of others is told, too.
    tells_published: bool,
    key: Key,
}

/// Stands for the path of an image's environment.
pub(crate) const ENVIRONMENT: &str = "(environment)";

/// A text may be encoded so many times over, and archives may lie in archives so deep.
const DEPTH: usize = 3;

/// Where a text comes from.
#[derive(Clone, Copy)]
pub(crate) struct Origin<'a> {
    /// The file, relative to the root.
    pub(crate) path: &'a str,
    /// Where in the file, if that is an archive.
    pub(crate) member: Option<&'a str>,
    /// Whether it has lines.
    pub(crate) has_lines: bool,
    /// Bytes of the file before the text.
    pub(crate) offset: u64,
    /// Lines of the file before the text.
    pub(crate) lines: usize,
}

impl<'a> Origin<'a> {
    pub(crate) fn file(path: &'a str) -> Self {
        Self { path, member: None, has_lines: true, offset: 0, lines: 0 }
    }
}

impl Default for Scanner {
    fn default() -> Self {
        Self::new(rules().map(Detector::from).collect(), Exceptions::default(), false)
    }
}

impl Scanner {
    pub(crate) fn new(detectors: Vec<Detector>, exceptions: Exceptions, tells_published: bool) -> Self {
        Self { search: Search::new(detectors), exceptions, tells_published, key: Key::random() }
    }

    /// Makes fingerprints with this key, a baseline's.
    #[must_use]
    pub fn with_key(self, key: Key) -> Self {
        Self { key, ..self }
    }

    /// Whether a file of this path may hold secrets that are worth a look at its contents.
    #[must_use]
    pub fn wants(&self, path: &str, size: u64) -> bool {
        size >= 8 && !container::is_media(path) && !self.exceptions.skip(path)
    }

    /// Whether a file that begins like this is looked into; `head` is its first 8 KiB or all of it.
    #[must_use]
    pub fn sniff(&self, path: &str, head: &[u8]) -> bool {
        Kind::of(path, head).is_some()
    }

    /// Looks for secrets in a file.
    pub fn file(&self, path: &str, bytes: &[u8], found: &mut Found) {
        container::each_text(path, bytes, DEPTH, found, &mut |origin, text, found| self.text(origin, text, found));
    }

    /// Looks for secrets in a text that is in no file: a line of an image's history, a label.
    pub fn place(&self, place: &str, text: &str, found: &mut Found) {
        self.outside(place, "", text, found);
    }

    /// Looks for secrets in a variable of an image's environment, `NAME=value`.
    pub fn variable(&self, variable: &str, found: &mut Found) {
        let name = variable.split('=').next().unwrap_or_default();
        self.outside(&format!("Env {name}"), ENVIRONMENT, variable, found);
    }

    fn outside(&self, place: &str, path: &str, text: &str, found: &mut Found) {
        let before = found.secrets.len();
        self.text(Origin { has_lines: false, ..Origin::file(path) }, text.as_bytes(), found);
        for secret in found.secrets.iter_mut().skip(before) {
            secret.place = Some(place.to_owned());
        }
    }

    /// A text with stars for the secrets in it, those that are allowed among them; `None` if it has none.
    #[must_use]
    pub fn masked(&self, text: &str) -> Option<String> {
        let mut secrets = self.search.find(text.as_bytes(), "").found;
        decode::each(text.as_bytes(), DEPTH, &mut |encoded, decoded| {
            let (start, end) = (encoded.start, encoded.end);
            if let Some(inner) = self.search.find(decoded, "").found.first() {
                secrets.push(Match { start, end, whole: (start, end), shown: 0, ..*inner });
            }
        });
        (!secrets.is_empty()).then(|| masked(text.as_bytes(), 0, text.len(), &secrets))
    }

    fn text(&self, origin: Origin<'_>, text: &[u8], found: &mut Found) {
        let before = found.secrets.len();
        let outer = self.plain(origin, text, found);
        decode::each(text, DEPTH, &mut |encoded, decoded| {
            let inner = self.search.find(decoded, origin.path);
            let chosen: Vec<Match> = inner.found.into_iter().filter(|inner| self.is_told(origin, decoded, inner)).collect();
            // The encoded text is as good as the secret: all of it is masked.
            let (start, end) = (encoded.start, encoded.end);
            for inner in chosen {
                let is_known = outer.iter().any(|known| known.start < end && start < known.end);
                if is_known {
                    continue;
                }
                let placed = Match { start, end, whole: (start, end), shown: 0, ..inner };
                let lines = Lines::new(text, end);
                let mut secret = self.secret(origin, &lines, &placed, &[placed]);
                secret.encodings = encoded.encodings.iter().map(|name| (*name).to_owned()).collect();
                secret.fingerprint = self.fingerprint(&inner, decoded);
                found.secrets.push(secret);
            }
        });
        let mut seen = HashSet::new();
        let mut rest = found.secrets.split_off(before);
        rest.sort_by_key(|secret| secret.offset);
        rest.retain(|secret| seen.insert((secret.rule_id.clone(), secret.offset)));
        found.secrets.append(&mut rest);
    }

    /// What stands in a text as it is.
    fn plain(&self, origin: Origin<'_>, text: &[u8], found: &mut Found) -> Vec<Match> {
        let matches = self.search.find(text, origin.path);
        if let Some(gap) = matches.gap {
            let path = origin.path.to_owned();
            found.problems.push(Problem { path, origin: "secrets".to_owned(), message: gap.to_owned() });
        }
        let all = matches.found;
        let Some(last) = all.iter().map(|found| found.end).max() else { return all };
        let lines = Lines::new(text, last);
        for told in all.iter().filter(|found| self.is_told(origin, text, found)) {
            let mut secret = self.secret(origin, &lines, told, &all);
            secret.fingerprint = self.fingerprint(told, text);
            found.secrets.push(secret);
        }
        all
    }

    /// Whether nobody has said that it may be there.
    fn is_told(&self, origin: Origin<'_>, text: &[u8], found: &Match) -> bool {
        let Some(detector) = self.search.detectors.get(found.detector) else { return false };
        let is_published = !self.tells_published && detector.is_builtin && {
            let member = origin.member.unwrap_or_default();
            published::is(origin.path, member, detector.is_generic || found.doubt.is_some())
        };
        !is_published && !self.exceptions.allow(detector, origin.path, text, found)
    }

    fn secret(&self, origin: Origin<'_>, lines: &Lines<'_>, found: &Match, all: &[Match]) -> Secret {
        let Some(detector) = self.search.detectors.get(found.detector) else { return Secret::default() };
        let ((start_line, start_column), (end_line, _)) = (lines.place(found.start), lines.place(found.end.saturating_sub(1)));
        let mut code = lines.shown(found, all);
        let line = |number: usize| if origin.has_lines { number + origin.lines } else { 0 };
        code.iter_mut().for_each(|shown| shown.number = line(shown.number));
        Secret {
            rule_id: detector.id.clone(),
            category: detector.category.clone(),
            title: match found.doubt {
                Some(doubt) => format!("{} ({doubt})", detector.title),
                None => detector.title.clone(),
            },
            severity: if found.doubt.is_some() { detector.severity.min(Severity::Low) } else { detector.severity },
            member: origin.member.map(str::to_owned),
            start_line: line(start_line),
            end_line: line(end_line),
            start_column: if origin.has_lines { start_column } else { 0 },
            offset: origin.offset + found.start as u64,
            matched: code.iter().map(|line| line.content.as_str()).collect::<Vec<_>>().join(" "),
            code,
            ..Secret::default()
        }
    }

    fn fingerprint(&self, found: &Match, text: &[u8]) -> String {
        let rule = self.search.detectors.get(found.detector).map_or("", |detector| detector.id.as_str());
        self.key.fingerprint(rule, text.get(found.start..found.end).unwrap_or_default())
    }
}

/// Looks for secrets in a large text, piece by piece.
pub struct Pieces<'a> {
    scanner: &'a Scanner,
    path: &'a str,
    overlap: usize,
    /// Lines before the next piece.
    lines: usize,
}

impl<'a> Pieces<'a> {
    /// Of a file of this path. Every piece begins with the last `overlap` bytes of the one before.
    #[must_use]
    pub fn new(scanner: &'a Scanner, path: &'a str, overlap: usize) -> Self {
        Self { scanner, path, overlap, lines: 0 }
    }

    /// Looks at the next piece, which begins at `offset`. What both of two pieces hold is told once.
    pub fn look(&mut self, offset: u64, bytes: &[u8], found: &mut Found) {
        let before = found.secrets.len();
        let origin = Origin { offset, lines: self.lines, ..Origin::file(self.path) };
        self.scanner.text(origin, bytes, found);
        let new = found.secrets.split_off(before);
        for secret in new {
            // Cut off at a piece's end, a secret may be shorter than it is: the later find is whole.
            let is_same = |told: &Secret| told.rule_id == secret.rule_id && told.offset == secret.offset;
            match found.secrets.iter_mut().rev().take(100).find(|told| is_same(told)) {
                Some(told) => *told = secret,
                None => found.secrets.push(secret),
            }
        }
        let passed = bytes.get(..bytes.len().saturating_sub(self.overlap)).unwrap_or_default();
        self.lines += memchr::memchr_iter(b'\n', passed).count();
    }
}

#[cfg(test)]
mod tests;
