//! Julia's order.
//!
//! Specification: `VersionNumber` of <https://docs.julialang.org/en/v1/manual/strings/#man-version-number-literals>: SemVer, except
//! that numbers may be missing and are then 0, that a prerelease may stand without its hyphen, and that builds count: after the
//! same version without one, and among themselves as prereleases do. Binaries have them (`2.28.6+1`), and advisories tell them apart.
//! Limits: `1.0-` and `1.0+`, which stand for all prereleases and builds in ranges, are no versions.

use super::{by_parsed, compare_digits, compare_identifiers, take_digits};
use crate::Order;
use std::cmp::Ordering;

/// The order of Julia.
pub const ORDER: Order = Order { id: "julia", compare, is_valid };

struct Version<'a> {
    numbers: [&'a str; 3],
    prerelease: Option<&'a str>,
    build: Option<&'a str>,
}

fn compare(a: &str, b: &str) -> Ordering {
    by_parsed(a, b, (parse(a), parse(b)), |a, b| {
        let numbers = a.numbers.iter().zip(&b.numbers).map(|(x, y)| compare_digits(x, y)).find(|order| order.is_ne());
        let prereleases = || match (a.prerelease, b.prerelease) {
            (Some(a), Some(b)) => compare_identifiers(a, b, Ordering::Less),
            (a, b) => a.is_none().cmp(&b.is_none()),
        };
        let builds = || match (a.build, b.build) {
            (Some(a), Some(b)) => compare_identifiers(a, b, Ordering::Less),
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
        numbers.unwrap_or_else(|| prereleases().then_with(builds))
    })
}

fn is_valid(version: &str) -> bool {
    parse(version).is_some()
}

fn parse(version: &str) -> Option<Version<'_>> {
    let version = version.strip_prefix('v').unwrap_or(version);
    let (rest, build) = version.split_once('+').map_or((version, None), |(rest, build)| (rest, Some(build)));
    let (major, mut rest) = take_digits(rest);
    let mut numbers = [major, "0", "0"];
    for number in numbers.iter_mut().skip(1) {
        let (digits, after) = take_digits(rest.strip_prefix('.').unwrap_or(""));
        if !digits.is_empty() {
            (*number, rest) = (digits, after);
        }
    }
    let prerelease = match rest.strip_prefix('-') {
        Some(prerelease) => Some(prerelease),
        None if rest.is_empty() => None,
        None => rest.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(rest).map(Some)?,
    };
    let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is_version = !major.is_empty() && prerelease.iter().chain(&build).all(|parts| parts.split('.').all(is_part));
    is_version.then_some(Version { numbers, prerelease, build })
}
