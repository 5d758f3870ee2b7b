//! The real program on images made here and advisories made here: one scenario a test.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set its scene has failed")]

#[cfg(unix)]
mod arcp;
mod broken;
mod cache;
mod checks;
#[cfg(unix)]
mod compare;
mod compliance;
#[cfg(unix)]
mod gate;
mod leaks;
mod misconfigurations;
mod policy;
mod rescan;
mod secrets;
mod settings;
#[cfg(unix)]
mod shim;
mod threads;

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tidewaiter_testkit::{Answer, Compression, ImageBuilder, Server, TarBuilder};

const STATUS: &[u8] = b"Package: openssl\nStatus: install ok installed\nVersion: 3.0.1-1\nArchitecture: amd64\nMaintainer: Debian <x@lists.debian.org>\n\nPackage: libssl3\nStatus: install ok installed\nVersion: 3.0.1-1+b2\nArchitecture: amd64\nSource: openssl (3.0.1-1)\nMaintainer: Debian <x@lists.debian.org>\n";
const OS_RELEASE: &[u8] = b"ID=debian\nVERSION_ID=\"12\"\nPRETTY_NAME=\"Debian 12\"\n";

/// A folder with an image, a mirror of advisories and a cache.
struct Scene {
    folder: tempfile::TempDir,
}

