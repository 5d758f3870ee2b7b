//! Echo.
//!
//! OSV: `Echo`, without releases; names of source packages.
//! Limits: none known.

use crate::{Advised, Distribution};

/// Echo.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "echo",
    osv: "Echo",
    release: Distribution::rolling,
    scopes: Distribution::own_release,
    advised: Advised::Source,
    modular: false,
    order: tidewaiter_versions::DPKG,
    purl_namespace: "echo",
};
