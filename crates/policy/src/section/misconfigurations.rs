//! `[misconfigurations]`: which failed checks are tolerated.

use super::{Case, Outcome, Section, counted, listed};
use crate::value::{Level, Patterns, any_matches};
use crate::{FoundMisconfiguration, Reason};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use tidewaiter_model::{CheckStatus, Misconfiguration, ResultSet};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Misconfigurations {
    /// Severities of checks that must not fail; an empty list for none.
    pub(crate) fail_severities: Option<BTreeSet<Level>>,
    /// Checks, by id or alias, that must not fail, whatever their severity.
    pub(crate) fail_ids: Option<Patterns>,
    /// Checks that may fail, unless `fail-ids` names them, too.
    pub(crate) tolerate_ids: Option<Patterns>,
}

impl Misconfigurations {
    fn fails(&self, found: &Misconfiguration) -> bool {
        let names = |patterns: Option<&Patterns>| {
            any_matches(patterns, &found.id) || found.aliases.iter().any(|alias| any_matches(patterns, alias))
        };
        let is_bad = self.fail_severities.as_ref().is_some_and(|levels| levels.contains(&Level(found.severity)));
        names(self.fail_ids.as_ref()) || is_bad && !names(self.tolerate_ids.as_ref())
    }
}

impl Section for Misconfigurations {
    fn over(self, base: Self) -> Self {
        Self {
            fail_severities: self.fail_severities.or(base.fail_severities),
            fail_ids: self.fail_ids.or(base.fail_ids),
            tolerate_ids: self.tolerate_ids.or(base.tolerate_ids),
        }
    }

    fn judge(&self, case: &Case<'_>, outcome: &mut Outcome) {
        let failed = failed(case);
        let (failing, passing): (Vec<_>, Vec<_>) = failed.partition(|(_, found)| self.fails(found));
        if let Some(worst) = failing.iter().map(|(_, found)| found.severity).max() {
            let reason = Reason::new("misconfigurations", worst, format!("Misconfigurations found in {}", case.place()));
            outcome.reasons.push(Reason { misconfigurations: told(failing), ..reason });
        }
        if let Some(worst) = passing.iter().map(|(_, found)| found.severity).max() {
            let are = if passing.len() == 1 { "is" } else { "are" };
            let message = format!("{} {are} tolerated", counted(passing.len(), "misconfiguration"));
            outcome.warnings.push(Reason::new("tolerated-misconfigurations", worst, message));
        }
    }

    fn explain(&self) -> Vec<String> {
        let mut told = Vec::new();
        told.extend(self.fail_severities.as_ref().map(|levels| match levels.len() {
            0 => "Failed checks of configurations are tolerated, whatever their severity.".to_owned(),
            5 => "No failed check of a configuration is tolerated.".to_owned(),
            _ => {
                let names = levels.iter().rev().map(|level| level.0.as_str().to_ascii_lowercase());
                format!("No failed check of {} severity is tolerated.", listed(names, "or"))
            }
        }));
        let named = |ids: &Option<Patterns>, one: &str, several: &str| {
            let ids = ids.as_ref().filter(|ids| !ids.is_empty())?;
            let names = listed(ids.iter().map(|id| id.as_str().to_ascii_uppercase()), "and");
            Some(format!("{names} {}", if ids.len() == 1 { one } else { several }))
        };
        told.extend(named(&self.tolerate_ids, "is tolerated to fail.", "are tolerated to fail."));
        told.extend(named(&self.fail_ids, "must not fail.", "must not fail."));
        told
    }
}

/// Every failed check, tolerated or not.
pub(crate) fn all(case: &Case<'_>) -> Vec<FoundMisconfiguration> {
    told(failed(case).collect())
}

fn failed<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a ResultSet, &'a Misconfiguration)> + use<'a> {
    case.each(|set| &set.misconfigurations).filter(|(_, found)| found.status == CheckStatus::Fail)
}

/// Worst first.
fn told(found: Vec<(&ResultSet, &Misconfiguration)>) -> Vec<FoundMisconfiguration> {
    let mut told: Vec<FoundMisconfiguration> = found.into_iter().map(|(set, found)| tell(&set.target, found)).collect();
    told.sort_by(|a, b| (Reverse(a.severity), a).cmp(&(Reverse(b.severity), b)));
    told.dedup();
    told
}

fn tell(target: &str, found: &Misconfiguration) -> FoundMisconfiguration {
    FoundMisconfiguration {
        id: found.id.clone(),
        severity: found.severity,
        title: found.title.clone(),
        message: found.message.clone(),
        resolution: found.resolution.clone(),
        file: target.to_owned(),
    }
}
