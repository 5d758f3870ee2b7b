//! The parts of a policy: one module a concern, which holds what a file may say of it, how a report is judged by it, and how it is told
//! to people.
//!
//! Whatever a part does not say is `None`: then what it stands over counts, and in the end nothing.

mod coverage;
mod image;
mod licenses;
pub(crate) mod misconfigurations;
mod secrets;
mod vulnerabilities;

pub(crate) use coverage::Coverage;
pub(crate) use image::Image;
pub(crate) use licenses::Licenses;
pub(crate) use misconfigurations::Misconfigurations;
pub(crate) use secrets::Secrets;
pub(crate) use vulnerabilities::{Limits, Vulnerabilities};

use crate::Reason;
use crate::day::Day;
use crate::value::Action;
use std::fmt::Display;
use tidewaiter_model::{ArtifactKind, Report, ResultSet};

/// One part.
pub(crate) trait Section: Sized {
    /// What this says, and where it says nothing, what `base` says.
    fn over(self, base: Self) -> Self;

    /// Judges a report.
    fn judge(&self, case: &Case<'_>, outcome: &mut Outcome);

    /// What it says, a sentence each.
    fn explain(&self) -> Vec<String>;
}

/// What is judged.
pub(crate) struct Case<'a> {
    pub(crate) report: &'a Report,
    /// When it was scanned: today, as far as the policy is concerned.
    pub(crate) today: Option<Day>,
}

impl<'a> Case<'a> {
    pub(crate) fn new(report: &'a Report) -> Self {
        Self { report, today: Day::of(&report.created_at) }
    }

    /// What it is, for people.
    pub(crate) fn place(&self) -> &'static str {
        match self.report.artifact.kind {
            ArtifactKind::ContainerImage => "container image",
            ArtifactKind::Filesystem => "file system",
            ArtifactKind::CycloneDx | ArtifactKind::Spdx | ArtifactKind::Syft => "bill of materials",
        }
    }

    /// Things of one kind, each with the target at which it was found.
    pub(crate) fn each<T>(&self, of: fn(&'a ResultSet) -> &'a [T]) -> impl Iterator<Item = (&'a ResultSet, &'a T)> + use<'a, T> {
        self.report.results.iter().flat_map(move |set| of(set).iter().map(move |item| (set, item)))
    }
}

/// What a policy has to say of a report.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) reasons: Vec<Reason>,
    pub(crate) warnings: Vec<Reason>,
}

impl Outcome {
    pub(crate) fn tell(&mut self, action: Action, reason: Reason) {
        match action {
            Action::Fail => self.reasons.push(reason),
            Action::Warn => self.warnings.push(reason),
            Action::Ignore => {}
        }
    }
}

/// What of one list, and what else of another: allowances and denials add to those that are there.
fn joined<T: Ord>(own: Option<Vec<T>>, base: Option<Vec<T>>) -> Option<Vec<T>> {
    match (own, base) {
        (Some(mut own), Some(base)) => {
            own.extend(base);
            own.sort();
            own.dedup();
            Some(own)
        }
        (own, base) => own.or(base),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed(items: impl IntoIterator<Item = impl Display>, last: &str) -> String {
    let mut items: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    match items.pop() {
        Some(end) if items.is_empty() => end,
        Some(end) => format!("{} {last} {end}", items.join(", ")),
        None => String::new(),
    }
}

/// `1 secret`, `2 secrets`.
pub(crate) fn counted(number: usize, noun: &str) -> String {
    match (number, noun.strip_suffix('y')) {
        (1, _) => format!("1 {noun}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        _ => format!("{number} {noun}s"),
    }
}
