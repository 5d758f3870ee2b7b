//! All detectors over one text: anchors in one pass, patterns only around them.

use crate::anchors::{Anchor, Anchors, SHORTEST};
use crate::assignment;
use crate::candidate::Candidate;
use crate::detector::{Detector, Reach};
use crate::proof::{entropy, placeholder};
use std::collections::HashMap;
use std::ops::Range;

/// Bytes behind an anchor that a match may take: a private key of 16,384 bits has 12 KB.
const WINDOW: usize = 16 << 10;
/// Bytes of a line that are looked at beside the secret.
const LINE: usize = 512;
/// Patterns are tried on so many bytes for each byte of the text, and a million more: nobody can make a text on which they never end.
const EFFORT: usize = 64;
/// Finds of one text; a file with more is a list of examples or an attack.
pub(crate) const MOST: usize = 1000;
pub(crate) const TOO_MANY: &str = "it has more than 1,000 secrets, of which the rest are not told";

/// A secret's place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Match {
    /// Which detector found it.
    pub(crate) detector: usize,
    /// Its first byte.
    pub(crate) start: usize,
    /// The byte behind it.
    pub(crate) end: usize,
    /// All that the pattern matched, of which the secret may be a part.
    pub(crate) whole: (usize, usize),
    /// How many of its first bytes say what it is, and may be shown.
    pub(crate) shown: usize,
    /// Why it is hardly a secret.
    pub(crate) doubt: Option<&'static str>,
}

/// What one text came to.
#[derive(Debug, Default)]
pub(crate) struct Matches {
    /// By place.
    pub(crate) found: Vec<Match>,
    /// Why not all of the text was looked at.
    pub(crate) gap: Option<&'static str>,
}

/// Detectors, ready to be let loose on texts.
pub(crate) struct Search {
    pub(crate) detectors: Vec<Detector>,
    anchors: Anchors,
    /// By anchor: the detectors that have it.
    owners: Vec<Vec<usize>>,
    /// Those without an anchor.
    unanchored: Vec<usize>,
}

impl Search {
    pub(crate) fn new(detectors: Vec<Detector>) -> Self {
        let mut numbers: HashMap<(Vec<u8>, bool), usize> = HashMap::new();
        let mut texts: Vec<(Vec<u8>, bool)> = Vec::new();
        let mut owners: Vec<Vec<usize>> = Vec::new();
        let mut unanchored = Vec::new();
        for (index, detector) in detectors.iter().enumerate() {
            // A short one is as good as none: it is everywhere.
            if detector.anchors.is_empty() || detector.anchors.iter().any(|anchor| anchor.len() < SHORTEST) {
                unanchored.push(index);
                continue;
            }
            for anchor in &detector.anchors {
                let ignores_case = detector.reach != Reach::Token;
                let text = if ignores_case { anchor.to_ascii_lowercase() } else { anchor.clone() };
                let key = (text.into_bytes(), ignores_case);
                let number = *numbers.entry(key.clone()).or_insert_with(|| {
                    texts.push(key);
                    owners.push(Vec::new());
                    owners.len() - 1
                });
                if let Some(owners) = owners.get_mut(number) {
                    owners.push(index);
                }
            }
        }
        let anchors = texts.iter().map(|(text, ignores_case)| Anchor { text, ignores_case: *ignores_case });
        Self { anchors: Anchors::new(anchors), detectors, owners, unanchored }
    }

    /// Everything in a text that is a secret by its shape, its surroundings and its proof.
    pub(crate) fn find(&self, text: &[u8], path: &str) -> Matches {
        let mut pass =
            Pass { search: self, text, path, effort: 0, matches: Matches::default(), anywhere: self.unanchored.clone() };
        self.anchors.find(text, |hit| {
            for detector in self.owners.get(hit.anchor as usize).into_iter().flatten() {
                pass.anchored(*detector, hit.start);
            }
        });
        pass.anywhere.sort_unstable();
        pass.anywhere.dedup();
        for detector in std::mem::take(&mut pass.anywhere) {
            pass.whole(detector);
        }
        let mut matches = pass.matches;
        self.one_a_place(&mut matches.found);
        matches
    }

