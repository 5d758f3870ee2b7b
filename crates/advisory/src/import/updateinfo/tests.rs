//! Errata as findings, and what is not readable.

use super::super::testing::{imported, told};
use super::*;

const SAMPLE: &str = include_str!("testdata/amazon.xml");

fn amazon(release: &str, name: &str, version: &str) -> Vec<String> {
    told(&imported(&AMAZON, "updateinfo.xml", SAMPLE), "amzn", release, name, version)
}

#[test]
fn errata_are_told_by_their_vulnerabilities() {
    assert_eq!(
        amazon("2", "openssl-libs", "1:1.0.2k-8.amzn2.0.1"),
        ["CVE-2017-3736 fixed 1:1.0.2k-12.amzn2.0.1 MEDIUM [ALAS2-2018-1004]"]
    );
    assert!(amazon("2", "openssl-libs", "1:1.0.2k-12.amzn2.0.1").is_empty());
    assert!(amazon("2", "openssl-debuginfo", "1:1.0.2k-8.amzn2.0.1").is_empty());
    assert_eq!(
        amazon("2018.03", "openssl", "1:1.0.2k-8.106.amzn1"),
        ["CVE-2017-3736 fixed 1:1.0.2k-12.109.amzn1 MEDIUM [ALAS-2018-1016]"]
    );
    assert_eq!(
        amazon("2023", "openssh", "8.7p1-8.amzn2023.0.9"),
        ["CVE-2024-6387 fixed 8.7p1-12.amzn2023.0.3 HIGH [ALAS2023-2024-649]"],
        "a fix of bugs alone is no advisory"
    );
}

#[test]
fn an_extras_fix_says_nothing_of_the_cores_line() {
    assert_eq!(amazon("2", "postgresql", "14.3-1.amzn2.0.1").len(), 1);
    assert!(amazon("2", "postgresql", "9.2.24-6.amzn2").is_empty());
    assert!(amazon("2", "postgresql", "14.9-1.amzn2.0.1").is_empty());
}

#[test]
fn details_are_read() {
    let imported = imported(&AMAZON, "updateinfo.xml", SAMPLE);
    let record = imported.records["Amazon Linux"].iter().find(|record| record.id == "ALAS2-2018-1004").unwrap();
    assert_eq!((record.published.as_str(), record.modified.as_str()), ("2018-04-26T17:25:00Z", "2018-04-26T22:35:00Z"));
    assert!(record.details.description.contains("procedure & others"));
    assert_eq!((record.details.references.len(), record.affected.len()), (2, 1));
}

#[test]
fn bottlerockets_are_read_alike() {
    let imported = imported(&BOTTLEROCKET, "updateinfo.xml", include_str!("testdata/bottlerocket.xml"));
    assert_eq!(imported.records["Bottlerocket"][0].published, "2023-11-20T20:00:00Z");
    let told = |version| told(&imported, "bottlerocket", "1.16.1", "kernel-6.1", version);
    assert_eq!(told("6.1.50-1.1690000000.br1"), ["CVE-2023-5345 fixed 6.1.61-1.1700513487.br1 HIGH [BRSA-zckbf0nbgyta]"]);
    assert!(told("6.1.61-1.1700513487.br1").is_empty());
}

#[test]
fn fedoras_name_vulnerabilities_in_titles_of_bugs() {
    let imported = imported(&FEDORA, "updateinfo.xml", include_str!("testdata/fedora.xml"));
    let told = |release, version| told(&imported, "fedora", release, "glibc-common", version);
    let fixed = |cve: &str| format!("{cve} fixed 2.38-16.fc39 CRITICAL [FEDORA-2024-aec80d6e8a]");
    assert_eq!(told("39", "2.38-14.fc39"), ["CVE-2023-6246", "CVE-2023-6779", "CVE-2023-6780"].map(fixed));
    assert!(told("39", "2.38-16.fc39").is_empty() && told("38", "2.37-1.fc38").is_empty());
    assert_eq!(imported.records["Fedora"].len(), 1, "what mends bugs alone is no advisory");
    assert_eq!(fedora_release("1.module_f39+1234"), Some("39"));
    assert!(fedora_release("1.el9").is_none() && fedora_release("1.fc").is_none());
}

#[test]
fn what_is_cut_off_keeps_what_was_whole() {
    let cut = SAMPLE.as_bytes()[..SAMPLE.len() - 1000].to_vec();
    let imported = AMAZON.import(&mut Documents::of(vec![("updateinfo.xml", cut)])).unwrap();
    assert_eq!(imported.records["Amazon Linux"].len(), 3);
    assert_eq!(imported.unreadable.len(), 1);
    for text in
        ["<updates/>", "<x><update/></x>", "[]", "<!DOCTYPE a [<!ENTITY l \"h\">]><updates><update>&l;</update></updates>"]
    {
        let outcome = AMAZON.import(&mut Documents::of(vec![("x.xml", text.as_bytes().to_vec())]));
        assert_eq!(outcome.is_ok(), text == "<updates/>", "{text}");
    }
}
