//! AlmaLinux.
//!
//! OSV: `AlmaLinux:9`; its records name binary packages, one statement for each build of a module.
//! Limits: none known.

use crate::{Advised, Distribution};

/// AlmaLinux.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "almalinux",
    osv: "AlmaLinux",
    release: Distribution::major,
    scopes: Distribution::own_release,
    advised: Advised::Binary,
    modular: true,
    order: tidewaiter_versions::RPM,
    purl_namespace: "almalinux",
};
