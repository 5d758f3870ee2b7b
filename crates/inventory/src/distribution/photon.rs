//! Photon OS.
//!
//! OSV: `Photon OS:5.0`, by the name of the rpm package; the vendor's own data names sources, so both are asked for.
//! Limits: none known.

use crate::{Advised, Distribution};

/// Photon OS.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "photon",
    osv: "Photon OS",
    release: Distribution::whole,
    scopes: Distribution::own_release,
    advised: Advised::Either,
    modular: false,
    order: tidewaiter_versions::RPM,
    purl_namespace: "photon",
};
