//! A rule at work: its pattern, compiled when an anchor of it is met for the first time.

use crate::candidate::Candidate;
use crate::config::go;
use crate::rule::{Form, Genuine, Near, Rule};
use regex::bytes::{Captures, Match, Regex, RegexBuilder};
use std::sync::OnceLock;
use tidewaiter_model::Severity;

/// A compiled pattern may take so much memory; no rule of ours needs a tenth.
const MAX_PATTERN: usize = 10 << 20;

/// Where a detector's pattern is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// At the anchor.
    Token,
    /// From so many bytes before the anchor.
    Around(usize),
    /// On the value that is given to a name with the anchor.
    Assigned,
    /// In all of a text that has an anchor, or that need not have any.
    Anywhere,
}

/// What of a match is the secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Group {
    Whole,
    Named(String),
    Number(usize),
    /// The first group that holds something; all of the match if none does.
    First,
}

impl Group {
    /// The secret in a match.
    pub(crate) fn of<'t>(&self, captures: &Captures<'t>) -> Option<Match<'t>> {
        let is_filled = |group: &Match<'_>| !group.is_empty();
        let chosen = match self {
            Self::Whole => None,
            Self::Named(name) => captures.name(name),
            Self::Number(number) => captures.get(*number),
            Self::First => captures.iter().skip(1).flatten().find(is_filled),
        };
        chosen.or_else(|| captures.get(0))
    }
}

/// A rule at work.
pub(crate) struct Detector {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) category: String,
    pub(crate) severity: Severity,
    pub(crate) anchors: Vec<String>,
    pub(crate) reach: Reach,
    pub(crate) pattern: Pattern,
    pub(crate) group: Group,
    pub(crate) entropy: f32,
    pub(crate) proof: fn(&Candidate<'_>) -> bool,
    pub(crate) genuine: Option<Genuine>,
    /// What has to be so many lines away at most, all of it.
    pub(crate) near: Vec<(Pattern, usize)>,
    /// Ends of the only paths in which it is looked for.
    pub(crate) paths: Vec<String>,
    pub(crate) is_generic: bool,
    /// Whether it is one of ours, that knows placeholders and what everybody has.
    pub(crate) is_builtin: bool,
}

/// A pattern that is compiled when it is needed.
pub(crate) struct Pattern {
    text: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(crate) fn new(text: String) -> Self {
        Self { text, compiled: OnceLock::new() }
    }

    /// `None` if it is none; built-in ones are tested, and those of users are compiled where they are read.
    pub(crate) fn regex(&self) -> Option<&Regex> {
        self.compiled.get_or_init(|| compile(&self.text).ok()).as_ref()
    }
}

/// Compiles a pattern over bytes.
///
/// # Errors
/// It is none, or too large.
pub(crate) fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    let build = |pattern: &str, unicode| RegexBuilder::new(pattern).unicode(unicode).size_limit(MAX_PATTERN).build();
    // Bytes are faster than characters; patterns of users may name characters that have several, or be written for Go.
    let both = |pattern: &str| build(pattern, false).or_else(|error| build(pattern, true).map_err(|_| error));
    both(pattern).or_else(|error| both(&go::translated(pattern)).map_err(|_| error))
}

impl From<&Rule> for Detector {
    fn from(rule: &Rule) -> Self {
        let (reach, pattern, group) = match rule.form {
            // The boundaries are looked at where it is matched: looking around is no part of the syntax.
            Form::Token(pattern) => (Reach::Token, format!(r"\A(?:{pattern})"), Group::Whole),
            Form::Around { before, pattern } => (Reach::Around(before), pattern.to_owned(), Group::Named("secret".to_owned())),
            Form::Assigned(pattern) => (Reach::Assigned, format!(r"\A(?:{pattern})\z"), Group::Whole),
        };
        Self {
            id: rule.id.to_owned(),
            title: rule.title.to_owned(),
            category: rule.category.to_owned(),
            severity: rule.severity,
            anchors: rule.anchors.iter().map(|anchor| (*anchor).to_owned()).collect(),
            reach,
            pattern: Pattern::new(pattern),
            group,
            entropy: rule.entropy,
            proof: rule.proof,
            genuine: rule.genuine,
            near: rule.near.iter().map(|Near { pattern, lines }| (Pattern::new((*pattern).to_owned()), *lines)).collect(),
            paths: rule.paths.iter().map(|path| (*path).to_owned()).collect(),
            is_generic: rule.is_generic,
            is_builtin: true,
        }
    }
}

impl Detector {
    /// Whether it looks into a file of this path.
    pub(crate) fn is_for(&self, path: &str) -> bool {
        // `/.npmrc` is any file of that name, also one in the root, whose path has no slash.
        let is_end = |end: &String| path.ends_with(end.as_str()) || end.strip_prefix('/') == Some(path);
        self.paths.is_empty() || self.paths.iter().any(is_end)
    }
}
