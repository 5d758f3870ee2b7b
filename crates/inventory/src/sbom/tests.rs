//! What Syft and Trivy say of one root file system, in all their formats.

use super::*;
use crate::testing::{assert_survives_damage, listing, read as analyzed};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

const SAMPLES: [(&str, &[u8]); 8] = [
    ("syft.cyclonedx-json", include_bytes!("testdata/syft.cyclonedx-json")),
    ("syft.cyclonedx-xml", include_bytes!("testdata/syft.cyclonedx-xml")),
    ("syft.spdx-json", include_bytes!("testdata/syft.spdx-json")),
    ("syft.spdx-tag-value", include_bytes!("testdata/syft.spdx-tag-value")),
    ("syft.syft-json", include_bytes!("testdata/syft.syft-json")),
    ("trivy.cyclonedx", include_bytes!("testdata/trivy.cyclonedx")),
    ("trivy.spdx", include_bytes!("testdata/trivy.spdx")),
    ("trivy.spdx-json", include_bytes!("testdata/trivy.spdx-json")),
];

fn stated(bytes: &[u8]) -> FileFacts {
    read_sbom("bom", bytes).unwrap().1
}

/// Everything that every format has a place for.
fn essence(facts: &FileFacts) -> Vec<String> {
    let line = |p: &tidewaiter_model::Package| {
        let (source, version) = if p.ecosystem == "dpkg" { p.source_name_version() } else { ("", "") };
        let name = p.name.to_ascii_lowercase();
        format!("{} {name} {} {:?} {source} {version} {}", p.ecosystem, p.version, p.arch, p.depends_on.join(" "))
    };
    let mut lines: Vec<String> = facts.packages.iter().map(line).collect();
    lines.sort();
    lines
}

#[test]
fn every_format_states_the_same() {
    let first = essence(&stated(SAMPLES[0].1));
    insta::assert_snapshot!(first.join("\n"), @r#"
    dpkg bash 5.2.15-2+b2 Some("amd64") bash 5.2.15-2 libssl3@3.0.9-1
    dpkg libmpfr6 1:4.2.0-1 Some("amd64") mpfr4 1:4.2.0-1 
    dpkg libssl3 3.0.9-1 Some("amd64") openssl 3.0.9-1 
    maven commons-io:commons-io 2.11.0 None   
    npm lodash 4.17.4 None   
    pypi django 2.2 None   
    "#);
    for (name, bytes) in SAMPLES {
        let facts = stated(bytes);
        assert_eq!(essence(&facts), first, "{name}");
        assert_eq!(facts.problems, [], "{name}");
        let os = facts.os.unwrap().os;
        assert_eq!(os.family, "debian", "{name}");
        assert!(os.version.starts_with("12"), "{name}: {}", os.version);
    }
}

#[test]
fn what_a_format_says_more_is_taken_over() {
    insta::assert_snapshot!(listing(&stated(SAMPLES[5].1)));
    let lodash = stated(SAMPLES[5].1).packages.into_iter().find(|p| p.name == "lodash").unwrap();
    assert_eq!(lodash.path, "app/node_modules/lodash/package.json");
}

#[test]
fn attestations_are_opened() {
    let statement = format!(
        r#"{{"_type":"https://in-toto.io/Statement/v1","predicateType":"https://cyclonedx.org/bom","predicate":{}}}"#,
        String::from_utf8_lossy(SAMPLES[0].1)
    );
    let envelope = format!(
        r#"{{"payloadType":"application/vnd.in-toto+json","payload":"{}","signatures":[]}}"#,
        BASE64_STANDARD.encode(&statement)
    );
    for text in [statement, envelope] {
        assert_eq!(stated(text.as_bytes()).packages, stated(SAMPLES[0].1).packages);
    }
    let broken = read_sbom("bom", br#"{"payloadType":"x","payload":"%"}"#).unwrap_err();
    assert!(matches!(broken, SbomError::Broken(_)), "{broken}");
}

#[test]
fn spdx_3_is_read() {
    let text = r#"{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[
        {"type":"software_Package","spdxId":"urn:a","name":"debian","software_packageVersion":"12.8","software_primaryPurpose":"operatingSystem"},
        {"type":"software_Package","spdxId":"urn:b","name":"lodash","software_packageVersion":"4.17.4","software_packageUrl":"pkg:npm/lodash@4.17.4"},
        {"type":"software_Package","spdxId":"urn:c","name":"async","externalIdentifier":[
            {"externalIdentifierType":"packageUrl","identifier":"pkg:npm/async@2.0.0"}]},
        {"type":"Relationship","relationshipType":"dependsOn","from":"urn:c","to":["urn:b"]}]}"#;
    let facts = stated(text.as_bytes());
    assert_eq!(facts.os.as_ref().unwrap().os.version, "12.8");
    assert_eq!(listing(&facts), "npm pkg:npm/lodash@4.17.4\nnpm pkg:npm/async@2.0.0 -> lodash@4.17.4");
}

