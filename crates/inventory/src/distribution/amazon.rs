//! Amazon Linux.
//!
//! OSV has none; an importer of ALAS writes `Amazon Linux:2023` with names of binary packages.
//! Limits: an extra of Amazon Linux 2 whose topic has no version (`docker`) is not told apart from its core.

use crate::{Advised, Distribution};
use tidewaiter_model::Os;

/// Amazon Linux.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "amzn",
    osv: "Amazon Linux",
    release,
    scopes: Distribution::own_release,
    advised: Advised::Binary,
    modular: false,
    order: tidewaiter_versions::RPM,
    purl_namespace: "amazon",
};

/// `2`, `2022`, `2023`; the first edition counts by dates, `2018.03`, and is `1`.
fn release(os: &Os) -> Option<String> {
    match os.version.split(['.', ' ']).next()? {
        edition @ ("1" | "2") => Some(edition.to_owned()),
        year if year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) => {
            Some(if year < "2022" { "1".to_owned() } else { year.to_owned() })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editions_are_told_from_dates() {
        let of = |version: &str| release(&Os { version: version.to_owned(), ..Os::default() });
        assert_eq!(of("2018.03").as_deref(), Some("1"));
        assert_eq!(of("2").as_deref(), Some("2"));
        assert_eq!(of("2023.6.20241010").as_deref(), Some("2023"));
        assert_eq!(of(""), None);
    }
}
