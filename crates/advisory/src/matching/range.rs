//! Whether a statement of an advisory covers an installed version, and which version mends it.
//!
//! Specification: <https://ossf.github.io/osv-schema/#evaluation>.
//! A version is covered if it is listed, or if the events of some range, in the order of versions, leave it affected.

use crate::shard::Statement;
use crate::shard::statement::{Bound, Range};
use std::cmp::Ordering;
use tidewaiter_versions::Order;

/// Whether `version` is covered; `None` if the statement is damaged.
pub(super) fn covers(statement: &Statement<'_>, version: &str, order: &Order) -> Option<bool> {
    for range in statement.ranges() {
        if range_covers(range?, version, order)? {
            return Some(true);
        }
    }
    // Lists are long, so they come last.
    for listed in statement.versions().iter() {
        let listed = listed?;
        if listed == version || order.compare(listed, version) == Ordering::Equal {
            return Some(true);
        }
    }
    Some(false)
}

/// The versions that mend it, in the order of the advisory.
pub(super) fn fixes<'a>(statement: &Statement<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
    statement.ranges().flatten().flat_map(|range| range.bounds().flatten()).filter_map(|bound| match bound {
        Bound::Fixed(version) => Some(version),
        _ => None,
    })
}

/// The last of the events up to the version decides.
fn range_covers(range: Range<'_>, version: &str, order: &Order) -> Option<bool> {
    let (mut has_limit, mut is_below) = (false, false);
    let mut last: Option<Bound<'_>> = None;
    for bound in range.bounds() {
        let bound = bound?;
        let is_reached = match bound {
            Bound::Introduced(from) => compare_bounds(from, version, order) != Ordering::Greater,
            Bound::Fixed(from) => order.compare(version, from) != Ordering::Less,
            Bound::LastAffected(last) => order.compare(version, last) == Ordering::Greater,
            Bound::Limit(limit) => {
                has_limit = true;
                is_below |= limit == "*" || order.compare(version, limit) == Ordering::Less;
                false
            }
        };
        let is_later = |last: Bound<'_>| compare_bounds(last.version(), bound.version(), order) != Ordering::Greater;
        if is_reached && last.is_none_or(is_later) {
            last = Some(bound);
        }
    }
    Some(matches!(last, Some(Bound::Introduced(_))) && (is_below || !has_limit))
}

/// As the order, but `0` comes before every version (even `0~rc1`, which the order puts below `0`).
fn compare_bounds(a: &str, b: &str, order: &Order) -> Ordering {
    match (a == "0", b == "0") {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => order.compare(a, b),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Affected, Event, Record};
    use crate::shard::{About, AdvisoryShard, write_advisories};
    use tidewaiter_versions::DPKG;

    fn affected(events: &[(&str, &str)], versions: &[&str]) -> Affected {
        let event = |(kind, version): &(&str, &str)| match *kind {
            "introduced" => Event::Introduced((*version).to_owned()),
            "fixed" => Event::Fixed((*version).to_owned()),
            "last" => Event::LastAffected((*version).to_owned()),
            _ => Event::Limit((*version).to_owned()),
        };
        Affected {
            ranges: vec![events.iter().map(event).collect()],
            versions: versions.iter().map(|&v| v.to_owned()).collect(),
            ..Affected::default()
        }
    }

    /// Shows what is stated, as it lies in a shard.
    fn stated<T>(affected: &Affected, ask: impl FnOnce(&Statement<'_>) -> T) -> T {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.shard");
        let record = Record { affected: vec![affected.clone()], ..Record::default() };
        write_advisories(&path, About::default(), vec![record]).unwrap();
        let shard = AdvisoryShard::open(&path).unwrap();
        ask(&shard.statements("", "", |a, b| a == b).unwrap()[0])
    }

    fn covers(affected: &Affected, version: &str, order: &Order) -> bool {
        stated(affected, |statement| super::covers(statement, version, order).unwrap())
    }

    #[test]
    fn events_are_read_in_the_order_of_versions() {
        let two = affected(&[("fixed", "3.2"), ("introduced", "0"), ("introduced", "3.0"), ("fixed", "2.5")], &[]);
        for (version, wanted) in [("0~rc1", true), ("1.0", true), ("2.5", false), ("2.9", false), ("3.0", true), ("3.2", false)] {
            assert_eq!(covers(&two, version, &DPKG), wanted, "{version}");
        }
        assert!(stated(&two, |statement| fixes(statement).eq(["3.2", "2.5"])));
    }

    #[test]
    fn orders_that_go_in_a_circle_do_no_harm() {
        let circle = ["v0", "0rc", "0"].into_iter().cycle().take(100);
        let events: Vec<(&str, &str)> =
            circle.enumerate().map(|(at, v)| (if at % 2 == 0 { "introduced" } else { "fixed" }, v)).collect();
        assert!(!covers(&affected(&events, &[]), "0alpha", &tidewaiter_versions::MAVEN));
    }

    #[test]
    fn the_last_affected_version_is_affected() {
        let last = affected(&[("introduced", "1.0"), ("last", "1.4")], &[]);
        assert!(!covers(&last, "0.9", &DPKG) && covers(&last, "1.4", &DPKG) && !covers(&last, "1.4-1", &DPKG));
    }

    #[test]
    fn a_limit_ends_what_the_range_says() {
        assert!(!covers(&affected(&[("introduced", "0"), ("limit", "2")], &[]), "2", &DPKG));
        assert!(covers(&affected(&[("introduced", "0"), ("limit", "*")], &[]), "2", &DPKG));
    }

    #[test]
    fn listed_versions_count_beside_ranges() {
        let listed = affected(&[("introduced", "5"), ("fixed", "6")], &["1.0"]);
        assert!(covers(&listed, "1.0", &DPKG) && covers(&listed, "5.5", &DPKG) && !covers(&listed, "2", &DPKG));
        assert!(!covers(&Affected::default(), "1", &DPKG));
    }
}
