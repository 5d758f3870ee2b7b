//! Bitnami's order: a semantic version, and how often Bitnami has packaged it.
//!
//! Form: `1.2.3-4`, where 4 is the revision, as the SPDX files of Bitnami's images have it; advisories name versions without
//! revisions, which are below every revision: <https://github.com/bitnami/go-version>.
//! Limits: a prerelease that is a number alone (`1.0.0-1`) cannot be told from a revision, and is taken for one.

use super::{compare_digits, semver};
use crate::Order;
use std::cmp::Ordering;

/// The order of Bitnami's packages.
pub const ORDER: Order = Order { id: "bitnami", compare, is_valid };

fn compare(a: &str, b: &str) -> Ordering {
    let ((a_version, a_revision), (b_version, b_revision)) = (parts(a), parts(b));
    let versions = super::by_parsed(a, b, (semver::parse(a_version), semver::parse(b_version)), semver::compare_parsed);
    versions.then_with(|| compare_digits(a_revision, b_revision))
}

fn is_valid(version: &str) -> bool {
    semver::parse(parts(version).0).is_some()
}

/// The version and the revision; the latter is empty if there is none.
fn parts(version: &str) -> (&str, &str) {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    version.trim().rsplit_once('-').filter(|(_, revision)| is_number(revision)).unwrap_or((version, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn revisions_come_after_their_version() {
        let ascending = ["7.0.4-9", "7.0.5-rc.1", "7.0.5", "7.0.5-1", "7.0.5-10", "7.0.6"];
        assert!(ascending.is_sorted_by(|a, b| compare(a, b).is_lt()));
        assert_eq!(compare("7.0.5-0", "7.0.5"), Ordering::Equal);
        assert!(is_valid("10.5.3-2") && !is_valid("x-2"));
    }
}
