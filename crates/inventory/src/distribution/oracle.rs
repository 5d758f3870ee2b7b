//! Oracle Linux.
//!
//! OSV has none; an importer of Oracle's OVAL writes `Oracle Linux:9` with names of binary packages.
//! The FIPS and Ksplice flavours of packages have fixes of their own, which are asked for alone.
//! Limits: the lines of the Unbreakable Enterprise Kernel within a release are not told apart.

use crate::{Advised, Distribution};

/// Oracle Linux.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "ol",
    osv: "Oracle Linux",
    release: Distribution::major,
    scopes: Distribution::own_release,
    advised: Advised::Binary,
    modular: true,
    order: tidewaiter_versions::RPM,
    purl_namespace: "oracle",
};
