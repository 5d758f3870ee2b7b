//! The documents' statements as findings, and what is not readable.

use super::super::testing::{advised, imported, system, told};
use super::*;
use crate::matching::{SeverityOrder, rate};

const REDHAT: &str = include_str!("testdata/redhat-vex.json");
const ADVISORY: &str = include_str!("testdata/redhat-advisory.json");
const SUSE: &str = include_str!("testdata/suse-vex.json");
const OPENEULER: &str = include_str!("testdata/openeuler.json");

fn redhat(release: &str, name: &str, version: &str) -> Vec<String> {
    told(&imported(&FEED, "cve-2024-0727.json", REDHAT), "rhel", release, name, version)
}

#[test]
fn a_fix_is_told_with_its_erratum_and_the_packages_own_rating() {
    assert_eq!(redhat("9.4", "openssl-libs", "1:3.0.7-25.el9_4"), ["CVE-2024-0727 fixed 1:3.0.7-27.el9_4 LOW [RHSA-2024:2447]"]);
    assert!(redhat("9.4", "openssl-libs", "1:3.0.7-27.el9_4").is_empty());
    assert!(redhat("9.4", "openssl-debuginfo", "1:3.0.7-25.el9_4").is_empty());
    assert!(redhat("8.9", "openssl-libs", "1:1.1.1k-1.el8").is_empty(), "nothing is said of this release");
}

#[test]
fn extended_support_has_a_fix_of_its_own() {
    let eus = "9.2+rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_2";
    assert_eq!(redhat(eus, "openssl-libs", "1:3.0.7-6.el9_2")[0].split(' ').nth(2), Some("1:3.0.7-9.el9_2"));
    assert!(redhat(eus, "openssl-libs", "1:3.0.7-9.el9_2").is_empty());
    assert_eq!(
        redhat("9.2", "openssl-libs", "1:3.0.7-9.el9_2").len(),
        1,
        "of a system without it the next release's fix is asked"
    );
}

#[test]
fn each_decision_is_a_status() {
    let any = "1:1.0-1";
    assert_eq!(redhat("9.4", "compat-openssl11", any), ["CVE-2024-0727 fix_deferred LOW"]);
    assert_eq!(redhat("9.4", "edk2-ovmf", any), ["CVE-2024-0727 will_not_fix LOW"]);
    assert_eq!(redhat("6.10", "openssl", any), ["CVE-2024-0727 end_of_life LOW"]);
    assert_eq!(redhat("8.9", "mingw-openssl", any), ["CVE-2024-0727 affected LOW"]);
    assert_eq!(redhat("9.4", "shim", any), ["CVE-2024-0727 under_investigation MEDIUM"]);
    assert!(redhat("7.9", "ovmf", any).is_empty(), "it is not affected");
}

#[test]
fn streams_of_a_module_are_kept_apart() {
    let version = "1:18.18.2-1.module+el8.9.0+1+a";
    assert_eq!(
        redhat("8.9", "nodejs:18::nodejs", version),
        ["CVE-2024-0727 fixed 1:18.19.1-1.module+el8.9.0+21387+4ee3f22f MEDIUM [RHSA-2024:1510]"]
    );
    assert!(redhat("8.9", "nodejs:18::nodejs", "1:18.19.1-1.module+el8.9.0+21387+4ee3f22f").is_empty());
    assert_eq!(
        redhat("8.9", "nodejs:20::nodejs", "1:20.1.0-1.module+el8.9.0+1+a"),
        ["CVE-2024-0727 fixed 1:20.11.1-1.module+el8.9.0+21380+12032667 MEDIUM [RHSA-2024:1510]"],
        "of an older document, where the module is a product between package and release"
    );
    assert_eq!(redhat("8.9", "nodejs:16::nodejs", "1:16.1-1.module+el8"), ["CVE-2024-0727 affected LOW"]);
    assert_eq!(redhat("8.9", "nodejs", "1:10.1-1.el8"), ["CVE-2024-0727 affected LOW"], "it is of no module");
    assert!(redhat("8.9", "nodejs", version).is_empty(), "what is of no module has no say about one that is");
}

#[test]
fn details_and_scores_are_kept() {
    let imported = imported(&FEED, "cve-2024-0727.json", REDHAT);
    let record = imported.records["Red Hat"].iter().find(|record| record.id == "CVE-2024-0727").unwrap();
    assert_eq!(record.details.summary, "openssl: denial of service via null dereference");
    assert_eq!(record.details.cwe_ids, ["CWE-476"]);
    assert_eq!((record.published.as_str(), record.modified.as_str()), ("2024-01-25T00:00:00+00:00", "2025-08-13T15:14:45+00:00"));
    assert!(record.affected.iter().all(|affected| !affected.release.contains("openshift")));
    assert_eq!(record.vectors, ["CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H"], "all products have this one");
    let found = advised(&imported, &system("rhel", "9.4"), "openssl-libs", "1:3.0.7-25.el9_4");
    let (_, source, ratings) = rate(&found[0], "Red Hat", None, &SeverityOrder::Auto);
    assert_eq!((source.as_deref(), ratings.len()), (Some("redhat"), 1));
    assert!((ratings[0].cvss[0].1 - 5.5).abs() < 1e-9);
}