impl Scene {
    /// Every file that the program keeps: the baseline, and what is in the cache.
    fn kept(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.path("cache")];
        let mut files = vec![self.path("baseline.json")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() { folders.push(path) } else { files.push(path) }
            }
        }
        files
    }

    fn new() -> Self {
        let scene = Self { folder: tempfile::tempdir().unwrap() };
        scene.mirror("Debian", &[r#"{"id":"CVE-2024-0001","modified":"2024-05-01T00:00:00Z","summary":"Something bad","severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],"affected":[{"package":{"ecosystem":"Debian:12","name":"openssl"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"3.0.1-2"}]}]}]}"#]);
        scene.mirror("npm", &[r#"{"id":"GHSA-xxxx","aliases":["CVE-2024-0002"],"modified":"2024-05-01T00:00:00Z","summary":"Also bad","database_specific":{"severity":"LOW"},"affected":[{"package":{"ecosystem":"npm","name":"left"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]}]}"#]);
        std::fs::create_dir_all(scene.path("nvd")).unwrap();
        // An empty gzip member is no feed, so a feed with one CVE it is.
        scene.feed(r#"{"vulnerabilities":[{"cve":{"id":"CVE-2024-0001"}}]}"#);
        std::fs::write(scene.path("image.tar"), Scene::image().docker_archive()).unwrap();
        scene
    }

    fn image() -> ImageBuilder {
        let base = TarBuilder::new().file("etc/os-release", OS_RELEASE).file("var/lib/dpkg/status", STATUS).build();
        let app = TarBuilder::new().file("app/node_modules/left/package.json", br#"{"name":"left","version":"1.0.0"}"#).build();
        ImageBuilder::new().layer(base).layer(app)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn mirror(&self, ecosystem: &str, records: &[&str]) {
        let folder = self.path("osv").join(ecosystem);
        std::fs::create_dir_all(&folder).unwrap();
        let mut zip = zip::ZipWriter::new(std::fs::File::create(folder.join("all.zip")).unwrap());
        for (index, record) in records.iter().enumerate() {
            zip.start_file(format!("{index}.json"), zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut zip, record.as_bytes()).unwrap();
        }
        zip.finish().unwrap();
    }

    fn feed(&self, json: &str) {
        let file = std::fs::File::create(self.path("nvd/nvdcve-2.0-2024.json.gz")).unwrap();
        let mut gzip = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        std::io::Write::write_all(&mut gzip, json.as_bytes()).unwrap();
        gzip.finish().unwrap();
    }

    /// Runs the program with a clean environment.
    fn run(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tidewaiter"));
        command
            .args(args)
            .env_clear()
            .env("TIDEWAITER_CACHE_DIR", self.path("cache"))
            .env("TIDEWAITER_DB_SOURCE", self.path("osv"))
            .env("TIDEWAITER_NVD_SOURCE", self.path("nvd"))
            .env("DOCKER_HOST", format!("unix://{}", self.path("engine.sock").display()))
            .env("CONTAINER_HOST", "unix:///nowhere/podman.sock")
            .current_dir(self.folder.path());
        command
    }

    fn json(&self, args: &[&str]) -> Value {
        let output = self.run(args);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("no report: {}", text(&output.stderr)))
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Package, vulnerability, severity and fix of every finding.
fn findings(report: &Value) -> Vec<String> {
    let results = report["Results"].as_array().cloned().unwrap_or_default();
    let all = results.iter().flat_map(|r| r["Vulnerabilities"].as_array().cloned().unwrap_or_default());
    all.map(|v| format!("{} {} {} {}", v["PkgName"], v["VulnerabilityID"], v["Severity"], v["FixedVersion"]).replace('"', ""))
        .collect()
}

#[test]
fn an_image_is_scanned_with_advisories_that_are_fetched_when_they_are_needed() {
    let scene = Scene::new();
    let report = scene.json(&["image", "--input", "image.tar", "--format", "json"]);
    assert_eq!(
        findings(&report),
        ["libssl3 CVE-2024-0001 CRITICAL 3.0.1-2", "openssl CVE-2024-0001 CRITICAL 3.0.1-2", "left CVE-2024-0002 LOW null"]
    );
    assert_eq!(report["SchemaVersion"], 2);
    assert_eq!(report["Metadata"]["OS"]["Family"], "debian");
    assert_eq!(report["Coverage"]["Complete"], true);
    let layers = report["Metadata"]["DiffIDs"].as_array().unwrap();
    assert_eq!(report["Results"][1]["Vulnerabilities"][0]["Layer"]["DiffID"], layers[1]);
    assert!(scene.path("cache/db/Debian.advisories").is_file());
    assert!(!scene.path("cache/db/Go.advisories").exists(), "only what the image needs is fetched");
}

#[test]
fn the_exit_code_tells_findings_from_gaps_from_faults() {
    let scene = Scene::new();
    let code = |args: &[&str]| scene.run(args).status.code();
    assert_eq!(code(&["image", "--input", "image.tar"]), Some(0));
    assert_eq!(code(&["image", "--input", "image.tar", "--exit-code", "9"]), Some(9));
    assert_eq!(code(&["image", "--input", "image.tar", "--exit-code", "9", "--severity", "HIGH"]), Some(0));
    assert_eq!(code(&["image", "--input", "none.tar"]), Some(4));
    assert_eq!(code(&["image", "--no-such-flag"]), Some(2));
    assert_eq!(code(&["image", "--input", "image.tar", "--skip-db-update", "--cache-dir", "empty"]), Some(3));
    assert_eq!(code(&["db", "build", "--from", "nvd"]), Some(5));
    assert_eq!(code(&["image", "--input", "image.tar", "--output", "no/such/folder/x"]), Some(7));
}

#[test]
fn without_advisories_everything_else_is_told_and_what_is_missing_is_said() {
    let scene = Scene::new();
    std::fs::remove_dir_all(scene.path("osv/npm")).unwrap();
    let report = scene.json(&["image", "--input", "image.tar", "-f", "json"]);
    assert_eq!(findings(&report).len(), 2);
    assert_eq!(report["Coverage"]["Complete"], false);
    assert_eq!(report["Coverage"]["Gaps"][0]["code"], "missing-shard");
    let table = text(&scene.run(&["image", "--input", "image.tar"]).stdout);
    assert!(table.contains("not everything was judged") && table.contains("no advisories for npm"), "{table}");
}

#[test]
fn the_table_ends_with_what_to_do_first() {
    let scene = Scene::new();
    let output = scene.run(&["image", "--input", "image.tar"]);
    let table = text(&output.stdout);
    assert!(table.contains("CRITICAL  CVE-2024-0001  libssl3"), "{table}");
    assert!(table.contains("Do first upgrade openssl 3.0.1-1") && table.contains("Coverage everything was judged"), "{table}");
    assert!(!table.contains('\x1b'), "no colours into a pipe");
    assert!(!text(&output.stderr).contains("error"), "{}", text(&output.stderr));
}

#[test]
fn a_registry_and_an_engine_give_the_same_findings_as_the_archive() {
    let scene = Scene::new();
    let files = Scene::image().compression(Compression::Gzip).oci_files().unwrap();
    let registry = Server::start(move |request| tidewaiter_testkit::registry(&files, request)).unwrap();
    let reference = format!("{}/team/app:1", registry.address());
    let archive = Scene::image().docker_archive();
    let engine = Server::start_unix(&scene.path("engine.sock"), move |request| match request.path.as_str() {
        "/images/team/app:1/json" => Answer::new(200, r#"{"Id":"sha256:1"}"#),
        "/images/sha256:1/get" => Answer::new(200, archive.clone()),
        _ => Answer::new(404, "{}"),
    })
    .unwrap();
    let from_archive = findings(&scene.json(&["image", "--input", "image.tar", "-f", "json"]));
    assert_eq!(from_archive.len(), 3);
    assert_eq!(findings(&scene.json(&["image", &reference, "-f", "json"])), from_archive);
    assert_eq!(findings(&scene.json(&["image", "team/app:1", "-f", "json"])), from_archive);
    // The engine was asked for the other image, too, and did not have it.
    assert_eq!(engine.requests().len(), 3);
    let missing = scene.run(&["image", &format!("{reference}-missing@sha256:{}", "0".repeat(64))]);
    assert_eq!(missing.status.code(), Some(4));
    assert!(text(&missing.stderr).contains("is not there: manifest unknown"), "{}", text(&missing.stderr));
    let code = |args: &[&str]| scene.run(args).status.code();
    assert_eq!(code(&["image", "Not A Reference"]), Some(2));
    assert_eq!(code(&["image", "a:1", "--username", "me"]), Some(2));
}

#[test]
fn a_root_file_system_gives_the_same_findings_as_the_image() {
    let scene = Scene::new();
    for (path, bytes) in [
        ("etc/os-release", OS_RELEASE),
        ("var/lib/dpkg/status", STATUS),
        ("app/node_modules/left/package.json", br#"{"name":"left","version":"1.0.0"}"#),
    ] {
        let path = scene.path("root").join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let image = scene.json(&["image", "--input", "image.tar", "-f", "json"]);
    assert_eq!(findings(&scene.json(&["rootfs", "root", "-f", "json"])), findings(&image));
    assert_eq!(findings(&scene.json(&["fs", "root", "-f", "json"])), findings(&image));
}

#[test]
fn a_broken_package_database_is_a_warning_and_loses_nothing_else() {
    let scene = Scene::new();
    let cut = TarBuilder::new()
        .file("etc/os-release", OS_RELEASE)
        .file("var/lib/dpkg/status", &STATUS[..150])
        .file("a/node_modules/b/package.json", b"{")
        .build();
    std::fs::write(scene.path("image.tar"), ImageBuilder::new().layer(cut).docker_archive()).unwrap();
    let report = scene.json(&["image", "--input", "image.tar", "-f", "json"]);
    assert_eq!(findings(&report), ["openssl CVE-2024-0001 CRITICAL 3.0.1-2"]);
    let problems = report["Coverage"]["Problems"].to_string();
    assert!(problems.contains("var/lib/dpkg/status") && problems.contains("a/node_modules/b/package.json"), "{problems}");
    assert_eq!(report["Coverage"]["Complete"], false);
}

#[test]
fn damaged_advisories_are_built_again() {
    let scene = Scene::new();
    let before = findings(&scene.json(&["image", "--input", "image.tar", "-f", "json"]));
    let shard = scene.path("cache/db/Debian.advisories");
    let bytes = std::fs::read(&shard).unwrap();
    std::fs::write(&shard, &bytes[..bytes.len() / 2]).unwrap();
    let status = scene.run(&["db", "status"]);
    assert!(text(&status.stdout).contains("cut off"), "{}", text(&status.stdout));
    assert_eq!(findings(&scene.json(&["image", "--input", "image.tar", "-f", "json"])), before);
}

#[test]
fn many_scans_at_once_share_one_cache() {
    let scene = Scene::new();
    let reports: Vec<Vec<String>> = std::thread::scope(|scope| {
        let scans: Vec<_> =
            (0..16).map(|_| scope.spawn(|| findings(&scene.json(&["image", "--input", "image.tar", "-f", "json"])))).collect();
        scans.into_iter().map(|scan| scan.join().unwrap()).collect()
    });
    assert!(reports.iter().all(|report| report.len() == 3 && *report == reports[0]));
}

#[test]
fn only_changes_are_fetched_where_the_mirror_lists_them() {
    let scene = Scene::new();
    scene.run(&["db", "build", "--ecosystem", "npm"]);
    std::fs::write(scene.path("osv/npm/modified_id.csv"), "2024-06-01T00:00:00Z,GHSA-yyyy\n2024-05-01T00:00:00Z,GHSA-xxxx\n")
        .unwrap();
    let record = r#"{"id":"GHSA-yyyy","modified":"2024-06-01T00:00:00Z","affected":[{"package":{"ecosystem":"npm","name":"left"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"},{"fixed":"1.0.1"}]}]}]}"#;
    std::fs::write(scene.path("osv/npm/GHSA-yyyy.json"), record).unwrap();
    let update = scene.run(&["db", "update"]);
    assert!(text(&update.stderr).contains("npm: 1 changed, 2 records"), "{}", text(&update.stderr));
    let report = scene.json(&["image", "--input", "image.tar", "-f", "json", "--pkg-types", "library"]);
    assert_eq!(findings(&report), ["left CVE-2024-0002 LOW null", "left GHSA-yyyy UNKNOWN 1.0.1"]);
}

#[test]
fn a_bill_of_materials_is_judged_like_what_it_describes() {
    let scene = Scene::new();
    let bill = r#"{"bomFormat":"CycloneDX","specVersion":"1.6","components":[
        {"type":"operating-system","name":"debian","version":"12"},
        {"type":"library","name":"libssl3","version":"3.0.1-1+b2","purl":"pkg:deb/debian/libssl3@3.0.1-1%2Bb2?upstream=openssl%403.0.1-1"},
        {"type":"library","name":"left","version":"1.0.0","purl":"pkg:npm/left@1.0.0"}]}"#;
    std::fs::write(scene.path("bom.json"), bill).unwrap();
    let report = scene.json(&["sbom", "bom.json", "--format", "json"]);
    assert_eq!(report["ArtifactType"], "cyclonedx");
    let found: Vec<&str> = report["Results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["Vulnerabilities"][0]["VulnerabilityID"].as_str().unwrap())
        .collect();
    assert_eq!(found, ["CVE-2024-0001", "CVE-2024-0002"]);
    std::fs::write(scene.path("bom.json"), "hello").unwrap();
    let refused = scene.run(&["sbom", "bom.json"]);
    assert_eq!(refused.status.code(), Some(4));
}
