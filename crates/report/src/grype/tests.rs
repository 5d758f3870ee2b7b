//! What Grype writes is read; what is written for readers of Grype's has its shape and no `null`.

use super::{ReadError, read, write};
use crate::sample;
use proptest::prelude::*;
use serde_json::Value;
use tidewaiter_model::{Class, Engine, Report, Severity, Status, Vulnerability};

const GRYPE: &str = include_str!("read/testdata/grype.json");

fn written(report: &Report) -> String {
    let mut out = Vec::new();
    write(report, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_shape_never_changes_unseen() {
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("report.json", written(&sample::report()).replace(env!("CARGO_PKG_VERSION"), "VERSION"));
    });
}

fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(fields) => fields.values().any(has_null),
        _ => false,
    }
}

#[test]
fn there_are_no_nulls_for_readers_to_stumble_over() {
    let mut bare = sample::report();
    (bare.os, bare.artifact.image) = (None, Some(tidewaiter_model::ImageMetadata::default()));
    bare.results.clear();
    for report in [sample::report(), bare] {
        let json: Value = serde_json::from_str(&written(&report)).unwrap();
        assert!(!has_null(&json) && json["matches"].is_array() && json["source"]["target"].is_object(), "{json}");
    }
}

/// What everybody agrees on.
fn told(report: &Report) -> Vec<(String, String, String, Severity, String, Option<usize>)> {
    let of_set = |set: &tidewaiter_model::ResultSet| {
        let told = |found: &Vulnerability| {
            let package = &set.packages[found.package];
            (
                found.id.clone(),
                package.name.clone(),
                package.version.clone(),
                found.severity,
                found.fixed_version.clone(),
                package.layer,
            )
        };
        set.vulnerabilities.iter().map(told).collect::<Vec<_>>()
    };
    report.results.iter().flat_map(of_set).collect()
}

#[test]
fn what_is_written_is_read() {
    let report = sample::report();
    let back = read(written(&report).as_bytes()).unwrap();
    assert_eq!(told(&back), told(&report));
    assert_eq!((&back.engine, &back.created_at), (&report.engine, &report.created_at));
    let image = |report: &Option<tidewaiter_model::ImageMetadata>| {
        report.as_ref().map(|i| (i.image_id.clone(), i.platform.clone(), i.size))
    };
    assert_eq!(image(&back.artifact.image), image(&report.artifact.image));
    let of = |report: &Report, set: usize| report.results[set].packages[0].clone();
    assert_eq!(back.results[0].packages[0].source, of(&report, 0).source);
    assert_eq!((back.results[1].target.as_str(), &back.results[1].packages[0].path), ("Node.js", &of(&report, 1).path));
}

#[test]
fn what_grype_writes_is_read() {
    let report = read(GRYPE.as_bytes()).unwrap();
    assert_eq!(report.engine, Engine { name: "grype".to_owned(), version: "0.104.1".to_owned() });
    let image = report.artifact.image.as_ref().unwrap();
    assert_eq!((image.platform.as_str(), image.layers.len()), ("linux/amd64", 2));
    assert_eq!(image.config["created"], "2026-01-01T00:00:00Z");
    assert_eq!(report.coverage.shards[0].built, "2026-11-20T06:12:48Z");
    let sets: Vec<_> = report.results.iter().map(|set| (set.class, set.target.as_str(), set.kind.as_str(), set.evr)).collect();
    let system = format!("{} (debian 12)", report.artifact.name);
    let expected = [
        (Class::OsPkgs, system.as_str(), "debian", true),
        (Class::LangPkgs, "Node.js", "node-pkg", false),
        (Class::LangPkgs, "usr/bin/app", "gobinary", false),
    ];
    assert_eq!(sets, expected);

    let expat = &report.results[0];
    assert_eq!(expat.packages.len(), 1, "one package of two findings");
    assert_eq!((expat.packages[0].path.as_str(), expat.packages[0].layer), ("var/lib/dpkg/status", Some(0)));
    assert_eq!(expat.packages[0].source_name_version(), ("expat", "2.5.0-1+deb12u1"));
    let [worst, least] = &expat.vulnerabilities[..] else { panic!("{:?}", expat.vulnerabilities) };
    assert_eq!((worst.severity, worst.upgrade_to.as_deref()), (Severity::Critical, Some("2.5.0-1+deb12u2")));
    assert_eq!(worst.vendor_ids, ["DSA-5000-1"]);
    assert!(worst.exploited.as_ref().is_some_and(|exploited| exploited.by_ransomware && exploited.due.is_empty()));
    assert_eq!((worst.ratings[1].source.as_str(), worst.ratings[1].cvss[0].1, &*worst.cwe_ids[0]), ("nvd", 9.8, "CWE-787"));
    assert_eq!((least.severity, least.status), (Severity::Low, Status::WillNotFix), "negligible is low");

    let [left] = &report.results[1].vulnerabilities[..] else { panic!("{:?}", report.results[1]) };
    assert_eq!((left.id.as_str(), &left.vendor_ids[..]), ("CVE-2024-0003", &["GHSA-aaaa-bbbb-cccc".to_owned()][..]));
    assert_eq!((left.severity, left.fixed_version.as_str()), (Severity::High, "1.0.1, 2.0.1"), "the worse of both");
    assert_eq!(report.results[2].vulnerabilities[0].severity, Severity::Unknown);
}

#[test]
fn what_is_no_report_of_grypes_is_refused() {
    let trivys = r#"{"SchemaVersion":2,"ArtifactName":"a","ArtifactType":"container_image"}"#;
    for text in ["", "{}", "null", r#"{"matches":null}"#, r#"{"matches":[]}"#, trivys, &GRYPE[..GRYPE.len() - 10]] {
        assert!(matches!(read(text.as_bytes()), Err(ReadError::Json(_))), "{text:.40}");
    }
    let other = |from: &str, to: &str| read(GRYPE.replacen(from, to, 1).as_bytes()).unwrap_err().to_string();
    assert_eq!(other(r#""name": "grype""#, r#""name": "syft""#), "it was made by `syft`, and not by Grype");
    assert_eq!(other(r#""type": "image""#, r#""type": "purl""#), "its source is `purl`, which is not known here");
}

#[test]
fn systems_without_advisories_or_future_are_told() {
    let alert =
        |kind: &str| format!(r#""alertsByPackage":[{{"package":{{"name":"a"}},"alerts":[{{"type":"{kind}"}}]}}],"descriptor""#);
    let with = |kind: &str| read(GRYPE.replacen(r#""descriptor""#, &alert(kind), 1).as_bytes()).unwrap();
    assert_eq!(with("distro-eol").end_of_life, Some(true));
    assert!(!with("distro-disabled").coverage.is_complete());
}

proptest! {
    #[test]
    fn no_damage_makes_it_panic(at in 0..GRYPE.len(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = GRYPE.as_bytes().to_vec();
        bytes[at] = byte;
        if cut {
            bytes.truncate(at);
            prop_assert!(read(&bytes).is_err());
        }
        let _ = read(&bytes);
    }
}
