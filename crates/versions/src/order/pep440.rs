//! Python's order.
//!
//! Specification: <https://packaging.python.org/en/latest/specifications/version-specifiers/>.
//! Limits: versions from before PEP 440 (`2004d`) are not versions to pip, and not here.

use super::{compare_digits, compare_parts, take_digits};
use crate::Order;
use std::borrow::Cow;
use std::cmp::Ordering;

/// The order of `packaging.version.Version`.
pub const ORDER: Order = Order { id: "pep440", compare, is_valid };

const SEPARATORS: [char; 3] = ['.', '-', '_'];

#[derive(Debug)]
struct Version<'a> {
    epoch: &'a str,
    /// Numbers with dots between them.
    release: &'a str,
    /// `a`, `b` or `rc` as 0, 1, 2.
    pre: Option<(u8, &'a str)>,
    post: Option<&'a str>,
    dev: Option<&'a str>,
    local: Option<&'a str>,
}

fn is_valid(version: &str) -> bool {
    parse(&lowered(version)).is_some()
}

/// Whether it is numbers with dots between them, and nothing else.
fn is_plain(version: &str) -> bool {
    let mut follows_digit = false;
    for byte in version.bytes() {
        match byte {
            b'0'..=b'9' => follows_digit = true,
            b'.' if follows_digit => follows_digit = false,
            _ => return false,
        }
    }
    follows_digit
}

/// Without white space around it, in small letters; copied only if it is not so already.
fn lowered(version: &str) -> Cow<'_, str> {
    let version = version.trim();
    let has_capital = version.bytes().any(|byte| byte.is_ascii_uppercase());
    if has_capital { Cow::Owned(version.to_ascii_lowercase()) } else { Cow::Borrowed(version) }
}

fn compare(a: &str, b: &str) -> Ordering {
    // Most are, and advisories list them by the hundred.
    if is_plain(a) && is_plain(b) {
        return compare_releases(a, b);
    }
    let (lower_a, lower_b) = (lowered(a), lowered(b));
    super::by_parsed(a, b, (parse(&lower_a), parse(&lower_b)), |a, b| {
        compare_digits(a.epoch, b.epoch)
            .then_with(|| compare_releases(a.release, b.release))
            .then_with(|| compare_pre(a, b))
            .then_with(|| compare_numbers(a.post, b.post, Ordering::Less))
            .then_with(|| compare_numbers(a.dev, b.dev, Ordering::Greater))
            .then_with(|| compare_locals(a.local, b.local))
    })
}

fn parse(text: &str) -> Option<Version<'_>> {
    let text = text.strip_prefix('v').unwrap_or(text);
    let (public, local) = text.split_once('+').map_or((text, None), |(public, local)| (public, Some(local)));
    let (epoch, mut rest) = public.split_once('!').unwrap_or(("0", public));
    if epoch.is_empty() || !epoch.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let from = rest;
    loop {
        let (digits, after) = take_digits(rest);
        if digits.is_empty() {
            return None;
        }
        rest = after;
        match rest.strip_prefix('.') {
            Some(after) if after.starts_with(|c: char| c.is_ascii_digit()) => rest = after,
            _ => break,
        }
    }
    let release = from.get(..from.len() - rest.len())?;
    let mut pre = None;
    for (name, step) in [("alpha", 0), ("a", 0), ("beta", 1), ("b", 1), ("preview", 2), ("pre", 2), ("rc", 2), ("c", 2)] {
        if let Some((number, after)) = stage(rest, name) {
            (pre, rest) = (Some((step, number)), after);
            break;
        }
    }
    let mut post = None;
    if let Some((number, after)) = ["post", "rev", "r"].iter().find_map(|name| stage(rest, name)) {
        (post, rest) = (Some(number), after);
    } else if let Some(after) = rest.strip_prefix('-') {
        // `1.0-1` is a spelling of `1.0.post1`.
        let (digits, after) = take_digits(after);
        if !digits.is_empty() {
            (post, rest) = (Some(digits), after);
        }
    }
    let mut dev = None;
    if let Some((number, after)) = stage(rest, "dev") {
        (dev, rest) = (Some(number), after);
    }
    let is_local =
        |local: &str| local.split(SEPARATORS).all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    if !rest.is_empty() || !local.is_none_or(is_local) {
        return None;
    }
    Some(Version { epoch, release, pre, post, dev, local })
}

/// `[sep]name[sep][number]`; a missing number is 0.
fn stage<'a>(text: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let text = text.strip_prefix(SEPARATORS).unwrap_or(text);
    let rest = text.strip_prefix(name)?;
    let after = rest.strip_prefix(SEPARATORS).unwrap_or(rest);
    let (digits, remaining) = take_digits(after);
    // A separator may stand before a number that is missing, too.
    if digits.is_empty() && after.is_empty() {
        Some(("0", after))
    } else if digits.is_empty() {
        Some(("0", rest))
    } else {
        Some((digits, remaining))
    }
}

/// Missing numbers are zeros.
fn compare_releases(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.split('.'), b.split('.'));
    loop {
        let (x, y) = (left.next(), right.next());
        if x.is_none() && y.is_none() {
            return Ordering::Equal;
        }
        match compare_digits(x.unwrap_or("0"), y.unwrap_or("0")) {
            Ordering::Equal => {}
            unequal => return unequal,
        }
    }
}

fn compare_pre(a: &Version<'_>, b: &Version<'_>) -> Ordering {
    // A development release of the final version comes before its pre-releases; a final version after them.
    let rank = |v: &Version<'_>| match v.pre {
        Some(_) => 1,
        None if v.post.is_none() && v.dev.is_some() => 0,
        None => 2,
    };
    rank(a).cmp(&rank(b)).then_with(|| match (a.pre, b.pre) {
        (Some((step_a, number_a)), Some((step_b, number_b))) => {
            step_a.cmp(&step_b).then_with(|| compare_digits(number_a, number_b))
        }
        _ => Ordering::Equal,
    })
}

/// Compares numbers that may be missing; `missing` is how none compares to some.
fn compare_numbers(a: Option<&str>, b: Option<&str>, missing: Ordering) -> Ordering {
    match (a, b) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => missing,
        (Some(_), None) => missing.reverse(),
        (Some(a), Some(b)) => compare_digits(a, b),
    }
}

fn compare_locals(a: Option<&str>, b: Option<&str>) -> Ordering {
    let (Some(a), Some(b)) = (a, b) else { return a.is_some().cmp(&b.is_some()) };
    compare_parts(a.split(SEPARATORS), b.split(SEPARATORS), Ordering::Greater)
}
