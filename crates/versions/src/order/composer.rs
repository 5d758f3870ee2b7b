//! Composer's order.
//!
//! Specification: <https://getcomposer.org/doc/articles/versions.md>, and `Composer\Semver`, which brings versions into one
//! form (four numbers, stability, `dev`) and compares these as PHP's `version_compare` does.
//! Limits: Composer orders no branch after another; here branches stand below all versions, as text among themselves.

use super::take_digits;
use crate::Order;
use std::cmp::Ordering;

/// The order of Composer.
pub const ORDER: Order = Order { id: "composer", compare, is_valid };

/// A version in its one form.
enum Version<'a> {
    Branch(String),
    Release(Vec<Part<'a>>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part<'a> {
    Number(&'a str),
    /// Its rank: `dev` 0, `alpha` 1, `beta` 2, `RC` 3, nothing 4, `patch` 5.
    Stability(u8),
}

const DEV: u8 = 0;
const NOTHING: u8 = 4;

/// Longer ones before those that they begin with.
const STABILITIES: [(&str, Option<u8>); 9] = [
    ("stable", None),
    ("beta", Some(2)),
    ("b", Some(2)),
    ("rc", Some(3)),
    ("alpha", Some(1)),
    ("a", Some(1)),
    ("patch", Some(5)),
    ("pl", Some(5)),
    ("p", Some(5)),
];

/// The number that stands for `x` in a branch's name.
const ANY: &str = "9999999";

fn compare(a: &str, b: &str) -> Ordering {
    super::by_parsed(a, b, (parse(a), parse(b)), |x, y| match (x, y) {
        (Version::Branch(x), Version::Branch(y)) => x.cmp(y),
        (Version::Branch(_), Version::Release(_)) => Ordering::Less,
        (Version::Release(_), Version::Branch(_)) => Ordering::Greater,
        (Version::Release(x), Version::Release(y)) => compare_parts(x, y),
    })
}

fn is_valid(version: &str) -> bool {
    parse(version).is_some()
}

fn compare_parts(a: &[Part<'_>], b: &[Part<'_>]) -> Ordering {
    for (x, y) in a.iter().zip(b) {
        let order = match (x, y) {
            (Part::Number(x), Part::Number(y)) => super::compare_digits(x, y),
            _ => rank(x).cmp(&rank(y)),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    // What one has more says whether it is more: a number is, a stability only if it comes after the release.
    let rest = |more: &Part<'_>| match more {
        Part::Number(_) => Ordering::Greater,
        Part::Stability(rank) => rank.cmp(&NOTHING),
    };
    match (a.get(b.len()), b.get(a.len())) {
        (Some(more), _) => rest(more),
        (_, Some(more)) => rest(more).reverse(),
        (None, None) => Ordering::Equal,
    }
}

fn rank(part: &Part<'_>) -> u8 {
    match part {
        Part::Number(_) => NOTHING,
        Part::Stability(rank) => *rank,
    }
}

fn parse(version: &str) -> Option<Version<'_>> {
    let version = without_alias(version.trim());
    let version = without_flag(version);
    if matches!(version, "master" | "trunk" | "default") {
        return Some(Version::Branch(version.to_owned()));
    }
    if let Some(branch) = without_prefix(version, "dev-") {
        return Some(Version::Branch(branch.to_owned()));
    }
    let version = match version.split_once('+') {
        Some((release, metadata)) if is_word(release) && !metadata.is_empty() && !metadata.contains(char::is_whitespace) => {
            release
        }
        _ => version,
    };
    let bare = without_prefix(version, "v").unwrap_or(version);
    classical(bare).or_else(|| date(bare)).map(Version::Release).or_else(|| branch(version))
}

/// `1.0` of `dev-main as 1.0` would be a lie: the first is what it is.
fn without_alias(version: &str) -> &str {
    match version.split_once(char::is_whitespace) {
        Some((first, rest)) if is_word(first) => match rest.trim_start().strip_prefix("as ") {
            Some(alias) if is_word(alias.trim_start()) => first,
            _ => version,
        },
        _ => version,
    }
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.contains(|char: char| char == ',' || char.is_whitespace())
}

/// Without the flag of a least stability: `1.0@beta`.
fn without_flag(version: &str) -> &str {
    let Some((before, flag)) = version.rsplit_once('@') else { return version };
    let is_flag = ["stable", "rc", "beta", "alpha", "dev"].iter().any(|known| flag.eq_ignore_ascii_case(known));
    if is_flag && !before.is_empty() { before } else { version }
}

fn without_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    if head.eq_ignore_ascii_case(prefix) { text.get(prefix.len()..) } else { None }
}

/// Up to four numbers, the first of up to five digits.
fn classical(version: &str) -> Option<Vec<Part<'_>>> {
    let (first, mut rest) = take_digits(version);
    if first.is_empty() || first.len() > 5 {
        return None;
    }
    let mut parts = vec![Part::Number(first)];
    while parts.len() < 4 {
        let Some((digits, after)) = rest.strip_prefix('.').map(take_digits).filter(|(digits, _)| !digits.is_empty()) else {
            break;
        };
        parts.push(Part::Number(digits));
        rest = after;
    }
    parts.resize(4, Part::Number("0"));
    parts.extend(modifier(rest)?);
    Some(parts)
}

