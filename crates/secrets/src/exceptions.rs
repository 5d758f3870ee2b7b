//! What users say is none of their secrets: by path, by pattern, by word, by a comment in the line.

use crate::detector::Detector;
use crate::search::Match;
use regex::bytes::Regex;
use std::ops::Range;

/// Comments that accept the secrets of their line.
const COMMENTS: [&[u8]; 2] = [b"tidewaiter:allow", b"gitleaks:allow"];
/// Bytes of a line before and behind a find in which such a comment is looked for.
const LINE: usize = 4096;

/// What a pattern is tried on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Target {
    #[default]
    Secret,
    Match,
    Line,
}

/// One list of what may be there.
#[derive(Clone, Debug, Default)]
pub(crate) struct AllowList {
    /// The rules that it is for; empty means all.
    pub(crate) rules: Vec<String>,
    /// Whether all kinds that it has must hold, and not one of them.
    pub(crate) needs_all: bool,
    pub(crate) paths: Vec<Regex>,
    pub(crate) patterns: Vec<Regex>,
    pub(crate) target: Target,
    /// In lower case.
    pub(crate) stopwords: Vec<String>,
}

/// A pattern whose matches hold nothing that is told: Trivy's `exclude-block`.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) rules: Vec<String>,
    pub(crate) pattern: Regex,
}

/// All that users excepted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Exceptions {
    pub(crate) lists: Vec<AllowList>,
    pub(crate) blocks: Vec<Block>,
    /// Paths into which a rule looks at all, by rule.
    pub(crate) only: Vec<(String, Regex)>,
    /// Paths that nobody looks into.
    pub(crate) skipped: Vec<Regex>,
}

impl Exceptions {
    /// Whether nobody looks into this file.
    pub(crate) fn skip(&self, path: &str) -> bool {
        let is_allowed = |list: &AllowList| {
            list.rules.is_empty() && !list.needs_all && list.paths.iter().any(|pattern| pattern.is_match(path.as_bytes()))
        };
        self.skipped.iter().any(|pattern| pattern.is_match(path.as_bytes())) || self.lists.iter().any(is_allowed)
    }

    /// Whether this find may be there.
    pub(crate) fn allow(&self, detector: &Detector, path: &str, text: &[u8], found: &Match) -> bool {
        let line = line(text, found);
        let is_for = |rules: &[String]| rules.is_empty() || rules.contains(&detector.id);
        let is_elsewhere = self.only.iter().any(|(rule, pattern)| *rule == detector.id && !pattern.is_match(path.as_bytes()));
        is_elsewhere
            || COMMENTS.iter().any(|comment| memchr::memmem::find(text.get(line.clone()).unwrap_or_default(), comment).is_some())
            || self.lists.iter().any(|list| is_for(&list.rules) && list.holds(path, text, found, &line))
            || self.blocks.iter().any(|block| is_for(&block.rules) && block.holds(text, found))
    }
}

/// The lines in which a find begins and ends, cut to a bearable length.
fn line(text: &[u8], found: &Match) -> Range<usize> {
    let before = text.get(found.start.saturating_sub(LINE)..found.start).unwrap_or_default();
    let behind = text.get(found.end..).unwrap_or_default();
    let start = found.start - before.iter().rev().take_while(|byte| **byte != b'\n').count();
    start..found.end + behind.iter().take(LINE).take_while(|byte| **byte != b'\n').count()
}

impl AllowList {
    fn holds(&self, path: &str, text: &[u8], found: &Match, line: &Range<usize>) -> bool {
        let secret = text.get(found.start..found.end).unwrap_or_default();
        let target = match self.target {
            Target::Secret => secret,
            Target::Match => text.get(found.whole.0..found.whole.1).unwrap_or_default(),
            Target::Line => text.get(line.clone()).unwrap_or_default(),
        };
        let lower = secret.to_ascii_lowercase();
        let has_word = |word: &String| memchr::memmem::find(&lower, word.as_bytes()).is_some();
        let kinds = [
            (!self.paths.is_empty()).then(|| self.paths.iter().any(|pattern| pattern.is_match(path.as_bytes()))),
            (!self.patterns.is_empty()).then(|| self.patterns.iter().any(|pattern| pattern.is_match(target))),
            (!self.stopwords.is_empty()).then(|| self.stopwords.iter().any(has_word)),
        ];
        let mut stated = kinds.into_iter().flatten().peekable();
        stated.peek().is_some() && if self.needs_all { stated.all(|holds| holds) } else { stated.any(|holds| holds) }
    }
}

impl Block {
    fn holds(&self, text: &[u8], found: &Match) -> bool {
        self.pattern.find_iter(text).any(|block| block.start() <= found.start && found.end <= block.end())
    }
}
