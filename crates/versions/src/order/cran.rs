//! The order of R's packages, on CRAN and in Bioconductor.
//!
//! Specification: <https://cran.r-project.org/doc/manuals/r-release/R-exts.html#The-DESCRIPTION-file> and R's `compareVersion`:
//! lists of numbers between dots or hyphens, which mean the same, of which the shorter comes first where one begins the other
//! (`1.0` before `1.0-0`).
//! Limits: R asks packages for two numbers at least; advisories write one, too. R's operators take `1.0` and `1.0.0` for the same
//! where `compareVersion` does not; whoever publishes advisories follows the latter.

use super::{by_parsed, compare_number_lists};
use crate::Order;
use std::cmp::Ordering;

/// The order of CRAN.
pub const ORDER: Order = Order { id: "cran", compare, is_valid };

fn compare(a: &str, b: &str) -> Ordering {
    by_parsed(a, b, (parse(a), parse(b)), |a, b| compare_number_lists(a, b))
}

fn is_valid(version: &str) -> bool {
    parse(version).is_some()
}

fn parse(version: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = version.split(['.', '-']).collect();
    parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())).then_some(parts)
}