    /// Of several finds in one place the one that knows most stays: what says little yields, and so does a part to the whole.
    fn one_a_place(&self, found: &mut Vec<Match>) {
        let is_generic = |found: &Match| self.detectors.get(found.detector).is_some_and(|detector| detector.is_generic);
        found.sort_by_key(|found| (is_generic(found), found.start, usize::MAX - found.end, found.detector));
        let mut kept: Vec<Match> = Vec::with_capacity(found.len());
        for candidate in found.drain(..) {
            let is_told = |other: &Match| {
                let overlaps = other.start < candidate.end && candidate.start < other.end;
                overlaps
                    && (is_generic(&candidate)
                        || other.detector == candidate.detector
                        || other.start == candidate.start && other.end == candidate.end)
            };
            if !kept.iter().rev().take(MOST).any(is_told) {
                kept.push(candidate);
            }
        }
        kept.sort_by_key(|found| (found.start, found.end, found.detector));
        *found = kept;
    }
}

/// One text being searched.
struct Pass<'a> {
    search: &'a Search,
    text: &'a [u8],
    path: &'a str,
    effort: usize,
    matches: Matches,
    /// Detectors that look at the whole text, once.
    anywhere: Vec<usize>,
}

impl<'a> Pass<'a> {
    /// Tries a detector where one of its anchors begins.
    fn anchored(&mut self, index: usize, anchor: usize) {
        let Some(detector) = self.search.detectors.get(index) else { return };
        if !detector.is_for(self.path) {
            return;
        }
        match detector.reach {
            Reach::Anywhere if self.anywhere.last() == Some(&index) => {}
            Reach::Anywhere => self.anywhere.push(index),
            Reach::Token => self.token(index, detector, anchor),
            Reach::Around(before) => self.around(index, detector, anchor, before),
            Reach::Assigned => self.assigned(index, detector, anchor),
        }
    }

    fn token(&mut self, index: usize, detector: &Detector, start: usize) {
        let before = start.checked_sub(1).and_then(|at| self.text.get(at));
        if before.is_some_and(u8::is_ascii_alphanumeric) || !self.may_try(256) {
            return;
        }
        let window = self.window(start, start);
        let Some(end) = detector.pattern.regex().and_then(|regex| regex.find(window)).map(|found| start + found.end()) else {
            return;
        };
        if self.text.get(end).is_some_and(u8::is_ascii_alphanumeric) {
            return;
        }
        let shown = detector.anchors.iter().filter(|anchor| window.starts_with(anchor.as_bytes())).map(String::len).max();
        self.consider(index, detector, start..end, start..end, &[], shown.unwrap_or(0));
    }

    fn around(&mut self, index: usize, detector: &Detector, anchor: usize, before: usize) {
        // Of several anchors in one match the first has found it.
        if self.matches.found.iter().rev().take(8).any(|found| found.detector == index && found.end > anchor) {
            return;
        }
        let start = anchor.saturating_sub(before);
        let window = self.window(start, anchor);
        if !self.may_try(window.len().min(1024)) {
            return;
        }
        let Some(captures) = detector.pattern.regex().and_then(|regex| regex.captures(window)) else { return };
        let (Some(secret), Some(whole)) = (detector.group.of(&captures), captures.get(0)) else { return };
        let placed = |found: regex::bytes::Match<'_>| start + found.start()..start + found.end();
        self.consider(index, detector, placed(secret), placed(whole), &[], 0);
    }

    fn assigned(&mut self, index: usize, detector: &Detector, start: usize) {
        let length = detector.anchors.iter().filter(|anchor| self.has_at(start, anchor)).map(String::len).max().unwrap_or(0);
        let Some(found) = assignment::around(self.text, start, start + length) else { return };
        if self.may_try(found.value.len()) && detector.pattern.regex().is_some_and(|regex| regex.is_match(found.value)) {
            let place = found.start..found.start + found.value.len();
            self.consider(index, detector, place.clone(), start..place.end, found.name, 0);
        }
    }

