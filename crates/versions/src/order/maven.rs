//! Maven's order.
//!
//! Specification: <https://maven.apache.org/pom.html#version-order-specification>, as `ComparableVersion` of Maven 3.9.
//! A version is a chain of lists: each `-`, and each change between digits and letters, begins a list inside the last.
//! It is no total order: `v0` < `0rc` < `0` < `v0`, in Maven as here. Whoever sorts by it must not rely on one.
//! Limits: Maven takes every string for a version; here those longer than 1,000 bytes are none.

use super::{compare_digits, take_digits};
use crate::Order;
use std::cmp::Ordering;

/// The order of `ComparableVersion`.
pub const ORDER: Order = Order { id: "maven", compare, is_valid };

const MAX_LENGTH: usize = 1000;
/// Qualifiers in rising order; the empty one is the release itself. Unknown ones come after all of them, as text.
const QUALIFIERS: [&str; 7] = ["alpha", "beta", "milestone", "rc", "snapshot", "", "sp"];
const RELEASE: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Item<'a> {
    Number(&'a str),
    Qualifier(&'a str),
}

/// The lists of the chain; each ends with the next, unless that is empty.
type Chain<'a> = Vec<Vec<Item<'a>>>;

fn is_valid(version: &str) -> bool {
    !version.trim().is_empty() && version.len() <= MAX_LENGTH
}

fn compare(a: &str, b: &str) -> Ordering {
    let (lower_a, lower_b) = (super::lowered(a), super::lowered(b));
    let parsed = |text: &str, lower| is_valid(text).then(|| parse(lower));
    super::by_parsed(a, b, (parsed(a, &lower_a), parsed(b, &lower_b)), compare_chains)
}

fn push<'a>(chain: &mut Chain<'a>, item: Item<'a>) {
    if let Some(list) = chain.last_mut() {
        list.push(item);
    }
}

fn parse(version: &str) -> Chain<'_> {
    let mut chain: Chain<'_> = vec![Vec::new()];
    let mut rest = version;
    while !rest.is_empty() {
        let (digits, after_digits) = take_digits(rest);
        let is_number = !digits.is_empty();
        let length = if is_number {
            digits.len()
        } else {
            rest.find(|c: char| c == '.' || c == '-' || c.is_ascii_digit()).unwrap_or(rest.len())
        };
        let (text, after) = if is_number { (digits, after_digits) } else { rest.split_at(length) };
        let next = after.chars().next();
        let follows_digit = next.is_some_and(|c| c.is_ascii_digit());
        let is_last = after.is_empty();
        if text.is_empty() {
            push(&mut chain, Item::Number(""));
        } else if is_number {
            push(&mut chain, Item::Number(text.trim_start_matches('0')));
        } else {
            // A qualifier before a digit or at the end has a list of its own, one before a separator stays where it is.
            if (follows_digit || is_last) && chain.last().is_some_and(|list| !list.is_empty()) {
                chain.push(Vec::new());
            }
            push(&mut chain, Item::Qualifier(qualifier(text, follows_digit)));
        }
        rest = match next {
            Some('.') => after.get(1..).unwrap_or(""),
            Some('-') => {
                chain.push(Vec::new());
                after.get(1..).unwrap_or("")
            }
            Some(_) => {
                chain.push(Vec::new());
                after
            }
            None => "",
        };
    }
    normalise(&mut chain);
    chain
}

/// The qualifier's full name.
fn qualifier(text: &str, follows_digit: bool) -> &str {
    match text {
        "a" if follows_digit => "alpha",
        "b" if follows_digit => "beta",
        "m" if follows_digit => "milestone",
        "ga" | "final" | "release" => "",
        "cr" => "rc",
        other => other,
    }
}

/// Drops what says nothing at the end of each list: zeros, the release's qualifier, empty lists.
fn normalise(chain: &mut Chain<'_>) {
    for level in (0..chain.len()).rev() {
        let has_child = level + 1 < chain.len();
        if let Some(list) = chain.get_mut(level) {
            while list.last().is_some_and(is_null) {
                list.pop();
            }
            if list.is_empty() && !has_child {
                chain.truncate(level);
            }
        }
    }
}

fn is_null(item: &Item<'_>) -> bool {
    match item {
        Item::Number(digits) => digits.is_empty(),
        Item::Qualifier(name) => name.is_empty(),
    }
}

fn compare_chains(a: &Chain<'_>, b: &Chain<'_>) -> Ordering {
    let (mut level_a, mut level_b) = (0, 0);
    loop {
        let (own_a, own_b) = (a.get(level_a).map_or(&[][..], Vec::as_slice), b.get(level_b).map_or(&[][..], Vec::as_slice));
        let (child_a, child_b) = (level_a + 1 < a.len(), level_b + 1 < b.len());
        for at in 0..own_a.len().max(own_b.len()) {
            let order = match (own_a.get(at), own_b.get(at)) {
                (Some(x), Some(y)) => compare_items(x, y),
                (Some(x), None) if child_b && at == own_b.len() => compare_to_list(x),
                (None, Some(y)) if child_a && at == own_a.len() => compare_to_list(y).reverse(),
                (Some(x), None) => compare_to_nothing(x),
                (None, Some(y)) => compare_to_nothing(y).reverse(),
                (None, None) => Ordering::Equal,
            };
            if order != Ordering::Equal {
                return order;
            }
        }
        match (child_a, child_b) {
            (true, true) if own_a.len() == own_b.len() => (level_a, level_b) = (level_a + 1, level_b + 1),
            (true, _) => return list_to_nothing(a, level_a + 1),
            (_, true) => return list_to_nothing(b, level_b + 1).reverse(),
            (false, false) => return Ordering::Equal,
        }
    }
}

fn compare_items(a: &Item<'_>, b: &Item<'_>) -> Ordering {
    match (a, b) {
        (Item::Number(a), Item::Number(b)) => compare_digits(a, b),
        (Item::Number(_), Item::Qualifier(_)) => Ordering::Greater,
        (Item::Qualifier(_), Item::Number(_)) => Ordering::Less,
        (Item::Qualifier(a), Item::Qualifier(b)) => rank(a).cmp(&rank(b)),
    }
}

fn rank(name: &str) -> (usize, &str) {
    QUALIFIERS.iter().position(|known| *known == name).map_or((QUALIFIERS.len(), name), |at| (at, ""))
}

fn compare_to_list(item: &Item<'_>) -> Ordering {
    match item {
        Item::Number(_) => Ordering::Greater,
        Item::Qualifier(_) => Ordering::Less,
    }
}

fn compare_to_nothing(item: &Item<'_>) -> Ordering {
    match item {
        Item::Number("") => Ordering::Equal,
        Item::Number(_) => Ordering::Greater,
        Item::Qualifier(name) => rank(name).0.cmp(&RELEASE),
    }
}

fn list_to_nothing(chain: &Chain<'_>, level: usize) -> Ordering {
    let items = chain.iter().skip(level).flatten();
    items.map(compare_to_nothing).find(|order| *order != Ordering::Equal).unwrap_or(Ordering::Equal)
}
