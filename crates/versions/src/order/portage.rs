//! Gentoo's order: `digits{.digits}[letter]{_suffix[digits]}[-r digits]`.
//!
//! Specification: <https://projects.gentoo.org/pms/8/pms.html#version-comparison>, as Portage has it.
//! Limits: Portage's old prefix `cvs.` is no version here.

use crate::Order;
use std::cmp::Ordering;

/// The order of `portage.versions.vercmp`.
pub const ORDER: Order = Order { id: "portage", compare, is_valid };

/// Worst first; a version without a suffix lies right below `p`.
const SUFFIXES: [&str; 5] = ["alpha", "beta", "pre", "rc", "p"];
const NO_SUFFIX: (usize, Option<&str>) = (4, None);

struct Version<'a> {
    components: Vec<&'a str>,
    letter: Option<u8>,
    /// Which suffix, and its number; `None` stands for no suffix at all.
    suffixes: Vec<(usize, Option<&'a str>)>,
    revision: &'a str,
}

fn is_valid(version: &str) -> bool {
    parse(version).is_some()
}

fn compare(a: &str, b: &str) -> Ordering {
    super::by_parsed(a, b, (parse(a), parse(b)), |a, b| {
        compare_components(a, b)
            .then_with(|| compare_suffixes(&a.suffixes, &b.suffixes))
            .then_with(|| super::compare_digits(a.revision, b.revision))
    })
}

fn parse(version: &str) -> Option<Version<'_>> {
    let (rest, revision) = match version.rsplit_once("-r") {
        Some((rest, revision)) if !revision.is_empty() && revision.bytes().all(|b| b.is_ascii_digit()) => (rest, revision),
        Some(_) => return None,
        None => (version, ""),
    };
    let mut parts = rest.split('_');
    let number = parts.next()?;
    let (number, letter) = match number.as_bytes() {
        [.., letter @ b'a'..=b'z'] => (number.get(..number.len() - 1)?, Some(*letter)),
        _ => (number, None),
    };
    let components: Vec<&str> = number.split('.').collect();
    let are_digits = components.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let suffixes = parts.map(suffix).collect::<Option<Vec<_>>>()?;
    are_digits.then_some(Version { components, letter, suffixes, revision })
}

fn suffix(text: &str) -> Option<(usize, Option<&str>)> {
    let name = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let place = SUFFIXES.iter().position(|suffix| *suffix == name)?;
    Some((place, text.get(name.len()..)))
}

fn compare_components(a: &Version<'_>, b: &Version<'_>) -> Ordering {
    for at in 0..a.components.len().max(b.components.len()) {
        let order = match (a.components.get(at), b.components.get(at)) {
            (Some(x), Some(y)) if at > 0 && (x.starts_with('0') || y.starts_with('0')) => {
                // Digits after a point: 1.02 is below 1.1, and 1.10 equals 1.1 beside them.
                x.trim_end_matches('0').cmp(y.trim_end_matches('0'))
            }
            (Some(x), Some(y)) => super::compare_digits(x, y),
            (x, y) => x.is_some().cmp(&y.is_some()),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    a.letter.cmp(&b.letter)
}

fn compare_suffixes(a: &[(usize, Option<&str>)], b: &[(usize, Option<&str>)]) -> Ordering {
    for at in 0..a.len().max(b.len()) {
        let (x, y) = (a.get(at).unwrap_or(&NO_SUFFIX), b.get(at).unwrap_or(&NO_SUFFIX));
        let number = match (x.1, y.1) {
            (Some(x), Some(y)) => super::compare_digits(x, y),
            (x, y) => x.is_some().cmp(&y.is_some()),
        };
        match x.0.cmp(&y.0).then(number) {
            Ordering::Equal => {}
            unequal => return unequal,
        }
    }
    Ordering::Equal
}
