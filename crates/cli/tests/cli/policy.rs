//! A policy, from its file and a report's to the exit code.

use crate::{Scene, text};

const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../policy/testdata/example.toml");

fn scanned() -> Scene {
    let scene = Scene::new();
    scene.run(&["image", "--input", "image.tar", "--format", "json", "--output", "report.json"]);
    scene
}

#[test]
fn a_report_is_judged_and_the_exit_code_tells_how() {
    let scene = scanned();
    let failed = scene.run(&["policy", "test", "default", "report.json"]);
    let table = text(&failed.stdout);
    assert_eq!(failed.status.code(), Some(1), "{}", text(&failed.stderr));
    assert!(
        table.contains("image.tar · failed") && table.contains("Critical vulnerabilities found in container image"),
        "{table}"
    );
    let policy = "[vulnerabilities]\nallow = [{ id = 'CVE-2024-0001', reason = 'x', package = 'openssl' }]\n[agent-types.strict.vulnerabilities]\nlimits.low = 0";
    std::fs::write(scene.path("p.toml"), policy).unwrap();
    let verdict = scene.json(&["policy", "test", "p.toml", "report.json", "--format", "json"]);
    assert_eq!((&verdict["passed"], &verdict["policy"]["name"]), (&true.into(), &"p.toml".into()));
    let of_type = ["policy", "test", "p.toml", "report.json", "--agent-type", "strict", "--format", "json"];
    assert_eq!(scene.json(&of_type)["reasons"][0]["vulnerabilities"][0]["id"], "CVE-2024-0002");
    assert_eq!(scene.run(&of_type).status.code(), Some(1));
}

#[test]
fn what_cannot_be_used_is_told_with_its_line() {
    let scene = scanned();
    std::fs::write(scene.path("p.toml"), "[vulnerabilities]\n\nlimit = 3\n").unwrap();
    let wrong = scene.run(&["policy", "test", "p.toml", "report.json"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("p.toml: line 3: unknown field `limit`"), "{}", text(&wrong.stderr));
    assert_eq!(scene.run(&["policy", "test", "none.toml", "report.json"]).status.code(), Some(2));
    let none = scene.run(&["policy", "test", "default", "p.toml"]);
    assert_eq!(none.status.code(), Some(4));
    assert!(text(&none.stderr).contains("hint: a report is what"), "{}", text(&none.stderr));
}

#[test]
fn a_policy_is_explained() {
    let scene = Scene::new();
    let told = text(&scene.run(&["policy", "explain", EXAMPLE]).stdout);
    assert!(told.contains("Policy production, sha256:") && told.contains("== The namespace sandbox-*"), "{told}");
    assert!(text(&scene.run(&["policy", "explain"]).stdout).contains("- No secret is tolerated."));
    assert_eq!(scene.json(&["policy", "explain", "--format", "json"])["policy"]["name"], "default");
}
