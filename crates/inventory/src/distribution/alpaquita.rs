//! Alpaquita Linux.
//!
//! OSV: `Alpaquita:23`, `Alpaquita:stream`, with names of source packages.
//! Limits: BellSoft's hardened containers name themselves Alpaquita too, and are matched as such.

use crate::{Advised, Distribution};
use tidewaiter_model::Os;

/// Alpaquita Linux.
pub(crate) const DISTRIBUTION: Distribution = Distribution {
    family: "alpaquita",
    osv: "Alpaquita",
    release,
    scopes: Distribution::own_release,
    advised: Advised::Source,
    modular: false,
    order: tidewaiter_versions::APK,
    purl_namespace: "alpaquita",
};

/// `23` or `stream`.
fn release(os: &Os) -> Option<String> {
    if os.version == "stream" { Some(os.version.clone()) } else { Distribution::major(os) }
}
