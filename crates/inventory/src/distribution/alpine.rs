//! Alpine Linux.
//!
//! OSV: `Alpine:v3.18`, with names of source packages (origins).
//! Limits: edge has no release of its own in OSV's export, so it is not matched.

use crate::{Advised, Distribution};
use tidewaiter_model::Os;

/// Alpine.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "alpine",
    osv: "Alpine",
    release,
    scopes: Distribution::own_release,
    advised: Advised::Source,
    modular: false,
    order: tidewaiter_versions::APK,
    purl_namespace: "alpine",
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
