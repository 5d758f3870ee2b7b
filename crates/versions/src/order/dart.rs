//! Pub's order, that of Dart's packages.
//!
//! Specification: <https://pub.dev/documentation/pub_semver/latest/>: SemVer, except that builds count: after the same version
//! without one, and among themselves as prereleases do. Parts may be negative numbers, as Dart reads them.
//! Limits: numbers count by value however long they are, and hexadecimal ones as text.

use super::{by_parsed, compare_digits, take_digits};
use crate::Order;
use std::cmp::Ordering;

/// The order of pub.
pub const ORDER: Order = Order { id: "pub", compare, is_valid };

struct Version<'a> {
    numbers: [&'a str; 3],
    prerelease: Option<&'a str>,
    build: Option<&'a str>,
}

fn compare(a: &str, b: &str) -> Ordering {
    by_parsed(a, b, (parse(a), parse(b)), |a, b| {
        let numbers = a.numbers.iter().zip(&b.numbers).map(|(x, y)| compare_digits(x, y)).find(|order| order.is_ne());
        let prereleases = || match (a.prerelease, b.prerelease) {
            (Some(a), Some(b)) => compare_parts(a, b),
            (a, b) => a.is_none().cmp(&b.is_none()),
        };
        let builds = || match (a.build, b.build) {
            (Some(a), Some(b)) => compare_parts(a, b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
        numbers.unwrap_or_else(|| prereleases().then_with(builds))
    })
}

fn is_valid(version: &str) -> bool {
    parse(version).is_some()
}

fn parse(version: &str) -> Option<Version<'_>> {
    let (rest, build) = match version.split_once('+') {
        Some((rest, build)) => (rest, Some(build)),
        None => (version, None),
    };
    let (numbers, prerelease) = match rest.split_once('-') {
        Some((numbers, prerelease)) => (numbers, Some(prerelease)),
        None => (rest, None),
    };
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !prerelease.iter().chain(&build).all(|parts| parts.split('.').all(is_part)) {
        return None;
    }
    let mut found = numbers.split('.');
    let mut number = || found.next().filter(|part| !part.is_empty() && take_digits(part).1.is_empty());
    let numbers = [number()?, number()?, number()?];
    found.next().is_none().then_some(Version { numbers, prerelease, build })
}

/// Numbers by value and before text; the shorter list first where one begins the other.
fn compare_parts(a: &str, b: &str) -> Ordering {
    let unequal = a.split('.').zip(b.split('.')).map(|(x, y)| compare_part(x, y)).find(|order| order.is_ne());
    unequal.unwrap_or_else(|| a.split('.').count().cmp(&b.split('.').count()))
}

fn compare_part(a: &str, b: &str) -> Ordering {
    match (number(a), number(b)) {
        (Some((false, a)), Some((false, b))) => compare_digits(a, b),
        (Some((true, a)), Some((true, b))) => compare_digits(b, a),
        (Some((true, _)), Some(_)) => Ordering::Less,
        (Some(_), Some((true, _))) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => a.cmp(b),
    }
}

/// Whether a number is below zero, and its digits.
fn number(part: &str) -> Option<(bool, &str)> {
    let digits = part.strip_prefix('-').unwrap_or(part);
    let is_number = !digits.is_empty() && take_digits(digits).1.is_empty();
    let is_negative = digits.len() < part.len() && digits.bytes().any(|b| b != b'0');
    is_number.then_some((is_negative, digits))
}
