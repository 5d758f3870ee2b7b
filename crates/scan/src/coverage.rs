//! What the report has to say of itself.

use crate::clock::{day, rfc3339};
use crate::judge::name;
use std::collections::BTreeSet;
use tidewaiter_advisory::shard::{About, AdvisoryShard};
use tidewaiter_model::{Gap, Os, Package, Problem, ShardAge};

/// Whether the system's release has ended, and the gap if it has.
pub(crate) fn end_of_life(os: &Os, now: u64) -> (Option<bool>, Option<Gap>) {
    let Some(since) = tidewaiter_inventory::end_of_life(os) else { return (None, None) };
    let is_over = day(now).as_str() > since;
    (Some(is_over), is_over.then(|| Gap::EndOfLife { os: name(os), since: since.to_owned() }))
}

/// How old the advisories are that were asked, and the gaps of those that are older than allowed.
pub(crate) fn ages(shards: &[AdvisoryShard], now: u64, max_age_days: u64) -> (Vec<ShardAge>, Vec<Gap>) {
    let about = || shards.iter().map(AdvisoryShard::about);
    let built: Vec<(String, u64)> = about().map(|about| (about.name.clone(), about.built)).collect();
    let age =
        |about: &About| ShardAge { ecosystem: about.name.clone(), built: rfc3339(about.built), newest: about.newest.clone() };
    (about().map(age).collect(), outdated(&built, now, max_age_days))
}

/// Shards older than allowed.
fn outdated(shards: &[(String, u64)], now: u64, max_age_days: u64) -> Vec<Gap> {
    let days = |built: u64| now.saturating_sub(built) / 86_400;
    let is_old = shards.iter().filter(|(_, built)| days(*built) > max_age_days);
    is_old.map(|(ecosystem, built)| Gap::OutdatedShard { ecosystem: ecosystem.clone(), days: days(*built) }).collect()
}

/// One gap for all files with problems, however many each has.
pub(crate) fn unreadable(problems: &[Problem]) -> Option<Gap> {
    let files: BTreeSet<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    (!files.is_empty()).then_some(Gap::Unreadable { files: files.len() })
}

/// Packages that nobody here speaks for.
pub(crate) fn third_party(packages: &[Package]) -> Vec<String> {
    let told = |p: &Package, vendor: &str| format!("{} ({vendor})", p.id().trim_end_matches('@'));
    let foreign = packages.iter().filter_map(|p| Some(told(p, p.third_party.as_deref()?)));
    let mut foreign: Vec<String> = foreign.collect();
    foreign.sort();
    foreign
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_counts_once_and_no_version_leaves_no_mark() {
        let problem = |path: &str| Problem { path: path.to_owned(), ..Problem::default() };
        assert_eq!(unreadable(&[problem("a"), problem("a"), problem("b")]), Some(Gap::Unreadable { files: 2 }));
        assert_eq!(unreadable(&[]), None);
        let package = Package { name: "own".to_owned(), third_party: Some("x".to_owned()), ..Package::default() };
        assert_eq!(third_party(&[package]), ["own (x)"]);
    }

    #[test]
    fn the_end_of_a_release_is_known_by_the_day() {
        let os = Os { family: "debian".to_owned(), version: "10.13".to_owned(), ..Os::default() };
        let before = 1_719_748_000; // 2024-06-30
        assert_eq!(end_of_life(&os, before).0, Some(false));
        let (is_over, gap) = end_of_life(&os, before + 86_400);
        assert_eq!(is_over, Some(true));
        assert_eq!(gap, Some(Gap::EndOfLife { os: "debian 10.13".to_owned(), since: "2024-06-30".to_owned() }));
        assert_eq!(end_of_life(&Os { version: "99".to_owned(), ..os }, before).0, None);
    }

    #[test]
    fn shards_grow_old_by_whole_days() {
        let shards = [("npm".to_owned(), 0), ("Go".to_owned(), 86_400)];
        assert_eq!(outdated(&shards, 8 * 86_400, 7), [Gap::OutdatedShard { ecosystem: "npm".to_owned(), days: 8 }]);
    }
}
