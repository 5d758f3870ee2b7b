//! The controls of a benchmark, from an image and from manifests to the report.

use crate::{Scene, text};
use serde_json::Value;

/// Each control of a report with what it came to.
fn controls(report: &Value) -> Vec<String> {
    let list = report["SummaryControls"].as_array().or(report["Results"].as_array()).cloned().unwrap_or_default();
    list.iter().map(|control| format!("{} {}", control["ID"], control["Status"]).replace('"', "")).collect()
}

#[test]
fn controls_are_told_instead_of_findings() {
    let scene = Scene::new();
    let scan = ["image", "--input", "image.tar", "--compliance", "docker-cis", "--format", "json"];
    let report = scene.json(&scan);
    assert_eq!(report["ID"], "docker-cis-1.6.0");
    let told = controls(&report);
    assert_eq!(told.len(), 12);
    assert!(told.contains(&"4.4 FAIL".to_owned()) && told.contains(&"4.2 MANUAL".to_owned()), "{told:?}");
    let all = scene.json(&[&scan[..], &["--report", "all"]].concat());
    let found = &all["Results"][3]["Results"][0]["Vulnerabilities"];
    assert_eq!((found.as_array().map(Vec::len), &found[0]["VulnerabilityID"]), (Some(2), &Value::from("CVE-2024-0001")));
    assert_eq!(scene.run(&[&scan[..], &["--exit-code", "9"]].concat()).status.code(), Some(9));
}

#[test]
fn what_was_not_looked_at_does_not_pass() {
    let scene = Scene::new();
    std::fs::create_dir_all(scene.path("app")).unwrap();
    let scan = ["config", "app", "--compliance", "k8s-pss-baseline", "--format", "json"];
    let status = |report: &Value, status: &str| {
        report["SummaryControls"].as_array().unwrap().iter().filter(|one| one["Status"] == status).count()
    };
    let empty = scene.json(&scan);
    assert_eq!((status(&empty, "NOT_EVALUATED"), status(&empty, "PASS")), (11, 0));
    let pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostNetwork: true\n  containers:\n  - {name: a, image: \"a:1\"}\n";
    std::fs::write(scene.path("app/pod.yaml"), pod).unwrap();
    let judged = scene.json(&scan);
    assert!(controls(&judged).contains(&"2 FAIL".to_owned()) && status(&judged, "PASS") > 5, "{judged}");
    let table = text(&scene.run(&["config", "app", "--compliance", "k8s-pss-baseline", "--report", "all"]).stdout);
    assert!(table.contains("KSV-0009") && table.contains("pod.yaml"), "{table}");
}

#[test]
fn controls_may_be_of_ones_own() {
    let scene = Scene::new();
    let spec = "spec:\n  id: ours\n  title: Ours\n  controls:\n  - {id: '1', name: a, severity: HIGH, checks: [{id: VULN-LOW}]}\n  - {id: '2', name: b, severity: LOW, checks: [{id: VULN-MEDIUM}]}\n";
    std::fs::write(scene.path("ours.yaml"), spec).unwrap();
    let report = scene.json(&["image", "--input", "image.tar", "--compliance", "@ours.yaml", "--format", "json"]);
    assert_eq!(controls(&report), ["1 FAIL", "2 PASS"]);
    std::fs::write(scene.path("ours.yaml"), "controls: 7").unwrap();
    for (name, told) in [("@ours.yaml", "ours.yaml"), ("@none.yaml", "none.yaml"), ("cis-9", "docker-cis-1.6.0, k8s-nsa-1.0")] {
        let output = scene.run(&["image", "--input", "image.tar", "--compliance", name]);
        assert_eq!(output.status.code(), Some(2), "{name}");
        assert!(text(&output.stderr).contains(told), "{}", text(&output.stderr));
    }
}
