//! When releases end: the last day on which the distribution itself, without a further contract, mends them.
//!
//! Sources: the distributions' own pages, named at each table; <https://endoflife.date> gathers them. A release that has no line is
//! not known to end. A release with a successor of its own (a service pack, a release of Fedora) ends when its own support does.

use crate::registry::distribution;
use tidewaiter_model::Os;

/// A release, in the notation of [`crate::Distribution::release`], and its day, `YYYY-MM-DD`.
type Release = (&'static str, &'static str);

/// The day after which a system's release is served no more.
#[must_use]
pub fn end_of_life(os: &Os) -> Option<&'static str> {
    let release = (distribution(&os.family)?.release)(os)?;
    let (_, releases) = TABLES.iter().find(|(families, _)| families.contains(&os.family.as_str()))?;
    releases.iter().find(|(known, _)| *known == release).map(|(_, day)| *day)
}

const TABLES: &[(&[&str], &[Release])] = &[
    (&["almalinux"], ALMALINUX),
    (&["alpine"], ALPINE),
    (&["amzn"], AMAZON),
    (&["azurelinux", "mariner"], AZURE),
    (&["centos"], CENTOS),
    (&["debian"], DEBIAN),
    (&["fedora"], FEDORA),
    (&["ol"], ORACLE),
    (&["openeuler"], OPENEULER),
    (&["opensuse", "opensuse-leap"], LEAP),
    (&["photon"], PHOTON),
    (&["rhel"], RHEL),
    (&["rocky"], ROCKY),
    (&["sl-micro", "sle-micro", "sle-micro-rancher"], SLE_MICRO),
    (&["sles", "sles_sap"], SLES),
    (&["ubuntu"], UBUNTU),
];

/// <https://wiki.almalinux.org/release-notes/>.
const ALMALINUX: &[Release] = &[("8", "2029-03-01"), ("9", "2032-05-31"), ("10", "2035-05-31")];

/// <https://alpinelinux.org/releases/>.
const ALPINE: &[Release] = &[
    ("v3.2", "2017-05-01"),
    ("v3.3", "2017-11-01"),
    ("v3.4", "2018-05-01"),
    ("v3.5", "2018-11-01"),
    ("v3.6", "2019-05-01"),
    ("v3.7", "2019-11-01"),
    ("v3.8", "2020-05-01"),
    ("v3.9", "2020-11-01"),
    ("v3.10", "2021-05-01"),
    ("v3.11", "2021-11-01"),
    ("v3.12", "2022-05-01"),
    ("v3.13", "2022-11-01"),
    ("v3.14", "2023-05-01"),
    ("v3.15", "2023-11-01"),
    ("v3.16", "2024-05-23"),
    ("v3.17", "2024-11-22"),
    ("v3.18", "2025-05-09"),
    ("v3.19", "2025-11-01"),
    ("v3.20", "2026-04-01"),
    ("v3.21", "2026-11-01"),
    ("v3.22", "2027-05-01"),
    ("v3.23", "2027-11-01"),
];

/// <https://aws.amazon.com/amazon-linux-2/faqs/> and <https://docs.aws.amazon.com/linux/al2023/ug/release-cadence.html>.
const AMAZON: &[Release] = &[("1", "2023-12-31"), ("2", "2026-06-30"), ("2023", "2029-06-30")];

/// <https://learn.microsoft.com/azure/azure-linux/release-cadence-lifecycle>.
const AZURE: &[Release] = &[("1", "2023-08-31"), ("2", "2025-07-31"), ("3", "2027-08-31")];

/// <https://www.centos.org/cl-vs-cs/#end-of-life>; of 8 the Linux, whose Stream ended on 2024-05-31.
const CENTOS: &[Release] = &[
    ("5", "2017-03-31"),
    ("6", "2020-11-30"),
    ("7", "2024-06-30"),
    ("8", "2021-12-31"),
    ("9", "2027-05-31"),
    ("10", "2030-01-01"),
];

