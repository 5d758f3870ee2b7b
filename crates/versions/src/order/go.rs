//! Go's order of modules and of Go itself.
//!
//! Specification: <https://go.dev/ref/mod#versions>; Go's own releases are written `go1.21rc2`, advisories write them
//! `1.21.0-rc.2`, so both spellings are read.
//! Limits: more lenient than x/mod, as semver is here; pseudo-versions and `+incompatible` need no rules of their own: they are semantic versions.

use super::semver::{self, compare_parsed};
use crate::Order;
use std::borrow::Cow;
use std::cmp::Ordering;

/// The order of golang.org/x/mod/semver, and of Go's releases.
pub const ORDER: Order = Order { id: "go", compare, is_valid };

fn compare(a: &str, b: &str) -> Ordering {
    let (left, right) = (normalised(a), normalised(b));
    super::by_parsed(a, b, (semver::parse(&left), semver::parse(&right)), compare_parsed)
}

fn is_valid(version: &str) -> bool {
    semver::parse(&normalised(version)).is_some()
}

/// `go1.21rc2` as `1.21.0-rc.2`; everything else as it is.
fn normalised(version: &str) -> Cow<'_, str> {
    let bare = version.trim_start_matches("go").trim_start_matches('v');
    let at = bare
        .find("rc")
        .or_else(|| bare.find("beta"))
        .filter(|at| bare.get(..*at).is_some_and(|s| s.bytes().all(|b| b.is_ascii_digit() || b == b'.')));
    match at {
        Some(at) => {
            let (release, stage) = bare.split_at(at);
            let (name, number) = stage.split_at(stage.bytes().take_while(u8::is_ascii_lowercase).count());
            format!("{release}{}-{name}.{number}", if release.matches('.').count() < 2 { ".0" } else { "" }).into()
        }
        None => bare.into(),
    }
}
