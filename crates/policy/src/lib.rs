//! Report and policy to verdict: pure, the same report and policy always give the same answer.
//!
//! [`Policy`] says what is tolerated, and comes to a [`Verdict`].
//! [`Filter`] says which findings a report tells; [`has_findings`] whether any are left, which decides the exit code.
//! [`compliance`] holds a report against the controls of a benchmark.

pub mod compliance;
mod day;
mod explain;
mod policy;
mod rules;
mod section;
mod value;
mod verdict;

pub use explain::{Explanation, Part};
pub use policy::{Flags, Policy, PolicyError, Subject};
pub use verdict::{Counts, FoundMisconfiguration, FoundPackage, FoundSecret, FoundVulnerability, PolicyId, Reason, Verdict};

use tidewaiter_model::{CheckStatus, Report, Severity, Status};

/// Which findings are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Severities that are told.
    pub severities: Vec<Severity>,
    /// Leave out what has no fixed version.
    pub ignore_unfixed: bool,
    /// Tell what checks passed or were excepted from, too.
    pub non_failures: bool,
}

impl Default for Filter {
    fn default() -> Self {
        Self { severities: Severity::WORST_FIRST.to_vec(), ignore_unfixed: false, non_failures: false }
    }
}

impl Filter {
    /// Drops from a report what is not told.
    pub fn apply(&self, report: &mut Report) {
        for set in &mut report.results {
            set.vulnerabilities
                .retain(|v| self.severities.contains(&v.severity) && !(self.ignore_unfixed && v.status != Status::Fixed));
            set.secrets.retain(|secret| self.severities.contains(&secret.severity));
            set.misconfigurations.retain(|result| {
                self.severities.contains(&result.severity) && (self.non_failures || result.status == CheckStatus::Fail)
            });
        }
    }
}

/// Whether a report tells any finding.
#[must_use]
pub fn has_findings(report: &Report) -> bool {
    report.results.iter().any(|set| {
        let has_failed = set.misconfigurations.iter().any(|result| result.status == CheckStatus::Fail);
        has_failed || !set.vulnerabilities.is_empty() || !set.secrets.is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_model::{Artifact, ArtifactKind, Class, Coverage, ResultSet, Vulnerability};

    fn report() -> Report {
        let of = |severity, status| Vulnerability { severity, status, ..Vulnerability::default() };
        let vulnerabilities =
            vec![of(Severity::High, Status::Fixed), of(Severity::High, Status::Affected), of(Severity::Low, Status::Fixed)];
        let set = ResultSet {
            target: "x".to_owned(),
            class: Class::LangPkgs,
            kind: "x".to_owned(),
            vulnerabilities,
            ..ResultSet::default()
        };
        Report {
            engine: tidewaiter_model::Engine::native(),
            artifact: Artifact { name: "x".to_owned(), kind: ArtifactKind::Filesystem, image: None },
            os: None,
            end_of_life: None,
            results: vec![set],
            coverage: Coverage::default(),
            created_at: String::new(),
        }
    }

    #[test]
    fn only_the_asked_for_findings_stay() {
        let mut all = report();
        Filter { severities: vec![Severity::High], ignore_unfixed: true, non_failures: false }.apply(&mut all);
        assert_eq!(all.results[0].vulnerabilities.len(), 1);
        assert!(has_findings(&all));
        Filter { severities: vec![Severity::Critical], ..Filter::default() }.apply(&mut all);
        assert!(!has_findings(&all));
    }
}
