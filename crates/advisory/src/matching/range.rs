//! Whether a statement of an advisory covers an installed version, and which version mends it.
//!
//! Specification: <https://ossf.github.io/osv-schema/#evaluation>.
//! A version is covered if it is listed, or if the events of some range, in the order of versions, leave it affected.

use crate::record::{Affected, Event};
use std::cmp::Ordering;
use tidewaiter_versions::Order;

/// Whether `version` is covered.
pub(super) fn covers(affected: &Affected, version: &str, order: &Order) -> bool {
    affected.versions.iter().any(|listed| order.compare(listed, version) == Ordering::Equal)
        || affected.ranges.iter().any(|range| range_covers(range, version, order))
}

/// The versions that mend it, in the order of the advisory.
pub(super) fn fixes(affected: &Affected) -> impl Iterator<Item = &str> {
    affected.ranges.iter().flatten().filter_map(|event| match event {
        Event::Fixed(version) => Some(version.as_str()),
        _ => None,
    })
}

fn range_covers(events: &[Event], version: &str, order: &Order) -> bool {
    let limits = events.iter().filter_map(|event| match event {
        Event::Limit(limit) => Some(limit.as_str()),
        _ => None,
    });
    let mut limits = limits.peekable();
    if limits.peek().is_some() && !limits.any(|limit| limit == "*" || order.compare(version, limit) == Ordering::Less) {
        return false;
    }
    // One by one, from the end: they mostly come in order, and the library's sort may panic by orders that are not total (Maven's).
    let mut sorted: Vec<&Event> = Vec::with_capacity(events.len());
    for event in events.iter().filter(|event| !matches!(event, Event::Limit(_))) {
        let is_before = |other: &&Event| compare_bounds(bound(other), bound(event), order) != Ordering::Greater;
        sorted.insert(sorted.iter().rposition(is_before).map_or(0, |at| at + 1), event);
    }
    let mut is_affected = false;
    for event in sorted {
        match event {
            Event::Introduced(from) if compare_bounds(from, version, order) != Ordering::Greater => is_affected = true,
            Event::Fixed(from) if order.compare(version, from) != Ordering::Less => is_affected = false,
            Event::LastAffected(last) if order.compare(version, last) == Ordering::Greater => is_affected = false,
            _ => {}
        }
    }
    is_affected
}

fn bound(event: &Event) -> &str {
    match event {
        Event::Introduced(version) | Event::Fixed(version) | Event::LastAffected(version) | Event::Limit(version) => version,
    }
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

    #[test]
    fn events_are_read_in_the_order_of_versions() {
        let two = affected(&[("fixed", "3.2"), ("introduced", "0"), ("introduced", "3.0"), ("fixed", "2.5")], &[]);
        for (version, wanted) in [("0~rc1", true), ("1.0", true), ("2.5", false), ("2.9", false), ("3.0", true), ("3.2", false)] {
            assert_eq!(covers(&two, version, &DPKG), wanted, "{version}");
        }
        assert_eq!(fixes(&two).collect::<Vec<_>>(), ["3.2", "2.5"]);
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
