//! Checks of the user in Rego, from files to the report.

use crate::{Scene, text};
use serde_json::Value;

const OWNER: &str = "# METADATA\n# title: Images say who owns them\n# custom:\n#   id: ACME-1\n#   severity: HIGH\n#   input:\n#     selector:\n#     - type: dockerfile\npackage user.owner\n\nimport data.lib.docker\n\ndeny[res] {\n  from := docker.from[_]\n  not owned\n  res := result.new(data.words.missing, from)\n}\n\nowned { input.Stages[_].Commands[_].Cmd == \"label\" }\n";

fn scene() -> Scene {
    let scene = Scene::new();
    for (path, text) in [
        ("checks/owner.rego", OWNER),
        ("checks/deep/owner_test.rego", "package user.owner_test\n}"),
        ("checks/deep/other.rego", "package custom.other\ndeny[\"other\"] { input.kind == \"Pod\" }\n"),
        ("data/words.yaml", "words: {missing: no owner}\n"),
        ("app/Dockerfile", "FROM alpine:3.20\nUSER 1000\n"),
        ("app/pod.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"),
    ] {
        let path = scene.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    scene
}

/// Target, check, line and message of what users' checks found.
fn found(report: &Value) -> Vec<String> {
    let results = report["Results"].as_array().cloned().unwrap_or_default();
    let of = |result: &Value| {
        let target = result["Target"].as_str().unwrap_or_default().to_owned();
        let all = result["Misconfigurations"].as_array().cloned().unwrap_or_default();
        let own = all.into_iter().filter(|one| one["Namespace"].as_str().is_some_and(|name| !name.starts_with("builtin.")));
        own.map(|one| format!("{target} {} {} {}", one["ID"], one["CauseMetadata"]["StartLine"], one["Message"]).replace('"', ""))
            .collect::<Vec<_>>()
    };
    results.iter().flat_map(of).collect()
}

#[test]
fn checks_of_users_are_run_beside_ours() {
    let scene = scene();
    let scan = ["config", "app", "--format", "json", "--check-path", "checks", "--check-data", "data"];
    let report = scene.json(&scan);
    assert_eq!(found(&report), ["Dockerfile ACME-1 1 no owner", "pod.yaml custom.other null other"]);
    assert!(report["Results"].to_string().contains("DS-0026"), "ours are run as well");
    assert_eq!(report["Coverage"]["Complete"], true);
    let some = scene.json(&[&scan[..], &["--namespaces", "user"]].concat());
    assert_eq!(found(&some), ["Dockerfile ACME-1 1 no owner"]);
    let table =
        text(&scene.run(&["config", "app", "--config-check", "checks/owner.rego", "--config-data", "data/words.yaml"]).stdout);
    assert!(table.contains("HIGH      ACME-1") && table.contains("no owner"), "{table}");
}

#[test]
fn broken_checks_are_gaps_and_wrong_paths_are_wrong_usage() {
    let scene = scene();
    std::fs::write(scene.path("checks/broken.rego"), "package user.broken\n\ndeny[msg] { x == 1 }\n").unwrap();
    let scan = ["config", "app", "--format", "json", "--check-data", "data", "--check-path"];
    let output = scene.run(&[&scan[..], &["checks"]].concat());
    assert_eq!(output.status.code(), Some(3), "a check that could not be used is a gap");
    assert!(text(&output.stderr).contains("checks/broken.rego: line 3: "), "{}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found(&report).len(), 2, "all others are run");
    assert_eq!(report["Coverage"]["Gaps"][0]["code"], "unusable-rules");
    for wrong in [&["nowhere"][..], &["app"], &["checks", "--check-namespaces", "nobody"]] {
        let mut scene_args = scan.to_vec();
        scene_args.extend(wrong);
        std::fs::remove_file(scene.path("checks/broken.rego")).ok();
        let output = scene.run(&scene_args);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {}", text(&output.stderr));
    }
}