/// <https://wiki.debian.org/LTS> and <https://wiki.debian.org/DebianReleases>: the end of long-term support.
const DEBIAN: &[Release] = &[
    ("6.0", "2016-02-29"),
    ("7", "2018-05-31"),
    ("8", "2020-06-30"),
    ("9", "2022-06-30"),
    ("10", "2024-06-30"),
    ("11", "2026-08-31"),
    ("12", "2028-06-30"),
    ("13", "2030-06-30"),
];

/// <https://docs.fedoraproject.org/en-US/releases/eol/>.
const FEDORA: &[Release] = &[
    ("27", "2018-11-30"),
    ("28", "2019-05-28"),
    ("29", "2019-11-26"),
    ("30", "2020-05-26"),
    ("31", "2020-11-24"),
    ("32", "2021-05-25"),
    ("33", "2021-11-30"),
    ("34", "2022-06-07"),
    ("35", "2022-12-13"),
    ("36", "2023-05-16"),
    ("37", "2023-12-05"),
    ("38", "2024-05-21"),
    ("39", "2024-11-26"),
    ("40", "2025-05-13"),
    ("41", "2025-12-15"),
    ("42", "2026-05-13"),
    ("43", "2026-12-09"),
];

/// <https://www.oracle.com/a/ocom/docs/elsp-lifetime-069338.pdf>: the end of premier support.
const ORACLE: &[Release] = &[
    ("5", "2017-06-30"),
    ("6", "2021-03-31"),
    ("7", "2024-12-31"),
    ("8", "2029-07-31"),
    ("9", "2032-06-30"),
    ("10", "2035-06-30"),
];

/// <https://www.openeuler.org/en/other/lifecycle/>; each service pack has an end of its own.
const OPENEULER: &[Release] = &[
    ("20.03-LTS", "2021-03-31"),
    ("20.03-LTS-SP1", "2022-12-31"),
    ("20.03-LTS-SP2", "2022-04-30"),
    ("20.03-LTS-SP3", "2023-12-31"),
    ("20.03-LTS-SP4", "2025-11-30"),
    ("22.03-LTS", "2024-03-31"),
    ("22.03-LTS-SP1", "2024-12-31"),
    ("22.03-LTS-SP2", "2024-03-31"),
    ("22.03-LTS-SP3", "2025-12-31"),
    ("22.03-LTS-SP4", "2026-06-30"),
    ("23.03", "2023-09-30"),
    ("23.09", "2024-03-31"),
    ("24.03-LTS", "2026-05-31"),
    ("24.03-LTS-SP1", "2026-12-31"),
    ("24.03-LTS-SP2", "2026-03-31"),
    ("24.03-LTS-SP3", "2027-12-31"),
    ("24.03-LTS-SP4", "2027-03-31"),
    ("24.09", "2025-03-31"),
    ("25.03", "2025-09-30"),
    ("25.09", "2026-03-31"),
    ("26.09", "2027-03-31"),
];

/// <https://en.opensuse.org/Lifetime>.
const LEAP: &[Release] = &[
    ("13.1", "2016-02-03"),
    ("13.2", "2017-01-17"),
    ("42.1", "2017-05-17"),
    ("42.2", "2018-01-26"),
    ("42.3", "2019-07-01"),
    ("15.0", "2019-12-03"),
    ("15.1", "2021-02-02"),
    ("15.2", "2022-01-04"),
    ("15.3", "2022-12-31"),
    ("15.4", "2023-12-07"),
    ("15.5", "2024-12-31"),
    ("15.6", "2026-04-30"),
    ("16.0", "2027-10-31"),
];

/// <https://blogs.vmware.com/cloudprovider/photon-os-end-of-life> and the announcements after it.
const PHOTON: &[Release] = &[("1.0", "2022-02-28"), ("2.0", "2022-12-31"), ("3.0", "2024-03-01")];

/// <https://access.redhat.com/support/policy/updates/errata>: the end of maintenance support.
const RHEL: &[Release] = &[
    ("4", "2012-02-29"),
    ("5", "2017-03-31"),
    ("6", "2020-11-30"),
    ("7", "2024-06-30"),
    ("8", "2029-05-31"),
    ("9", "2032-05-31"),
    ("10", "2035-05-31"),
];

