//! opam's order: `version[-revision]`, each compared as Debian does; there are no epochs.
//!
//! Specification: <https://opam.ocaml.org/doc/Manual.html#version-ordering>.
//! Limits: none known.

use super::dpkg::compare_part;
use crate::Order;
use std::cmp::Ordering;

/// The order of opam.
pub const ORDER: Order = Order { id: "opam", compare, is_valid };

fn is_valid(version: &str) -> bool {
    !version.is_empty() && version.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_+.~".contains(&b))
}

fn compare(a: &str, b: &str) -> Ordering {
    let parse = |version| is_valid(version).then(|| parts(version));
    super::by_parsed(a, b, (parse(a), parse(b)), |a, b| compare_part(a.0, b.0).then_with(|| compare_part(a.1, b.1)))
}

fn parts(version: &str) -> (&str, &str) {
    version.rsplit_once('-').unwrap_or((version, ""))
}
