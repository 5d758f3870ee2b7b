//! `config check`: what is in force, and what is wrong with it.

use crate::{Scene, text};
use serde_json::Value;

fn setting(told: &Value, key: &str) -> [String; 2] {
    let all = told["settings"].as_array().cloned().unwrap_or_default();
    let found = all.iter().find(|one| one["key"] == key).cloned().unwrap_or_default();
    ["value", "from"].map(|field| found[field].as_str().unwrap_or_default().to_owned())
}

#[test]
fn what_is_in_force_is_told_with_where_it_comes_from() {
    let scene = Scene::new();
    std::fs::write(scene.path("tidewaiter.toml"), "policy = 'p.toml'\n[container]\nscan_enabled = true\nscanner = 'trivy'\n")
        .unwrap();
    std::fs::write(scene.path("p.toml"), "name = 'strict'\n").unwrap();
    std::fs::write(scene.path("jwt"), "0123456789abcdef0123456789abcdef\n").unwrap();
    let mut command = scene.command(&["config", "check", "--scan-timeout", "60", "--scan-required", "--format", "json"]);
    command.env("CONTAINER_SCANNER", "native").env("JWT_SECRET_FILE", "jwt").env("CONTAINER_SCAN_REQURED", "true");
    let output = command.output().unwrap();
    let told: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)));
    assert_eq!(setting(&told, "container.scan_enabled"), ["true", "file tidewaiter.toml line 3"]);
    assert_eq!(setting(&told, "container.scanner"), ["native", "environment CONTAINER_SCANNER"]);
    assert_eq!(setting(&told, "container.scan_timeout"), ["60", "flag --scan-timeout"]);
    assert_eq!(setting(&told, "container.scan_required"), ["true", "flag --scan-required"]);
    assert_eq!(setting(&told, "container.scan_cache_ttl"), ["3600", "default"]);
    assert_eq!(setting(&told, "jwt_secret"), ["(set)", "environment JWT_SECRET"]);
    assert_eq!(setting(&told, "cache_dir")[1], "environment TIDEWAITER_CACHE_DIR");
    assert_eq!(told["policy"]["name"], "strict");
    let notes = told["notes"].to_string();
    assert!(notes.contains("CONTAINER_SCAN_REQURED") && !notes.contains("jwt_secret"), "{notes}");
    let table = text(&scene.run(&["config", "check"]).stdout);
    assert!(table.contains("container.scanner") && table.contains("file tidewaiter.toml line 4"), "{table}");
}

#[test]
fn wrong_settings_are_refused_all_at_once() {
    let scene = Scene::new();
    std::fs::write(scene.path("gate.toml"), "[container]\nscan_enabled = 'maybe'\nscan_timeout = 0\n").unwrap();
    let output = scene.run(&["config", "check", "--settings", "gate.toml", "--port=99999"]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    for part in ["file gate.toml line 2: container.scan_enabled = \"maybe\"", "line 3", "flag --port: port = \"99999\""] {
        assert!(said.contains(part), "{said}");
    }
    assert_eq!(scene.run(&["config", "check", "--settings", "none.toml"]).status.code(), Some(2));
    assert_eq!(scene.run(&["config", "check", "--policy", "none.toml"]).status.code(), Some(2));
}

#[test]
fn folders_are_still_checked_by_the_same_word() {
    let scene = Scene::new();
    for folder in ["app", "check"] {
        std::fs::create_dir_all(scene.path(folder)).unwrap();
        std::fs::write(scene.path(folder).join("Dockerfile"), "FROM debian:12\nUSER root\n").unwrap();
    }
    for args in [&["config", "app"][..], &["config", "./check"], &["config", "--quiet", "--severity", "HIGH", "app"]] {
        let output = scene.run(args);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains("DS-0002"), "{args:?}");
    }
    assert_eq!(scene.run(&["config"]).status.code(), Some(2));
    assert_eq!(scene.run(&["config", "app", "check"]).status.code(), Some(2));
}
