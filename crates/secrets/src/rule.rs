//! What a rule is: the texts that every match holds, the shape of the secret, and what proves that it is one.
//!
//! A rule is data: a `const` in `rules/`, with examples that are its tests. Patterns are regular expressions over bytes in the syntax
//! of <https://docs.rs/regex>, without Unicode classes.

use crate::candidate::Candidate;
use tidewaiter_model::Severity;

/// A kind of secret.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    /// Kebab-case, unique, the same for ever; the one that users of Trivy know, where it has the rule.
    pub(crate) id: &'static str,
    /// For people: `GitHub Personal Access Token`.
    pub(crate) title: &'static str,
    /// Whose secret it is: `GitHub`.
    pub(crate) category: &'static str,
    /// Critical: whoever has it owns an account or a machine. High: it gives access to data or money. Medium: to a service. Low:
    /// it is meant to be seen by some, or does little.
    pub(crate) severity: Severity,
    /// Texts of three bytes and more, of which every match holds one. They are looked for in every text of an image, so each
    /// should be as long and as rare as it can be. Those of [`Form::Token`] count with their case, all others without.
    pub(crate) anchors: &'static [&'static str],
    /// How the secret is found around an anchor.
    pub(crate) form: Form,
    /// Shannon's entropy of the secret, bits a byte, that it has at least; 0 asks for none.
    pub(crate) entropy: f32,
    /// What the secret has to stand beside placeholders and entropy, which are always looked at.
    pub(crate) proof: fn(&Candidate<'_>) -> bool,
    /// What every secret of the kind has that was really given out. One that lacks it has the shape alone: it is made up, cut or
    /// mistyped. It is told all the same, as LOW and with this reason.
    pub(crate) genuine: Option<Genuine>,
    /// What has to be in the neighbourhood.
    pub(crate) near: Option<Near>,
    /// Ends of the only paths in which it is looked for: `.npmrc`, `conf/settings.xml`; empty means everywhere.
    pub(crate) paths: &'static [&'static str],
    /// Whether it says little of what the secret is for: where a rule that knows more finds the same, this one is silent.
    pub(crate) is_generic: bool,
    /// Texts in which this rule finds one secret.
    #[cfg_attr(not(test), expect(dead_code, reason = "the rule's own test"))]
    pub(crate) examples: &'static [&'static str],
    /// Texts that look like it, in which it finds nothing.
    #[cfg_attr(not(test), expect(dead_code, reason = "the rule's own test"))]
    pub(crate) lookalikes: &'static [&'static str],
}

/// How a secret is found around an anchor.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// The match begins with an anchor: `ghp_[0-9A-Za-z]{36}`. Neither a letter nor a digit may stand right before it, nor right
    /// after it.
    Token(&'static str),
    /// The match begins at most so many bytes before an anchor; the pattern has to care for its own ends. The secret is the group
    /// `secret`, or all of it.
    Around {
        /// Bytes before the anchor in which a match may begin.
        before: usize,
        /// The pattern.
        pattern: &'static str,
    },
    /// A value that is given to a name in which an anchor stands, and that has this shape as a whole:
    /// `ADAFRUIT_KEY=…`, `"adafruit-key": "…"`, `<adafruitKey>…</adafruitKey>`, `--adafruit-key …`, `name: ADAFRUIT_KEY` with `value: …`.
    Assigned(&'static str),
}

/// What secrets that were really given out have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Genuine {
    /// Whether this one has it.
    pub(crate) holds: fn(&Candidate<'_>) -> bool,
    /// What to say of one that has not: `its checksum is wrong`.
    pub(crate) otherwise: &'static str,
}

/// What has to be in the neighbourhood of a secret.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    /// A pattern.
    pub(crate) pattern: &'static str,
    /// How many lines away it may be.
    pub(crate) lines: usize,
}

/// Examples stay out of the program: what looks like a secret is nothing to ship.
pub(crate) const fn in_tests(texts: &'static [&'static str]) -> &'static [&'static str] {
    if cfg!(test) { texts } else { &[] }
}

impl Rule {
    /// What most rules leave as it is.
    pub(crate) const BASE: Self = Self {
        id: "",
        title: "",
        category: "",
        severity: Severity::Medium,
        anchors: &[],
        form: Form::Token(""),
        entropy: 0.0,
        proof: |_| true,
        genuine: None,
        near: None,
        paths: &[],
        is_generic: false,
        examples: &[],
        lookalikes: &[],
    };
}
