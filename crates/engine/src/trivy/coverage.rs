//! What Trivy could not judge and does not say: it warns in its log, and reports nothing found.
//!
//! Its drivers: <https://github.com/aquasecurity/trivy/blob/main/pkg/detector/ospkg/detect.go>.

use super::about::is_outdated;
use super::database::Shown;
use crate::clock;
use tidewaiter_model::{Class, Gap, Os, Report};

/// Systems that it has advisories of, and what older versions call some of them.
const KNOWN: [&str; 26] = [
    "alma",
    "alpine",
    "amazon",
    "azurelinux",
    "bottlerocket",
    "cbl-mariner",
    "centos",
    "chainguard",
    "coreos",
    "debian",
    "echo",
    "minimos",
    "opensuse-leap",
    "opensuse-tumbleweed",
    "opensuse.leap",
    "opensuse.tumbleweed",
    "oracle",
    "photon",
    "redhat",
    "rocky",
    "slem",
    "sles",
    "suse linux enterprise micro",
    "suse linux enterprise server",
    "ubuntu",
    "wolfi",
];

/// Says by which databases was judged, and what was not.
pub(super) fn complete(report: &mut Report, shown: Shown, max_age_days: u64, now: u64) {
    let databases = [(shown.vulnerabilities, "trivy-db"), (shown.archives, "trivy-java-db")];
    for (metadata, name) in databases {
        let Some(metadata) = metadata else { continue };
        if is_outdated(&metadata, max_age_days, now) {
            let days = clock::days_since(&metadata.updated_at, now).unwrap_or_default();
            report.coverage.gaps.push(Gap::OutdatedShard { ecosystem: name.to_owned(), days });
        }
        report.coverage.shards.push(metadata.age(name));
    }
    let sets = || report.results.iter().filter(|set| set.class == Class::OsPkgs);
    let (packages, findings) = (sets().map(|set| set.packages.len()).sum(), sets().any(|set| !set.vulnerabilities.is_empty()));
    // Later versions may know more systems than this one of ours knows of.
    if packages > 0 && !findings {
        report.coverage.gaps.extend(gap(report.os.as_ref(), packages));
    }
}

fn gap(os: Option<&Os>, packages: usize) -> Option<Gap> {
    let Some(os) = os else { return Some(Gap::UnknownOs { packages }) };
    let name = format!("{} {}", os.family, os.version);
    if !KNOWN.contains(&os.family.as_str()) {
        return Some(Gap::UnsupportedOs { os: name, packages });
    }
    // Debian's next release has no number: `trixie/sid`.
    let has_number = os.version.is_empty() || os.version.starts_with(|char: char| char.is_ascii_digit());
    (!has_number).then(|| Gap::UnknownRelease { ecosystem: os.family.clone(), os: name, packages })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_that_it_does_not_know_are_gaps() {
        let of = |family: &str, version: &str| {
            gap(Some(&Os { family: family.to_owned(), version: version.to_owned(), ..Os::default() }), 3)
        };
        assert_eq!((of("debian", "12.8"), of("wolfi", "")), (None, None));
        assert_eq!(of("fedora", "41"), Some(Gap::UnsupportedOs { os: "fedora 41".to_owned(), packages: 3 }));
        assert!(matches!(of("debian", "trixie/sid"), Some(Gap::UnknownRelease { .. })));
        assert_eq!(gap(None, 3), Some(Gap::UnknownOs { packages: 3 }));
    }
}
