//! What other rooms use: a scanner that is set up once and then shown files and texts.

use crate::baseline::Key;
use crate::caution;
use crate::container::{self, Kind};
use crate::decode;
use crate::detector::Detector;
use crate::exceptions::Exceptions;
use crate::lines::{Lines, masked_lines};
use crate::published;
use crate::rules::rules;
use crate::search::{MOST, Match, Matches, Search, TOO_MANY};
use std::collections::HashSet;
use std::io::{Read, Seek};
use std::rc::Rc;
use tidewaiter_model::{CodeLine, Problem, Secret, Severity};

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
    /// Whether its rules are the built-in ones, all of them.
    is_builtin: bool,
    key: Key,
    /// The digest of the files that say what it looks for; empty where the built-in rules do.
    said_by: Vec<u8>,
}

/// Stands for the path of an image's environment.
pub(crate) const ENVIRONMENT: &str = "(environment)";

/// A text may be encoded so many times over, and archives may lie in archives so deep.
const DEPTH: usize = 3;

/// What one text came to.
struct Finds {
    /// By place.
    finds: Vec<Find>,
    /// All that nobody may see, by place: what stands there as it is and what is encoded.
    places: Vec<Match>,
    /// Why not all of the text was looked at.
    gap: Option<&'static str>,
}

/// A secret, as it is or encoded.
struct Find {
    /// In the text.
    place: Match,
    /// In the text that it was decoded to; else the same.
    inner: Match,
    /// Outermost first.
    encodings: Vec<&'static str>,
    /// What it was decoded to.
    text: Option<Rc<[u8]>>,
}

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
        let builtin = Self::new(rules().map(Detector::from).collect(), Exceptions::default(), false);
        Self { is_builtin: true, ..builtin }
    }
}

impl Scanner {
    pub(crate) fn new(detectors: Vec<Detector>, exceptions: Exceptions, tells_published: bool) -> Self {
        let (search, key) = (Search::new(detectors), Key::random());
        Self { search, exceptions, tells_published, is_builtin: false, key, said_by: Vec::new() }
    }

    pub(crate) fn said_by(self, digest: Vec<u8>) -> Self {
        Self { said_by: digest, ..self }
    }

    /// The same for scanners of one version that tell the same of the same file, under the same key.
    #[must_use]
    pub fn identity(&self) -> Vec<u8> {
        let mut identity = self.said_by.clone();
        // What the key makes of something tells it from others, and not what it is.
        identity.extend(self.key.fingerprint("", b"").into_bytes());
        identity
    }

    /// Makes fingerprints with this key, a baseline's.
    #[must_use]
    pub fn with_key(self, key: Key) -> Self {
        Self { key, ..self }
    }

    /// Whether its rules are the built-in ones and no others: then it masks as any other of that kind.
    #[must_use]
    pub fn is_builtin(&self) -> bool {
        self.is_builtin
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

    /// Whether such a file may be looked through in [`Pieces`]; others make sense as a whole only.
    #[must_use]
    pub fn is_divisible(&self, path: &str, head: &[u8]) -> bool {
        Kind::of(path, head) == Some(Kind::Text)
    }

    /// Looks for secrets in a file.
    pub fn file(&self, path: &str, bytes: &[u8], found: &mut Found) {
        container::each_text(path, bytes, DEPTH, found, &mut |origin, text, found| self.text(origin, text, found));
    }

    /// Whether such a file is an archive, which need not be held to be looked into: see [`Scanner::archive`].
    #[must_use]
    pub fn is_archive(&self, path: &str, head: &[u8]) -> bool {
        Kind::of(path, head).is_some_and(Kind::is_archive)
    }

    /// Looks for secrets in the members of an archive that begins with `head`; as [`Scanner::file`] does, member by member.
    pub fn archive(&self, path: &str, head: &[u8], from: &mut (impl Read + Seek), found: &mut Found) {
        let mut take = |origin: Origin<'_>, text: &[u8], found: &mut Found| self.text(origin, text, found);
        container::each_text_of_archive((path, head), from, DEPTH, found, &mut take);
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

    /// A text with stars for the secrets in it, those that are allowed among them; `None` if it has none. Lines stay lines. `path` is
    /// the file that it is from, or empty: what is a value and what is code differs from file to file.
    #[must_use]
    pub fn masked(&self, path: &str, text: &str) -> Option<String> {
        let finds = self.finds(text.as_bytes(), path);
        // What was not looked through to its end is not shown at all.
        if finds.gap.is_some() {
            return Some("****".to_owned());
        }
        let mut places = finds.places;
        places.extend(caution::places(text.as_bytes()));
        places.sort_by_key(|place| (place.start, place.end));
        (!places.is_empty()).then(|| masked_lines(text.as_bytes(), &places))
    }

    /// The secrets in a text, for those who have to leave them out of something that they show.
    #[must_use]
    pub fn values<'t>(&self, text: &'t str) -> Vec<&'t str> {
        self.finds(text.as_bytes(), "").places.iter().filter_map(|found| text.get(found.start..found.end)).collect()
    }

