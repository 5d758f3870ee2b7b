//! Alpine Linux.
//!
//! OSV: `Alpine:v3.18`, with names of source packages (origins). Alpine's own security database has `edge` too.
//! Limits: OSV's export has no edge, which makes a gap in the coverage of such systems if the advisories come from there.

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
    // `3.21.0_alpha20240807` is edge before 3.21.
    if os.version == "edge" || os.version.contains("_alpha") {
        return Some("edge".to_owned());
    }
    let mut parts = os.version.split('.');
    let (major, minor) = (parts.next()?, parts.next()?);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (is_number(major) && is_number(minor)).then(|| format!("v{major}.{minor}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_named_as_osv_names_them() {
        let of = |version: &str| release(&Os { version: version.to_owned(), ..Os::default() });
        assert_eq!(of("3.18.9").as_deref(), Some("v3.18"));
        assert_eq!(of("3.21.0_alpha20240807").as_deref(), Some("edge"));
        assert_eq!(of("edge").as_deref(), Some("edge"));
        assert_eq!(of("nonsense"), None);
    }
}
