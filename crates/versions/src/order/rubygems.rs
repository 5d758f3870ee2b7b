//! RubyGems' order.
//!
//! Specification: <https://docs.ruby-lang.org/en/master/Gem/Version.html>.
//! Limits: none known; platform suffixes (`-x86_64-linux`) are not part of a version and have to be cut off before.

use super::{compare_digits, take_digits};
use crate::Order;
use std::borrow::Cow;
use std::cmp::Ordering;

/// The order of `Gem::Version`.
pub const ORDER: Order = Order { id: "rubygems", compare, is_valid };

fn is_valid(version: &str) -> bool {
    let version = version.trim();
    let (release, prerelease) = version.split_once('-').map_or((version, None), |(release, rest)| (release, Some(rest)));
    let is_segment = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_release = release.is_empty() && prerelease.is_none()
        || release.split('.').all(is_segment) && release.starts_with(|c: char| c.is_ascii_digit()) && {
            let (_, rest) = take_digits(release);
            rest.is_empty() || rest.starts_with('.')
        };
    let is_prerelease =
        |s: &str| s.split('.').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    is_release && prerelease.is_none_or(is_prerelease)
}

fn compare(a: &str, b: &str) -> Ordering {
    let (spelt_a, spelt_b) = (spelt_out(a), spelt_out(b));
    let parsed = |text, spelt| is_valid(text).then(|| canonical(spelt));
    super::by_parsed(a, b, (parsed(a, &spelt_a), parsed(b, &spelt_b)), |a, b| compare_segments(a, b))
}

/// What a hyphen stands for.
fn spelt_out(version: &str) -> Cow<'_, str> {
    let version = version.trim();
    if version.contains('-') { version.replace('-', ".pre.").into() } else { version.into() }
}

/// Runs of digits and of letters; zeros that end the numbers, or end the numbers before the letters, say nothing.
fn canonical(version: &str) -> Vec<&str> {
    let mut segments: Vec<&str> = Vec::new();
    for part in version.split('.') {
        let mut rest = part;
        while !rest.is_empty() {
            let (digits, after) = take_digits(rest);
            if digits.is_empty() {
                let (letters, after) = rest.split_at(rest.bytes().take_while(|b| !b.is_ascii_digit()).count());
                segments.push(letters);
                rest = after;
            } else {
                segments.push(digits);
                rest = after;
            }
        }
    }
    let first_letters = segments.iter().position(|s| !is_number(s)).unwrap_or(segments.len());
    let letters = segments.split_off(first_letters);
    let mut canonical = without_zeros(segments);
    canonical.extend(without_zeros(letters));
    canonical
}

fn without_zeros(mut list: Vec<&str>) -> Vec<&str> {
    while list.last().is_some_and(|s| is_number(s) && s.bytes().all(|b| b == b'0')) {
        list.pop();
    }
    list
}

fn compare_segments(a: &[&str], b: &[&str]) -> Ordering {
    for at in 0..a.len().max(b.len()) {
        let (x, y) = (a.get(at).copied().unwrap_or("0"), b.get(at).copied().unwrap_or("0"));
        let order = match (is_number(x), is_number(y)) {
            (true, true) => compare_digits(x, y),
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => x.cmp(y),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    Ordering::Equal
}

fn is_number(segment: &str) -> bool {
    segment.bytes().all(|b| b.is_ascii_digit())
}
