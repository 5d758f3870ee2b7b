//! MinimOS.
//!
//! OSV: `MinimOS`, without releases; names of origins, versions that subpackages share.
//! Limits: none known.

use crate::{Advised, Distribution};

/// MinimOS.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "minimos",
    osv: "MinimOS",
    release: Distribution::rolling,
    scopes: Distribution::own_release,
    advised: Advised::SourceName,
    modular: false,
    order: tidewaiter_versions::APK,
    purl_namespace: "minimos",
};
