//! What the versions of an Ubuntu's packages tell of the services of Ubuntu Pro that they came from.
//!
//! Images are best built so that nothing of the client stays in them
//! (<https://documentation.ubuntu.com/pro-client/en/latest/howtoguides/enable_in_dockerfile/>): the versions do. Those of
//! extended support end in `+esm1` or have `~esm1`, those of certified builds have `fips` or `Fips1` in them.
//! Limits: versions do not tell the streams of FIPS apart; the one with fixes is assumed.

use crate::os_release::entitled;
use crate::{FileFacts, OsFact};

/// The services, if any package came from one.
pub(crate) fn entitlement(facts: &FileFacts) -> Option<OsFact> {
    let has = |mark: fn(&str) -> bool| facts.packages.iter().any(|package| mark(&package.version));
    let mut services = Vec::new();
    if has(|version| version.contains("+esm") || version.contains("~esm")) {
        services.push("esm-infra".to_owned());
    }
    if has(|version| version.contains("ubuntu") && version.to_ascii_lowercase().contains("fips")) {
        services.push("fips-updates".to_owned());
    }
    entitled(services)
}
