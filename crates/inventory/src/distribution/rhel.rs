//! Red Hat Enterprise Linux, its base images (UBI), and CentOS, whose packages are built from its sources.
//!
//! OSV: `Red Hat:` and the CPE of a product stream without its beginning, `enterprise_linux:9::baseos`; names of binary or
//! source packages. A package comes from one of a release's streams, so all of them are asked, and last the release itself
//! (`enterprise_linux:9`), under which Red Hat tells what has no fix yet.
//! Limits: extended support (EUS, AUS, E4S) has streams of its own, which the system's files do not name; CentOS Stream is ahead
//! of the release that it is compared with, so what is mended there alone is still told.

use crate::{Advised, Distribution};
use tidewaiter_model::Os;

/// Red Hat Enterprise Linux.
pub(crate) const RHEL: Distribution = Distribution {
    family: "rhel",
    osv: "Red Hat",
    release: Distribution::major,
    scopes,
    advised: Advised::Either,
    modular: true,
    order: tidewaiter_versions::RPM,
    purl_namespace: "redhat",
};

/// CentOS Linux and CentOS Stream.
pub(crate) const CENTOS: Distribution = Distribution {
    family: "centos",
    osv: "Red Hat",
    release: Distribution::major,
    scopes,
    advised: Advised::Either,
    modular: true,
    order: tidewaiter_versions::RPM,
    purl_namespace: "centos",
};

/// The streams of 6 and 7, of 8 and 9, and what 10 has beside the repositories that its minor releases share.
const OLD_STREAMS: [&str; 4] = ["server", "client", "computenode", "workstation"];
const STREAMS: [&str; 9] =
    ["baseos", "appstream", "crb", "highavailability", "nfv", "realtime", "resilientstorage", "sap", "supplementary"];
/// Minor releases that Red Hat plans for a major one.
const MINORS: u32 = 10;

fn scopes(release: &str, os: &Os) -> Vec<String> {
    let major: u32 = release.parse().unwrap_or(0);
    let streams: &[&str] = if major < 8 { &OLD_STREAMS } else { &STREAMS };
    let mut scopes: Vec<String> = streams.iter().map(|stream| format!("enterprise_linux:{release}::{stream}")).collect();
    if major >= 10 {
        let minor: u32 = os.version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(MINORS);
        scopes.extend((0..=MINORS.max(minor.min(99))).map(|minor| format!("enterprise_linux:{release}.{minor}")));
    }
    scopes.push(format!("enterprise_linux:{release}"));
    scopes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_has_several_streams() {
        let of = |version: &str| {
            let os = Os { version: version.to_owned(), ..Os::default() };
            scopes(&Distribution::major(&os).unwrap(), &os)
        };
        assert_eq!(of("9.3")[..2], ["enterprise_linux:9::baseos", "enterprise_linux:9::appstream"]);
        assert_eq!(of("7.9")[0], "enterprise_linux:7::server");
        assert!(of("10.1").contains(&"enterprise_linux:10.1".to_owned()));
        assert_eq!(of("8.9").last().unwrap(), "enterprise_linux:8");
        assert_eq!(Distribution::major(&Os::default()), None);
    }
}
