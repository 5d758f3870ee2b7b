//! What is found in Compose files.

use super::*;
use tidewaiter_model::CheckStatus;

fn told(text: &str) -> String {
    let mut checked = Checked::new("compose.yaml", "compose");
    Compose.check(text.as_bytes(), &mut checked);
    let failed = checked.results.iter().filter(|result| result.status == CheckStatus::Fail);
    let lines = failed.map(|result| {
        let cause = &result.cause;
        format!("{} {}-{} {}: {}\n", result.id, cause.start_line, cause.end_line, cause.resource, result.message)
    });
    lines.chain(checked.problems.iter().map(|problem| format!("{}\n", problem.message))).collect()
}

#[test]
fn an_open_service_is_told_at_its_lines() {
    insta::assert_snapshot!(told(include_str!("testdata/open.yaml")));
}

#[test]
fn a_closed_service_is_left_alone() {
    assert_eq!(told(include_str!("testdata/closed.yaml")), "");
}

#[test]
fn odd_files_are_survived() {
    for text in [
        "services: 3",
        "services: {a: 1, b: []}",
        "services:\n  a: {ports: [x, {}, [], 1-2-3], volumes: [{}, a, 1], user: [], security_opt: {}}",
    ] {
        told(text);
    }
    assert_eq!(told("services:\n  a: [\n"), "line 2: unclosed bracket '['\n");
}

#[test]
fn compose_files_are_known_by_their_names() {
    for name in
        ["compose.yaml", "a/docker-compose.yml", "docker-compose.prod.yml", "compose.override.yaml", "docker-compose-ci.yaml"]
    {
        assert!(Compose.wants(name, 1), "{name}");
    }
    for name in ["composer.yaml", "compose.json", "decompose.yaml"] {
        assert!(!Compose.wants(name, 1), "{name}");
    }
    assert!(Compose.sniff(b"version: '3'\nservices:\n") && !Compose.sniff(b"a:\n  services:\n"));
}
