//! Checks over all resources of a file.

use super::Resource;
use crate::check::code;
use crate::ignore::Ignores;
use crate::{Check, Checked};
use tidewaiter_model::{CheckStatus, Misconfiguration};

/// A check, and which resources it is about.
pub(crate) type Rule = (fn(&Resource) -> bool, &'static Check<Resource>);

/// Failures of one check in one file that are told.
const MAX_FAILURES: usize = 1000;

/// What each check came to: every failure, or one pass where it looked and found nothing. `names` are the kind of check and the provider.
pub(crate) fn judge(rules: &[Rule], resources: &[Resource], names: (&str, &str), text: &str, checked: &mut Checked) {
    let lines = Lines::of(text);
    let ignores = Ignores;
    for (is_about, check) in rules {
        let mut passed = None;
        let mut failed = Vec::new();
        for resource in resources.iter().filter(|resource| is_about(resource)) {
            // The text is left out, because the lines of many findings are found faster here than by counting from the first.
            for result in check.results(resource, names.0, names.1, "", &ignores) {
                if result.status == CheckStatus::Pass { passed = Some(result) } else { failed.push(lines.shown(result)) }
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

/// Where the lines of a text begin.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
        Self { text, starts }
    }

    /// A result with the lines that it is about.
    fn shown(&self, mut result: Misconfiguration) -> Misconfiguration {
        let cause = &mut result.cause;
        let skipped = cause.start_line.saturating_sub(1);
        let text = self.starts.get(skipped).and_then(|start| self.text.get(*start..));
        if let Some(text) = text.filter(|_| cause.start_line > 0) {
            cause.code = code(text, (1, cause.end_line.saturating_sub(skipped)));
            cause.code.iter_mut().for_each(|line| line.number += skipped);
        }
        result
    }
}
