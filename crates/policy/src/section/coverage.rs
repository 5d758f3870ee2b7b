//! `[coverage]`: what follows when a report does not say all that there is to say.

use super::{Case, Outcome, Section, counted};
use crate::Reason;
use crate::day::Day;
use crate::value::{Action, Limit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use tidewaiter_model::{Gap, Severity};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Coverage {
    /// Not everything could be judged.
    pub(crate) incomplete: Option<Action>,
    /// Nobody tracks new vulnerabilities of the system's release any more.
    pub(crate) end_of_life: Option<Action>,
    /// The advisories are older than `max-database-age-days`.
    pub(crate) outdated_database: Option<Action>,
    pub(crate) max_database_age_days: Option<Limit>,
}

impl Section for Coverage {
    fn over(self, base: Self) -> Self {
        Self {
            incomplete: self.incomplete.or(base.incomplete),
            end_of_life: self.end_of_life.or(base.end_of_life),
            outdated_database: self.outdated_database.or(base.outdated_database),
            max_database_age_days: self.max_database_age_days.or(base.max_database_age_days),
        }
    }

    fn judge(&self, case: &Case<'_>, outcome: &mut Outcome) {
        let tells = [
            (self.incomplete, incomplete(case)),
            (self.end_of_life, end_of_life(case)),
            (self.outdated_database, self.outdated(case)),
        ];
        // Whoever chose that engine knows it; where it matters, a policy for another engine says so.
        outcome.warnings.extend(unsought(case));
        for (action, reason) in tells {
            if let Some(reason) = reason {
                outcome.tell(action.unwrap_or_default(), reason);
            }
        }
    }

    fn explain(&self) -> Vec<String> {
        let told = |action: Option<Action>, when: &str| {
            Some(match action? {
                Action::Fail => format!("It fails when {when}."),
                Action::Warn => format!("A warning tells when {when}."),
                Action::Ignore => format!("It makes no difference when {when}."),
            })
        };
        let age = self.max_database_age_days.map(|limit| match limit.0 {
            Some(1) => "Advisories are outdated after a day.".to_owned(),
            Some(days) => format!("Advisories are outdated after {days} days."),
            None => "Advisories are never outdated.".to_owned(),
        });
        [
            told(self.incomplete, "something could not be judged"),
            told(self.end_of_life, "the system is past its end of life"),
            age,
            told(self.outdated_database, "the advisories are outdated"),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

fn incomplete(case: &Case<'_>) -> Option<Reason> {
    let gaps = &case.report.coverage.gaps;
    let notes: Vec<String> = gaps.iter().filter_map(told).collect();
    let message = format!("Not everything in the {} could be judged", case.place());
    (!notes.is_empty()).then(|| Reason { notes, ..Reason::new("incomplete", Severity::High, message) })
}

/// What the engine never looks for.
fn unsought(case: &Case<'_>) -> Option<Reason> {
    let notes = case.report.coverage.gaps.iter().filter_map(|gap| match gap {
        Gap::Unsought { engine, what } => Some(format!("{engine} does not look for {what}")),
        _ => None,
    });
    let notes: Vec<String> = notes.collect();
    let message = format!("Not everything was looked for in the {}", case.place());
    (!notes.is_empty()).then(|| Reason { notes, ..Reason::new("not-looked-for", Severity::Medium, message) })
}

/// What a gap leaves unjudged. Why it does so may name places of the gate's own, which are nobody else's affair.
fn told(gap: &Gap) -> Option<String> {
    Some(match gap {
        Gap::UnknownOs { packages } => format!("it is not known whose {} are", counted(*packages, "system package")),
        Gap::UnsupportedOs { os, packages } => format!("no advisories speak of {os}: {}", counted(*packages, "package")),
        Gap::UnknownRelease { os, packages, .. } => {
            format!("the advisories do not know {os}: {}", counted(*packages, "package"))
        }
        Gap::MissingShard { ecosystem, packages, .. } => {
            format!("the advisories for {ecosystem} are missing: {}", counted(*packages, "package"))
        }
        Gap::MissingRatings { .. } => "ratings are missing, so severities may be unknown".to_owned(),
        Gap::Unreadable { files } => format!("{} could not be read in full", counted(*files, "file")),
        Gap::UnusableRules { rules } => format!("{} could not be used", counted(*rules, "rule")),
        // Told for itself, by rules of its own.
        Gap::EndOfLife { .. } | Gap::OutdatedShard { .. } => return None,
        // Told for itself, in a warning.
        Gap::Unsought { .. } => return None,
        // They leave nothing out.
        Gap::Unadvised { .. } | Gap::Unversioned { .. } => return None,
    })
}

fn end_of_life(case: &Case<'_>) -> Option<Reason> {
    let ended = case.report.coverage.gaps.iter().find_map(|gap| match gap {
        Gap::EndOfLife { os, since } => Some(format!("{os} ended on {since}")),
        _ => None,
    });
    let system = case.report.os.as_ref().map(|os| format!("{} {}", os.family, os.version).trim_end().to_owned());
    let note = ended.or_else(|| system.filter(|_| case.report.end_of_life == Some(true)))?;
    let message = format!("The operating system in the {} is past its end of life", case.place());
    Some(Reason { notes: vec![note], ..Reason::new("end-of-life", Severity::High, message) })
}

impl Coverage {
    fn outdated(&self, case: &Case<'_>) -> Option<Reason> {
        let most = self.max_database_age_days?.0?;
        let mut ages: BTreeMap<&str, i64> = BTreeMap::new();
        for gap in &case.report.coverage.gaps {
            if let Gap::OutdatedShard { ecosystem, days } = gap {
                ages.insert(ecosystem, i64::try_from(*days).unwrap_or(i64::MAX));
            }
        }
        for shard in &case.report.coverage.shards {
            if let Some((today, built)) = case.today.zip(Day::of(&shard.built)) {
                ages.insert(&shard.ecosystem, today.since(built));
            }
        }
        let old = ages.into_iter().filter(|(_, days)| u64::try_from(*days).is_ok_and(|days| days > most));
        let notes: Vec<String> = old.map(|(name, days)| format!("{name}: {days} days old")).collect();
        let message = "Vulnerability database is outdated".to_owned();
        (!notes.is_empty()).then(|| Reason { notes, ..Reason::new("outdated-database", Severity::Medium, message) })
    }
}
