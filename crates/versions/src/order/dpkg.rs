//! Debian's order: `[epoch:]upstream[-revision]`.
//!
//! Specification: <https://manpages.debian.org/bookworm/dpkg-dev/deb-version.7.en.html>.
//! Limits: as dpkg, an epoch above 2³¹−1 is not a version.

use super::{compare_digits, take_digits};
use crate::Order;
use std::cmp::Ordering;

/// The order of `dpkg --compare-versions`.
pub const ORDER: Order = Order { id: "dpkg", compare, is_valid };

#[derive(Clone, Copy)]
struct Version<'a> {
    epoch: u32,
    upstream: &'a str,
    revision: &'a str,
}

fn compare(a: &str, b: &str) -> Ordering {
    super::by_parsed(a, b, (parse(a), parse(b)), |a, b| {
        let upstream = || compare_part(a.upstream, b.upstream);
        a.epoch.cmp(&b.epoch).then_with(upstream).then_with(|| compare_part(a.revision, b.revision))
    })
}

fn is_valid(version: &str) -> bool {
    parse(version).is_some()
}

fn parse(version: &str) -> Option<Version<'_>> {
    let version = version.trim_matches([' ', '\t', '\n', '\r', '\x0b', '\x0c']);
    let (epoch, rest) = match version.split_once(':') {
        // strtol, by which dpkg reads the epoch, takes a sign.
        Some((epoch, rest)) => (epoch.parse::<i64>().ok().filter(|e| (0..=i64::from(i32::MAX)).contains(e))?, rest),
        None => (0, version),
    };
    let (upstream, revision) = match rest.rsplit_once('-') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (rest, ""),
    };
    let in_upstream = |b: u8| b.is_ascii_alphanumeric() || b".-+~:".contains(&b);
    let in_revision = |b: u8| b.is_ascii_alphanumeric() || b".+~".contains(&b);
    let is_version = upstream.starts_with(|c: char| c.is_ascii_digit())
        && upstream.bytes().all(in_upstream)
        && revision.bytes().all(in_revision);
    is_version.then_some(Version { epoch: u32::try_from(epoch).ok()?, upstream, revision })
}

/// Compares runs of other characters and runs of digits by turns.
pub(super) fn compare_part(mut a: &str, mut b: &str) -> Ordering {
    while !a.is_empty() || !b.is_empty() {
        let (text_a, rest_a) = a.split_at(a.bytes().take_while(|c| !c.is_ascii_digit()).count());
        let (text_b, rest_b) = b.split_at(b.bytes().take_while(|c| !c.is_ascii_digit()).count());
        let weights = |text: &str, at: usize| text.as_bytes().get(at).copied().map_or(0, weight);
        for at in 0..text_a.len().max(text_b.len()) {
            match weights(text_a, at).cmp(&weights(text_b, at)) {
                Ordering::Equal => {}
                unequal => return unequal,
            }
        }
        let ((digits_a, after_a), (digits_b, after_b)) = (take_digits(rest_a), take_digits(rest_b));
        match compare_digits(digits_a, digits_b) {
            Ordering::Equal => (a, b) = (after_a, after_b),
            unequal => return unequal,
        }
    }
    Ordering::Equal
}

/// `~` before the end, the end (0) before letters, letters before all else.
fn weight(byte: u8) -> i32 {
    match byte {
        b'~' => -1,
        b if b.is_ascii_alphabetic() => i32::from(b),
        b => i32::from(b) + 256,
    }
}
