//! openEuler.
//!
//! OSV: `openEuler:24.03-LTS-SP1`, with names of source packages.
//! Limits: innovation releases, which are not `LTS`, have no records.

use crate::{Advised, Distribution};
use tidewaiter_model::Os;

/// openEuler.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "openeuler",
    osv: "openEuler",
    release,
    scopes: Distribution::own_release,
    advised: Advised::Source,
    modular: false,
    order: tidewaiter_versions::RPM,
    purl_namespace: "openeuler",
};

/// `24.03-LTS-SP1` of version `24.03` and the name `openEuler 24.03 (LTS-SP1)`, which alone tells the service pack.
fn release(os: &Os) -> Option<String> {
    let version = Distribution::whole(os)?;
    let name = os.pretty_name.as_deref().unwrap_or("");
    let edition = name.split_once('(').and_then(|(_, rest)| rest.split(')').next()).filter(|edition| edition.starts_with("LTS"));
    Some(edition.map_or_else(|| version.clone(), |edition| format!("{version}-{}", edition.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_pack_stands_in_the_name() {
        let of = |name: &str| release(&Os { version: "24.03".to_owned(), pretty_name: Some(name.to_owned()), ..Os::default() });
        assert_eq!(of("openEuler 24.03 (LTS-SP1)").as_deref(), Some("24.03-LTS-SP1"));
        assert_eq!(of("openEuler 24.03 (LTS)").as_deref(), Some("24.03-LTS"));
        assert_eq!(of("openEuler 24.03").as_deref(), Some("24.03"));
    }
}
