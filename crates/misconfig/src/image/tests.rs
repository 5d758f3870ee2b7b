//! Tests of whole images.

use super::scene;
use crate::Checked;
use serde_json::Value;
use tidewaiter_model::CheckStatus;

fn told(checked: &Checked) -> String {
    let failed = checked.results.iter().filter(|result| result.status == CheckStatus::Fail);
    let line = |result: &tidewaiter_model::Misconfiguration| {
        format!("{} {} [{}] {}\n", result.id, result.severity.as_str(), result.cause.resource, result.message)
    };
    failed.map(line).collect()
}

#[test]
fn everything_wrong_is_told() {
    let checked = scene::image(include_str!("testdata/wrong.scene")).check();
    assert_eq!((checked.kind.as_str(), checked.problems.as_slice()), ("image", &[][..]));
    insta::assert_snapshot!(told(&checked));
    let failed: Vec<_> = checked.results.iter().filter(|it| it.status == CheckStatus::Fail).map(|it| it.id.as_str()).collect();
    for about in super::abouts().filter(|about| !matches!(about.id, "TW-IM-0001" | "TW-IM-0002" | "TW-IM-0027")) {
        assert!(failed.contains(&about.id), "{} finds nothing", about.id);
    }
    let shown = format!("{checked:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("hunter3") && !shown.contains("$1$ab"), "a secret is told");
}

#[test]
fn nothing_wrong_is_nothing_told() {
    let checked = scene::image(include_str!("testdata/right.scene")).check();
    assert_eq!((told(&checked).as_str(), checked.problems.as_slice()), ("", &[][..]));
    let mut ids: Vec<_> = checked.results.iter().map(|result| result.id.as_str()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "every check passes once");
}

#[test]
fn a_root_file_system_has_no_configuration_to_judge() {
    let mut image = scene::image("file 4755 opt/tool x\nfile 0640 etc/shadow root::1:");
    image.config = Value::Null;
    let checked = image.check();
    assert_eq!(checked.kind, "rootfs");
    insta::assert_snapshot!(told(&checked), @r"
    TW-IM-0010 HIGH [/etc/shadow] root needs no password
    TW-IM-0014 HIGH [/opt/tool] it is setuid (mode 4755): it runs as its owner
    ");
    assert!(checked.results.iter().all(|result| !result.id.starts_with("DS-") && result.id.as_str() > "TW-IM-0007"));
}

/// The history and the files of an image that thousands build on.
#[test]
fn a_plain_image_has_little_to_hear() {
    let checked = scene::image(include_str!("testdata/node.scene")).check();
    insta::assert_snapshot!(told(&checked), @r"
    DS-0002 HIGH [User] no user is set: containers run as root
    DS-0026 LOW [Healthcheck] there is no health check
    TW-IM-0013 LOW [] they run as their owner or group: /usr/bin/chage, /usr/bin/ssh-agent, /usr/bin/su, /usr/lib/openssh/ssh-keysign
    ");
}

#[test]
fn accounts_that_are_elsewhere_are_a_problem() {
    let checked = scene::image("config {\"User\":\"app\"}\nlink etc/passwd nix/store/x-passwd").check();
    assert_eq!(checked.problems.len(), 1);
    assert!(!told(&checked).contains("TW-IM-0001"));
}

#[test]
fn odd_configurations_are_survived() {
    for config in [
        "[]",
        "7",
        "null",
        "{\"User\":7,\"Env\":{},\"ExposedPorts\":[\"22\"],\"Volumes\":[7],\"Healthcheck\":[]}",
        "{\"Env\":[7,\"=\",\"\"]}",
    ] {
        let checked = scene::image(&format!("config {config}")).check();
        assert!(told(&checked).contains("DS-0002"), "{config}");
    }
    for ports in ["99999999999/tcp", "-", "5-1", "0", "a/b/c", ""] {
        scene::image(&format!("config {{\"ExposedPorts\":{{\"{ports}\":{{}}}}}}")).check();
    }
}
