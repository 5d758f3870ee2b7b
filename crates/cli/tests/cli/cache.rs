//! Layers that are not read twice, whoever reads them.

use super::{Scene, findings, text};
use serde_json::Value;
use std::path::Path;
use tidewaiter_image::{OpenOptions, open_archive};
use tidewaiter_testkit::{Compression, Server};

const ALL: &str = "vuln,secret,misconfig";

impl Scene {
    /// A report without the moment in which it was made.
    fn told(&self, args: &[&str]) -> Value {
        let mut report = self.json(&[&["image", "--scanners", ALL, "-f", "json"], args].concat());
        report.as_object_mut().unwrap().remove("CreatedAt");
        report
    }

    fn layers_kept(&self) -> u64 {
        self.json(&["cache", "status", "-f", "json"])["entries"].as_u64().unwrap()
    }

    /// Waits until a file has lain there for long enough to be known again.
    fn settle(&self, name: &str) {
        let image = || open_archive(&self.path(name), &OpenOptions::default()).unwrap();
        while image().identity(0).is_none() {
            std::thread::yield_now();
        }
    }
}

#[test]
fn reports_are_the_same_with_and_without() {
    let scene = Scene::new();
    let image = || Scene::image().compression(Compression::Gzip);
    image().write_oci(&scene.path("layout")).unwrap();
    let files = image().oci_files().unwrap();
    let registry = Server::start(move |request| tidewaiter_testkit::registry(&files, request)).unwrap();
    let reference = format!("{}/team/app:1", registry.address());
    scene.settle("image.tar");
    let sources: [&[&str]; 3] = [&["--input", "image.tar"], &["--input", "layout"], &[&reference, "--image-src", "remote"]];
    for (source, kept) in sources.into_iter().zip([2, 4, 4]) {
        let without = scene.told(&[source, &["--no-cache"]].concat());
        assert_eq!(findings(&without).len(), 3);
        assert_eq!(scene.told(source), without);
        assert_eq!(scene.layers_kept(), kept, "{source:?}");
        assert_eq!(scene.told(source), without);
    }
    // The first scan of the registry read both layers, and the others knew them from the layout.
    let blobs = registry.requests().into_iter().filter(|request| request.path.contains("/blobs/")).count();
    assert_eq!(blobs, 3 + 2);
}

#[test]
fn many_processes_share_a_folder() {
    let scene = Scene::new();
    scene.settle("image.tar");
    let args = ["image", "--input", "image.tar", "--scanners", ALL, "-f", "json"];
    let expected = findings(&scene.json(&[&args[..], &["--no-cache"]].concat()));
    let run = |_| {
        let mut command = scene.command(&args);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
    };
    let running: Vec<_> = (0..24).map(run).collect();
    for child in running {
        let output = child.wait_with_output().unwrap();
        assert_eq!(findings(&serde_json::from_slice(&output.stdout).unwrap()), expected, "{}", text(&output.stderr));
        assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
    }
    assert_eq!(scene.layers_kept(), 2);
    let files = std::fs::read_dir(scene.path("cache/facts")).unwrap().count();
    assert_eq!(files, 3, "two layers and a key");
}

#[test]
fn a_cache_that_cannot_be_used_is_told_once() {
    let scene = Scene::new();
    std::fs::create_dir_all(scene.path("cache")).unwrap();
    std::fs::write(scene.path("cache/facts"), "").unwrap();
    let output = scene.run(&["image", "--input", "image.tar", "-f", "json"]);
    assert_eq!(findings(&serde_json::from_slice(&output.stdout).unwrap()).len(), 3);
    let said = text(&output.stderr);
    assert_eq!(said.matches("all layers are read, since ").count(), 1, "{said}");
    assert_eq!((output.status.code(), said.lines().count()), (Some(0), 1), "{said}");
    assert_eq!(scene.run(&["cache", "status"]).status.code(), Some(7));
}

#[test]
fn what_is_kept_is_told_and_removed() {
    let scene = Scene::new();
    let status = |args: &[&str]| scene.json(&[&["cache", "status", "-f", "json"], args].concat());
    let nothing = status(&[]);
    assert_eq!((&nothing["entries"], &nothing["bytes"], &nothing["oldest"]), (&0.into(), &0.into(), &Value::Null));
    assert_eq!(nothing["max_bytes"], 1u64 << 30);
    assert!(!scene.path("cache").exists());
    scene.settle("image.tar");
    for ignored in [&["--no-cache"][..], &["--cache-size", "0"]] {
        scene.run(&[&["image", "--input", "image.tar"], ignored].concat());
        assert!(!scene.path("cache/facts").exists(), "{ignored:?}");
    }
    scene.run(&["image", "--input", "image.tar"]);
    let some = status(&["--cache-size", "2MB"]);
    assert_eq!((&some["entries"], &some["max_bytes"]), (&2.into(), &2_000_000.into()));
    let table = text(&scene.run(&["cache", "status"]).stdout);
    assert!(table.contains("facts\n  2 layers, 0.0 MB of 1073.7 MB\n"), "{table}");
    assert_eq!(scene.json(&["cache", "prune", "-f", "json", "--older-than", "1d"])["removed"], 0);
    let least = some["bytes"].as_u64().unwrap() - 1;
    assert_eq!(scene.json(&["cache", "prune", "-f", "json", "--max-size", &least.to_string()])["removed"], 1);
    let table = text(&scene.run(&["cache", "clear"]).stdout);
    assert!(table.contains("  1 layer removed, "), "{table}");
    assert!(std::fs::read_dir(scene.path("cache/facts")).unwrap().next().is_none());
    assert_eq!(scene.run(&["cache", "prune", "--max-size", "many"]).status.code(), Some(2));
    assert!(Path::new(status(&[])["folder"].as_str().unwrap()).ends_with("cache/facts"));
}
