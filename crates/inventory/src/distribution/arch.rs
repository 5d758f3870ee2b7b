//! Arch Linux.
//!
//! OSV has none; an importer of <https://security.archlinux.org> writes `Arch Linux` with names of binary packages.
//! Limits: none known.

use crate::{Advised, Distribution};

/// Arch Linux.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "arch",
    osv: "Arch Linux",
    release: Distribution::rolling,
    scopes: Distribution::own_release,
    advised: Advised::Binary,
    modular: false,
    order: tidewaiter_versions::ALPM,
    purl_namespace: "arch",
};
