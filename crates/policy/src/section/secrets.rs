//! `[secrets]`: which secrets are tolerated.

use super::{Case, Outcome, Section, counted, listed};
use crate::value::{Level, Patterns, any_matches};
use crate::{FoundSecret, Reason};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use tidewaiter_model::{ResultSet, Secret, Severity};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Secrets {
    /// Severities of secrets that fail; an empty list for none.
    pub(crate) fail_severities: Option<BTreeSet<Level>>,
    /// Rules whose secrets fail, whatever their severity.
    pub(crate) fail_rules: Option<Patterns>,
    /// Rules whose secrets do not fail, unless `fail-rules` names them, too.
    pub(crate) tolerate_rules: Option<Patterns>,
}

impl Secrets {
    fn fails(&self, secret: &Secret) -> bool {
        let is_bad = self.fail_severities.as_ref().is_some_and(|levels| levels.contains(&Level(secret.severity)));
        any_matches(self.fail_rules.as_ref(), &secret.rule_id)
            || is_bad && !any_matches(self.tolerate_rules.as_ref(), &secret.rule_id)
    }
}

impl Section for Secrets {
    fn over(self, base: Self) -> Self {
        Self {
            fail_severities: self.fail_severities.or(base.fail_severities),
            fail_rules: self.fail_rules.or(base.fail_rules),
            tolerate_rules: self.tolerate_rules.or(base.tolerate_rules),
        }
    }

    fn judge(&self, case: &Case<'_>, outcome: &mut Outcome) {
        let (failing, passing): (Vec<_>, Vec<_>) = case.each(|set| &set.secrets).partition(|(_, secret)| self.fails(secret));
        if !failing.is_empty() {
            let reason = Reason::new("secrets", Severity::Critical, format!("Secrets found in {}", case.place()));
            outcome.reasons.push(Reason { secrets: told(failing), ..reason });
        }
        if let Some(worst) = passing.iter().map(|(_, secret)| secret.severity).max() {
            let are = if passing.len() == 1 { "is" } else { "are" };
            let message = format!("{} {are} tolerated", counted(passing.len(), "secret"));
            outcome.warnings.push(Reason { secrets: told(passing), ..Reason::new("tolerated-secrets", worst, message) });
        }
    }

    fn explain(&self) -> Vec<String> {
        let mut told = Vec::new();
        told.extend(self.fail_severities.as_ref().map(|levels| match levels.len() {
            0 => "Secrets of any severity are tolerated.".to_owned(),
            5 => "No secret is tolerated.".to_owned(),
            _ => {
                let names = levels.iter().rev().map(|level| level.0.as_str().to_ascii_lowercase());
                format!("No secret of {} severity is tolerated.", listed(names, "or"))
            }
        }));
        told.extend(
            self.tolerate_rules
                .as_ref()
                .filter(|rules| !rules.is_empty())
                .map(|rules| format!("Secrets found by {} are tolerated.", listed(rules.iter().map(|rule| rule.as_str()), "or"))),
        );
        told.extend(
            self.fail_rules
                .as_ref()
                .filter(|rules| !rules.is_empty())
                .map(|rules| format!("Secrets found by {} always fail.", listed(rules.iter().map(|rule| rule.as_str()), "or"))),
        );
        told
    }
}

/// Worst first.
fn told(secrets: Vec<(&ResultSet, &Secret)>) -> Vec<FoundSecret> {
    let mut told: Vec<FoundSecret> = secrets.into_iter().map(|(set, secret)| tell(&set.target, secret)).collect();
    told.sort_by(|a, b| (Reverse(a.severity), a).cmp(&(Reverse(b.severity), b)));
    told.dedup();
    told
}

fn tell(target: &str, secret: &Secret) -> FoundSecret {
    FoundSecret {
        kind: secret.rule_id.clone(),
        severity: secret.severity,
        matched: secret.matched.trim().to_owned(),
        // What stands in the configuration stands in no file.
        file: secret.place.clone().unwrap_or_else(|| target.to_owned()),
        line: secret.start_line,
    }
}
