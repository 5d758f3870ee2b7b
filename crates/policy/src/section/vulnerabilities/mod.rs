//! `[vulnerabilities]`: how many of which are tolerated, and which never or always are.

mod exception;
mod judge;

use super::{Case, Outcome, Section, joined, listed};
use crate::value::{Action, BySeverity, Limit, Share};
use exception::{Allowance, Denial};
use serde::{Deserialize, Serialize};
use tidewaiter_model::Severity;

/// The most that is tolerated of each severity.
pub(crate) type Limits = BySeverity<Limit>;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Vulnerabilities {
    #[serde(default)]
    pub(crate) limits: Limits,
    /// Those without a fixed version do not count.
    pub(crate) only_fixable: Option<bool>,
    /// Days after its publication within which one does not count.
    #[serde(default)]
    pub(crate) grace_days: BySeverity<u32>,
    /// What CISA lists as exploited.
    pub(crate) known_exploited: Option<Action>,
    /// From which probability of exploitation on one always fails.
    pub(crate) epss: Option<Share>,
    pub(crate) allow: Option<Vec<Allowance>>,
    pub(crate) deny: Option<Vec<Denial>>,
}

impl Vulnerabilities {
    fn limit(&self, severity: Severity) -> Option<u64> {
        self.limits.of(severity).and_then(|limit| limit.0)
    }

    fn likely_from(&self) -> Option<f64> {
        self.epss.and_then(|share| share.0)
    }

    /// In an order that does not hang on the file's.
    pub(crate) fn sort(&mut self) {
        if let Some(allow) = &mut self.allow {
            allow.sort();
            allow.dedup();
        }
        if let Some(deny) = &mut self.deny {
            deny.sort();
            deny.dedup();
        }
    }
}

impl Section for Vulnerabilities {
    fn over(self, base: Self) -> Self {
        Self {
            limits: self.limits.over(base.limits),
            only_fixable: self.only_fixable.or(base.only_fixable),
            grace_days: self.grace_days.over(base.grace_days),
            known_exploited: self.known_exploited.or(base.known_exploited),
            epss: self.epss.or(base.epss),
            allow: joined(self.allow, base.allow),
            deny: joined(self.deny, base.deny),
        }
    }

    fn judge(&self, case: &Case<'_>, outcome: &mut Outcome) {
        judge::judge(self, case, outcome);
    }

    fn explain(&self) -> Vec<String> {
        let mut told: Vec<String> = Severity::WORST_FIRST.into_iter().filter_map(|severity| self.told_limit(severity)).collect();
        told.extend(self.only_fixable.map(|only| match only {
            true => "Vulnerabilities without a fixed version do not count towards these limits.".to_owned(),
            false => "Vulnerabilities without a fixed version count, too.".to_owned(),
        }));
        told.extend(Severity::WORST_FIRST.into_iter().filter_map(|severity| {
            let name = name(severity);
            Some(match self.grace_days.of(severity)? {
                0 => format!("Vulnerabilities of {name} severity count from the day of their publication on."),
                days => format!("Vulnerabilities of {name} severity do not count until {days} days after their publication."),
            })
        }));
        told.extend(self.known_exploited.map(|action| match action {
            Action::Fail => "A vulnerability that is known to be exploited (CISA's list) always fails.".to_owned(),
            Action::Warn => "Of vulnerabilities that are known to be exploited (CISA's list) a warning tells.".to_owned(),
            Action::Ignore => "Whether a vulnerability is known to be exploited makes no difference.".to_owned(),
        }));
        told.extend(self.epss.map(|share| match share.0 {
            Some(from) => format!(
                "A vulnerability always fails if it is exploited within 30 days with a probability of {from} or more (EPSS)."
            ),
            None => "How likely a vulnerability is to be exploited makes no difference.".to_owned(),
        }));
        told.extend(self.deny.iter().flatten().map(Denial::explain));
        told.extend(self.allow.iter().flatten().map(Allowance::explain));
        told
    }
}

impl Vulnerabilities {
    fn told_limit(&self, severity: Severity) -> Option<String> {
        let name = name(severity);
        Some(match self.limits.of(severity)?.0 {
            Some(0) => format!("No vulnerability of {name} severity is tolerated."),
            Some(1) => format!("One vulnerability of {name} severity is tolerated, and no more."),
            Some(most) => format!("Up to {most} vulnerabilities of {name} severity are tolerated."),
            None => format!("Any number of vulnerabilities of {name} severity is tolerated."),
        })
    }
}

/// A severity within a sentence.
fn name(severity: Severity) -> String {
    severity.as_str().to_ascii_lowercase()
}

/// `2 high, 5 medium and 1 low`; those that are none are left out.
fn counts(severities: &[Severity]) -> String {
    let count = |severity: Severity| severities.iter().filter(|other| **other == severity).count();
    let counts = Severity::WORST_FIRST.into_iter().map(|severity| (count(severity), name(severity)));
    listed(counts.filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}")), "and")
}
