//! What advisories of Gentoo say of versions: vulnerable are those that some range covers and no other takes out.
//!
//! Specification: `lt`, `le`, `eq`, `ge` and `gt` compare whole versions; `rlt`, `rle`, `rge` and `rgt` only the revisions of one
//! version. See Portage's `glsa.py`.
//! Every range is turned into an interval without its end, which the order of versions allows: revisions are whole numbers, so
//! nothing lies between `1.2-r3` and `1.2-r4`, nor between the last revision of `1.2` and `1.2_p`.

use crate::record::Event;
use std::cmp::Ordering;
use tidewaiter_versions::PORTAGE;

/// Where an interval begins, or what it ends before.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Edge {
    version: String,
    /// The advisory's own version right before the edge, where the edge is only thought.
    after: Option<String>,
}

/// Versions in a row; without an edge there is no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Interval {
    from: Option<Edge>,
    to: Option<Edge>,
}

/// The interval of a range in a slot.
///
/// # Errors
/// Nothing knows such a range or version.
pub(super) fn read(kind: &str, version: &str, slot: &str) -> Result<Interval, String> {
    let interval = match version.strip_suffix('*') {
        Some(line) if kind == "eq" => {
            of_line(line.trim_end_matches('.')).ok_or_else(|| format!("{version} is no line of versions"))?
        }
        _ if !PORTAGE.is_valid(version) => return Err(format!("{version} is no version")),
        _ => of(kind, version).ok_or_else(|| format!("there is no range {kind}"))?,
    };
    Ok(slot_line(slot, version).map_or(interval.clone(), |line| both(&interval, &line)))
}

fn of(kind: &str, version: &str) -> Option<Interval> {
    let (base, revision) = version.rsplit_once("-r").unwrap_or((version, "0"));
    let at = Edge { version: version.to_owned(), after: None };
    let next = Edge { version: format!("{base}-r{}", one_more(revision)?), after: Some(version.to_owned()) };
    let first = Edge { version: base.to_owned(), after: None };
    let past = Edge { version: format!("{base}_p"), after: None };
    let (from, to) = match kind {
        "lt" => (None, Some(at)),
        "le" => (None, Some(next)),
        "eq" => (Some(at), Some(next)),
        "ge" => (Some(at), None),
        "gt" => (Some(next), None),
        "rlt" => (Some(first), Some(at)),
        "rle" => (Some(first), Some(next)),
        "rge" => (Some(at), Some(past)),
        "rgt" => (Some(next), Some(past)),
        _ => return None,
    };
    Some(Interval { from, to })
}

fn one_more(number: &str) -> Option<u64> {
    number.parse::<u64>().ok()?.checked_add(1)
}

/// All versions that begin with `2.7`.
fn of_line(line: &str) -> Option<Interval> {
    let (before, last) = line.rsplit_once('.').map_or(("", line), |(before, last)| (before, last));
    let past = one_more(last)?;
    let dot = if before.is_empty() { "" } else { "." };
    // Nothing of a line lies below its first alpha.
    let edge = |version: String| Some(Edge { version, after: None }).filter(|edge| PORTAGE.is_valid(&edge.version));
    Some(Interval { from: Some(edge(format!("{line}_alpha"))?), to: Some(edge(format!("{before}{dot}{past}_alpha"))?) })
}

/// The versions of a slot, if they all begin with its name. `0` is the name of packages' only slot.
fn slot_line(slot: &str, version: &str) -> Option<Interval> {
    let slot = slot.split('/').next().filter(|slot| !matches!(*slot, "" | "*" | "0"))?;
    let rest = version.strip_prefix(slot)?;
    (rest.is_empty() || rest.starts_with(['.', '_', '-'])).then(|| of_line(slot)).flatten()
}

/// The ranges of what is vulnerable and not taken out, in the order of versions.
pub(super) fn affected(vulnerable: &[Interval], unaffected: &[Interval]) -> Vec<Vec<Event>> {
    let mut left = joined(vulnerable.to_vec());
    for taken in unaffected {
        left = left.iter().flat_map(|interval| without(interval, taken)).collect();
    }
    let mut fixes: Vec<&Edge> = unaffected.iter().filter_map(|i| i.from.as_ref()).filter(|from| from.after.is_none()).collect();
    fixes.sort_by(|a, b| PORTAGE.compare(&a.version, &b.version));
    left.iter().map(|interval| events(interval, &fixes)).collect()
}

fn events(interval: &Interval, fixes: &[&Edge]) -> Vec<Event> {
    let mut events = vec![Event::Introduced(interval.from.as_ref().map_or("0".to_owned(), |from| from.version.clone()))];
    match &interval.to {
        None => {}
        Some(Edge { version, after: None }) => events.push(Event::Fixed(version.clone())),
        Some(Edge { version, after: Some(last) }) => {
            events.push(Event::LastAffected(last.clone()));
            let next = fixes.iter().find(|fix| PORTAGE.compare(&fix.version, version) != Ordering::Less);
            events.extend(next.map(|fix| Event::Fixed(fix.version.clone())));
        }
    }
    events
}

/// Intervals that touch are one.
fn joined(mut intervals: Vec<Interval>) -> Vec<Interval> {
    intervals.sort_by(|a, b| compare_from(a.from.as_ref(), b.from.as_ref()));
    let mut joined: Vec<Interval> = Vec::new();
    for next in intervals.into_iter().filter(|interval| !is_empty(interval)) {
        match joined.last_mut() {
            Some(last) if reaches(last.to.as_ref(), next.from.as_ref()) => {
                if compare_to(last.to.as_ref(), next.to.as_ref()) == Ordering::Less {
                    last.to = next.to;
                }
            }
            _ => joined.push(next),
        }
    }
    joined
}