#[test]
fn an_advisory_is_told_by_its_vulnerabilities() {
    let imported = imported(&FEED, "rhsa-2024_2447.json", ADVISORY);
    let found = told(&imported, "centos", "9", "openssl-libs", "1:3.0.7-25.el9");
    let fixed = "fixed 1:3.0.7-27.el9_4 [RHSA-2024:2447]";
    assert_eq!(found, [format!("CVE-2023-6237 {fixed}"), format!("CVE-2024-0727 {fixed}")]);
}

#[test]
fn suse_is_told_by_source_package() {
    let imported = imported(&FEED, "cve-2023-47627.json", SUSE);
    let told = |family: &str, release: &str, version: &str| told(&imported, family, release, "python-aiohttp", version);
    assert_eq!(told("sles", "15.5", "3.8.5-150400.10.8.1"), ["CVE-2023-47627 fixed 3.9.3-150400.10.14.1 MEDIUM"]);
    assert!(told("sles", "15.5", "3.9.3-150400.10.14.1").is_empty());
    assert_eq!(told("sles", "15.4", "3.8.5-150400.10.8.1"), ["CVE-2023-47627 fixed 3.9.3-150400.10.14.1 MEDIUM"]);
    assert!(told("sles", "15.4", "3.9.3-150400.10.14.1").is_empty(), "long-term support has the fix");
    assert_eq!(told("opensuse-tumbleweed", "20240101", "3.8.6-1.1"), ["CVE-2023-47627 fixed 3.9.0-1.1 MEDIUM"]);
    assert_eq!(told("opensuse-leap", "15.6", "3.8.1-1"), ["CVE-2023-47627 fixed 3.8.5-150100.3.2 MEDIUM"], "a name without purl");
}

#[test]
fn openeuler_is_told_with_its_bulletin() {
    let imported = imported(&FEED, "csaf-openeuler-sa-2025-1488.json", OPENEULER);
    let mut os = system("openeuler", "24.03");
    os.pretty_name = Some("openEuler 24.03 (LTS-SP1)".to_owned());
    let found = advised(&imported, &os, "golang", "1.21.4-32.oe2403sp1");
    assert_eq!((found[0].id.as_str(), found[0].upgrade_to.as_deref()), ("CVE-2025-22871", Some("1.21.4-33.oe2403sp1")));
    assert_eq!(
        (found[0].vendor_ids.as_slice(), found[0].rating.as_str()),
        (&["openEuler-SA-2025-1488".to_owned()][..], "Critical")
    );
    assert!(advised(&imported, &os, "golang", "1.21.4-33.oe2403sp1").is_empty());
    assert!(advised(&imported, &os, "golang-devel", "1").is_empty());
}

#[test]
fn a_broken_document_loses_nothing_else() {
    let documents = vec![
        ("a.json", REDHAT.as_bytes().to_vec()),
        ("cut.json", REDHAT.as_bytes()[..2000].to_vec()),
        ("types.json", br#"{"document":{"publisher":{"namespace":1},"tracking":{"id":"x"}}}"#.to_vec()),
        ("other.json", br#"{"document":{"publisher":{"namespace":"https://example.com"},"tracking":{"id":"x"}}}"#.to_vec()),
        ("changes.csv", b"\"2024/cve-2024-0727.json\",\"2025\"".to_vec()),
    ];
    let imported = FEED.import(&mut Documents::of(documents)).unwrap();
    assert_eq!(imported.records["Red Hat"].len(), 3, "the vulnerability and its two errata");
    assert_eq!(
        imported.unreadable.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["cut.json", "types.json", "other.json"]
    );
    for bytes in [&b"[]"[..], b"{}", b"text"] {
        assert!(FEED.import(&mut Documents::of(vec![("x.json", bytes.to_vec())])).is_err());
    }
    let deep = "[".repeat(10_000).into_bytes();
    assert!(FEED.import(&mut Documents::of(vec![("x.json", deep)])).is_err());
}

#[test]
fn circles_of_relationships_end() {
    let relationship = |id: &str, part: &str, whole: &str| {
        format!(
            r#"{{"full_product_name":{{"product_id":"{id}"}},"product_reference":"{part}","relates_to_product_reference":"{whole}"}}"#
        )
    };
    let circle = [relationship("a", "p", "b"), relationship("b", "p", "a")].join(",");
    let json = format!(
        r#"{{"document":{{"publisher":{{"namespace":"https://www.redhat.com"}},"tracking":{{"id":"CVE-1-1"}}}},
            "product_tree":{{"relationships":[{circle}]}},"vulnerabilities":[{{"cve":"CVE-1-1","product_status":{{"fixed":["a"]}}}}]}}"#
    );
    assert!(imported(&FEED, "x.json", &json).records.is_empty());
}
