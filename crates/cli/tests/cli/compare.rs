//! Engines side by side: our own, and stubs that answer as Trivy and Grype do.

use super::{Scene, text};
use serde_json::Value;
use std::process::Output;
use tidewaiter_testkit::{Compression, Server, registry, write_program};

/// Answers of whatever image it is asked for: one finding that we have, rated otherwise, and one that we have not.
const TRIVY: &str = r#"for last; do :; done
cat <<END
{"SchemaVersion":2,"Trivy":{"Version":"0.76.0"},"ArtifactName":"$last","ArtifactType":"container_image","Metadata":{"OS":{"Family":"debian","Name":"12"},
"ImageID":"sha256:3333333333333333333333333333333333333333333333333333333333333333","RepoDigests":["$last"]},
"Results":[{"Target":"x","Class":"os-pkgs","Type":"debian","Vulnerabilities":[
{"VulnerabilityID":"CVE-2024-0001","PkgName":"openssl","InstalledVersion":"3.0.1-1","Severity":"MEDIUM"},
{"VulnerabilityID":"CVE-2024-0009","PkgName":"openssl","InstalledVersion":"3.0.1-1","Severity":"HIGH"}]}]}
END"#;

/// A program of a script.
pub(crate) fn program(scene: &Scene, name: &str, script: &str) {
    let path = scene.path("bin").join(name);
    std::fs::create_dir_all(scene.path("bin")).unwrap();
    write_program(&path, script).unwrap();
}

/// Runs the program beside the stubs, without a network but the loopback.
fn compare(scene: &Scene, args: &[&str]) -> Output {
    let mut command = scene.command(&[&["compare"], args].concat());
    command.env("PATH", scene.path("bin")).env("CONTAINER_TRIVY_CACHE_DIR", scene.path("trivy")).env("NO_PROXY", "here");
    command.output().unwrap()
}

fn served(scene: &Scene) -> (Server, String) {
    let files = Scene::image().compression(Compression::Gzip).oci_files().unwrap();
    let server = Server::start(move |request| registry(&files, request)).unwrap();
    let reference = format!("{}/team/app:1", server.address());
    assert!(scene.run(&["db", "build"]).status.success());
    (server, reference)
}

fn trivy_database(scene: &Scene) {
    std::fs::create_dir_all(scene.path("trivy/db")).unwrap();
    std::fs::write(scene.path("trivy/db/trivy.db"), "").unwrap();
    std::fs::write(
        scene.path("trivy/db/metadata.json"),
        r#"{"UpdatedAt":"2099-01-01T00:00:00Z","NextUpdate":"2099-01-01T00:00:00Z"}"#,
    )
    .unwrap();
}

#[test]
fn engines_are_asked_about_the_same_manifest_and_set_side_by_side() {
    let scene = Scene::new();
    let (_server, reference) = served(&scene);
    trivy_database(&scene);
    program(&scene, "trivy", &format!("env > {}; {TRIVY}", scene.path("environment").display()));
    let output = compare(&scene, &[&reference, "--format", "json", "--exit-code", "9"]);
    assert_eq!(output.status.code(), Some(9), "{}", text(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(told["artifact"].as_str().unwrap().contains("@sha256:"));
    assert_eq!(told["agreed"], 1);
    assert_eq!(told["rated_differently"][0]["id"], "CVE-2024-0001");
    let differing: Vec<&str> = told["differing"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(differing, ["CVE-2024-0001", "CVE-2024-0009", "CVE-2024-0002"], "libssl3's, one of Trivy's, one of npm");
    let environment = std::fs::read_to_string(scene.path("environment")).unwrap();
    assert!(environment.contains("NO_PROXY=here") && !environment.contains("TIDEWAITER"), "{environment}");
    let table = compare(&scene, &[&reference]);
    assert!(text(&table.stdout).contains("Only trivy (1)"), "{}", text(&table.stdout));
    assert_eq!(table.status.code(), Some(0), "differing is no fault");
}

#[test]
fn what_is_missing_or_fails_is_told_by_the_usual_codes() {
    let scene = Scene::new();
    let (_server, reference) = served(&scene);
    let code = |args: &[&str]| compare(&scene, args).status.code();
    let missing = compare(&scene, &[&reference]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(
        text(&missing.stderr).starts_with("error: No container scanner available. Install Trivy or Grype\n"),
        "{}",
        text(&missing.stderr)
    );
    program(&scene, "trivy", TRIVY);
    assert_eq!(code(&[&reference, "--skip-db-update"]), Some(5), "Trivy has no database");
    trivy_database(&scene);
    program(&scene, "trivy", "echo '{}'");
    assert_eq!(code(&[&reference]), Some(7));
    program(&scene, "trivy", "sleep 600");
    assert_eq!(code(&[&reference, "--timeout", "1s", "--engines", "trivy"]), Some(6));
    assert_eq!(code(&[&format!("{reference}@sha256:{}", "0".repeat(64)), "--engines", "native"]), Some(4));
    assert_eq!(code(&["Not A Reference"]), Some(2));
    assert_eq!(code(&[]), Some(2));
}

#[test]
fn reports_that_are_there_are_compared() {
    let scene = Scene::new();
    let report = scene.run(&["image", "--input", "image.tar", "--format", "json", "--output", "a.json"]);
    assert!(report.status.success(), "{}", text(&report.stderr));
    scene.run(&["image", "--input", "image.tar", "--format", "json", "--pkg-types", "os", "--output", "b.json"]);
    let table = text(&compare(&scene, &["--reports", "a.json", "b.json"]).stdout);
    assert!(table.contains("Only a.json (1)") && table.contains("told by all: 2"), "{table}");
    std::fs::write(scene.path("c.json"), "{}").unwrap();
    let refused = compare(&scene, &["--reports", "a.json", "c.json"]);
    assert_eq!(refused.status.code(), Some(4));
    assert!(text(&refused.stderr).contains("SchemaVersion is missing"), "{}", text(&refused.stderr));
}
