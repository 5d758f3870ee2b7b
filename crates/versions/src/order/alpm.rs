//! pacman's order: `[epoch:]version[-release]`.
//!
//! Specification: <https://man.archlinux.org/man/vercmp.8>.
//! Limits: pacman's rules run in circles in two places, which no total order can follow. It lets a version without a release stand
//! for all its releases: a missing release is below every other here. And what it says of characters that part nothing, at the end
//! of a version, contradicts itself: they are passed over here.

use crate::Order;
use std::cmp::Ordering;

/// The order of `vercmp`.
pub const ORDER: Order = Order { id: "alpm", compare, is_valid };

struct Version<'a> {
    epoch: &'a str,
    version: &'a str,
    release: Option<&'a str>,
}

fn compare(a: &str, b: &str) -> Ordering {
    super::by_parsed(a, b, (parse(a), parse(b)), |a, b| {
        compare_part(a.epoch, b.epoch).then_with(|| compare_part(a.version, b.version)).then_with(|| {
            match (a.release, b.release) {
                (Some(a), Some(b)) => compare_part(a, b),
                (a, b) => a.is_some().cmp(&b.is_some()),
            }
        })
    })
}

/// pacman orders any text but none at all.
fn is_valid(version: &str) -> bool {
    !version.is_empty()
}

fn parse(text: &str) -> Option<Version<'_>> {
    if text.is_empty() {
        return None;
    }
    let (digits, rest) = super::take_digits(text);
    let (epoch, rest) = match rest.strip_prefix(':') {
        Some(rest) if digits.is_empty() => ("0", rest),
        Some(rest) => (digits, rest),
        None => ("0", text),
    };
    let (version, release) = rest.rsplit_once('-').map_or((rest, None), |(version, release)| (version, Some(release)));
    Some(Version { epoch, version, release })
}

/// Compares runs of digits and runs of letters by turns, and how many characters part them. Letters at the end of one come before
/// the end of the other, anything else after it.
fn compare_part(a: &str, b: &str) -> Ordering {
    let is_separator = |c: char| !c.is_ascii_alphanumeric();
    let (mut a, mut b) = (a.trim_end_matches(is_separator), b.trim_end_matches(is_separator));
    while !a.is_empty() && !b.is_empty() {
        let (after_a, after_b) = (a.trim_start_matches(is_separator), b.trim_start_matches(is_separator));
        let (parted_a, parted_b) = (a.len() - after_a.len(), b.len() - after_b.len());
        (a, b) = (after_a, after_b);
        let (Some(first), Some(other)) = (a.bytes().next(), b.bytes().next()) else { break };
        if parted_a != parted_b {
            return parted_a.cmp(&parted_b);
        }
        if first.is_ascii_digit() != other.is_ascii_digit() {
            return if first.is_ascii_digit() { Ordering::Greater } else { Ordering::Less };
        }
        let (order, rest_a, rest_b) = if first.is_ascii_digit() {
            let ((run_a, rest_a), (run_b, rest_b)) = (super::take_digits(a), super::take_digits(b));
            (super::compare_digits(run_a, run_b), rest_a, rest_b)
        } else {
            let letters = |text: &str| text.bytes().take_while(u8::is_ascii_alphabetic).count();
            let ((run_a, rest_a), (run_b, rest_b)) = (a.split_at(letters(a)), b.split_at(letters(b)));
            (run_a.cmp(run_b), rest_a, rest_b)
        };
        if order != Ordering::Equal {
            return order;
        }
        (a, b) = (rest_a, rest_b);
    }
    let is_letter = |text: &str| text.starts_with(|c: char| c.is_ascii_alphabetic());
    match (a.is_empty(), b.is_empty()) {
        (true, true) => Ordering::Equal,
        (true, false) => {
            if is_letter(b) {
                Ordering::Greater
            } else {
                Ordering::Less
            }
        }
        (false, _) => {
            if is_letter(a) {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
    }
}
