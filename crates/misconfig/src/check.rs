//! What every check is, and how its results become findings.

use crate::ignore::Ignores;
use tidewaiter_model::{Cause, CheckStatus, CodeLine, Misconfiguration, Severity};

/// What a check says of itself.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// `DS-0002`; never given to another check.
    pub id: &'static str,
    /// Other names that users know it by: `DS002`, `AVD-DS-0002`.
    pub aliases: &'static [&'static str],
    /// What should be: `image user should not be root`.
    pub title: &'static str,
    /// Why it matters.
    pub description: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// How to mend it.
    pub resolution: &'static str,
    /// Links to what it follows.
    pub references: &'static [&'static str],
}

/// A check of subjects of one kind: a Dockerfile, a Kubernetes resource, an image.
pub struct Check<S: ?Sized + 'static> {
    /// What it says of itself.
    pub about: About,
    /// Texts in which it finds nothing.
    pub good: &'static [&'static str],
    /// Texts in which it finds something.
    pub bad: &'static [&'static str],
    /// Looks at a subject and says what is wrong with it.
    pub run: fn(&S, &mut Failures),
}

/// Something that a check found to be wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong: `the last USER is root`.
    pub message: String,
    /// What it is about; may be empty.
    pub resource: String,
    /// The first and the last line, from 1; `None` when it is about no line.
    pub lines: Option<(usize, usize)>,
    /// The layer that brought it.
    pub layer: Option<usize>,
    /// Whether its lines hold a secret: they are shown without their values.
    pub is_secret: bool,
}

/// Takes what a check finds.
#[derive(Debug, Default)]
pub struct Failures {
    found: Vec<Failure>,
}

impl Failures {
    /// Something is wrong at these lines.
    pub fn at(&mut self, lines: (usize, usize), resource: impl Into<String>, message: impl Into<String>) {
        self.add(Failure { message: message.into(), resource: resource.into(), lines: Some(lines), ..Failure::default() });
    }

    /// A secret stands in these lines.
    pub fn secret_at(&mut self, lines: (usize, usize), resource: impl Into<String>, message: impl Into<String>) {
        let (message, resource) = (message.into(), resource.into());
        self.add(Failure { message, resource, lines: Some(lines), is_secret: true, ..Failure::default() });
    }

    /// Something is wrong that stands in no line.
    pub fn add(&mut self, failure: Failure) {
        if self.found.len() < MAX_FAILURES {
            self.found.push(failure);
        }
    }
}

/// Failures that are told of one check of one subject: whoever has as many need not hear of more.
const MAX_FAILURES: usize = 1000;
/// Lines that are shown of one finding.
const MAX_LINES: usize = 20;
/// Characters that are shown of a line.
const MAX_WIDTH: usize = 200;

impl<S: ?Sized> Check<S> {
    /// Runs the check over a subject in a text of these lines: its failures, or one pass. `kind` and `provider` are for people.
    #[must_use]
    pub fn results(&self, subject: &S, kind: &str, provider: &str, lines: &[&str], ignores: &Ignores) -> Vec<Misconfiguration> {
        let mut failures = Failures::default();
        (self.run)(subject, &mut failures);
        let cause = Cause { provider: provider.to_owned(), service: "general".to_owned(), ..Cause::default() };
        let pass = self.about.result(kind, CheckStatus::Pass, String::new(), cause.clone());
        let failed = |failure: Failure| {
            let (start_line, end_line) = failure.lines.unwrap_or_default();
            let is_ignored = match failure.lines {
                Some(lines) => ignores.cover(&self.about, lines),
                None => ignores.cover_file(&self.about),
            };
            let status = if is_ignored { CheckStatus::Exception } else { CheckStatus::Fail };
            let mut code = failure.lines.map(|of| code(lines, of)).unwrap_or_default();
            if failure.is_secret {
                code.iter_mut().enumerate().for_each(|(index, line)| line.content = veiled(&line.content, index == 0));
            }
            let cause = Cause { resource: failure.resource, start_line, end_line, code, layer: failure.layer, ..cause.clone() };
            self.about.result(kind, status, failure.message, cause)
        };
        if failures.found.is_empty() { vec![pass] } else { failures.found.into_iter().map(failed).collect() }
    }
}

impl About {
    /// Whether people mean this check by a name, in any case.
    #[must_use]
    pub fn is_called(&self, name: &str) -> bool {
        self.id.eq_ignore_ascii_case(name) || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    }

    /// Its id and its aliases.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.id).chain(self.aliases.iter().copied())
    }

    /// By what readers of Trivy's reports know the check: `builtin.dockerfile.DS002`.
    fn namespace(&self) -> Option<String> {
        let alias = self.aliases.iter().find(|alias| !alias.contains('-') && alias.starts_with(['D', 'K']))?;
        let room = if alias.starts_with("DS") { "dockerfile" } else { "kubernetes" };
        Some(format!("builtin.{room}.{alias}"))
    }

    /// A result of this check.
    #[must_use]
    pub fn result(&self, kind: &str, status: CheckStatus, message: String, cause: Cause) -> Misconfiguration {
        Misconfiguration {
            id: self.id.to_owned(),
            aliases: self.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            kind: kind.to_owned(),
            title: self.title.to_owned(),
            description: self.description.to_owned(),
            message,
            resolution: self.resolution.to_owned(),
            severity: self.severity,
            primary_url: self.references.first().map(|link| (*link).to_owned()).unwrap_or_default(),
            references: self.references.iter().map(|link| (*link).to_owned()).collect(),
            status,
            query: self.namespace().map(|namespace| format!("data.{namespace}.deny")).unwrap_or_default(),
            namespace: self.namespace().unwrap_or_default(),
            cause,
        }
    }
}

/// A line that holds a secret without what may be it: of the first the name or the instruction stays, of others a name.
fn veiled(line: &str, is_first: bool) -> String {
    let start = line.len() - line.trim_start().len();
    let word = line.get(start..).and_then(|line| line.find(char::is_whitespace)).map(|end| start + end);
    let kept = line.find(['=', ':']).map(|sign| sign + 1).or(word.filter(|_| is_first)).unwrap_or(start);
    format!("{}****", line.get(..kept).unwrap_or_default())
}

/// The lines of a text that a finding shows.
pub(crate) fn code(lines: &[&str], (first, last): (usize, usize)) -> Vec<CodeLine> {
    let first = first.max(1);
    let shown = (first..=last).take(MAX_LINES).filter_map(|number| Some((number, *lines.get(number - 1)?)));
    let line = |(number, text): (usize, &str)| {
        let cut = text.char_indices().nth(MAX_WIDTH).map(|(at, _)| at);
        let content = cut.and_then(|at| text.get(..at)).unwrap_or(text).to_owned();
        CodeLine { number, content, is_cause: true, is_truncated: cut.is_some() }
    };
    shown.map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_with_secrets_are_shown_without_them() {
        for (line, shown) in [
            ("ENV DB_PASSWORD=hunter2", "ENV DB_PASSWORD=****"),
            ("ENV TOKEN hunter2", "ENV****"),
            ("  password: hunter2", "  password:****"),
            ("hunter2", "****"),
        ] {
            assert_eq!(veiled(line, true), shown);
        }
        assert_eq!((veiled("    hunter2 hunter3", false).as_str(), veiled("", false).as_str()), ("    ****", "****"));
    }
}
