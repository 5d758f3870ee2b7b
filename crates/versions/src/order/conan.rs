//! Conan's order.
//!
//! Specification: <https://docs.conan.io/2/tutorial/versioning/version_ranges.html>, and Conan's own `Version`: items between
//! dots, numbers by value and words as texts, zeros at the end saying nothing; then what stands before a release after `-`, then
//! the build after `+`.
//! Limits: Conan compares a number with a word that begins with one as texts, which runs in circles where their lengths differ
//! (9 < 10 < 1a < 9); here the number that a word begins with counts first. Conan 1 let versions have upper case letters.

use super::{by_parsed, compare_digits, take_digits};
use crate::Order;
use std::cmp::Ordering;

/// The order of Conan.
pub const ORDER: Order = Order { id: "conan", compare, is_valid };

struct Version<'a> {
    release: &'a str,
    before_release: Option<&'a str>,
    build: Option<&'a str>,
}

fn compare(a: &str, b: &str) -> Ordering {
    by_parsed(a, b, (parse(a), parse(b)), |a, b| {
        let release = compare_items(a.release, b.release);
        release.then_with(|| match (a.before_release, b.before_release) {
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (x, y) => compare_qualifiers(x, y).then_with(|| compare_qualifiers(a.build, b.build)),
        })
    })
}

fn is_valid(version: &str) -> bool {
    parse(version).is_some()
}

fn parse(version: &str) -> Option<Version<'_>> {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'+' | b'-');
    if !version.bytes().all(is_part) || version.is_empty() || version.starts_with(['.', '+', '-']) {
        return None;
    }
    let (rest, build) = version.rsplit_once('+').map_or((version, None), |(rest, build)| (rest, Some(build)));
    let (release, before_release) = rest.split_once('-').map_or((rest, None), |(release, before)| (release, Some(before)));
    Some(Version { release, before_release, build })
}

/// What is not there comes first.
fn compare_qualifiers(a: Option<&str>, b: Option<&str>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => compare_items(a, b),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

fn compare_items(a: &str, b: &str) -> Ordering {
    let (a, b) = (significant(a), significant(b));
    let different = a.iter().zip(&b).map(|(x, y)| compare_item(x, y)).find(|order| order.is_ne());
    different.unwrap_or_else(|| a.len().cmp(&b.len()))
}

fn significant(items: &str) -> Vec<&str> {
    let mut items: Vec<&str> = items.split('.').collect();
    let is_zero = |item: &&str| !item.is_empty() && item.bytes().all(|b| b == b'0');
    while items.last().is_some_and(is_zero) {
        items.pop();
    }
    items
}

fn compare_item(a: &str, b: &str) -> Ordering {
    let ((a, a_rest), (b, b_rest)) = (take_digits(a), take_digits(b));
    // An item without a number at its beginning comes after those that have one, but for the empty one.
    let rank = |digits: &str, rest: &str| if digits.is_empty() { 2 * u8::from(!rest.is_empty()) } else { 1 };
    rank(a, a_rest).cmp(&rank(b, b_rest)).then_with(|| compare_digits(a, b)).then_with(|| a_rest.cmp(b_rest))
}
