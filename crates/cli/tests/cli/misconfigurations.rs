//! Misconfigurations of an image, from its layers to the report: what stands is told, with the layer that brought it.

use crate::{OS_RELEASE, STATUS, Scene, text};
use serde_json::{Value, json};
use tidewaiter_testkit::{ImageBuilder, TarBuilder};

const SCAN: [&str; 7] = ["image", "--input", "image.tar", "--scanners", "misconfig", "--format", "json"];

fn base() -> TarBuilder {
    TarBuilder::new()
        .file("etc/os-release", OS_RELEASE)
        .file("var/lib/dpkg/status", STATUS)
        .file("etc/passwd", "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/app:/bin/sh\n")
        .file("etc/group", "root:x:0:\napp:x:1000:\n")
        .mode(0o640, 0)
        .file("etc/shadow", "root:*:20000:0:99999:7:::\napp:!:20000::::::\n")
        .mode(0o4755, 0)
        .file("usr/bin/su", "x")
        .mode(0o1777, 0)
        .dir("tmp")
}

fn scene(image: &ImageBuilder) -> Scene {
    let scene = Scene::new();
    std::fs::write(scene.path("image.tar"), image.docker_archive()).unwrap();
    scene
}

fn wrong() -> ImageBuilder {
    let first = base()
        .mode(0o777, 0)
        .dir("app/cache")
        .mode(0o4755, 0)
        .file("opt/helper", "x")
        .mode(0o4755, 0)
        .file("opt/removed", "x")
        .mode(0o600, 0)
        .file("root/.netrc", "machine example.org login a password hunter2\n")
        .build();
    let second = TarBuilder::new()
        .mode(0o755, 0)
        .dir("app/cache")
        .whiteout("opt/removed")
        .mode(0o640, 0)
        .file("etc/shadow", "root::20000:0:99999:7:::\napp:$6$salt$hunter3:20000::::::\n")
        .mode(0o666, 0)
        .file("etc/app.conf", "x")
        .mode(0o4755, 0)
        .hardlink("opt/other", "opt/helper")
        .pax(&[("SCHILY.xattr.security.capability", "x")])
        .mode(0o755, 1000)
        .file("app/server", "x")
        .file("app/Dockerfile", "FROM debian:12\nUSER app\nHEALTHCHECK CMD a\nRUN apt-get update\n")
        .build();
    ImageBuilder::new()
        .layer(first)
        .layer(second)
        .set("config", json!({ "User": "0", "ExposedPorts": { "22/tcp": {} }, "Env": ["DB_PASSWORD=hunter4"] }))
        .set("history", json!([{ "created_by": "ADD rootfs.tar /" }, { "created_by": "RUN /bin/sh -c apt-get update # buildkit" }, { "created_by": "ENV DB_PASSWORD=hunter4", "empty_layer": true }]))
}

/// Type, id, severity, what it is about, and the layer.
fn failures(report: &Value) -> Vec<String> {
    let layers = report["Metadata"]["DiffIDs"].as_array().cloned().unwrap_or_default();
    let results = report["Results"].as_array().cloned().unwrap_or_default();
    let of = |result: &Value| {
        let kind = result["Type"].as_str().unwrap_or_default().to_owned();
        let told = |found: &Value| {
            let place = found["CauseMetadata"]["Resource"].as_str().unwrap_or_default();
            let layer = layers.iter().position(|layer| *layer == found["Layer"]["DiffID"]);
            let layer = layer.map(|index| format!(" in {index}")).unwrap_or_default();
            format!("{kind} {} {} {place}{layer}", found["ID"], found["Severity"]).replace('"', "")
        };
        result["Misconfigurations"].as_array().into_iter().flatten().map(told).collect::<Vec<_>>()
    };
    results.iter().flat_map(of).collect()
}

#[test]
fn an_image_is_judged_by_what_stands_in_it() {
    let report = scene(&wrong()).json(&SCAN);
    assert_eq!(
        failures(&report),
        [
            "image DS-0002 HIGH User",
            "image DS-0004 MEDIUM ExposedPorts 22/tcp",
            "image DS-0026 LOW Healthcheck",
            "image DS-0031 CRITICAL Env DB_PASSWORD",
            "image TW-IM-0010 HIGH /etc/shadow in 1",
            "image TW-IM-0012 MEDIUM /etc/shadow in 1",
            "image TW-IM-0013 LOW  in 0",
            "image TW-IM-0014 HIGH /opt/helper in 0",
            "image TW-IM-0014 HIGH /opt/other in 1",
            "image TW-IM-0015 LOW /app/server in 1",
            "image TW-IM-0016 HIGH /etc/app.conf in 1",
            "image TW-IM-0024 HIGH /root/.netrc in 0",
            "image DS-0017 HIGH history line 2 in 1",
            "dockerfile DS-0017 HIGH  in 1",
        ]
    );
}

#[test]
fn no_secret_is_told() {
    let scene = scene(&wrong());
    for args in [&["--format", "json"][..], &["--format", "table"], &["--format", "json", "--include-non-failures"]] {
        let output = scene.run(&[&["image", "--input", "image.tar", "--scanners", "misconfig"], args].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let told = text(&output.stdout);
        assert!(!told.contains("hunter"), "{told}");
    }
}

#[test]
fn a_good_image_passes() {
    let image = ImageBuilder::new().layer(base().build()).set(
        "config",
        json!({ "User": "app:app", "ExposedPorts": { "443/tcp": {} }, "Healthcheck": { "Test": ["CMD", "/check"] }, "Env": ["PATH=/bin"] }),
    );
    let scene = scene(&image);
    assert_eq!(failures(&scene.json(&SCAN)), ["image TW-IM-0013 LOW  in 0"]);
    let report = scene.json(&[&SCAN[..], &["--include-non-failures"]].concat());
    let found = report["Results"][0]["Misconfigurations"].as_array().cloned().unwrap_or_default();
    let has = |id: &str, status: &str| found.iter().any(|it| it["ID"] == id && it["Status"] == status);
    assert!(has("DS-0002", "PASS") && has("TW-IM-0010", "PASS") && has("TW-IM-0013", "FAIL"));
    assert_eq!(report["Coverage"]["Complete"], true);
}

#[test]
fn a_root_file_system_is_judged_by_its_files_and_a_project_by_none() {
    let scene = Scene::new();
    std::fs::create_dir_all(scene.path("root/etc")).unwrap();
    std::fs::write(scene.path("root/etc/shadow"), "root::20000:0:99999:7:::\n").unwrap();
    let scan = |command: &str| failures(&scene.json(&[command, "root", "--scanners", "misconfig", "--format", "json"]));
    assert_eq!(scan("rootfs"), ["rootfs TW-IM-0010 HIGH /etc/shadow"]);
    assert_eq!(scan("fs"), [""; 0]);
}