    fn whole(&mut self, index: usize) {
        let Some(detector) = self.search.detectors.get(index).filter(|detector| detector.is_for(self.path)) else { return };
        let Some(regex) = detector.pattern.regex() else { return };
        for captures in regex.captures_iter(self.text) {
            if let (Some(secret), Some(whole)) = (detector.group.of(&captures), captures.get(0)) {
                self.consider(index, detector, secret.range(), whole.range(), &[], 0);
            }
        }
    }

    /// Keeps what is none of the many things that only look like a secret.
    fn consider(
        &mut self,
        index: usize,
        detector: &Detector,
        place: Range<usize>,
        whole: Range<usize>,
        name: &[u8],
        shown: usize,
    ) {
        let Some(secret) = self.text.get(place.clone()).filter(|secret| !secret.is_empty()) else { return };
        let line_start = self.text.get(place.start.saturating_sub(LINE)..place.start).unwrap_or_default();
        let line_start = place.start - line_start.iter().rev().take_while(|byte| **byte != b'\n').count();
        let line_end =
            self.text.get(place.end..).unwrap_or_default().iter().take(LINE).take_while(|byte| **byte != b'\n').count();
        let candidate = Candidate {
            secret,
            name,
            line: self.text.get(line_start..place.end + line_end).unwrap_or_default(),
            before: self.text.get(line_start..place.start).unwrap_or_default(),
            rest: self.text.get(place.start..).unwrap_or_default(),
            path: self.path,
        };
        let is_one = entropy::bits_a_byte(secret) >= detector.entropy
            && !(detector.is_builtin && placeholder::is_one(secret))
            && (detector.proof)(&candidate)
            && self.has_near(detector, &place);
        if !is_one {
            return;
        }
        if self.matches.found.len() >= MOST {
            self.matches.gap = Some(TOO_MANY);
            return;
        }
        let doubt = detector.genuine.filter(|genuine| !(genuine.holds)(&candidate)).map(|genuine| genuine.otherwise);
        let whole = (whole.start, whole.end);
        self.matches.found.push(Match { detector: index, start: place.start, end: place.end, whole, shown, doubt });
    }

    fn has_near(&self, detector: &Detector, place: &Range<usize>) -> bool {
        detector.near.iter().all(|(pattern, lines)| {
            let before = self.text.get(place.start.saturating_sub(WINDOW)..place.start).unwrap_or_default();
            let start = place.start - within(before.iter().rev(), *lines);
            let end = place.end + within(self.text.get(place.end..).unwrap_or_default().iter().take(WINDOW), *lines);
            let around = [self.text.get(start..place.start), self.text.get(place.end..end)];
            around.into_iter().flatten().any(|text| pattern.regex().is_some_and(|regex| regex.is_match(text)))
        })
    }

    fn window(&self, start: usize, anchor: usize) -> &'a [u8] {
        self.text.get(start..anchor.saturating_add(WINDOW).min(self.text.len())).unwrap_or_default()
    }

    fn has_at(&self, start: usize, anchor: &str) -> bool {
        self.text.get(start..start + anchor.len()).is_some_and(|there| there.eq_ignore_ascii_case(anchor.as_bytes()))
    }

    /// Whether there is effort left for so many bytes.
    fn may_try(&mut self, bytes: usize) -> bool {
        self.effort += bytes;
        let may = self.effort <= self.text.len().saturating_mul(EFFORT) + (1 << 20);
        if !may {
            self.matches.gap = Some("so much of it looks like secrets that not all of it was looked at");
        }
        may
    }
}

/// How many bytes there are before so many lines have ended.
fn within<'a>(bytes: impl Iterator<Item = &'a u8>, lines: usize) -> usize {
    let mut ended = 0;
    let is_within = |byte: &&u8| {
        ended += usize::from(**byte == b'\n');
        ended <= lines
    };
    bytes.take_while(is_within).count()
}
