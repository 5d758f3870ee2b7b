//! The orders, one module each.

pub(crate) mod alpm;
pub(crate) mod apk;
pub(crate) mod bitnami;
pub(crate) mod composer;
pub(crate) mod conan;
pub(crate) mod cran;
pub(crate) mod dart;
pub(crate) mod dpkg;
pub(crate) mod go;
pub(crate) mod hackage;
pub(crate) mod julia;
pub(crate) mod maven;
pub(crate) mod nuget;
pub(crate) mod opam;
pub(crate) mod pep440;
pub(crate) mod portage;
pub(crate) mod rpm;
pub(crate) mod rubygems;
pub(crate) mod semver;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::cmp::Ordering;

/// Without white space around it, in small letters; copied only if it is not so already.
fn lowered(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let is_low = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_low { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }
}

/// Numbers of any length, by value: leading zeros say nothing, then the longer is larger.
fn compare_digits(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

/// Lists of numbers, the shorter first where one begins the other.
fn compare_number_lists(a: &[&str], b: &[&str]) -> Ordering {
    let different = a.iter().zip(b).map(|(x, y)| compare_digits(x, y)).find(|order| order.is_ne());
    different.unwrap_or_else(|| a.len().cmp(&b.len()))
}

/// Splits off the digits at the beginning.
fn take_digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// Orders by parsed form; what does not parse is below what does, and ordered as text among its like.
fn by_parsed<T>(a: &str, b: &str, parsed: (Option<T>, Option<T>), compare: impl FnOnce(&T, &T) -> Ordering) -> Ordering {
    match &parsed {
        (Some(x), Some(y)) => compare(x, y),
        (Some(_), None) => Ordering::Greater,
        (None, Some(_)) => Ordering::Less,
        (None, None) => a.cmp(b),
    }
}

/// Dotted identifiers, the shorter list first where one begins the other. `number_to_text` is how a number compares to text.
fn compare_identifiers(a: &str, b: &str, number_to_text: Ordering) -> Ordering {
    compare_parts(a.split('.'), b.split('.'), number_to_text)
}

/// The same, split already.
fn compare_parts<'a>(
    mut left: impl Iterator<Item = &'a str>,
    mut right: impl Iterator<Item = &'a str>,
    number_to_text: Ordering,
) -> Ordering {
    loop {
        let (x, y) = match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) => (x, y),
        };
        let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        let order = match (is_number(x), is_number(y)) {
            (true, true) => compare_digits(x, y),
            (true, false) => number_to_text,
            (false, true) => number_to_text.reverse(),
            (false, false) => x.cmp(y),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}
