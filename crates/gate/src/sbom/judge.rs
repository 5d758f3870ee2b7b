//! From the text of a bill of materials to what our advisories and the flags say of it.

use super::advisories::AdvisorySource;
use super::{Settings, name};
use tidewaiter_advisory::matching::SeverityOrder;
use tidewaiter_image::{Limits, WalkOptions};
use tidewaiter_inventory::{SbomFormat, read_sbom};
use tidewaiter_model::Report;
use tidewaiter_policy::{Flags, Policy, Reason, Subject, Verdict};
use tidewaiter_scan::{Request, ScanError, Scanners, Skip, scan_sbom};

/// What it is called in problems of its own.
const NAME: &str = "sbom";
/// How much of a reader's complaint is repeated.
const MAX_REASON: usize = 200;
/// How many of its complaints are.
const MAX_PROBLEMS: usize = 5;

/// A bill of materials that could be read.
pub(super) struct Judged {
    pub(super) format: SbomFormat,
    /// What it lists.
    pub(super) components: usize,
    /// What of it names itself by a package URL, and can be matched.
    pub(super) dependencies: usize,
    /// What of it could not be read, the beginning.
    problems: Vec<String>,
    /// What the advisories say; nothing if they were not asked.
    pub(super) verdict: Option<Verdict>,
}

/// Why there is no judgement.
pub(super) enum Refused {
    /// It is no bill of materials that is taken. Whose fault: the caller's, who is told.
    Broken(String),
    /// We failed. The cause is in the log.
    Failed,
}

impl Judged {
    /// How many vulnerabilities, of any severity.
    pub(super) fn vulnerabilities(&self) -> usize {
        let counts = self.verdict.as_ref().map(|verdict| verdict.counts).unwrap_or_default();
        [counts.critical, counts.high, counts.medium, counts.low, counts.unknown].into_iter().sum()
    }

    /// What people should know beside the counts.
    pub(super) fn notes(&self) -> impl Iterator<Item = String> {
        let warnings = self.verdict.iter().flat_map(|verdict| &verdict.warnings);
        let warnings = warnings.filter(|reason| reason.code != "tolerated-vulnerabilities").map(sentence);
        warnings.chain(self.problems.iter().map(|problem| format!("SBOM: {problem}")))
    }
}

/// A reason with its notes.
pub(super) fn sentence(reason: &Reason) -> String {
    if reason.notes.is_empty() { reason.message.clone() } else { format!("{}: {}", reason.message, reason.notes.join("; ")) }
}

/// Reads, matches unless there is nothing to match against, and judges.
pub(super) fn judge(
    text: &str,
    flags: Flags,
    settings: &Settings,
    advisories: Option<&dyn AdvisorySource>,
    now: u64,
) -> Result<Judged, Refused> {
    let (format, facts) = read_sbom(NAME, text.as_bytes()).map_err(|error| broken(&error.to_string()))?;
    if !settings.formats.contains(&format) {
        let allowed: Vec<_> = settings.formats.iter().copied().map(name).collect();
        return Err(broken(&format!("SBOM format {} is not allowed, only {}", name(format), allowed.join(", "))));
    }
    let components = facts.packages.len();
    let dependencies = facts.packages.iter().filter(|package| package.purl.is_some()).count();
    let verdict = match advisories {
        Some(advisories) => Some(Policy::from(flags).judge(&scan(text, settings, advisories, now)?, &Subject::default())),
        None => None,
    };
    let problems = facts.problems.iter().take(MAX_PROBLEMS).map(|problem| cut(&problem.message)).collect();
    Ok(Judged { format, components, dependencies, problems, verdict })
}

fn scan(text: &str, settings: &Settings, advisories: &dyn AdvisorySource, now: u64) -> Result<Report, Refused> {
    let skip = Skip::new(&[], &[]).map_err(|_| Refused::Failed)?;
    let limits = Limits::default();
    let request = Request {
        scanners: Scanners { packages: true, secrets: None, checks: None },
        baseline: None,
        skip: &skip,
        cache: None,
        render: None,
        walk: WalkOptions { limits: &limits, verify_diff_ids: false, stop: None },
        threads: 1,
        severity: &SeverityOrder::Auto,
        os_packages: true,
        library_packages: true,
        dev_packages: false,
        max_age_days: settings.max_database_age_days,
        now,
    };
    let mut outcome = None;
    advisories.lend(&mut |advisories| outcome = Some(scan_sbom(NAME, text.as_bytes(), &request, advisories)));
    match outcome {
        Some(Ok(report)) => Ok(report),
        Some(Err(ScanError::Sbom(error))) => Err(broken(&error.to_string())),
        Some(Err(error)) => {
            tracing::error!(error = &error as &dyn std::error::Error, "a bill of materials could not be judged");
            Err(Refused::Failed)
        }
        None => Err(Refused::Failed),
    }
}

fn broken(reason: &str) -> Refused {
    Refused::Broken(cut(reason))
}

fn cut(text: &str) -> String {
    text.chars().take(MAX_REASON).collect()
}
