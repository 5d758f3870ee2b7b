//! Stored inventories, judged again by other advisories.

use crate::{Scene, findings, text};
use serde_json::{Value, json};

const OLD: &str = r#"{"id":"CVE-2024-0001","modified":"2024-05-01T00:00:00Z","summary":"Something bad","severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],"affected":[{"package":{"ecosystem":"Debian:12","name":"openssl"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"3.0.1-2"}]}]}]}"#;
const NEW: &str = r#"{"id":"CVE-2024-0005","modified":"2024-06-01T00:00:00Z","summary":"Worse","severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],"affected":[{"package":{"ecosystem":"Debian:12","name":"openssl"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"3.0.1-3"}]}]}]}"#;
const BILL: &str = r#"{"bomFormat":"CycloneDX","specVersion":"1.5","components":[{"type":"library","name":"left","version":"1.0.0","purl":"pkg:npm/left@1.0.0"}]}"#;

/// Reports in a folder, and the advisories by which they were made in another cache.
fn stored() -> Scene {
    let scene = Scene::new();
    std::fs::create_dir_all(scene.path("stored/team")).unwrap();
    let args = ["image", "--input", "image.tar", "--format", "json", "--output", "stored/team/app.json"];
    assert!(scene.run(&args).status.success());
    copy(&scene, "cache", "before");
    scene
}

fn copy(scene: &Scene, from: &str, to: &str) {
    std::fs::create_dir_all(scene.path(to).join("db")).unwrap();
    for entry in std::fs::read_dir(scene.path(from).join("db")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, scene.path(to).join("db").join(path.file_name().unwrap())).unwrap();
    }
}

