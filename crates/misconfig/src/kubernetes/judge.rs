//! Checks over all resources of a file.

use super::Resource;
use crate::{Check, Checked};
use tidewaiter_model::CheckStatus;

/// A check, and which resources it is about.
pub(crate) type Rule = (fn(&Resource) -> bool, &'static Check<Resource>);

/// Failures of one check in one file that are told.
const MAX_FAILURES: usize = 1000;

/// What each check came to: every failure, or one pass where it looked and found nothing. `names` are the kind of check and the provider.
pub(crate) fn judge(rules: &[Rule], resources: &[Resource], names: (&str, &str), text: &str, checked: &mut Checked) {
    let lines: Vec<&str> = text.lines().collect();
    let ignores = checked.ignores(text);
    for (is_about, check) in rules {
        let mut passed = None;
        let mut failed = Vec::new();
        for resource in resources.iter().filter(|resource| is_about(resource)) {
            for result in check.results(resource, names.0, names.1, &lines, &ignores) {
                if result.status == CheckStatus::Pass { passed = Some(result) } else { failed.push(result) }
            }
            if failed.len() > MAX_FAILURES {
                failed.truncate(MAX_FAILURES);
                checked.problem(format!("{} fails more than {MAX_FAILURES} times; the rest is left out", check.about.id));
                break;
            }
        }
        let pass = passed.filter(|_| failed.is_empty());
        checked.results.extend(failed.into_iter().chain(pass));
    }
}
