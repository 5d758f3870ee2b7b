//! The checks of Dockerfiles: a file each, and a line in the table below.

mod ds_0001;
mod ds_0002;
mod ds_0004;
mod ds_0005;
mod ds_0006;
mod ds_0007;
mod ds_0008;
mod ds_0009;
mod ds_0010;
mod ds_0011;
mod ds_0012;
mod ds_0013;
mod ds_0014;
mod ds_0015;
mod ds_0016;
mod ds_0017;
mod ds_0019;
mod ds_0020;
mod ds_0021;
mod ds_0022;
mod ds_0023;
mod ds_0024;
mod ds_0025;
mod ds_0026;
mod ds_0027;
mod ds_0029;
mod ds_0030;
mod ds_0031;
mod tw_df_0001;
mod tw_df_0002;
mod tw_df_0003;
mod tw_df_0004;
mod tw_df_0005;

use super::parser::Dockerfile;
use crate::Check;

/// A check, and where it is run.
pub(crate) struct Entry {
    /// The check.
    pub(crate) check: &'static Check<Dockerfile>,
    /// Whether an image's history says enough, and no more than the image's configuration says better.
    pub(crate) on_history: bool,
}

/// All of them, sorted.
pub(crate) static CHECKS: [Entry; 33] = [
    Entry { check: &ds_0001::CHECK, on_history: false },
    Entry { check: &ds_0002::CHECK, on_history: false },
    Entry { check: &ds_0004::CHECK, on_history: false },
    Entry { check: &ds_0005::CHECK, on_history: true },
    Entry { check: &ds_0006::CHECK, on_history: false },
    Entry { check: &ds_0007::CHECK, on_history: false },
    Entry { check: &ds_0008::CHECK, on_history: false },
    Entry { check: &ds_0009::CHECK, on_history: false },
    Entry { check: &ds_0010::CHECK, on_history: true },
    Entry { check: &ds_0011::CHECK, on_history: false },
    Entry { check: &ds_0012::CHECK, on_history: false },
    Entry { check: &ds_0013::CHECK, on_history: false },
    Entry { check: &ds_0014::CHECK, on_history: false },
    Entry { check: &ds_0015::CHECK, on_history: true },
    Entry { check: &ds_0016::CHECK, on_history: false },
    Entry { check: &ds_0017::CHECK, on_history: true },
    Entry { check: &ds_0019::CHECK, on_history: true },
    Entry { check: &ds_0020::CHECK, on_history: true },
    Entry { check: &ds_0021::CHECK, on_history: false },
    Entry { check: &ds_0022::CHECK, on_history: true },
    Entry { check: &ds_0023::CHECK, on_history: false },
    Entry { check: &ds_0024::CHECK, on_history: true },
    Entry { check: &ds_0025::CHECK, on_history: true },
    Entry { check: &ds_0026::CHECK, on_history: false },
    Entry { check: &ds_0027::CHECK, on_history: true },
    Entry { check: &ds_0029::CHECK, on_history: true },
    Entry { check: &ds_0030::CHECK, on_history: false },
    Entry { check: &ds_0031::CHECK, on_history: true },
    Entry { check: &tw_df_0001::CHECK, on_history: true },
    Entry { check: &tw_df_0002::CHECK, on_history: true },
    Entry { check: &tw_df_0003::CHECK, on_history: false },
    Entry { check: &tw_df_0004::CHECK, on_history: false },
    Entry { check: &tw_df_0005::CHECK, on_history: true },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::parser::parse;
    use crate::ignore::Ignores;
    use tidewaiter_model::CheckStatus;

    #[test]
    fn checks_are_right_about_their_own_examples() {
        for Entry { check, .. } in &CHECKS {
            let id = check.about.id;
            assert!(!check.good.is_empty() && !check.bad.is_empty(), "{id}");
            let examples = check.good.iter().map(|text| (text, CheckStatus::Pass));
            for (text, wanted) in examples.chain(check.bad.iter().map(|text| (text, CheckStatus::Fail))) {
                let dockerfile = parse(text);
                assert_eq!(dockerfile.problems, [], "{id}: {text}");
                let results = check.results(&dockerfile, "", "", &[], &Ignores::default());
                assert!(results.iter().all(|result| result.status == wanted), "{id}: {wanted:?} of {text:?}: {results:#?}");
            }
        }
    }

    #[test]
    fn ids_are_sorted_and_told_once() {
        let ids: Vec<_> = CHECKS.iter().map(|entry| entry.check.about.id).collect();
        assert!(ids.is_sorted_by(|a, b| a < b), "{ids:?}");
        for Entry { check, .. } in CHECKS.iter().filter(|entry| entry.check.about.id.starts_with("DS-")) {
            assert!(check.about.references.first().is_some_and(|page| page.ends_with(&check.about.id.to_ascii_lowercase())));
        }
    }
}
