//! What rules answered, as results.
//!
//! A rule is a set or a list of what is wrong: texts, or objects with `msg` and, if they know them, `startline` and `endline`. A rule
//! that is just true says so without words.

use super::Kind;
use super::evaluate::Answer;
use super::load::told;
use super::policies::{Policy, Query, texts};
use crate::check::code;
use crate::{Checked, Ignores};
use serde_json::Value as Json;
use tidewaiter_model::{Cause, CheckStatus, Misconfiguration, Problem};

/// Failures of one rule in one file that are told.
const MAX_FAILURES: usize = 1000;

/// Puts results into a file's.
pub(super) struct Outcome<'a> {
    checked: &'a mut Checked,
    ignores: Ignores,
    lines: Vec<&'a str>,
    /// The ends of rules' names that the check accepts for the input that is at hand.
    accepted: Vec<String>,
    /// Packages that are accepted for it.
    packages: Vec<String>,
    /// Passes of rules that may fail for another input.
    passes: Vec<Misconfiguration>,
    failed: Vec<String>,
}

impl<'a> Outcome<'a> {
    pub(super) fn new(text: &'a str, checked: &'a mut Checked) -> Self {
        let ignores = Ignores::of(text, &checked.today);
        let lines = text.lines().collect();
        Self { checked, ignores, lines, accepted: Vec::new(), packages: Vec::new(), passes: Vec::new(), failed: Vec::new() }
    }

    /// Packages that are accepted for the input.
    pub(super) fn accept_packages(&mut self, answer: Answer) {
        self.packages.clear();
        if let Answer::Value(value) = answer {
            self.packages.extend(texts(&value).map(str::to_owned));
        }
    }

    /// What a check accepts for the input: lists of the ends of rules' names.
    pub(super) fn accept(&mut self, policy: &Policy, answer: Answer) {
        self.accepted.clear();
        if let Some(reason) = policy.fault(&answer) {
            self.fault(policy, "exception", &reason);
        }
        if let Answer::Value(Json::Array(lists)) = &answer {
            self.accepted.extend(lists.iter().flat_map(texts).map(str::to_owned));
        }
    }

    /// What a rule answered.
    pub(super) fn take(&mut self, policy: &Policy, query: &Query, kind: Kind, answer: Answer) {
        if let Some(reason) = policy.fault(&answer) {
            return self.fault(policy, &query.rule, &reason);
        }
        let found = match answer {
            Answer::Value(Json::Array(found)) => found,
            Answer::Value(Json::Bool(false) | Json::Null) | Answer::Undefined => Vec::new(),
            Answer::Value(one) => vec![one],
            _ => return,
        };
        let has_exception = policy.exception.is_some() && self.accepted.iter().any(|end| query.rule.ends_with(end.as_str()));
        let is_accepted = has_exception || self.packages.contains(&policy.namespace);
        if found.len() > MAX_FAILURES {
            self.fault(policy, &query.rule, &format!("fails more than {MAX_FAILURES} times; the rest is left out"));
        }
        if found.is_empty() {
            let pass = result(policy, query, kind, CheckStatus::Pass, &Json::Null, Vec::new());
            self.passes.push(pass);
        } else {
            self.failed.push(query.path.clone());
        }
        for one in found.iter().take(MAX_FAILURES) {
            let lines = self.lines(one);
            let is_ignored = self.ignores.cover_names(&policy.names().collect::<Vec<_>>(), lines);
            let status = if is_accepted || is_ignored { CheckStatus::Exception } else { CheckStatus::Fail };
            let shown = lines.map(|lines| code(&self.lines, lines)).unwrap_or_default();
            self.checked.results.push(result(policy, query, kind, status, one, shown));
        }
    }

    /// Tells passes, once for all inputs.
    pub(super) fn finish(self) {
        let mut told = self.failed;
        for pass in self.passes {
            if !told.contains(&pass.query) {
                told.push(pass.query.clone());
                self.checked.results.push(pass);
            }
        }
    }

    fn lines(&self, one: &Json) -> Option<(usize, usize)> {
        let (first, last) = lines(one);
        (1..=self.lines.len()).contains(&first).then_some((first, last))
    }

    fn fault(&mut self, policy: &Policy, rule: &str, reason: &str) {
        let message = format!("check {} in {}, rule {rule}: {}", policy.namespace, policy.file, told(reason));
        self.checked.problems.push(Problem { path: self.checked.path.clone(), origin: "rego".to_owned(), message });
    }
}

fn result(
    policy: &Policy,
    query: &Query,
    kind: Kind,
    status: CheckStatus,
    one: &Json,
    code: Vec<tidewaiter_model::CodeLine>,
) -> Misconfiguration {
    let about = &policy.metadata;
    let text = |name: &str| one.get(name).and_then(Json::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
    let message = match one {
        _ if status == CheckStatus::Pass => String::new(),
        Json::String(text) => text.clone(),
        _ => text("msg").unwrap_or_else(|| format!("{} says so", query.path)),
    };
    let (start_line, end_line) = lines(one);
    let selected = || about.selectors.first().map(|selector| selector.kind.clone());
    let provider = Some(about.provider.clone()).filter(|name| !name.is_empty()).or_else(selected);
    Misconfiguration {
        id: about.id.clone(),
        aliases: about.aliases.clone(),
        kind: kind.check().to_owned(),
        title: about.title.clone(),
        description: about.description.clone(),
        message,
        resolution: about.resolution.clone(),
        severity: about.severity,
        primary_url: about.references.first().cloned().unwrap_or_default(),
        references: about.references.clone(),
        status,
        namespace: policy.namespace.clone(),
        query: query.path.clone(),
        cause: Cause {
            resource: text("resource").unwrap_or_default(),
            provider: capitalised(&provider.unwrap_or_else(|| "generic".to_owned())),
            service: about.service.clone(),
            start_line,
            end_line,
            code,
            layer: None,
        },
    }
}

/// The first and the last line; zeros where there are none.
fn lines(one: &Json) -> (usize, usize) {
    let line = |name: &str| match one.get(name) {
        Some(Json::String(text)) => text.parse().unwrap_or(0),
        Some(number) => number.as_u64().and_then(|line| usize::try_from(line).ok()).unwrap_or(0),
        None => 0,
    };
    let first = line("startline");
    (first, line("endline").max(first))
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
