//! What is written is read as it was; what Trivy writes is read whole; anything else is refused.

use super::{ReadError, read};
use crate::json::{Options, write};
use crate::sample;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use tidewaiter_model::{
    CheckStatus, Class, Digest, Engine, Epss, Exploited, Package, Purl, Rating, Relationship, Report, Severity, SourcePackage,
    Status, Vulnerability,
};

const TRIVY: &str = include_str!("testdata/trivy.json");

fn written(report: &Report, packages: bool) -> String {
    let mut out = Vec::new();
    write(report, Options { packages }, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_report_of_ours_is_told_again_in_the_same_words() {
    let mut report = sample::report();
    for packages in [true, false] {
        let text = written(&report, packages);
        assert_eq!(written(&read(text.as_bytes()).unwrap(), packages), text);
    }
    report.engine = Engine { name: "grype".to_owned(), version: "0.90.0".to_owned() };
    report.artifact.image.as_mut().unwrap().manifest_digest = Some(Digest::sha256(&[7; 32]));
    let back = read(written(&report, true).as_bytes()).unwrap();
    assert_eq!(back.engine, report.engine);
    let image = |report: &Report| report.artifact.image.clone().map(|image| (image.manifest_digest, image.layers, image.config));
    assert_eq!(image(&back), image(&report));
    assert_eq!(back.results[3], report.results[3], "a secret");
}

#[test]
fn what_trivy_writes_is_read_whole() {
    let report = read(TRIVY.as_bytes()).unwrap();
    assert_eq!(report.engine, Engine { name: "trivy".to_owned(), version: "0.76.0".to_owned() });
    let image = report.artifact.image.as_ref().unwrap();
    assert_eq!((image.platform.as_str(), image.layers.len(), image.size), ("linux/amd64", 2, 399_971_840));
    assert_eq!(image.layers[1].created_by.as_deref(), Some("ADD py.tar in /"));
    assert_eq!(
        report.results.iter().map(|set| set.class).collect::<Vec<_>>()[..3],
        [Class::OsPkgs, Class::LangPkgs, Class::Secret]
    );

    let system = &report.results[0];
    let utils = &system.packages[1];
    assert!(system.evr);
    assert_eq!((utils.version.as_str(), utils.layer), ("1:2.38.1-5+deb12u3", Some(0)));
    assert_eq!(utils.source.as_ref().map(|source| source.version.as_str()), Some("2.38.1-5+deb12u3"));
    let curl = &system.vulnerabilities[1];
    assert_eq!((curl.id.as_str(), system.packages[curl.package].name.as_str()), ("CVE-2024-11053", "curl"));
    assert_eq!(curl.primary_url.as_deref(), Some("https://avd.aquasec.com/nvd/cve-2024-11053"));
    assert_eq!((curl.severity, curl.ratings[0].cvss[0].1), (Severity::Medium, 5.9));

    let python = &report.results[1];
    let django = &python.vulnerabilities[0];
    assert_eq!((django.status, django.fixed_version.as_str()), (Status::Fixed, "1.11.23, 2.1.11, 2.2.4"));
    assert!(python.packages[django.package].path.ends_with("Django-2.2.dist-info/METADATA"));
    let secret = &report.results[2].secrets[1];
    assert_eq!((secret.rule_id.as_str(), secret.start_line, secret.layer, secret.offset), ("github-pat", 2, Some(1), 52));
    assert_eq!(secret.matched, "GITHUB_TOKEN=****************************************");
    let check = &report.results[4].misconfigurations[0];
    assert_eq!((check.status, check.cause.start_line, check.cause.code.len()), (CheckStatus::Fail, 5, 2));
    assert_eq!(report.results[4].checked.map(|checked| checked.failures), Some(8));
}

#[test]
fn what_trivy_found_is_told_as_such() {
    let text = written(&read(TRIVY.as_bytes()).unwrap(), true).replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("of_trivy.json", text);
    });
    let again = read(text.replace("VERSION", env!("CARGO_PKG_VERSION")).as_bytes()).unwrap();
    assert_eq!(again.engine.name, "trivy");
    assert_eq!(written(&again, true).replace(env!("CARGO_PKG_VERSION"), "VERSION"), text);
}

#[test]
fn nulls_and_what_is_left_out_are_nothing() {
    let report = read(
        br#"{"SchemaVersion":2,"ArtifactName":"a","ArtifactType":"container_image","Metadata":{"OS":null,"DiffIDs":null,"Layers":null},
        "Results":[{"Target":"a (alpine 3)","Class":"os-pkgs","Type":"alpine","Packages":null,"Misconfigurations":null,"Secrets":null,
        "Vulnerabilities":[{"VulnerabilityID":"CVE-1","PkgName":"b","InstalledVersion":"1","Severity":"NEGLIGIBLE","CVSS":null,"DataSource":null,
        "Layer":null,"References":null},{"VulnerabilityID":"CVE-2","PkgName":"b","InstalledVersion":"1","Severity":"awful","Status":"unknown"}]},
        {"Target":"licences","Class":"license"}]}"#,
    )
    .unwrap();
    let [set] = &report.results[..] else { panic!("{:?}", report.results) };
    assert_eq!(set.packages.len(), 1, "both are of the same package");
    let told = |v: &Vulnerability| (v.severity, v.status);
    assert_eq!(
        set.vulnerabilities.iter().map(told).collect::<Vec<_>>(),
        [(Severity::Low, Status::Affected), (Severity::Unknown, Status::Affected)]
    );
    let empty =
        read(br#"{"SchemaVersion":2,"ArtifactName":"a","ArtifactType":"filesystem","Metadata":null,"Results":null}"#).unwrap();
    assert!(empty.results.is_empty() && empty.artifact.image.is_none());
}

