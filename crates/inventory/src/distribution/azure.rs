//! CBL-Mariner and Azure Linux, one line of releases under two names.
//!
//! OSV: `Azure Linux:2`, `Azure Linux:3`, with names of source packages in versions that leave the epoch out.
//! Limits: CBL-Mariner 1 has no records.

use crate::{Advised, Distribution};

/// CBL-Mariner.
pub(crate) const MARINER: Distribution = Distribution {
    family: "mariner",
    osv: "Azure Linux",
    release: Distribution::major,
    scopes: Distribution::own_release,
    advised: Advised::SourceWithoutEpoch,
    modular: false,
    order: tidewaiter_versions::RPM,
    purl_namespace: "mariner",
};

/// Azure Linux.
pub(crate) const AZURE: Distribution = Distribution {
    family: "azurelinux",
    osv: "Azure Linux",
    release: Distribution::major,
    scopes: Distribution::own_release,
    advised: Advised::SourceWithoutEpoch,
    modular: false,
    order: tidewaiter_versions::RPM,
    purl_namespace: "azurelinux",
};
