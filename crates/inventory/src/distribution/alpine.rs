//! Alpine Linux.
//!
//! Releases and their ends: <https://alpinelinux.org/releases/>.
//! Limits: edge has no release of its own in OSV's export, so it is not matched.

use crate::Distribution;
use tidewaiter_model::Os;

/// Alpine.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "alpine",
    osv: "Alpine",
    release,
    order: tidewaiter_versions::APK,
    purl_namespace: "alpine",
    end_of_life: &[
        ("v3.2", "2017-05-01"),
        ("v3.3", "2017-11-01"),
        ("v3.4", "2018-05-01"),
        ("v3.5", "2018-11-01"),
        ("v3.6", "2019-05-01"),
        ("v3.7", "2019-11-01"),
        ("v3.8", "2020-05-01"),
        ("v3.9", "2020-11-01"),
        ("v3.10", "2021-05-01"),
        ("v3.11", "2021-11-01"),
        ("v3.12", "2022-05-01"),
        ("v3.13", "2022-11-01"),
        ("v3.14", "2023-05-01"),
        ("v3.15", "2023-11-01"),
        ("v3.16", "2024-05-23"),
        ("v3.17", "2024-11-22"),
        ("v3.18", "2025-05-09"),
        ("v3.19", "2025-11-01"),
        ("v3.20", "2026-04-01"),
        ("v3.21", "2026-11-01"),
        ("v3.22", "2027-05-01"),
        ("v3.23", "2027-11-01"),
    ],
};

/// `v3.18` of `3.18.9`.
fn release(os: &Os) -> Option<String> {
    let mut parts = os.version.split('.');
    let (major, minor) = (parts.next()?, parts.next()?);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    // `3.21.0_alpha20240807` is edge before 3.21.
    let is_release = is_number(major) && is_number(minor) && !os.version.contains('_');
    is_release.then(|| format!("v{major}.{minor}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_named_as_osv_names_them() {
        let of = |version: &str| release(&Os { version: version.to_owned(), ..Os::default() });
        assert_eq!(of("3.18.9").as_deref(), Some("v3.18"));
        assert_eq!(of("3.21.0_alpha20240807"), None);
        assert_eq!(of("edge"), None);
    }
}
