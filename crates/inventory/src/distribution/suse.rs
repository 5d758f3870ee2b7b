//! SUSE Linux Enterprise and openSUSE.
//!
//! OSV: `SUSE:` and `openSUSE:` with the product's marketing name, `SUSE:Linux Enterprise Server 15 SP5`, `openSUSE:Leap 15.6`,
//! `openSUSE:Tumbleweed`; names of source packages. Since SLE 15 most packages come from modules, which have names of their own,
//! and after a service pack's general support its fixes carry the suffix `-LTSS`: all these are asked.
//! Limits: modules for single trades (HPC, live patching, certifications) are left out.

use crate::{Advised, Distribution};
use tidewaiter_model::Os;

/// SUSE Linux Enterprise Server; also for SAP and HPC, whose base images are the same.
pub(crate) const SLES: Distribution = Distribution {
    family: "sles",
    osv: "SUSE",
    release,
    scopes: enterprise,
    advised: Advised::Source,
    modular: false,
    order: tidewaiter_versions::RPM,
    purl_namespace: "suse",
};

/// SUSE Linux Enterprise Server for SAP.
pub(crate) const SLES_SAP: Distribution = Distribution {
    family: "sles_sap",
    osv: "SUSE",
    release,
    scopes: enterprise,
    advised: Advised::Source,
    modular: false,
    order: tidewaiter_versions::RPM,
    purl_namespace: "suse",
};

/// SUSE Linux Enterprise Micro.
pub(crate) const SLE_MICRO: Distribution = Distribution {
    family: "sle-micro",
    osv: "SUSE",
    release: Distribution::whole,
    scopes: micro,
    advised: Advised::Source,
    modular: false,
    order: tidewaiter_versions::RPM,
    purl_namespace: "suse",
};

/// SUSE Linux Enterprise Micro, for Rancher.
pub(crate) const SLE_MICRO_RANCHER: Distribution = Distribution {
    family: "sle-micro-rancher",
    osv: "SUSE",
    release: Distribution::whole,
    scopes: micro,
    advised: Advised::Source,
    modular: false,
    order: tidewaiter_versions::RPM,
    purl_namespace: "suse",
};

/// SUSE Linux Micro, as it is called since 6.0.
pub(crate) const SL_MICRO: Distribution = Distribution {
    family: "sl-micro",
    osv: "SUSE",
    release: Distribution::whole,
    scopes: micro,
    advised: Advised::Source,
    modular: false,
    order: tidewaiter_versions::RPM,
    purl_namespace: "suse",
};

/// openSUSE Leap.
pub(crate) const LEAP: Distribution = Distribution {
    family: "opensuse-leap",
    osv: "openSUSE",
    release: Distribution::whole,
    scopes: leap,
    advised: Advised::Source,
    modular: false,
    order: tidewaiter_versions::RPM,
    purl_namespace: "opensuse",
};

/// openSUSE Leap Micro.
pub(crate) const LEAP_MICRO: Distribution = Distribution {
    family: "opensuse-leap-micro",
    osv: "openSUSE",
    release: Distribution::whole,
    scopes: leap_micro,
    advised: Advised::Source,
    modular: false,
    order: tidewaiter_versions::RPM,
    purl_namespace: "opensuse",
};

/// openSUSE Tumbleweed.
pub(crate) const TUMBLEWEED: Distribution = Distribution {
    family: "opensuse-tumbleweed",
    osv: "openSUSE",
    release: tumbleweed,
    scopes: Distribution::own_release,
    advised: Advised::Source,
    modular: false,
    order: tidewaiter_versions::RPM,
    purl_namespace: "opensuse",
};

/// openSUSE before it was parted into Leap and Tumbleweed.
pub(crate) const OPENSUSE: Distribution = Distribution {
    family: "opensuse",
    osv: "openSUSE",
    release: Distribution::whole,
    scopes: leap,
    advised: Advised::Source,
    modular: false,
    order: tidewaiter_versions::RPM,
    purl_namespace: "opensuse",
};

const MODULES: [&str; 9] = [
    "Basesystem",
    "Server Applications",
    "Containers",
    "Desktop Applications",
    "Development Tools",
    "Legacy",
    "Public Cloud",
    "Python 3",
    "Web and Scripting",
];

/// `15.5`; `15` has no service pack.
fn release(os: &Os) -> Option<String> {
    Distribution::whole(os)
}

fn enterprise(release: &str, _: &Os) -> Vec<String> {
    let (major, pack) = release.split_once('.').unwrap_or((release, "0"));
    let is_old = major.parse::<u32>().is_ok_and(|major| major < 16);
    let version = match (is_old, pack) {
        (false, _) => release.to_owned(),
        (true, "0") => major.to_owned(),
        (true, pack) => format!("{major} SP{pack}"),
    };
    // Of a service pack that has ended SUSE tells what long-term support has mended as without a fix.
    let mut scopes = vec![
        format!("Linux Enterprise Server {version}-LTSS"),
        format!("Linux Enterprise Server LTSS Extended Security {version}"),
        format!("Linux Enterprise High Performance Computing {version}-ESPOS"),
        format!("Linux Enterprise High Performance Computing {version}-LTSS"),
        format!("Linux Enterprise Server {version}"),
        format!("Linux Enterprise Server for SAP Applications {version}"),
        format!("Linux Enterprise High Performance Computing {version}"),
        format!("Linux Enterprise Software Development Kit {version}"),
    ];
    // The modules of 12 have no service packs.
    let of = if major == "12" { major } else { &version };
    scopes.extend(MODULES.iter().map(|module| format!("Linux Enterprise Module for {module} {of}")));
    scopes
}

/// The name lost its `Enterprise` with 6.0.
fn micro(release: &str, _: &Os) -> Vec<String> {
    vec![format!("Linux Enterprise Micro {release}"), format!("Linux Micro {release}")]
}

fn leap(release: &str, _: &Os) -> Vec<String> {
    vec![format!("Leap {release}")]
}

fn leap_micro(release: &str, _: &Os) -> Vec<String> {
    vec![format!("Leap Micro {release}")]
}

fn tumbleweed(_: &Os) -> Option<String> {
    Some("Tumbleweed".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_pack_has_modules() {
        let of = |version: &str| enterprise(version, &Os::default());
        assert_eq!(of("15.5")[0], "Linux Enterprise Server 15 SP5-LTSS");
        assert_eq!(of("15.5")[4], "Linux Enterprise Server 15 SP5");
        assert!(of("15.5").contains(&"Linux Enterprise Module for Basesystem 15 SP5".to_owned()));
        assert!(of("12.5").contains(&"Linux Enterprise Module for Legacy 12".to_owned()));
        assert_eq!(of("15")[4], "Linux Enterprise Server 15");
        assert_eq!(of("16.0")[4], "Linux Enterprise Server 16.0");
        assert_eq!(leap("15.6", &Os::default()), ["Leap 15.6"]);
    }
}
