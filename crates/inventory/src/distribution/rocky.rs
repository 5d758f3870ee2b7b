//! Rocky Linux.
//!
//! OSV: `Rocky Linux:9`; the schema promises names of source packages, errata list binary ones, so both are asked for.
//! Limits: packages of SIGs with a vendor of their own are third parties'.

use crate::{Advised, Distribution};

/// Rocky Linux.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "rocky",
    osv: "Rocky Linux",
    release: Distribution::major,
    scopes: Distribution::own_release,
    advised: Advised::Either,
    modular: true,
    order: tidewaiter_versions::RPM,
    purl_namespace: "rocky",
};