fn rescan(scene: &Scene, args: &[&str]) -> (Option<i32>, Vec<Value>, String) {
    let output = scene.run(&[&["rescan", "--format", "json"], args].concat());
    let lines = text(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    (output.status.code(), lines, text(&output.stderr))
}

fn build(scene: &Scene, ecosystem: &str, records: &[&str]) {
    scene.mirror(ecosystem, records);
    let built = scene.run(&["db", "build"]);
    assert!(built.status.success(), "{}", text(&built.stderr));
}

fn ids(line: &Value, list: &str) -> Vec<String> {
    let all = line[list].as_array().unwrap().iter();
    all.map(|change| format!("{} {} {}", change["PkgName"], change["VulnerabilityID"], change["Severity"]).replace('"', ""))
        .collect()
}

#[test]
fn what_new_advisories_change_is_told_without_the_image() {
    let scene = stored();
    std::fs::remove_file(scene.path("image.tar")).unwrap();
    let (code, lines, _) = rescan(&scene, &["stored", "--exit-code", "9"]);
    assert_eq!((code, lines.len()), (Some(0), 1));
    let nothing: &[String] = &[];
    assert_eq!((&ids(&lines[0], "New")[..], &ids(&lines[0], "Gone")[..]), (nothing, nothing));
    build(&scene, "Debian", &[NEW]);
    let (code, lines, _) = rescan(&scene, &["stored", "--exit-code", "9"]);
    assert_eq!(code, Some(9));
    assert_eq!(ids(&lines[0], "New"), ["libssl3 CVE-2024-0005 CRITICAL", "openssl CVE-2024-0005 CRITICAL"]);
    assert_eq!(ids(&lines[0], "Gone"), ["libssl3 CVE-2024-0001 CRITICAL", "openssl CVE-2024-0001 CRITICAL"]);
    assert_eq!(lines[0]["Findings"], json!({ "LOW": 1, "CRITICAL": 2 }));
    assert_eq!((&lines[0]["ArtifactName"], &lines[0]["Source"]), (&json!("image.tar"), &json!("stored/team/app.json")));
    let (code, lines, _) = rescan(&scene, &["stored", "--severity", "LOW", "--exit-code", "9"]);
    assert_eq!((code, lines[0]["Findings"].clone()), (Some(0), json!({ "LOW": 1 })));
    let table = text(&scene.run(&["rescan", "stored"]).stdout);
    assert!(table.contains("2 new, 2 gone, 0 rated differently") && table.contains("1 inventory: 1 changed"), "{table}");
}

#[test]
fn whole_reports_are_as_a_scan_would_make_them() {
    let scene = stored();
    build(&scene, "Debian", &[OLD, NEW]);
    let args = ["rescan", "stored", "--output-dir", "new/reports"];
    assert!(scene.run(&args).status.success());
    let read = |path: &str| -> Value { serde_json::from_slice(&std::fs::read(scene.path(path)).unwrap()).unwrap() };
    let mut rescanned = read("new/reports/team/app.json");
    let mut scanned = scene.json(&["image", "--input", "image.tar", "--format", "json"]);
    assert_eq!(findings(&rescanned).len(), 5);
    for report in [&mut rescanned, &mut scanned] {
        report["CreatedAt"] = Value::Null;
    }
    assert_eq!(rescanned, scanned);
}

#[test]
fn only_what_changed_advisories_touch_is_judged() {
    let scene = stored();
    std::fs::write(scene.path("stored/bill.cdx.json"), BILL).unwrap();
    let (code, lines, _) = rescan(&scene, &["stored", "--since", "before"]);
    assert_eq!((code, lines.iter().map(|line| line["Touched"].clone()).collect::<Vec<_>>()), (Some(0), vec![json!(false); 2]));
    build(&scene, "Debian", &[OLD, NEW]);
    let (_, lines, _) = rescan(&scene, &["stored", "--since", "before"]);
    assert_eq!((&lines[0]["Touched"], &lines[1]["Touched"]), (&json!(false), &json!(true)));
    assert_eq!(ids(&lines[1], "New").len(), 2);
    // A bill tells no findings: those by the advisories of before stand in for them.
    let left = r#"{"id":"GHSA-yyyy","modified":"2024-07-01T00:00:00Z","database_specific":{"severity":"HIGH"},"affected":[{"package":{"ecosystem":"npm","name":"left"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]}]}"#;
    let both = r#"{"id":"GHSA-xxxx","aliases":["CVE-2024-0002"],"modified":"2024-05-01T00:00:00Z","summary":"Also bad","database_specific":{"severity":"CRITICAL"},"affected":[{"package":{"ecosystem":"npm","name":"left"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]}]}"#;
    build(&scene, "npm", &[left, both]);
    let (_, lines, _) = rescan(&scene, &["stored/bill.cdx.json", "--since", "before"]);
    assert_eq!((ids(&lines[0], "New"), &lines[0]["JudgedBefore"]), (vec!["left GHSA-yyyy HIGH".to_owned()], &json!(true)));
    assert_eq!(lines[0]["RatedDifferently"][0]["SeverityBefore"], "LOW");
    let (_, lines, _) = rescan(&scene, &["stored/bill.cdx.json"]);
    assert_eq!((ids(&lines[0], "New").len(), &lines[0]["JudgedBefore"]), (2, &json!(false)));
    let wrong = scene.run(&["rescan", "stored", "--since", "nowhere"]);
    assert_eq!(wrong.status.code(), Some(5), "{}", text(&wrong.stderr));
}

#[test]
fn one_broken_inventory_loses_no_other() {
    let scene = stored();
    let report = std::fs::read_to_string(scene.path("stored/team/app.json")).unwrap();
    let line = report.replace('\n', "");
    std::fs::write(scene.path("stored/many.jsonl"), format!("{line}\n\n{{\"SchemaVersion\":2,\n{line}\n")).unwrap();
    std::fs::write(scene.path("stored/other.json"), "{}").unwrap();
    let bare = ["image", "--input", "image.tar", "--format", "json", "--list-all-pkgs", "false", "--output", "stored/z.json"];
    assert!(scene.run(&bare).status.success());
    let (code, lines, stderr) = rescan(&scene, &["stored", "--output-dir", "new", "--parallel", "3"]);
    assert_eq!(code, Some(3), "{stderr}");
    let told: Vec<(&str, bool)> =
        lines.iter().map(|line| (line["Source"].as_str().unwrap(), line["Error"].is_string())).collect();
    let wanted = [
        ("stored/many.jsonl:1", false),
        ("stored/many.jsonl:3", true),
        ("stored/many.jsonl:4", false),
        ("stored/other.json", true),
        ("stored/team/app.json", false),
        ("stored/z.json", true),
    ];
    assert_eq!(told, wanted);
    assert!(lines[5]["Error"].as_str().unwrap().contains("--list-all-pkgs"), "{}", lines[5]);
    assert!(scene.path("new/many/4.json").is_file() && !scene.path("new/many/3.json").exists());
}
