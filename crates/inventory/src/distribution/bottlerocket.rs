//! Bottlerocket.
//!
//! OSV has none; an importer of its advisories writes `Bottlerocket`, since its updates replace the whole system.
//! Limits: none known.

use crate::{Advised, Distribution};

/// Bottlerocket.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "bottlerocket",
    osv: "Bottlerocket",
    release: Distribution::rolling,
    scopes: Distribution::own_release,
    advised: Advised::Binary,
    modular: false,
    order: tidewaiter_versions::RPM,
    purl_namespace: "bottlerocket",
};