#[test]
fn modules_of_go_are_named_as_go_does() {
    let text = r#"{"descriptor":{"name":"syft"},"artifacts":[
        {"name":"github.com/ugorji/go/codec","version":"v1.1.7","purl":"pkg:golang/github.com/ugorji/go@v1.1.7#codec"},
        {"name":"golang.org/x/net","version":"v0.7.0","purl":"pkg:golang/golang.org/x/net@v0.7.0#http2"},
        {"name":"stdlib","version":"go1.26.8","purl":"pkg:golang/stdlib@1.26.8"},
        {"name":"example.com/app","version":"(devel)","purl":"pkg:golang/example.com/app@(devel)"}]}"#;
    let told: Vec<String> = stated(text.as_bytes()).packages.iter().map(tidewaiter_model::Package::id).collect();
    assert_eq!(told, ["github.com/ugorji/go/codec@v1.1.7", "golang.org/x/net@v0.7.0", "stdlib@v1.26.8", "example.com/app"]);
}

#[test]
fn packages_of_rolling_systems_are_read() {
    let text =
        |purl: &str| format!(r#"{{"bomFormat":"CycloneDX","components":[{{"type":"library","name":"x","purl":"{purl}"}}]}}"#);
    let arch = stated(text("pkg:alpm/arch/pacman@6.0.1-1?arch=x86_64&distro=arch-rolling").as_bytes());
    assert_eq!(listing(&arch), "pacman pkg:alpm/arch/pacman@6.0.1-1?arch=x86_64");
    let os = arch.os.unwrap().os;
    assert_eq!((os.family.as_str(), os.version.as_str()), ("arch", ""));
    let gentoo = stated(text("pkg:ebuild/dev-libs/openssl@3.0.13-r2").as_bytes());
    assert_eq!((gentoo.packages[0].ecosystem.as_ref(), gentoo.packages[0].name.as_str()), ("portage", "dev-libs/openssl"));
}

#[test]
fn programs_that_nobody_packaged_are_judged() {
    let text = r#"{"bomFormat":"CycloneDX","components":[{"type":"application","name":"httpd","purl":"pkg:generic/httpd@2.4.57"},
        {"type":"application","name":"bash","purl":"pkg:generic/bash@5.2.15"}]}"#;
    let told: Vec<String> = stated(text.as_bytes()).packages.iter().map(|p| format!("{} {}", p.ecosystem, p.id())).collect();
    assert_eq!(told, ["binary apache@2.4.57", "sbom bash@5.2.15"]);
}

#[test]
fn an_ubuntus_packages_tell_what_it_is_entitled_to() {
    let text = r#"{"bomFormat":"CycloneDX","components":[{"type":"library","name":"curl",
        "purl":"pkg:deb/ubuntu/curl@7.58.0-2ubuntu3.24%2Besm3?arch=amd64&distro=ubuntu-18.04"}]}"#;
    assert_eq!(stated(text.as_bytes()).os.unwrap().os.subscriptions, ["esm-infra"]);
}

#[test]
fn components_that_cannot_be_judged_are_told() {
    let text = r#"{"bomFormat":"CycloneDX","components":[
        {"type":"library","name":"no purl","version":"1"},
        {"type":"library","name":"odd","purl":"pkg:npm"},
        {"type":"library","name":["wrong"]},
        {"type":"library","name":"a","purl":"pkg:generic/a@1"},
        {"type":"container","name":"image","components":[{"type":"library","name":"b","purl":"pkg:npm/b@2"}]}]}"#;
    insta::assert_snapshot!(listing(&stated(text.as_bytes())), @r"
    sbom pkg:generic/a@1
    npm pkg:npm/b@2
    problem: component 2: invalid type: sequence, expected a string
    problem: odd: the package URL pkg:npm is broken: it has no type
    problem: 1 components have no package URL and were not judged
    ");
}

#[test]
fn in_an_image_the_systems_packages_are_left_to_its_database() {
    let facts = analyzed(&Sbom, "opt/app.cdx.json", SAMPLES[5].1);
    assert!(facts.os.is_none() && facts.packages.iter().all(|p| p.ecosystem != "dpkg" && p.path == "opt/app.cdx.json"));
    assert_eq!(facts.packages.len(), 3);
    assert_eq!(analyzed(&Sbom, "app/bom.json", br#"{"parts": ["screw"]}"#).problems, []);
    assert_eq!(analyzed(&Sbom, "app/x.cdx.json", br#"{"parts": ["screw"]}"#).problems.len(), 1);
}

#[test]
fn bitnamis_files_are_read() {
    let text = "SPDXVersion: SPDX-2.3\nPackageName: redis\nSPDXID: SPDXRef-Package-redis\nPackageVersion: 7.0.5-1\n\
        ExternalRef: PACKAGE-MANAGER purl pkg:bitnami/redis@7.0.5-1?arch=amd64&distro=debian-11\n";
    let facts = analyzed(&Sbom, "opt/bitnami/redis/.spdx-redis.spdx", text.as_bytes());
    assert_eq!(listing(&facts), "bitnami pkg:bitnami/redis@7.0.5-1?arch=amd64");
    assert_eq!((facts.packages[0].name.as_str(), facts.packages[0].version.as_str()), ("redis", "7.0.5-1"));
}

#[test]
fn what_is_no_bill_is_refused() {
    for text in ["", "hello", "[]", "<html/>", "{}", "{\"bomFormat\":\"CycloneDX\"", "<bom>"] {
        assert!(read_sbom("bom", text.as_bytes()).is_err(), "{text}");
    }
    let bomb = format!("<bom>{}", "<components><component>".repeat(10_000));
    assert!(read_sbom("bom", bomb.as_bytes()).is_err());
}

#[test]
fn damage_is_survived() {
    for (_, bytes) in SAMPLES {
        assert_survives_damage(&Sbom, "a.cdx.json", bytes);
    }
}
