//! `[licenses]`: under which licences packages may stand.
//!
//! Limits: what packages say of themselves counts; of those that say nothing, `unstated` does.

mod expression;

use super::{Case, Outcome, Section, counted, listed};
use crate::value::{Action, Patterns, any_matches};
use crate::{FoundPackage, Reason};
use serde::{Deserialize, Serialize};
use tidewaiter_model::{Package, Severity};

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Licenses {
    /// Licences that fail.
    pub(crate) deny: Option<Patterns>,
    /// The only licences that do not fail; an empty list for any.
    pub(crate) allow_only: Option<Patterns>,
    /// What follows when a package states no licence.
    pub(crate) unstated: Option<Action>,
}

impl Licenses {
    fn permits(&self, license: &str) -> bool {
        let only = self.allow_only.as_ref().filter(|only| !only.is_empty());
        !any_matches(self.deny.as_ref(), license) && only.is_none_or(|only| any_matches(Some(only), license))
    }

    /// All licences that a package states apply to it at once; in an expression there may be a choice.
    fn fails(&self, package: &Package) -> bool {
        !package.licenses.iter().all(|license| expression::holds(license, &|license| self.permits(license)))
    }
}

impl Section for Licenses {
    fn over(self, base: Self) -> Self {
        Self {
            deny: self.deny.or(base.deny),
            allow_only: self.allow_only.or(base.allow_only),
            unstated: self.unstated.or(base.unstated),
        }
    }

    fn judge(&self, case: &Case<'_>, outcome: &mut Outcome) {
        let packages = || case.each(|set| &set.packages).map(|(_, package)| package);
        let failing = told(packages().filter(|package| self.fails(package)));
        if !failing.is_empty() {
            let message = format!("Packages under licenses that are not allowed found in {}", case.place());
            outcome.reasons.push(Reason { packages: failing, ..Reason::new("licenses", Severity::High, message) });
        }
        let unstated = told(packages().filter(|package| package.licenses.is_empty()));
        if !unstated.is_empty() {
            let message = format!("{} without a stated license found in {}", counted(unstated.len(), "package"), case.place());
            let reason = Reason { packages: unstated, ..Reason::new("unstated-licenses", Severity::Low, message) };
            outcome.tell(self.unstated.unwrap_or(Action::Ignore), reason);
        }
    }

    fn explain(&self) -> Vec<String> {
        let names = |patterns: &Patterns, last: &str| listed(patterns.iter().map(|pattern| pattern.as_str()), last);
        let mut told = Vec::new();
        told.extend(
            self.deny
                .as_ref()
                .filter(|deny| !deny.is_empty())
                .map(|deny| format!("No package may stand under {}.", names(deny, "or"))),
        );
        told.extend(self.allow_only.as_ref().map(|only| match only.is_empty() {
            true => "Packages may stand under any other license.".to_owned(),
            false => format!("Packages may stand under no other license than {}.", names(only, "and")),
        }));
        told.extend(self.unstated.and_then(|action| match action {
            Action::Fail => Some("Every package has to state its license.".to_owned()),
            Action::Warn => Some("Of packages that state no license a warning tells.".to_owned()),
            Action::Ignore => None,
        }));
        told
    }
}

fn told<'a>(packages: impl Iterator<Item = &'a Package>) -> Vec<FoundPackage> {
    let tell = |package: &Package| FoundPackage {
        name: package.name.clone(),
        version: package.version.clone(),
        licenses: package.licenses.clone(),
    };
    let mut told: Vec<FoundPackage> = packages.map(tell).collect();
    told.sort();
    told.dedup();
    told
}