    fn text(&self, origin: Origin<'_>, text: &[u8], found: &mut Found) {
        let Finds { finds, places, gap } = self.finds(text, origin.path);
        if let Some(gap) = gap {
            let path = origin.path.to_owned();
            found.problems.push(Problem { path, origin: "secrets".to_owned(), message: gap.to_owned() });
        }
        let Some(last) = places.iter().map(|place| place.end).max() else { return };
        let lines = Lines::new(text, last);
        let mut seen = HashSet::new();
        for find in finds.into_iter().filter(|find| self.is_told(origin, find.text.as_deref().unwrap_or(text), &find.inner)) {
            // Beside a find there may be others that nobody looked for any more.
            let code = if gap.is_some() { lines.bare(&find.place) } else { lines.shown(&find.place, &places) };
            let mut secret = self.secret(origin, &lines, &find.place, code);
            if seen.insert((secret.rule_id.clone(), secret.offset)) {
                secret.encodings = find.encodings.iter().map(|name| (*name).to_owned()).collect();
                secret.fingerprint = self.fingerprint(&find.inner, find.text.as_deref().unwrap_or(text));
                found.secrets.push(secret);
            }
        }
    }

    /// What stands in a text as it is, and what is encoded in it, by place.
    fn finds(&self, text: &[u8], path: &str) -> Finds {
        let Matches { found, mut gap } = self.search.find(text, path);
        let plain = found.len();
        let mut finds: Vec<Find> =
            found.iter().map(|place| Find { place: *place, inner: *place, encodings: Vec::new(), text: None }).collect();
        let mut places = found;
        decode::each(text, DEPTH, &mut |encoded, decoded| {
            let inside = self.search.find(decoded, path);
            gap = gap.or(inside.gap);
            // The encoded text is as good as the secret: all of it is masked.
            let (start, end) = (encoded.start, encoded.end);
            let placed = |inner: &Match| Match { start, end, whole: (start, end), shown: 0, ..*inner };
            let Some(first) = inside.found.first() else { return };
            let is_known = places.iter().take(plain).any(|known| known.start < end && start < known.end);
            if places.len().max(finds.len() + inside.found.len()) > MOST {
                gap = Some(TOO_MANY);
                return;
            }
            places.push(placed(first));
            let text: Rc<[u8]> = decoded.into();
            let find = |inner: &Match| Find {
                place: placed(inner),
                inner: *inner,
                encodings: encoded.encodings.clone(),
                text: Some(Rc::clone(&text)),
            };
            finds.extend(inside.found.iter().filter(|_| !is_known).map(find));
        });
        finds.sort_by_key(|find| find.place.start);
        places.sort_by_key(|place| (place.start, place.end));
        Finds { finds, places, gap }
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

    fn secret(&self, origin: Origin<'_>, lines: &Lines<'_>, found: &Match, mut code: Vec<CodeLine>) -> Secret {
        let Some(detector) = self.search.detectors.get(found.detector) else { return Secret::default() };
        let ((start_line, start_column), (end_line, _)) = (lines.place(found.start), lines.place(found.end.saturating_sub(1)));
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
        // Of a secret at the end of the last piece and at the beginning of this one a part may be cut off, and the rest would be
        // shown beside others: each piece tells what it has whole.
        let edge = if offset > 0 { self.overlap / 2 } else { 0 };
        let first = offset + edge as u64;
        found.secrets.retain(|secret| secret.offset < first);
        let before = found.secrets.len();
        let origin = Origin { offset, lines: self.lines, ..Origin::file(self.path) };
        self.scanner.text(origin, bytes, found);
        let mut new = found.secrets.split_off(before);
        new.retain(|secret| secret.offset >= first);
        found.secrets.append(&mut new);
        let passed = bytes.get(..bytes.len().saturating_sub(self.overlap)).unwrap_or_default();
        self.lines += memchr::memchr_iter(b'\n', passed).count();
    }
}

#[cfg(test)]
mod tests;