/// What is left before and after.
fn without(interval: &Interval, taken: &Interval) -> Vec<Interval> {
    if is_empty(&both(interval, taken)) {
        return vec![interval.clone()];
    }
    let before = taken.from.clone().map(|to| Interval { from: interval.from.clone(), to: Some(to) });
    let after = taken.to.clone().map(|from| Interval { from: Some(from), to: interval.to.clone() });
    before.into_iter().chain(after).filter(|interval| !is_empty(interval)).collect()
}

fn both(a: &Interval, b: &Interval) -> Interval {
    let from = if compare_from(a.from.as_ref(), b.from.as_ref()) == Ordering::Less { &b.from } else { &a.from };
    let to = if compare_to(a.to.as_ref(), b.to.as_ref()) == Ordering::Greater { &b.to } else { &a.to };
    Interval { from: from.clone(), to: to.clone() }
}

fn is_empty(interval: &Interval) -> bool {
    match (&interval.from, &interval.to) {
        (Some(from), Some(to)) => PORTAGE.compare(&from.version, &to.version) != Ordering::Less,
        _ => false,
    }
}

fn reaches(to: Option<&Edge>, from: Option<&Edge>) -> bool {
    match (to, from) {
        (Some(to), Some(from)) => PORTAGE.compare(&to.version, &from.version) != Ordering::Less,
        _ => true,
    }
}

/// No limit comes before every version.
fn compare_from(a: Option<&Edge>, b: Option<&Edge>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => PORTAGE.compare(&a.version, &b.version),
        _ => a.is_some().cmp(&b.is_some()),
    }
}

/// No limit comes after every version.
fn compare_to(a: Option<&Edge>, b: Option<&Edge>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => PORTAGE.compare(&a.version, &b.version),
        _ => b.is_some().cmp(&a.is_some()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `lt 1.2; !ge 1.2 slot 1`, told as ranges.
    fn told(said: &str) -> String {
        let (mut vulnerable, mut unaffected) = (Vec::new(), Vec::new());
        for one in said.split("; ") {
            let words: Vec<&str> = one.trim_start_matches('!').split(' ').collect();
            let interval = read(words[0], words[1], words.get(3).unwrap_or(&"*")).unwrap();
            if one.starts_with('!') { unaffected.push(interval) } else { vulnerable.push(interval) }
        }
        let event = |event: &Event| match event {
            Event::Introduced(version) => format!("from {version}"),
            Event::Fixed(version) => format!("fixed {version}"),
            Event::LastAffected(version) => format!("last {version}"),
            Event::Limit(version) => format!("limit {version}"),
        };
        let ranges = affected(&vulnerable, &unaffected);
        ranges.iter().map(|range| range.iter().map(event).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn every_range_is_known() {
        for (said, expected) in [
            ("lt 1.2; !ge 1.2", "from 0 fixed 1.2"),
            ("le 1.2; !gt 1.2", "from 0 last 1.2"),
            ("le 1.2; !ge 1.3", "from 0 last 1.2 fixed 1.3"),
            ("le 1.2", "from 0 last 1.2"),
            ("ge 2; !ge 3", "from 2 fixed 3"),
            ("gt 2-r1; !ge 3", "from 2-r2 fixed 3"),
            ("eq 1.4-r2", "from 1.4-r2 last 1.4-r2"),
            ("rlt 1.2-r5; !rge 1.2-r5", "from 1.2 fixed 1.2-r5"),
            ("rle 1.2-r5", "from 1.2 last 1.2-r5"),
            ("rgt 1.2-r5", "from 1.2-r6 fixed 1.2_p"),
            ("eq 1.2*; !ge 1.2.9", "from 1.2_alpha fixed 1.2.9"),
            ("lt 2; lt 1; ge 3", "from 0 fixed 2; from 3"),
            ("lt 2; ge 2; !eq 2", "from 0 fixed 2; from 2-r1"),
        ] {
            assert_eq!(told(said), expected, "{said}");
        }
        assert!(read("near", "1", "*").is_err() && read("lt", "one", "*").is_err() && read("lt", "1*", "*").is_err());
        assert!(read("lt", "1-r99999999999999999999", "*").is_err() && read("eq", "*", "*").is_err());
    }

    #[test]
    fn revisions_are_taken_out() {
        assert_eq!(
            told("le 2.3.4; !ge 2.3.4-r1; !rge 2.3.3-r2; !rge 2.2.3-r6"),
            "from 0 fixed 2.2.3-r6; from 2.2.3_p fixed 2.3.3-r2; from 2.3.3_p last 2.3.4 fixed 2.3.4-r1"
        );
    }

    #[test]
    fn slots_part_lines_only_where_versions_begin_with_them() {
        assert_eq!(told("lt 2.7.18 slot 2.7; !ge 2.7.18 slot 2.7"), "from 2.7_alpha fixed 2.7.18");
        assert_eq!(told("lt 1.1.1 slot 0/1.1; !ge 1.1.1 slot 0/1.1"), "from 0 fixed 1.1.1");
        assert_eq!(told("lt 91.3 slot esr; !ge 91.3 slot esr"), "from 0 fixed 91.3");
        assert_eq!(told("lt 91.3 slot rapid; !ge 91.3 slot 91"), "from 0 fixed 91.3");
    }
}
