//! Gentoo.
//!
//! OSV has none; an importer of GLSAs writes `Gentoo` with names of the form `category/name`.
//! Limits: none known.

use crate::{Advised, Distribution};

/// Gentoo.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "gentoo",
    osv: "Gentoo",
    release: Distribution::rolling,
    scopes: Distribution::own_release,
    advised: Advised::Binary,
    modular: false,
    order: tidewaiter_versions::PORTAGE,
    purl_namespace: "gentoo",
};