/// A date: a year, then pairs of digits with or without something between them, then perhaps one number more.
fn date(version: &str) -> Option<Vec<Part<'_>>> {
    let digits = |text: &str, count: usize| {
        let text = text.strip_prefix(['.', ':', '-']).unwrap_or(text);
        let number = text.get(..count)?;
        if number.bytes().all(|byte| byte.is_ascii_digit()) { text.get(count..).map(str::len) } else { None }
    };
    let mut rest = version.get(4..).filter(|_| version.bytes().take(4).all(|byte| byte.is_ascii_digit()))?;
    for pair in 0..6 {
        match digits(rest, 2) {
            Some(length) => rest = rest.get(rest.len() - length..)?,
            None if pair == 0 => return None,
            None => break,
        }
    }
    if let Some(length) = (1..=3).rev().find_map(|count| digits(rest, count)) {
        rest = rest.get(rest.len() - length..)?;
    }
    let numbers = version.get(..version.len() - rest.len())?.split(['.', ':', '-']).filter(|part| !part.is_empty());
    let mut parts: Vec<Part<'_>> = numbers.map(Part::Number).collect();
    parts.extend(modifier(rest)?);
    Some(parts)
}

/// Stability, its numbers, and `dev`: `-beta.2-dev`.
fn modifier(text: &str) -> Option<Vec<Part<'_>>> {
    let mut rest = text.strip_prefix(['.', '_', '-']).unwrap_or(text);
    let mut parts = Vec::new();
    let mut is_stable = false;
    if let Some((after, rank)) = STABILITIES.iter().find_map(|(name, rank)| Some((without_prefix(rest, name)?, rank))) {
        rest = after;
        parts.extend(rank.map(Part::Stability));
        is_stable = rank.is_none();
        while let (digits, after) = take_digits(rest.strip_prefix(['.', '-']).unwrap_or(rest))
            && !digits.is_empty()
        {
            parts.push(Part::Number(digits));
            rest = after;
        }
    }
    let end = rest.strip_prefix(['.', '-']).unwrap_or(rest);
    let is_dev = end.eq_ignore_ascii_case("dev");
    if !rest.is_empty() && !is_dev {
        return None;
    }
    if is_stable {
        return Some(Vec::new());
    }
    if is_dev {
        parts.push(Part::Stability(DEV));
    }
    Some(parts)
}

/// A branch named by numbers, `1.2.x-dev`: the last version of its line.
fn branch(version: &str) -> Option<Version<'_>> {
    let length = version.len().checked_sub(3)?;
    let name = version.get(..length).filter(|_| without_prefix(version.get(length..).unwrap_or(""), "dev").is_some())?;
    let name = name.strip_suffix(['.', '-']).unwrap_or(name);
    let mut parts = Vec::new();
    for (index, part) in without_prefix(name, "v").unwrap_or(name).split('.').enumerate() {
        let is_any = index > 0 && matches!(part, "x" | "X" | "*");
        let is_number = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if index > 3 || (!is_any && !is_number) {
            return None;
        }
        parts.push(Part::Number(if is_any { ANY } else { part }));
    }
    parts.resize(4, Part::Number(ANY));
    parts.push(Part::Stability(DEV));
    Some(Version::Release(parts))
}
