//! Red Hat Enterprise Linux, its base images (UBI), and CentOS, whose packages are built from its sources.
//!
//! OSV: `Red Hat:` and the CPE of a product stream without its beginning, `enterprise_linux:9::baseos`; names of binary or
//! source packages. A package comes from one of a release's streams, so all of them are asked, and last the release itself
//! (`enterprise_linux:9`), under which Red Hat tells what has no fix yet.
//! An image that was built from repositories of extended support (`rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_2`, see `rhel_content`)
//! is asked for their streams first, `rhel_eus:9.2::baseos`.
//! Limits: extended support of 7 and of layered products is not told apart; CentOS Stream is ahead of the release that it is
//! compared with, so what is mended there alone is still told.

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
    let mut scopes: Vec<String> = os.subscriptions.iter().filter_map(|set| extended_stream(set, release, os)).collect();
    scopes.sort();
    scopes.dedup();
    scopes.extend(streams.iter().map(|stream| format!("enterprise_linux:{release}::{stream}")));
    if major >= 10 {
        let minor: u32 = os.version.split('.').nth(1).and_then(|minor| minor.parse().ok()).unwrap_or(MINORS);
        scopes.extend((0..=MINORS.max(minor.min(99))).map(|minor| format!("enterprise_linux:{release}.{minor}")));
    }
    scopes.push(format!("enterprise_linux:{release}"));
    scopes
}

/// `rhel_eus:9.2::baseos` of the content set `rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_2`; since 10 without the stream.
fn extended_stream(content_set: &str, release: &str, os: &Os) -> Option<String> {
    let (_, rest) = content_set.strip_prefix(&format!("rhel-{release}-for-"))?.split_once('-')?;
    let of = |kind: &'static str| rest.split_once(&format!("-{kind}-rpms")).map(|(stream, minor)| (kind, stream, minor));
    let (kind, stream, minor) = ["eus", "aus", "tus", "e4s"].into_iter().find_map(of)?;
    // Without a minor release of its own it is the system's.
    let version = match minor.strip_prefix("__") {
        Some(minor) => minor.replacen("_DOT_", ".", 1),
        None => os.version.clone(),
    };
    let stream = if release.parse::<u32>().is_ok_and(|major| major < 10) { format!("::{stream}") } else { String::new() };
    version.starts_with(release).then(|| format!("rhel_{kind}:{version}{stream}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extended_support_is_asked_first() {
        let of = |version: &str, set: &str| {
            let os = Os { version: version.to_owned(), subscriptions: vec![set.to_owned()], ..Os::default() };
            scopes(&Distribution::major(&os).unwrap(), &os).swap_remove(0)
        };
        assert_eq!(of("9.2", "rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_2"), "rhel_eus:9.2::baseos");
        assert_eq!(of("8.6", "rhel-8-for-ppc64le-appstream-e4s-rpms"), "rhel_e4s:8.6::appstream");
        assert_eq!(of("10.0", "rhel-10-for-x86_64-baseos-eus-rpms"), "rhel_eus:10.0");
        assert_eq!(of("9.2", "rhel-8-for-x86_64-baseos-eus-rpms__8_DOT_6"), "enterprise_linux:9::baseos");
    }

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
