//! Wolfi and Chainguard OS, which share their packages.
//!
//! OSV: `Wolfi`, `Chainguard`, without releases; names of origins, versions that subpackages share.
//! Limits: none known.

use crate::{Advised, Distribution};

/// Wolfi.
pub(crate) const WOLFI: Distribution = Distribution {
    family: "wolfi",
    osv: "Wolfi",
    release: Distribution::rolling,
    scopes: Distribution::own_release,
    advised: Advised::SourceName,
    modular: false,
    order: tidewaiter_versions::APK,
    purl_namespace: "wolfi",
};

/// Chainguard OS.
pub(crate) const CHAINGUARD: Distribution = Distribution {
    family: "chainguard",
    osv: "Chainguard",
    release: Distribution::rolling,
    scopes: Distribution::own_release,
    advised: Advised::SourceName,
    modular: false,
    order: tidewaiter_versions::APK,
    purl_namespace: "chainguard",
};