#[test]
fn what_is_no_report_is_refused() {
    for text in ["", "{}", "null", "[]", r#"{"SchemaVersion":"2"}"#, &TRIVY[..TRIVY.len() / 2]] {
        assert!(read(text.as_bytes()).is_err(), "{text:.40}");
    }
    let told = |text: &str| read(text.as_bytes()).unwrap_err().to_string();
    assert_eq!(told("{}"), "its SchemaVersion is missing, and not 2");
    assert_eq!(told(r#"{"SchemaVersion":3}"#), "its SchemaVersion is 3, and not 2");
    let of_account = r#"{"SchemaVersion":2,"ArtifactType":"aws_account"}"#;
    assert!(matches!(read(of_account.as_bytes()), Err(ReadError::ArtifactType { .. })));
}

fn text() -> impl Strategy<Value = String> {
    "[a-z<>&\"@:/ é-]{0,12}"
}

fn version() -> impl Strategy<Value = String> {
    "([0-9]:)?[0-9]{1,2}(\\.[0-9]){0,2}(-[0-9])?"
}

prop_compose! {
    fn package()(
        (name, version) in ("[a-z]{1,2}", version()),
        (arch, source) in (option::of(text()), option::of(("[a-z]{1,2}", version()))),
        (licenses, maintainer, third_party) in (vec(text(), 0..2), option::of(text()), option::of(text())),
        (depends_on, dev, relation) in (vec("[a-z]{1,2}(@1)?", 0..3), any::<bool>(), 0..5usize),
        (path, layer, modularity) in (text(), option::of(0..2usize), option::of(text())),
    ) -> Package {
        use Relationship::{Direct, Indirect, Root, Unknown, Workspace};
        Package {
            ecosystem: "dpkg".into(),
            purl: Some(Purl::new("deb", "debian", &name, &version).with("arch", arch.as_deref().unwrap_or(""))),
            source: source.map(|(name, version)| SourcePackage { name, version }),
            relationship: [Root, Workspace, Direct, Indirect, Unknown][relation],
            name, version, arch, licenses, maintainer, third_party, depends_on, dev, path, layer, modularity,
            ..Package::default()
        }
    }
}

prop_compose! {
    fn vulnerability()(
        (id, package, vendor_ids) in ("(CVE|GHSA|X)-[0-9]", 0..4usize, vec(text(), 0..2)),
        (fixed_version, upgrade_to, primary_url) in (text(), option::of(text()), option::of("https://[a-z]{1,5}")),
        (status, severity, source) in (0..6usize, 0..5usize, option::of(text())),
        (score, exploited, epss) in (0.0..10.0, option::of((text(), text(), any::<bool>())), option::of((0.0..1.0, 0.0..1.0))),
        (title, description, published) in (text(), text(), option::of(text())),
    ) -> Vulnerability {
        use Status::{Affected, EndOfLife, FixDeferred, Fixed, UnderInvestigation, WillNotFix};
        let vectors = [("AV:N/AC:L", score), ("CVSS:3.1/AV:N", score), ("CVSS:4.0/AV:N", score)];
        let cvss = vectors.into_iter().take(severity).map(|(vector, score)| (vector.to_owned(), score)).collect();
        Vulnerability {
            id, package, vendor_ids, fixed_version, upgrade_to, primary_url, title, description, published,
            status: [Affected, Fixed, WillNotFix, FixDeferred, UnderInvestigation, EndOfLife][status],
            severity: Severity::WORST_FIRST[severity],
            ratings: vec![Rating { source: "nvd".to_owned(), severity: Severity::WORST_FIRST[severity], cvss }],
            severity_source: source,
            exploited: exploited.map(|(added, due, by_ransomware)| Exploited { added, due, by_ransomware }),
            epss: epss.map(|(probability, percentile)| Epss { probability, percentile }),
            ..Vulnerability::default()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn every_report_of_ours_is_told_again_in_the_same_words(
        packages in vec(package(), 0..4),
        vulnerabilities in vec(vulnerability(), 0..6),
        (is_system, evr, tells_packages, is_image) in any::<(bool, bool, bool, bool)>(),
    ) {
        let mut report = sample::report();
        let set = &mut report.results[0];
        (set.evr, set.class) = (evr, if is_system { Class::OsPkgs } else { Class::LangPkgs });
        (set.packages, set.vulnerabilities) = (packages, vulnerabilities);
        if !is_image {
            report.artifact.kind = tidewaiter_model::ArtifactKind::Filesystem;
            report.artifact.image = None;
            report.results[3].secrets[0].removed_by = None;
        }
        let text = written(&report, tells_packages);
        let back = read(text.as_bytes()).unwrap();
        prop_assert_eq!(written(&back, tells_packages), text);
    }

    #[test]
    fn no_damage_makes_it_panic(at in 0..TRIVY.len(), byte in any::<u8>(), cut in any::<bool>()) {
        let mut bytes = TRIVY.as_bytes().to_vec();
        bytes[at] = byte;
        if cut {
            bytes.truncate(at);
            prop_assert!(read(&bytes).is_err());
        }
        let _ = read(&bytes);
    }
}