/// <https://wiki.rockylinux.org/rocky/version/>.
const ROCKY: &[Release] = &[("8", "2029-05-31"), ("9", "2032-05-31"), ("10", "2035-05-31")];

/// <https://www.suse.com/lifecycle>: the end of general support.
const SLE_MICRO: &[Release] = &[
    ("5.0", "2022-03-31"),
    ("5.1", "2025-10-31"),
    ("5.2", "2026-04-30"),
    ("5.3", "2026-10-30"),
    ("5.4", "2027-04-30"),
    ("5.5", "2027-10-31"),
    ("6.0", "2028-06-30"),
];

/// <https://www.suse.com/lifecycle>: the end of general support.
const SLES: &[Release] = &[
    ("11", "2010-12-31"),
    ("11.1", "2012-08-31"),
    ("11.2", "2014-01-31"),
    ("11.3", "2016-01-31"),
    ("11.4", "2019-03-31"),
    ("12", "2016-06-30"),
    ("12.1", "2017-05-31"),
    ("12.2", "2018-03-31"),
    ("12.3", "2019-06-30"),
    ("12.4", "2020-06-30"),
    ("12.5", "2024-10-31"),
    ("15", "2019-12-31"),
    ("15.1", "2021-01-31"),
    ("15.2", "2021-12-31"),
    ("15.3", "2022-12-31"),
    ("15.4", "2023-12-31"),
    ("15.5", "2024-12-31"),
    ("15.6", "2025-12-31"),
    ("15.7", "2031-07-31"),
];

/// <https://wiki.ubuntu.com/Releases>: the end of standard support, which Ubuntu Pro goes beyond.
const UBUNTU: &[Release] = &[
    ("12.04", "2017-04-28"),
    ("14.04", "2019-04-02"),
    ("16.04", "2021-04-02"),
    ("16.10", "2017-07-20"),
    ("17.04", "2018-01-13"),
    ("17.10", "2018-07-19"),
    ("18.04", "2023-05-31"),
    ("18.10", "2019-07-18"),
    ("19.04", "2020-01-23"),
    ("19.10", "2020-07-06"),
    ("20.04", "2025-05-31"),
    ("20.10", "2021-07-22"),
    ("21.04", "2022-01-20"),
    ("21.10", "2022-07-14"),
    ("22.04", "2027-04-01"),
    ("22.10", "2023-07-20"),
    ("23.04", "2024-01-20"),
    ("23.10", "2024-07-12"),
    ("24.04", "2029-05-31"),
    ("24.10", "2025-07-10"),
    ("25.04", "2026-01-17"),
    ("25.10", "2026-07-01"),
    ("26.04", "2031-04-30"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_day_of_a_known_family() {
        for (families, releases) in TABLES {
            assert!(families.iter().all(|family| distribution(family).is_some()), "{families:?}");
            for (release, day) in *releases {
                let parts: Vec<u32> = day.split('-').map(|part| part.parse().unwrap()).collect();
                assert!(day.len() == 10 && (2006..2060).contains(&parts[0]), "{release} {day}");
                assert!((1..=12).contains(&parts[1]) && (1..=31).contains(&parts[2]), "{release} {day}");
                assert_eq!(releases.iter().filter(|(other, _)| other == release).count(), 1, "{release}");
            }
        }
    }

    #[test]
    fn a_release_ends_in_its_own_notation() {
        let of = |family: &str, version: &str| {
            end_of_life(&Os { family: family.to_owned(), version: version.to_owned(), ..Os::default() })
        };
        assert_eq!(of("rhel", "8.10"), Some("2029-05-31"));
        assert_eq!(of("sles", "15.5"), Some("2024-12-31"));
        assert_eq!(of("amzn", "2018.03"), Some("2023-12-31"));
        assert_eq!(of("mariner", "2.0"), Some("2025-07-31"));
        assert_eq!(of("alpine", "3.18.9"), Some("2025-05-09"));
        assert_eq!(of("wolfi", "20230201"), None);
        assert_eq!(of("nonsense", "1"), None);
    }
}
