//! The program under the names of other scanners: their arguments in, their JSON out, and nothing on standard output when it fails.

use super::{Scene, text};
use serde_json::Value;
use std::process::{Command, Output};
use tidewaiter_testkit::{ImageBuilder, Server, TarBuilder, registry};

/// Runs a link to the program.
fn run(scene: &Scene, name: &str, args: &[&str]) -> Output {
    let link = scene.path(name);
    if !link.exists() {
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_tidewaiter"), &link).unwrap();
    }
    let ours = scene.command(args);
    let mut command = Command::new(link);
    command.args(args).env_clear().current_dir(scene.path(""));
    command.envs(ours.get_envs().filter_map(|(name, value)| Some((name, value?)))).output().unwrap()
}

/// A registry with an image that has a secret and a vulnerable package.
fn served() -> (Server, String) {
    let layer = TarBuilder::new()
        .file("etc/os-release", super::OS_RELEASE)
        .file("var/lib/dpkg/status", super::STATUS)
        .file("app/.env", format!("GITHUB_TOKEN=ghp_{}\n", "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"));
    let files = ImageBuilder::new().layer(layer.build()).oci_files().unwrap();
    let server = Server::start(move |request| registry(&files, request)).unwrap();
    let reference = format!("{}/team/app:1", server.address());
    (server, reference)
}

#[test]
fn as_trivy_it_takes_what_the_registrys_server_asks_and_tells_where() {
    let scene = Scene::new();
    let (_server, reference) = served();
    let severities = "CRITICAL,HIGH,MEDIUM,LOW";
    let asked = ["image", "--format", "json", "--severity", severities, "--no-progress", "--timeout", "100s", "--scanners"];
    let output = run(&scene, "trivy", &[&asked[..], &["vuln,secret,misconfig", &reference]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["SchemaVersion"], &report["Metadata"]["OS"]["Family"]), (&2.into(), &"debian".into()));
    let results = report["Results"].as_array().unwrap();
    let all = |key: &str| results.iter().flat_map(|set| set[key].as_array().cloned().unwrap_or_default()).collect::<Vec<_>>();
    assert!(all("Vulnerabilities").iter().any(|found| found["VulnerabilityID"] == "CVE-2024-0001"));
    assert!(all("Secrets").iter().any(|found| found["RuleID"] == "github-pat" && found["Target"] == "/app/.env"));
    assert!(all("Misconfigurations").iter().all(|found| found["Target"].is_string()) && !all("Misconfigurations").is_empty());
    let own = scene.json(&["image", &reference, "--format", "json"]);
    assert!(
        own.to_string().contains("github-pat") && own["Results"][1]["Secrets"][0]["Target"].is_null(),
        "ours stays as it was"
    );
    let noted =
        run(&scene, "trivy", &["--quiet", "i", "--skip-check-update", "--cache-backend", "memory", "-f", "json", &reference]);
    assert!(text(&noted.stderr).contains("note: --cache-backend makes no difference here"), "{}", text(&noted.stderr));
    assert_eq!(run(&scene, "trivy", &["image", "--exit-code", "9", &reference]).status.code(), Some(9));
}

#[test]
fn as_grype_it_answers_in_its_shape() {
    let scene = Scene::new();
    let (_server, reference) = served();
    let output = run(&scene, "grype", &["--output", "json", &reference]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = &report["matches"][0];
    assert_eq!(
        (&found["vulnerability"]["id"], &found["vulnerability"]["severity"]),
        (&"CVE-2024-0001".into(), &"Critical".into())
    );
    assert_eq!((&found["artifact"]["type"], &found["vulnerability"]["fix"]["versions"][0]), (&"deb".into(), &"3.0.1-2".into()));
    assert!(report["source"]["target"]["manifestDigest"].as_str().unwrap().starts_with("sha256:"));
    let code = |args: &[&str]| run(&scene, "grype", args).status.code();
    let with_scheme = format!("registry:{reference}");
    assert_eq!(code(&[&with_scheme, "--fail-on", "critical", "-q"]), Some(2));
    assert_eq!(code(&[&with_scheme, "--fail-on", "critical", "--only-fixed"]), Some(2));
    let version = run(&scene, "grype", &["version", "-o", "json"]);
    assert_eq!(serde_json::from_slice::<Value>(&version.stdout).unwrap()["version"], env!("CARGO_PKG_VERSION"));
    let status = run(&scene, "grype", &["db", "status", "-o", "json"]);
    assert_eq!(serde_json::from_slice::<Value>(&status.stdout).unwrap()["valid"], true);
}

#[test]
fn what_fails_or_could_not_be_judged_says_nothing_where_reports_are_expected() {
    let scene = Scene::new();
    let (_server, reference) = served();
    let status = run(&scene, "grype", &["db", "status", "-o", "json"]);
    assert_eq!(status.status.code(), Some(1), "nothing was fetched yet");
    let missing = format!("{reference}@sha256:{}", "0".repeat(64));
    for (name, args) in [
        ("trivy", vec!["image", "--format", "json", &missing]),
        ("trivy", vec!["image", "--format", "json", "--skip-db-update", &reference]),
        ("trivy", vec!["image", "--format", "json", "--input=image.tar"]),
        ("trivy", vec!["image", "--format", "json", "--no-such-flag", &reference]),
        ("trivy", vec!["image", "--format", "json", "--scanners", "vuln", "-x"]),
        ("trivy", vec!["server"]),
        ("trivy", vec![]),
        ("grype", vec!["--output", "json", &missing]),
        ("grype", vec!["--output", "json", "dir:."]),
        ("grype", vec!["--output", "json", "-x"]),
        ("grype", vec!["--output", "json", "--", "-x"]),
    ] {
        let output = run(&scene, name, &args);
        assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), String::new()), "{name} {args:?}");
        assert!(!output.stderr.is_empty(), "{name} {args:?}");
    }
    let nameless = TarBuilder::new().file("var/lib/dpkg/status", super::STATUS).build();
    let files = ImageBuilder::new().layer(nameless).oci_files().unwrap();
    let server = Server::start(move |request| registry(&files, request)).unwrap();
    let output = run(&scene, "trivy", &["image", "--format", "json", &format!("{}/a:1", server.address())]);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(1), String::new()), "a system without a name is not clean");
    let version = run(&scene, "trivy", &["--version"]);
    assert!(text(&version.stdout).starts_with(&format!("Version: {}", env!("CARGO_PKG_VERSION"))));
}
