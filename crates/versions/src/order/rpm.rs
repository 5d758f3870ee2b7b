//! rpm's order: `[epoch:]version[-release]`.
//!
//! Specification: <https://rpm-software-management.github.io/rpm/man/rpm-version.7> and the rules of `rpmvercmp`: letters and digits count,
//! everything else only parts them, `~` comes before the end, `^` after it but before anything else.
//! Limits: a version without a release is below the same with one, as `rpm.vercmp` has it; that rpm's dependencies take a missing
//! release for any is not an order.

use super::{compare_digits, take_digits};
use crate::Order;
use std::cmp::Ordering;

/// The order of `rpm`.
pub const ORDER: Order = Order { id: "rpm", compare, is_valid };

#[derive(Clone, Copy)]
struct Version<'a> {
    epoch: &'a str,
    version: &'a str,
    release: Option<&'a str>,
}

fn compare(a: &str, b: &str) -> Ordering {
    super::by_parsed(a, b, (parse(a), parse(b)), |a, b| {
        let release = || match (a.release, b.release) {
            (Some(a), Some(b)) => compare_part(a, b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
        compare_digits(a.epoch, b.epoch).then_with(|| compare_part(a.version, b.version)).then_with(release)
    })
}

fn is_valid(version: &str) -> bool {
    parse(version).is_some()
}

fn parse(text: &str) -> Option<Version<'_>> {
    let (epoch, rest) = match text.split_once(':') {
        Some((epoch, rest)) if epoch.bytes().all(|b| b.is_ascii_digit()) => (epoch, rest),
        _ => ("", text),
    };
    let (version, release) = match rest.rsplit_once('-') {
        Some((version, release)) => (version, Some(release)),
        None => (rest, None),
    };
    (!text.is_empty()).then_some(Version { epoch, version, release })
}

/// `rpmvercmp`.
fn compare_part(mut a: &str, mut b: &str) -> Ordering {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '~' || c == '^';
    loop {
        (a, b) = (a.trim_start_matches(|c| !is_part(c)), b.trim_start_matches(|c| !is_part(c)));
        match (a.strip_prefix('~'), b.strip_prefix('~')) {
            (Some(x), Some(y)) => {
                (a, b) = (x, y);
                continue;
            }
            (Some(_), None) => return Ordering::Less,
            (None, Some(_)) => return Ordering::Greater,
            (None, None) => {}
        }
        match (a.strip_prefix('^'), b.strip_prefix('^')) {
            (Some(x), Some(y)) => {
                (a, b) = (x, y);
                continue;
            }
            (Some(_), None) => return if b.is_empty() { Ordering::Greater } else { Ordering::Less },
            (None, Some(_)) => return if a.is_empty() { Ordering::Less } else { Ordering::Greater },
            (None, None) => {}
        }
        if a.is_empty() || b.is_empty() {
            return b.is_empty().cmp(&a.is_empty());
        }
        let ((digits_a, after_a), (digits_b, after_b)) = (take_digits(a), take_digits(b));
        let order = match (digits_a.is_empty(), digits_b.is_empty()) {
            (false, false) => {
                (a, b) = (after_a, after_b);
                compare_digits(digits_a, digits_b)
            }
            // Numbers are newer than letters.
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (true, true) => {
                let letters = |text: &str| text.bytes().take_while(u8::is_ascii_alphabetic).count();
                let ((letters_a, after_a), (letters_b, after_b)) = (a.split_at(letters(a)), b.split_at(letters(b)));
                (a, b) = (after_a, after_b);
                letters_a.cmp(letters_b)
            }
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}
