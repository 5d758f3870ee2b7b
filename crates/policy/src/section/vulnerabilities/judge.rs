//! Vulnerabilities against their rules.
//!
//! Denied ones, exploited ones and likely ones fail whatever else is so. An allowance takes one out of all the rest, and of those
//! two only if it says so. What is left counts towards its severity's limit, unless it has no fix or is too young.

use super::{Allowance, Vulnerabilities, counts, name};
use crate::day::Day;
use crate::section::{Case, Outcome, counted};
use crate::value::Action;
use crate::{FoundVulnerability, Reason};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use tidewaiter_model::{Package, Severity, Status, Vulnerability};

/// One vulnerability in its package.
#[derive(Clone, Copy)]
struct Finding<'a> {
    found: &'a Vulnerability,
    package: Option<&'a Package>,
    /// Whether it fails whatever the limits are.
    fails: bool,
}

/// The findings by what they come to; one may come to several things.
#[derive(Default)]
struct Sorted<'a> {
    denied: Vec<Finding<'a>>,
    exploited: Vec<Finding<'a>>,
    likely: Vec<Finding<'a>>,
    allowed: Vec<Finding<'a>>,
    /// By what they are allowed.
    allowances: BTreeSet<&'a Allowance>,
    counting: Vec<Finding<'a>>,
    /// Neither allowed nor counting nor failing.
    passing: Vec<Severity>,
}

pub(super) fn judge(rules: &Vulnerabilities, case: &Case<'_>, outcome: &mut Outcome) {
    let findings: Vec<Finding<'_>> = case
        .each(|set| &set.vulnerabilities)
        .map(|(set, found)| Finding { found, package: set.packages.get(found.package), fails: false })
        .collect();
    let mut sorted = sort(rules, &findings, case.today);
    limits(rules, case, &mut sorted, outcome);
    fixed_rules(rules, case, &sorted, outcome);
    tolerated(&sorted, outcome);
    allowances(rules, case.today, &findings, outcome);
}

