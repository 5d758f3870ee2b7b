//! NuGet's order.
//!
//! Specification: <https://learn.microsoft.com/en-us/nuget/concepts/package-versioning>: up to four numbers, where missing ones
//! are 0, then prerelease labels as in SemVer 2, in which case says nothing.
//! Limits: numbers count by value however long they are, where NuGet itself compares labels beyond 32 bits as text.

use super::{by_parsed, compare_digits, compare_identifiers, take_digits};
use crate::Order;
use std::cmp::Ordering;

/// The order of NuGet.
pub const ORDER: Order = Order { id: "nuget", compare, is_valid };

struct Version<'a> {
    numbers: [&'a str; 4],
    prerelease: &'a str,
}

fn compare(a: &str, b: &str) -> Ordering {
    by_parsed(a, b, (parse(a), parse(b)), |a, b| {
        let numbers = a.numbers.iter().zip(&b.numbers).map(|(x, y)| compare_digits(x, y)).find(|order| order.is_ne());
        numbers.unwrap_or_else(|| match (a.prerelease.is_empty(), b.prerelease.is_empty()) {
            (false, false) => {
                let (a, b) = (a.prerelease.to_ascii_lowercase(), b.prerelease.to_ascii_lowercase());
                compare_identifiers(&a, &b, Ordering::Less)
            }
            (a, b) => a.cmp(&b),
        })
    })
}

fn is_valid(version: &str) -> bool {
    parse(version).is_some()
}

fn parse(version: &str) -> Option<Version<'_>> {
    let version = version.trim().split('+').next()?;
    let (numbers, prerelease) = match version.split_once('-') {
        Some((_, "")) => return None,
        Some((numbers, prerelease)) => (numbers, prerelease),
        None => (version, ""),
    };
    let mut parts = numbers.split('.');
    let mut found = [""; 4];
    for (index, slot) in found.iter_mut().enumerate() {
        match parts.next() {
            Some(part) if !part.is_empty() && take_digits(part).1.is_empty() => *slot = part,
            None if index > 0 => *slot = "0",
            _ => return None,
        }
    }
    let is_label = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let is_version = parts.next().is_none() && (prerelease.is_empty() || prerelease.split('.').all(is_label));
    is_version.then_some(Version { numbers: found, prerelease })
}
