//! A report against the controls of a benchmark or a standard.
//!
//! A control fails if anything that it rests on does. It passes only if all that it rests on was looked at: a check that appears in no
//! result, a scanner that did not run, or one that could not see everything leaves it *not evaluated*.

mod spec;

pub use spec::{Spec, SpecCheck, SpecControl, SpecError, Teller};

use tidewaiter_model::{
    ArtifactKind, CheckStatus, Checked, ComplianceReport, Control, ControlStatus, Gap, Misconfiguration, Report, ResultSet,
    Secret, Severity, Vulnerability,
};

/// Which scanners ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ran {
    /// Packages were matched with advisories.
    pub vulnerabilities: bool,
    /// Secrets were looked for.
    pub secrets: bool,
}

/// Judges all controls of a spec by a report with all results, passes too, before anything is filtered.
#[must_use]
pub fn judge(report: &Report, spec: &Spec, ran: Ran) -> ComplianceReport {
    ComplianceReport {
        id: spec.id.clone(),
        title: spec.title.clone(),
        description: spec.description.clone(),
        version: spec.version.clone(),
        related_resources: spec.related_resources.clone(),
        controls: spec.controls.iter().map(|control| judge_control(report, control, ran)).collect(),
    }
}

fn judge_control(report: &Report, control: &SpecControl, ran: Ran) -> Control {
    let results: Vec<ResultSet> = report.results.iter().filter_map(|set| failing(set, control)).collect();
    let unseen = control.checks().iter().find_map(|check| unseen(report, check, ran));
    let fails_unseen = control.default_status.eq_ignore_ascii_case("fail");
    let (status, reason) = match unseen {
        _ if control.checks().is_empty() => (ControlStatus::Manual, None),
        _ if !results.is_empty() => (ControlStatus::Fail, None),
        Some(reason) if fails_unseen => (ControlStatus::Fail, Some(reason)),
        Some(reason) => (ControlStatus::NotEvaluated, Some(reason)),
        None => (ControlStatus::Pass, None),
    };
    Control {
        id: control.id.clone(),
        name: control.name.clone(),
        description: control.description.clone(),
        severity: Severity::from_word(&control.severity).unwrap_or_default(),
        default_status: control.default_status.clone(),
        status,
        reason: reason.unwrap_or_default(),
        results,
    }
}

/// What of a target fails a control.
fn failing(set: &ResultSet, control: &SpecControl) -> Option<ResultSet> {
    let severities = |of: fn(Teller) -> Option<Severity>| -> Vec<Severity> {
        control.checks().iter().map(SpecCheck::teller).filter_map(of).collect()
    };
    let bad = severities(|teller| if let Teller::Vulnerabilities(severity) = teller { Some(severity) } else { None });
    let leaked = severities(|teller| if let Teller::Secrets(severity) = teller { Some(severity) } else { None });
    let is_failure = |result: &&Misconfiguration| {
        result.status == CheckStatus::Fail && control.checks().iter().any(|check| names(check, result))
    };
    let misconfigurations: Vec<Misconfiguration> = set.misconfigurations.iter().filter(is_failure).cloned().collect();
    let secrets: Vec<Secret> = set.secrets.iter().filter(|secret| leaked.contains(&secret.severity)).cloned().collect();
    let (mut packages, mut vulnerabilities) = (Vec::new(), Vec::new());
    for found in set.vulnerabilities.iter().filter(|found| bad.contains(&found.severity)) {
        if let Some(package) = set.packages.get(found.package) {
            vulnerabilities.push(Vulnerability { package: packages.len(), ..found.clone() });
            packages.push(package.clone());
        }
    }
    let has_any = !misconfigurations.is_empty() || !secrets.is_empty() || !vulnerabilities.is_empty();
    let checked = set.checked.map(|_| Checked::of(&misconfigurations));
    has_any.then(|| ResultSet {
        target: set.target.clone(),
        class: set.class,
        kind: set.kind.clone(),
        evr: set.evr,
        packages,
        vulnerabilities,
        secrets,
        misconfigurations,
        checked,
    })
}

fn names(check: &SpecCheck, result: &Misconfiguration) -> bool {
    check.is_called(&result.id) || result.aliases.iter().any(|alias| check.is_called(alias))
}

/// Why it cannot be said that nothing fails a check; `None` if it can.
fn unseen(report: &Report, check: &SpecCheck, ran: Ran) -> Option<String> {
    let gap = |is_one: fn(&Gap) -> bool| report.coverage.gaps.iter().any(is_one);
    match check.teller() {
        Teller::Vulnerabilities(_) if !ran.vulnerabilities => {
            Some("vulnerabilities were not looked for in all packages".to_owned())
        }
        Teller::Vulnerabilities(_) if gap(|gap| gap.leaves_unjudged() && !matches!(gap, Gap::UnusableRules { .. })) => {
            Some("not all packages could be judged".to_owned())
        }
        // A bill of materials holds no files.
        Teller::Secrets(_) if !ran.secrets || is_bill(report) => Some("secrets were not looked for".to_owned()),
        Teller::Secrets(_) if gap(|gap| matches!(gap, Gap::Unreadable { .. } | Gap::UnusableRules { .. })) => {
            Some("not all files could be looked through".to_owned())
        }
        Teller::Check => unchecked(report, check),
        _ => None,
    }
}

fn is_bill(report: &Report) -> bool {
    !matches!(report.artifact.kind, ArtifactKind::ContainerImage | ArtifactKind::Filesystem)
}

/// A check is seen if it has results, and all files of their kinds could be read.
fn unchecked(report: &Report, check: &SpecCheck) -> Option<String> {
    let is_seen = |set: &&ResultSet| set.misconfigurations.iter().any(|result| names(check, result));
    let kinds: Vec<&str> = report.results.iter().filter(is_seen).map(|set| set.kind.as_str()).collect();
    if kinds.is_empty() {
        return Some(format!("nothing was found that {} is about", check.id));
    }
    let unread = report.coverage.problems.iter().find(|problem| kinds.contains(&problem.origin.as_str()))?;
    Some(format!("{} could not be checked in full", unread.path))
}

#[cfg(test)]
mod tests;
