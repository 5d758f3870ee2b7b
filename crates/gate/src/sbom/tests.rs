//! Bills of materials against a small mirror of advisories.

use super::*;
use std::io::Write;
use std::path::Path;
use tempfile::TempDir;
use tidewaiter_advisory::source::Mirror;
use tidewaiter_advisory::store::Store;
use tidewaiter_image::RegistryOptions;

const NOW: u64 = 1_714_600_000;
const CRITICAL: &str = r#"{"id":"GHSA-crit","aliases":["CVE-2024-0001"],"modified":"2024-05-01T00:00:00Z","summary":"Remote code execution","severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],"database_specific":{"severity":"CRITICAL"},"affected":[{"package":{"ecosystem":"npm","name":"left"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"2.0.0"}]}]}]}"#;
const HIGH: &str = r#"{"id":"GHSA-high","aliases":["CVE-2024-0002"],"modified":"2024-05-01T00:00:00Z","summary":"Also bad","database_specific":{"severity":"HIGH"},"affected":[{"package":{"ecosystem":"npm","name":"right"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]}]}"#;

/// Advisories for npm alone.
struct Scene {
    folder: TempDir,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let scene = Self { folder };
        std::fs::create_dir_all(scene.path("osv/npm")).unwrap();
        std::fs::create_dir_all(scene.path("nvd")).unwrap();
        let mut zip = zip::ZipWriter::new(std::fs::File::create(scene.path("osv/npm/all.zip")).unwrap());
        for (name, record) in [("a.json", CRITICAL), ("b.json", HIGH)] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(record.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
        let feed = std::fs::File::create(scene.path("nvd/nvdcve-2.0-2024.json.gz")).unwrap();
        let mut gzip = flate2::write::GzEncoder::new(feed, flate2::Compression::fast());
        gzip.write_all(br#"{"vulnerabilities":[{"cve":{"id":"CVE-2024-0001"}}]}"#).unwrap();
        gzip.finish().unwrap();
        scene
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    fn sboms(&self, settings: Settings) -> Sboms {
        let mirror = |name: &str| Mirror::Folder(self.path(name));
        let store = Store::new(Path::new(&self.path("cache")));
        let database = Database {
            store,
            osv: mirror("osv"),
            nvd: mirror("nvd"),
            registry: RegistryOptions::default(),
            key: None,
            may_fetch: true,
        };
        Sboms::new(Settings { enabled: true, ..settings }, Arc::new(database))
    }
}

fn cyclonedx(purls: &[&str]) -> String {
    let components: Vec<_> = purls
        .iter()
        .map(|purl| {
            let (name, version) = purl.rsplit_once('/').unwrap().1.split_once('@').unwrap();
            serde_json::json!({"type": "library", "name": name, "version": version, "purl": purl})
        })
        .collect();
    serde_json::json!({"bomFormat": "CycloneDX", "specVersion": "1.5", "components": components}).to_string()
}

fn spdx(purl: &str) -> String {
    serde_json::json!({"spdxVersion": "SPDX-2.3", "SPDXID": "SPDXRef-DOCUMENT", "packages": [{"name": "left", "SPDXID": "SPDXRef-1",
        "versionInfo": "1.0.0", "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
        "referenceLocator": purl}]}]})
    .to_string()
}

fn kinds(checked: &Checked) -> Vec<(&str, &str)> {
    checked.errors.iter().map(|error| (error.kind.as_str(), error.message.as_str())).collect()
}

fn warnings(checked: &Checked) -> Vec<&str> {
    checked.warnings.iter().map(|warning| warning.message.as_str()).collect()
}

#[tokio::test]
async fn every_reason_is_told_with_its_findings() {
    let scene = Scene::new();
    let sbom = cyclonedx(&["pkg:npm/left@1.0.0", "pkg:npm/right@1.0.0"]);
    let checked = scene.sboms(Settings { fail_on_high: true, ..Settings::default() }).check(Some(&sbom), NOW).await;
    insta::assert_json_snapshot!(serde_json::json!({"errors": checked.errors, "warnings": checked.warnings}));
}

#[tokio::test]
async fn the_flags_say_what_fails() {
    let scene = Scene::new();
    let sbom = cyclonedx(&["pkg:npm/left@1.0.0", "pkg:npm/right@1.0.0"]);
    let by_default = scene.sboms(Settings::default()).check(Some(&sbom), NOW).await;
    assert_eq!(kinds(&by_default), [("sbom_critical_vulnerabilities", "SBOM contains 1 critical vulnerabilities")]);
    let none = Settings { fail_on_critical: false, ..Settings::default() };
    let tolerant = scene.sboms(none).check(Some(&sbom), NOW).await;
    assert_eq!((kinds(&tolerant), warnings(&tolerant)), (vec![], vec!["SBOM contains 2 vulnerabilities (critical: 1, high: 1)"]));
    let unasked = Settings { vulnerabilities: false, ..Settings::default() };
    let unasked = scene.sboms(unasked).check(Some(&sbom), NOW).await;
    assert!(unasked.errors.is_empty() && unasked.warnings.is_empty());
}

