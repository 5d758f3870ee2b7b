//! Whole scans of images in a registry, by advisories made on the spot.

use super::{Native, NativeOptions};
use crate::testing::{Asked, files_of};
use crate::{Engine, EngineError, Step};
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;
use tidewaiter_advisory::artifact::Reach;
use tidewaiter_advisory::source::Mirror;
use tidewaiter_model::Engine as Name;
use tidewaiter_scan::FactsFolder;
use tidewaiter_testkit::{Answer, ImageBuilder, Server, TarBuilder, registry};

const STATUS: &[u8] = b"Package: openssl\nStatus: install ok installed\nVersion: 3.0.1-1\nArchitecture: amd64\nMaintainer: Debian <x@lists.debian.org>\n\n";
const RECORD: &[u8] = br#"{"id":"CVE-2024-0001","modified":"2024-05-01T00:00:00Z","affected":[{"package":{"ecosystem":"Debian:12","name":"openssl"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"3.0.1-2"}]}]}]}"#;

/// An image with a vulnerable package, a secret and no user.
fn image() -> ImageBuilder {
    let layer = TarBuilder::new()
        .file("etc/os-release", b"ID=debian\nVERSION_ID=\"12\"\n")
        .file("var/lib/dpkg/status", STATUS)
        .file("app/.env", format!("GITHUB_TOKEN=ghp_{}\n", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"));
    ImageBuilder::new().layer(layer.build())
}

/// A registry with it, and what it is called there.
fn served() -> (Server, Asked) {
    let (files, digest) = files_of(&image());
    let server = Server::start(move |request| registry(&files, request)).unwrap();
    let asked = Asked::of(&format!("{}/team/app:1@{digest}", server.address()));
    (server, asked)
}

fn native(folder: &Path, fetch: bool) -> Native {
    let mirror = folder.join("osv/Debian");
    std::fs::create_dir_all(&mirror).unwrap();
    let mut zip = zip::ZipWriter::new(std::fs::File::create(mirror.join("all.zip")).unwrap());
    zip.start_file("1.json", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(RECORD).unwrap();
    zip.finish().unwrap();
    let options = NativeOptions {
        osv: Mirror::Folder(folder.join("osv")),
        nvd: Mirror::Folder(folder.join("nvd")),
        reach: Reach::default(),
        fetch,
        max_age_days: 7,
        threads: 2,
        layer_cache_bytes: 1 << 30,
    };
    Native::new(&folder.join("cache"), options)
}

#[test]
fn everything_wanted_is_found_in_the_image_that_was_asked_for() {
    let (_server, mut asked) = served();
    let folder = tempfile::tempdir().unwrap();
    let engine = native(folder.path(), true);
    let steps = Mutex::new(Vec::new());
    let told = |step| steps.lock().unwrap().push(step);
    let report = engine.scan(&crate::Task { progress: &told, ..asked.task() }).unwrap();
    assert_eq!(*steps.lock().unwrap(), [Step::Opening, Step::Reading { layers: 1 }, Step::Concluding]);
    assert!(report.engine.is_native() && report.coverage.layers_verified);
    assert_eq!(report.artifact.image.as_ref().unwrap().manifest_digest, asked.image.digest);
    assert!(report.results.iter().any(|set| set.vulnerabilities.iter().any(|found| found.id == "CVE-2024-0001")));
    assert!(report.results.iter().any(|set| set.secrets.iter().any(|secret| secret.rule_id == "github-pat")));
    assert!(report.results.iter().any(|set| !set.misconfigurations.is_empty()));
    (asked.wanted.secrets, asked.wanted.misconfigurations) = (false, false);
    let less = engine.scan(&asked.task()).unwrap();
    assert!(less.results.iter().all(|set| set.secrets.is_empty() && set.misconfigurations.is_empty()));

    let about = engine.about().unwrap();
    assert_eq!((about.version, about.is_outdated), (Name::native().version, false));
    assert_eq!(about.databases.iter().map(|shard| shard.ecosystem.as_str()).collect::<Vec<_>>(), ["Debian"]);
}

#[test]
fn layers_are_read_once() {
    let (server, asked) = served();
    let folder = tempfile::tempdir().unwrap();
    let read = || server.requests().iter().filter(|request| request.path.contains("/blobs/")).count();
    let told = |engine: &Native| {
        let report = engine.scan(&asked.task()).unwrap();
        (report.coverage.layers_verified, report.results)
    };
    let first = told(&native(folder.path(), true));
    assert_eq!(read(), 2, "the configuration and a layer");
    assert_eq!(told(&native(folder.path(), true)), first);
    assert_eq!(read(), 3, "the configuration");
    let mut without = native(folder.path(), true);
    without.layers = FactsFolder::new(folder.path(), 0);
    assert_eq!((told(&without).1.len(), read()), (first.1.len(), 5));
}

#[test]
fn without_advisories_nothing_is_clean() {
    let (_server, mut asked) = served();
    let folder = tempfile::tempdir().unwrap();
    let without = native(folder.path(), false);
    assert!(matches!(without.scan(&asked.task()), Err(EngineError::NoDatabase { .. })));
    assert!(without.about().unwrap().is_outdated);
    let unreachable = native(folder.path(), true);
    std::fs::remove_dir_all(folder.path().join("osv")).unwrap();
    assert!(matches!(unreachable.scan(&asked.task()), Err(EngineError::NoDatabase { .. })));
    asked.wanted.vulnerabilities = false;
    assert!(without.scan(&asked.task()).is_ok(), "secrets need none");
}

#[test]
fn it_ends_when_it_has_to() {
    let folder = tempfile::tempdir().unwrap();
    let (_server, asked) = served();
    let engine = native(folder.path(), true);
    let stopped = engine.scan(&crate::Task { stop: &|| true, ..asked.task() });
    assert!(matches!(stopped, Err(EngineError::Cancelled)), "{stopped:?}");
    let slow = Server::start(|_| {
        std::thread::sleep(Duration::from_secs(5));
        Answer::new(200, "{}")
    })
    .unwrap();
    let mut late = Asked::of(&format!("{}/a@{}", slow.address(), asked.image.digest.as_ref().unwrap()));
    late.timeout = Duration::from_secs(1);
    assert_eq!(engine.scan(&late.task()).unwrap_err().to_string(), "Container scan timed out after 1 seconds");
    let unpinned = Asked::of("registry.example/a:1");
    assert!(matches!(engine.scan(&unpinned.task()), Err(EngineError::Unpinned { .. })));
    let (server, _) = served();
    let missing = Asked::of(&format!("{}/team/app@sha256:{}", server.address(), "0".repeat(64)));
    assert!(matches!(engine.scan(&missing.task()), Err(EngineError::Image(_))));
}

#[test]
fn a_panic_ends_the_scan_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (_server, asked) = served();
    let engine = native(folder.path(), true);
    let on_purpose = |step| assert!(step == Step::Opening, "on purpose");
    let error = engine.scan(&crate::Task { progress: &on_purpose, ..asked.task() }).unwrap_err();
    assert_eq!(error.to_string(), "native failed (it panicked): on purpose");
    let in_a_layer = engine.scan(&crate::Task { stop: &|| panic!("on purpose"), ..asked.task() });
    assert!(in_a_layer.is_err(), "{in_a_layer:?}");
    assert!(engine.scan(&asked.task()).is_ok());
}
