//! rpm's order: `[epoch:]version[-release]`.
//!
//! Specification: <https://rpm-software-management.github.io/rpm/manual/dependencies.html#versioning> and rpm-version(7).
//! Limits: rpm's dependencies let a version without a release stand for all its releases. No total order can (`1` would equal
//! `1-1` and `1-2`, which differ), so a missing release is below every other here, as it is where rpm sorts.

use crate::Order;
use std::cmp::Ordering;

/// The order of `rpm.ver`.
pub const ORDER: Order = Order { id: "rpm", compare, is_valid };

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

/// rpm orders any text but none at all.
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

/// Compares runs of digits and runs of letters by turns; what is neither only parts them, but for `~` (before the end) and `^`
/// (after the end, before all else).
fn compare_part(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let is_separator = |c: char| !c.is_ascii_alphanumeric() && c != '~' && c != '^';
        (a, b) = (a.trim_start_matches(is_separator), b.trim_start_matches(is_separator));
        match (a.bytes().next(), b.bytes().next()) {
            (None, None) => return Ordering::Equal,
            (Some(b'~'), Some(b'~')) | (Some(b'^'), Some(b'^')) => {
                (a, b) = (a.get(1..).unwrap_or(""), b.get(1..).unwrap_or(""));
                continue;
            }
            (Some(b'~'), _) => return Ordering::Less,
            (_, Some(b'~')) => return Ordering::Greater,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(b'^'), _) => return Ordering::Less,
            (_, Some(b'^')) => return Ordering::Greater,
            (Some(first), Some(other)) if first.is_ascii_digit() != other.is_ascii_digit() => {
                return if first.is_ascii_digit() { Ordering::Greater } else { Ordering::Less };
            }
            _ => {}
        }
        let (order, rest_a, rest_b) = if a.starts_with(|c: char| c.is_ascii_digit()) {
            let ((run_a, rest_a), (run_b, rest_b)) = (super::take_digits(a), super::take_digits(b));
            (super::compare_digits(run_a, run_b), rest_a, rest_b)
        } else {
            let ((run_a, rest_a), (run_b, rest_b)) = (take_letters(a), take_letters(b));
            (run_a.cmp(run_b), rest_a, rest_b)
        };
        if order != Ordering::Equal {
            return order;
        }
        (a, b) = (rest_a, rest_b);
    }
}

fn take_letters(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_alphabetic).count())
}