#[tokio::test]
async fn sound_ones_pass_in_both_formats() {
    let scene = Scene::new();
    let sboms = scene.sboms(Settings { required: true, ..Settings::default() });
    for sbom in [cyclonedx(&["pkg:npm/left@2.0.0"]), spdx("pkg:npm/left@2.0.0")] {
        let checked = sboms.check(Some(&sbom), NOW).await;
        assert!(checked.errors.is_empty() && checked.warnings.is_empty(), "{checked:?}");
    }
    let checked = sboms.check(Some(&spdx("pkg:npm/left@1.0.0")), NOW).await;
    assert_eq!(kinds(&checked)[0].0, "sbom_critical_vulnerabilities");
}

#[tokio::test]
async fn a_missing_one_counts_where_it_is_required() {
    let scene = Scene::new();
    for none in [None, Some(""), Some("  ")] {
        assert!(scene.sboms(Settings::default()).check(none, NOW).await.errors.is_empty());
        let required = scene.sboms(Settings { required: true, ..Settings::default() }).check(none, NOW).await;
        assert_eq!(kinds(&required), [("sbom_required", "SBOM is required but not provided")]);
    }
    let off = Settings { required: true, enabled: false, ..Settings::default() };
    let database = scene.sboms(Settings::default()).advisories;
    assert!(Sboms::new(off, database).check(None, NOW).await.errors.is_empty());
}

#[tokio::test]
async fn what_is_none_or_not_allowed_is_refused() {
    let scene = Scene::new();
    let sboms = scene.sboms(Settings::default());
    for broken in ["{}", "[", "hello", "{\"bomFormat\": \"CycloneDX\"", "<bom", &"[".repeat(5000)] {
        let checked = sboms.check(Some(broken), NOW).await;
        assert_eq!(kinds(&checked)[0].0, "sbom_verification_failed", "{broken}");
        assert!(kinds(&checked)[0].1.len() <= 400);
    }
    let only_spdx = Settings { formats: vec![SbomFormat::Spdx], ..Settings::default() };
    let checked = scene.sboms(only_spdx).check(Some(&cyclonedx(&["pkg:npm/a@1"])), NOW).await;
    assert_eq!(kinds(&checked), [("sbom_verification_failed", "SBOM format cyclonedx is not allowed, only spdx")]);
}

#[tokio::test]
async fn what_cannot_be_judged_does_not_pass_where_it_is_required() {
    let scene = Scene::new();
    let nameless = r#"{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"library","name":"x","version":"1"}]}"#;
    let missing = "the advisories for PyPI are missing: 1 package";
    let empty = "SBOM lists no components with a package URL";
    for (sbom, warning, error) in [
        (nameless.to_owned(), "1 components have no package URL and were not judged", "1 file could not be read in full"),
        (cyclonedx(&["pkg:pypi/x@1.0"]), missing, missing),
        (cyclonedx(&[]), empty, empty),
    ] {
        let lenient = scene.sboms(Settings::default()).check(Some(&sbom), NOW).await;
        assert!(lenient.errors.is_empty() && warnings(&lenient).iter().any(|told| told.contains(warning)), "{lenient:?}");
        let strict = scene.sboms(Settings { required: true, ..Settings::default() }).check(Some(&sbom), NOW).await;
        assert!(kinds(&strict).iter().any(|(_, told)| told.contains(error)), "{strict:?}");
    }
}

fn asked(sbom_content: String) -> Asked {
    serde_json::from_value(serde_json::json!({"sbom_content": sbom_content, "agent_id": "agent-one"})).unwrap()
}

#[tokio::test]
async fn one_is_verified_on_demand() {
    let scene = Scene::new();
    let sboms = scene.sboms(Settings::default());
    let signed =
        Asked { signature: Some("a.b.c".to_owned()), ..asked(cyclonedx(&["pkg:npm/left@1.0.0", "pkg:npm/right@1.0.0"])) };
    insta::assert_json_snapshot!(sboms.verify(signed.clone(), NOW).await);
    let tolerant = sboms.verify(Asked { fail_on_critical: false, ..signed.clone() }, NOW).await;
    assert!(tolerant.valid && tolerant.critical_count == 1 && tolerant.errors.is_empty());
    let unasked = sboms.verify(Asked { verify_vulnerabilities: false, ..signed }, NOW).await;
    assert!(unasked.valid && unasked.vulnerability_count == 0 && unasked.component_count == 2);
    let broken = sboms.verify(asked("{".to_owned()), NOW).await;
    assert!(!broken.valid && broken.format == "unknown" && broken.error.is_some());
}
