//! npm's order, and that of other semantic versions.
//!
//! Specification: <https://semver.org> and node-semver's loose mode.
//! Limits: more lenient than node-semver: a missing minor or patch counts as 0, since advisories write `1` and `1.2` too,
//! and build metadata, which does not count, is not looked at.

use super::{compare_digits, compare_identifiers};
use crate::Order;
use std::cmp::Ordering;

/// The order of node-semver.
pub const ORDER: Order = Order { id: "semver", compare, is_valid };

/// A version without its build metadata, which does not count.
#[derive(Clone, Copy)]
pub(super) struct Version<'a> {
    numbers: [&'a str; 3],
    prerelease: &'a str,
}

fn compare(a: &str, b: &str) -> Ordering {
    super::by_parsed(a, b, (parse(a), parse(b)), compare_parsed)
}

fn is_valid(version: &str) -> bool {
    parse(version).is_some()
}

/// Reads a version, with or without `v` or `=` before it.
pub(super) fn parse(version: &str) -> Option<Version<'_>> {
    let version = version.trim().trim_start_matches(['v', '=', ' ']);
    let version = version.split('+').next()?;
    let mut numbers = ["0"; 3];
    let mut rest = version;
    for (index, slot) in numbers.iter_mut().enumerate() {
        if index > 0 {
            match rest.strip_prefix('.') {
                Some(after) => rest = after,
                None => break,
            }
        }
        let (digits, after) = super::take_digits(rest);
        if digits.is_empty() {
            return None;
        }
        (*slot, rest) = (digits, after);
    }
    // Loose mode takes `1.2.3beta` for `1.2.3-beta`.
    let prerelease = rest.strip_prefix('-').unwrap_or(rest);
    let is_identifier = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is_version = rest.is_empty() || prerelease.split('.').all(is_identifier);
    is_version.then_some(Version { numbers, prerelease })
}

pub(super) fn compare_parsed(a: &Version<'_>, b: &Version<'_>) -> Ordering {
    for (x, y) in a.numbers.iter().zip(&b.numbers) {
        match compare_digits(x, y) {
            Ordering::Equal => {}
            unequal => return unequal,
        }
    }
    match (a.prerelease.is_empty(), b.prerelease.is_empty()) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        (false, false) => compare_identifiers(a.prerelease, b.prerelease, Ordering::Less),
    }
}