fn sort<'a>(rules: &'a Vulnerabilities, findings: &[Finding<'a>], today: Option<Day>) -> Sorted<'a> {
    let mut sorted = Sorted::default();
    for finding in findings {
        let Finding { found, package, .. } = *finding;
        let is_denied = rules.deny.iter().flatten().any(|denial| denial.names(found, package));
        let is_exploited = found.exploited.is_some();
        let is_likely = rules.likely_from().is_some_and(|from| found.epss.is_some_and(|epss| epss.probability >= from));
        let always_fails = is_likely || is_exploited && rules.known_exploited == Some(Action::Fail);
        let allows = |allowance: &&Allowance| {
            allowance.names(found, package) && allowance.holds_on(today) && (allowance.even_if_exploited || !always_fails)
        };
        if is_denied {
            sorted.denied.push(*finding);
        } else if let Some(allowance) = rules.allow.iter().flatten().find(allows) {
            sorted.allowed.push(*finding);
            sorted.allowances.insert(allowance);
            continue;
        }
        if is_exploited {
            sorted.exploited.push(*finding);
        }
        if is_likely {
            sorted.likely.push(*finding);
        }
        if counts_towards_limit(rules, found, today) {
            sorted.counting.push(Finding { fails: is_denied || always_fails, ..*finding });
        } else if !is_denied && !always_fails {
            sorted.passing.push(found.severity);
        }
    }
    sorted
}

fn counts_towards_limit(rules: &Vulnerabilities, found: &Vulnerability, today: Option<Day>) -> bool {
    let is_fixable = found.status == Status::Fixed || !found.fixed_version.is_empty();
    if rules.only_fixable == Some(true) && !is_fixable {
        return false;
    }
    let Some(grace) = rules.grace_days.of(found.severity).copied().filter(|days| *days > 0) else { return true };
    let published = found.published.as_deref().and_then(Day::of);
    // Of what nobody knows the age is nothing forgiven.
    let age = today.zip(published).map(|(today, published)| today.since(published));
    age.is_none_or(|age| age >= i64::from(grace))
}

/// Counting findings of severities within their limits are moved to the tolerated ones.
fn limits(rules: &Vulnerabilities, case: &Case<'_>, sorted: &mut Sorted<'_>, outcome: &mut Outcome) {
    for severity in Severity::WORST_FIRST {
        let of: Vec<Finding<'_>> = sorted.counting.iter().filter(|finding| finding.found.severity == severity).copied().collect();
        match rules.limit(severity) {
            Some(most) if of.len() as u64 > most => {
                let code = format!("{}-vulnerabilities", name(severity));
                let message = over(severity, most, case.place());
                outcome.reasons.push(Reason { vulnerabilities: told(&of), ..Reason::new(&code, severity, message) });
            }
            _ => sorted.passing.extend(of.iter().filter(|finding| !finding.fails).map(|finding| finding.found.severity)),
        }
    }
}

fn over(severity: Severity, most: u64, place: &str) -> String {
    let what = match severity {
        Severity::Critical => "critical vulnerabilities",
        Severity::High => "high-severity vulnerabilities",
        Severity::Medium => "medium-severity vulnerabilities",
        Severity::Low => "low-severity vulnerabilities",
        Severity::Unknown => "vulnerabilities of unknown severity",
    };
    if most > 0 {
        return format!("More than {most} {what} found in {place}");
    }
    let (first, rest) = what.split_at(1);
    format!("{}{rest} found in {place}", first.to_ascii_uppercase())
}

fn fixed_rules(rules: &Vulnerabilities, case: &Case<'_>, sorted: &Sorted<'_>, outcome: &mut Outcome) {
    let place = case.place();
    let reason = |code: &str, what: &str, of: &[Finding<'_>]| Reason {
        vulnerabilities: told(of),
        ..Reason::new(code, Severity::Critical, format!("{what} found in {place}"))
    };
    if !sorted.denied.is_empty() {
        outcome.reasons.push(reason("denied-vulnerabilities", "Denied vulnerabilities", &sorted.denied));
    }
    if !sorted.exploited.is_empty() {
        let known = reason("known-exploited", "Known exploited vulnerabilities", &sorted.exploited);
        outcome.tell(rules.known_exploited.unwrap_or_default(), known);
    }
    if !sorted.likely.is_empty() {
        outcome.reasons.push(reason("likely-exploited", "Vulnerabilities that are likely to be exploited", &sorted.likely));
    }
}

fn tolerated(sorted: &Sorted<'_>, outcome: &mut Outcome) {
    let passing = &sorted.passing;
    if let Some(worst) = passing.iter().max() {
        let are = if passing.len() == 1 { "is" } else { "are" };
        let message = format!("{} {are} tolerated: {}", counted(passing.len(), "vulnerability"), counts(passing));
        outcome.warnings.push(Reason::new("tolerated-vulnerabilities", *worst, message));
    }
    if let Some(worst) = sorted.allowed.iter().map(|finding| finding.found.severity).max() {
        let are = if sorted.allowed.len() == 1 { "is" } else { "are" };
        let message = format!("{} {are} allowed by name", counted(sorted.allowed.len(), "vulnerability"));
        let allowed = Reason::new("allowed-vulnerabilities", worst, message);
        let notes = sorted.allowances.iter().map(|allowance| allowance.explain()).collect();
        outcome.warnings.push(Reason { vulnerabilities: told(&sorted.allowed), notes, ..allowed });
    }
}

/// Tells of allowances whose time is over, and of those that nothing needs.
fn allowances(rules: &Vulnerabilities, today: Option<Day>, findings: &[Finding<'_>], outcome: &mut Outcome) {
    for allowance in rules.allow.iter().flatten() {
        let of: Vec<Finding<'_>> =
            findings.iter().filter(|finding| allowance.names(finding.found, finding.package)).copied().collect();
        let subject = allowance.subject();
        let warning = match (allowance.expires, of.is_empty()) {
            (_, true) => Reason::new("unused-allowance", Severity::Low, format!("The allowance of {subject} matches nothing")),
            (Some(last), _) if !allowance.holds_on(today) => {
                let message = format!("The allowance of {subject} ended on {last}, so it counts again");
                Reason { vulnerabilities: told(&of), ..Reason::new("expired-allowance", Severity::Medium, message) }
            }
            _ => continue,
        };
        outcome.warnings.push(warning);
    }
}

/// Worst first; the same vulnerability in the same package is told once, however many files hold it.
fn told(findings: &[Finding<'_>]) -> Vec<FoundVulnerability> {
    let mut told: Vec<FoundVulnerability> = findings.iter().map(tell).collect();
    told.sort_by(|a, b| (Reverse(a.severity), a).cmp(&(Reverse(b.severity), b)));
    told.dedup();
    told
}

fn tell(finding: &Finding<'_>) -> FoundVulnerability {
    let Finding { found, package, .. } = *finding;
    FoundVulnerability {
        id: found.id.clone(),
        severity: found.severity,
        package: package.map(|package| package.name.clone()).unwrap_or_default(),
        installed_version: package.map(|package| package.version.clone()).unwrap_or_default(),
        fixed_version: found.fixed_version.clone(),
        description: line(if found.title.is_empty() { &found.description } else { &found.title }),
    }
}

/// The beginning of a text, in one line.
fn line(text: &str) -> String {
    const MOST: usize = 200;
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.chars().count() + word.chars().count() > MOST {
            line.push('…');
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}
