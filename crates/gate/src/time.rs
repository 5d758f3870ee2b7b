//! Times as documents write them.

use crate::store::Millis;
use tidewaiter_scan::rfc3339;

/// `2026-02-16T10:30:00Z`.
#[must_use]
pub fn zulu(time: Millis) -> String {
    rfc3339(u64::try_from(time / 1000).unwrap_or(0))
}

/// The same without a zone, as the registry's clients read times.
#[must_use]
pub fn naive(time: Millis) -> String {
    zulu(time).trim_end_matches('Z').to_owned()
}
