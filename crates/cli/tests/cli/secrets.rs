//! Secrets in an image, from the file to the report: found wherever they are, and told nowhere.

use crate::{OS_RELEASE, STATUS, Scene, text};
use serde_json::{Value, json};
use std::path::Path;
use tidewaiter_testkit::{ImageBuilder, TarBuilder};

/// The form of an access key, made up.
const KEYS: [&str; 5] =
    ["AKIA4Q7LBXNRZ2TDKWPC", "AKIAZ2TDKWPC4Q7LBXNR", "AKIAXNRZ2TDKWPC4Q7LB", "AKIATDKWPC4Q7LBXNRZ2", "AKIALBXNRZ2TDKWPC4Q7"];
/// The last of them in Base64.
const ENCODED: &str = "a2V5OiBBS0lBTEJYTlJaMlRES1dQQzRRNwo=";

fn scene() -> Scene {
    let scene = Scene::new();
    let base = TarBuilder::new()
        .file("etc/os-release", OS_RELEASE)
        .file("var/lib/dpkg/status", STATUS)
        .file("root/.env", format!("A=1\nKEY={}\n", KEYS[0]).as_bytes())
        .build();
    let archive = TarBuilder::new().file("conf/app.ini", format!("key = {}", KEYS[1]).as_bytes()).build();
    let app = TarBuilder::new()
        .file("root/.wh..env", b"")
        .file("app/backup.tar", &archive)
        .file("app/encoded.txt", ENCODED.as_bytes())
        .file("app/allowed.txt", format!("{} # tidewaiter:allow", KEYS[2]).as_bytes())
        .build();
    let image = ImageBuilder::new()
        .layer(base)
        .layer(app)
        .set("config", json!({ "Env": ["PATH=/bin", format!("KEY={}", KEYS[2])], "Labels": { "a": "b" } }))
        .set("history", json!([{ "created_by": "COPY . ." }, { "created_by": format!("ENV KEY={}", KEYS[2]) }, { "created_by": format!("RUN x {}", KEYS[3]), "empty_layer": true }]));
    std::fs::write(scene.path("image.tar"), image.docker_archive()).unwrap();
    scene
}

/// Target, rule, line or place, and whether it was removed.
fn secrets(report: &Value) -> Vec<String> {
    let results = report["Results"].as_array().cloned().unwrap_or_default();
    let of = |result: &Value| {
        let target = result["Target"].as_str().unwrap_or_default().to_owned();
        let told = |secret: &Value| {
            let place = secret["Place"].as_str().map_or_else(|| secret["StartLine"].to_string(), str::to_owned);
            let removed = if secret["RemovedBy"].is_null() { "" } else { " removed" };
            format!("{target} {} {place}{removed}", secret["RuleID"].as_str().unwrap_or_default())
        };
        result["Secrets"].as_array().into_iter().flatten().map(told).collect::<Vec<_>>()
    };
    results.iter().flat_map(of).collect()
}

#[test]
fn secrets_are_found_wherever_they_are() {
    let report = scene().json(&["image", "--input", "image.tar", "--scanners", "secret", "--format", "json"]);
    assert_eq!(
        secrets(&report),
        [
            "image.tar aws-access-key-id Env KEY, history line 2",
            "image.tar aws-access-key-id history line 3",
            "/app/backup.tar!/conf/app.ini aws-access-key-id 1",
            "/app/encoded.txt aws-access-key-id 1",
            "/root/.env aws-access-key-id 2 removed",
        ]
    );
    assert_eq!(report["Coverage"]["Complete"], true);
}

#[test]
fn no_secret_is_told_anywhere() {
    let scene = scene();
    for args in [&["--format", "json"][..], &["--format", "table"], &["--format", "json", "--debug", "--scanners", "vuln"]] {
        let args = [&["image", "--input", "image.tar", "--write-baseline", "baseline.json"], args].concat();
        let output = scene.run(&args);
        assert!(output.status.code().is_some_and(|code| code == 0 || code == 3), "{}", text(&output.stderr));
        for secret in KEYS.iter().chain([&ENCODED]) {
            assert!(!text(&output.stdout).contains(secret) && !text(&output.stderr).contains(secret), "{args:?} tells {secret}");
        }
    }
    let files = scene.kept();
    assert!(files.len() > 1);
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let holds = |secret: &&str| bytes.windows(secret.len()).any(|there| there == secret.as_bytes());
        assert!(!KEYS.iter().any(holds), "{}", file.display());
    }
}

#[test]
fn a_baseline_hides_what_was_accepted_and_nothing_else() {
    let scene = scene();
    let scan = ["image", "--input", "image.tar", "--scanners", "secret", "--format", "json", "--exit-code", "9"];
    let code = |more: &[&str]| scene.run(&[&scan, more].concat()).status.code();
    assert_eq!(code(&["--write-baseline", "baseline.json"]), Some(9));
    assert_eq!(code(&["--baseline", "baseline.json"]), Some(0));
    let new = TarBuilder::new().file("app/new", KEYS[4].to_lowercase().to_uppercase().replace('4', "5").as_bytes()).build();
    std::fs::write(scene.path("image.tar"), ImageBuilder::new().layer(new).docker_archive()).unwrap();
    assert_eq!(code(&["--baseline", "baseline.json"]), Some(9));
    assert_eq!(code(&["--baseline", "nowhere.json"]), Some(2));
}

#[test]
fn rules_of_users_are_taken_and_broken_ones_are_told() {
    let scene = scene();
    write(
        &scene.path("ours.yaml"),
        "disable-rules: [aws-access-key-id, environment-secret]\nrules:\n- id: a-is-one\n  severity: LOW\n  regex: A=1\n- id: broken\n  regex: '('\n",
    );
    let scan = ["image", "--input", "image.tar", "--scanners", "secret", "--format", "json", "--secret-config", "ours.yaml"];
    let output = scene.run(&scan);
    assert_eq!(output.status.code(), Some(3), "a rule that could not be used is a gap");
    assert!(text(&output.stderr).contains("ours.yaml: line 7: rule broken"), "{}", text(&output.stderr));
    assert_eq!(secrets(&serde_json::from_slice(&output.stdout).unwrap()), ["/root/.env a-is-one 1 removed"]);
    write(&scene.path("ours.yaml"), "rules: 7");
    assert_eq!(scene.run(&scan).status.code(), Some(2));
}

#[test]
fn files_and_folders_can_be_left_alone() {
    let skipped = ["--skip-dirs", "root", "--skip-files", "app/*.tar"];
    let scan = ["image", "--input", "image.tar", "--scanners", "secret", "--format", "json"];
    let report = scene().json(&[&scan[..], &skipped].concat());
    assert_eq!(secrets(&report).iter().filter(|told| told.starts_with('/')).count(), 1, "{:?}", secrets(&report));
}

#[test]
fn files_of_a_project_are_named_from_its_folder_and_those_of_a_system_from_the_root() {
    let scene = Scene::new();
    std::fs::create_dir_all(scene.path("root")).unwrap();
    write(&scene.path("root/a.env"), KEYS[0]);
    let scan = |command: &str| secrets(&scene.json(&[command, "root", "--scanners", "secret", "--format", "json"]));
    assert_eq!(scan("fs"), ["a.env aws-access-key-id 1"]);
    assert_eq!(scan("rootfs"), ["/a.env aws-access-key-id 1"]);
}

fn write(path: &Path, text: &str) {
    std::fs::write(path, text).unwrap();
}
