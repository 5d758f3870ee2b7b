//! Hackage's order.
//!
//! Specification: <https://pvp.haskell.org/>, and Cabal's `Version`: lists of numbers, of which the shorter comes first where one
//! begins the other (`1.0` before `1.0.0`). Numbers have no leading zeros and at most nine digits. Tags after `-`, which have long been given up, are
//! not read.

use super::{by_parsed, compare_number_lists};
use crate::Order;
use std::cmp::Ordering;

/// The order of Hackage.
pub const ORDER: Order = Order { id: "hackage", compare, is_valid };

fn compare(a: &str, b: &str) -> Ordering {
    by_parsed(a, b, (parse(a), parse(b)), |a, b| compare_number_lists(a, b))
}

fn is_valid(version: &str) -> bool {
    parse(version).is_some()
}

fn parse(version: &str) -> Option<Vec<&str>> {
    let is_number = |part: &&str| {
        (1..=9).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()) && (*part == "0" || !part.starts_with('0'))
    };
    let parts: Vec<&str> = version.split('.').collect();
    parts.iter().all(is_number).then_some(parts)
}
