//! All parts of a policy together, and how one set of rules stands over another.

use crate::policy::Flags;
use crate::section::{Case, Coverage, Image, Licenses, Limits, Misconfigurations, Outcome, Secrets, Section, Vulnerabilities};
use crate::value::{Action, Level, Limit};
use serde::{Deserialize, Serialize};
use tidewaiter_model::Severity;

/// What a policy says, or what it says of some artifacts in place of that.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Rules {
    pub(crate) vulnerabilities: Vulnerabilities,
    pub(crate) secrets: Secrets,
    pub(crate) misconfigurations: Misconfigurations,
    pub(crate) licenses: Licenses,
    pub(crate) image: Image,
    pub(crate) coverage: Coverage,
}

impl Rules {
    /// What counts where a file says nothing.
    pub(crate) fn of(flags: Flags) -> Self {
        let most = |fails: bool| Some(Limit(fails.then_some(0)));
        let limits = Limits {
            critical: most(flags.fail_on_critical),
            high: most(flags.fail_on_high),
            medium: most(false),
            low: most(false),
            unknown: most(false),
        };
        let levels = |fails: bool| Severity::WORST_FIRST.into_iter().filter(move |_| fails).map(Level).collect();
        let closed = if flags.strict { Action::Fail } else { Action::Warn };
        Self {
            vulnerabilities: Vulnerabilities { limits, known_exploited: Some(Action::Warn), ..Vulnerabilities::default() },
            secrets: Secrets { fail_severities: Some(levels(flags.fail_on_secrets)), ..Secrets::default() },
            misconfigurations: Misconfigurations { fail_severities: Some(levels(false)), ..Misconfigurations::default() },
            licenses: Licenses::default(),
            image: Image { unverified_layers: Some(Action::Ignore), ..Image::default() },
            coverage: Coverage {
                incomplete: Some(closed),
                end_of_life: Some(Action::Warn),
                outdated_database: Some(closed),
                max_database_age_days: Some(Limit(Some(flags.max_database_age_days))),
            },
        }
    }

    /// What this says, and where it says nothing, what `base` says.
    pub(crate) fn over(self, base: Self) -> Self {
        Self {
            vulnerabilities: self.vulnerabilities.over(base.vulnerabilities),
            secrets: self.secrets.over(base.secrets),
            misconfigurations: self.misconfigurations.over(base.misconfigurations),
            licenses: self.licenses.over(base.licenses),
            image: self.image.over(base.image),
            coverage: self.coverage.over(base.coverage),
        }
    }

    pub(crate) fn judge(&self, case: &Case<'_>) -> Outcome {
        let mut outcome = Outcome::default();
        self.vulnerabilities.judge(case, &mut outcome);
        self.secrets.judge(case, &mut outcome);
        self.misconfigurations.judge(case, &mut outcome);
        self.licenses.judge(case, &mut outcome);
        self.image.judge(case, &mut outcome);
        self.coverage.judge(case, &mut outcome);
        outcome
    }

    /// What they say, by part.
    pub(crate) fn explain(&self) -> Vec<(&'static str, Vec<String>)> {
        vec![
            ("Vulnerabilities", self.vulnerabilities.explain()),
            ("Secrets", self.secrets.explain()),
            ("Misconfigurations", self.misconfigurations.explain()),
            ("Licenses", self.licenses.explain()),
            ("Image", self.image.explain()),
            ("Coverage", self.coverage.explain()),
        ]
    }
}
