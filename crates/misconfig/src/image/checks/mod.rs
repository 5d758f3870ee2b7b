//! The checks of images: a file each, and a line in the table below.

mod ds_0002;
mod ds_0004;
mod ds_0026;
mod ds_0031;
mod open;
mod ports;
mod setuid;
mod tw_im_0001;
mod tw_im_0002;
mod tw_im_0003;
mod tw_im_0004;
mod tw_im_0005;
mod tw_im_0006;
mod tw_im_0007;
mod tw_im_0008;
mod tw_im_0009;
mod tw_im_0010;
mod tw_im_0011;
mod tw_im_0012;
mod tw_im_0013;
mod tw_im_0014;
mod tw_im_0015;
mod tw_im_0016;
mod tw_im_0017;
mod tw_im_0018;
mod tw_im_0019;
mod tw_im_0020;
mod tw_im_0021;
mod tw_im_0022;
mod tw_im_0023;
mod tw_im_0024;
mod tw_im_0025;
mod tw_im_0026;
mod tw_im_0027;

use super::Image;
use crate::{Check, Failure, Failures};

/// A check, and what it has to see.
pub(super) struct Entry {
    pub(super) check: &'static Check<Image>,
    pub(super) subject: Subject,
}

/// What a check looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    /// The configuration, which a root file system does not have.
    Configuration,
    /// Files alone.
    Files,
}

/// All of them, sorted.
pub(super) static CHECKS: [Entry; 31] = [
    Entry { check: &ds_0002::CHECK, subject: Subject::Configuration },
    Entry { check: &ds_0004::CHECK, subject: Subject::Configuration },
    Entry { check: &ds_0026::CHECK, subject: Subject::Configuration },
    Entry { check: &ds_0031::CHECK, subject: Subject::Configuration },
    Entry { check: &tw_im_0001::CHECK, subject: Subject::Configuration },
    Entry { check: &tw_im_0002::CHECK, subject: Subject::Configuration },
    Entry { check: &tw_im_0003::CHECK, subject: Subject::Configuration },
    Entry { check: &tw_im_0004::CHECK, subject: Subject::Configuration },
    Entry { check: &tw_im_0005::CHECK, subject: Subject::Configuration },
    Entry { check: &tw_im_0006::CHECK, subject: Subject::Configuration },
    Entry { check: &tw_im_0007::CHECK, subject: Subject::Configuration },
    Entry { check: &tw_im_0008::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0009::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0010::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0011::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0012::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0013::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0014::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0015::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0016::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0017::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0018::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0019::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0020::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0021::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0022::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0023::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0024::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0025::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0026::CHECK, subject: Subject::Files },
    Entry { check: &tw_im_0027::CHECK, subject: Subject::Files },
];

/// Findings of a check that are told one by one: whoever has made a whole tree writable knows what is meant.
const MAX_LISTED: usize = 20;

/// Tells the first findings, and how many more there are.
fn list(failures: &mut Failures, found: impl Iterator<Item = Failure>) {
    let mut more = 0;
    for (index, failure) in found.enumerate() {
        if index < MAX_LISTED { failures.add(failure) } else { more += 1 }
    }
    if more > 0 {
        failures.add(Failure { message: format!("there are {more} more"), ..Failure::default() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ignore::Ignores;
    use crate::image::scene;
    use tidewaiter_model::CheckStatus;

    #[test]
    fn checks_are_right_about_their_own_examples() {
        for Entry { check, .. } in &CHECKS {
            let id = check.about.id;
            assert!(!check.good.is_empty() && !check.bad.is_empty(), "{id}");
            let examples = check.good.iter().map(|text| (text, CheckStatus::Pass));
            for (text, wanted) in examples.chain(check.bad.iter().map(|text| (text, CheckStatus::Fail))) {
                let results = check.results(&scene::image(text), "", "", &[], &Ignores::default());
                assert!(results.iter().all(|result| result.status == wanted), "{id}: {wanted:?} of {text:?}: {results:#?}");
            }
        }
    }

    #[test]
    fn ids_are_sorted_and_told_once() {
        let ids: Vec<_> = CHECKS.iter().map(|entry| entry.check.about.id).collect();
        assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
    }

    #[test]
    fn of_many_findings_the_first_are_told() {
        let mut failures = Failures::default();
        let found = |number| Failure { message: format!("{number}"), ..Failure::default() };
        list(&mut failures, (0..50).map(found));
        let mut wanted = Failures::default();
        (0..20).for_each(|number| wanted.add(found(number)));
        wanted.add(Failure { message: "there are 30 more".to_owned(), ..Failure::default() });
        assert_eq!(format!("{failures:?}"), format!("{wanted:?}"));
    }
}
