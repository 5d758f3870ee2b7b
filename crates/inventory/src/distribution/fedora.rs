//! Fedora.
//!
//! OSV has none; the feed of its updates has `Fedora:41` with names of binary packages.
//! Limits: rawhide has no release of its own until it is branched.

use crate::{Advised, Distribution};

/// Fedora.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "fedora",
    osv: "Fedora",
    release: Distribution::major,
    scopes: Distribution::own_release,
    advised: Advised::Binary,
    modular: true,
    order: tidewaiter_versions::RPM,
    purl_namespace: "fedora",
};
