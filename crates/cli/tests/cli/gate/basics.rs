//! What a gate does all day: it is well, knows its tokens, scans, and says what it does.

use super::{Process, asked, gate, serve, token};
use crate::arcp::served;
use crate::{Scene, text};
use serde_json::{Value, json};

#[test]
fn whoever_has_a_token_may_ask_for_scans() {
    let scene = Scene::new();
    let (_gate, url) = serve(gate(&scene, &["serve"]));
    let (_images, image) = served(&Scene::image());
    let health = asked("GET", &format!("{url}/health"), "", None);
    assert_eq!((health.status, &health.body["status"]), (200, &json!("healthy")));
    assert_eq!(asked("GET", &format!("{url}/readyz"), "", None).status, 200);
    let token = token(&scene, "ci", "scan,read");
    let ask = json!({ "image": image });
    assert_eq!(asked("POST", &format!("{url}/v1/scans"), "", Some(&ask)).status, 401);
    assert_eq!(asked("POST", &format!("{url}/v1/scans"), "wrong", Some(&ask)).status, 401);
    let scan = asked("POST", &format!("{url}/v1/scans?wait=60"), &token, Some(&ask));
    assert_eq!((scan.status, &scan.body["status"]), (200, &json!("done")), "{:?}", scan.body);
    let id = scan.body["id"].as_str().unwrap();
    let verdict = asked("GET", &format!("{url}/v1/verdicts?image={image}"), &token, None);
    let verdict = &verdict.body["verdicts"][0];
    assert_eq!((&verdict["scan_id"], &verdict["verdict"]["passed"]), (&json!(id), &json!(false)), "{verdict:#}");
    assert_eq!(asked("GET", &format!("{url}/v1/audit"), &token, None).status, 403, "that is not among its scopes");
}

#[test]
fn tokens_are_made_listed_and_made_worthless() {
    let scene = Scene::new();
    let (_gate, url) = serve(gate(&scene, &["serve"]));
    let mine = token(&scene, "mine", "read");
    let run = |args: &[&str]| gate(&scene, args).output().unwrap();
    let twice = run(&["token", "add", "mine"]);
    assert!(twice.status.code() == Some(2) && text(&twice.stderr).contains("another has it"), "{}", text(&twice.stderr));
    let listed = text(&run(&["token", "list", "--format", "json"]).stdout);
    assert!(!listed.contains(&mine), "what is listed opens nothing");
    let listed: Value = serde_json::from_str(&listed).unwrap();
    assert_eq!((&listed[0]["name"], &listed[0]["scopes"], &listed[0]["state"]), (&json!("mine"), &json!("read"), &json!("good")));
    let scans = format!("{url}/v1/scans");
    assert_eq!(asked("GET", &scans, &mine, None).status, 200);
    assert_eq!(run(&["token", "revoke", "mine"]).status.code(), Some(0));
    assert_eq!(asked("GET", &scans, &mine, None).status, 401);
    assert_eq!(run(&["token", "revoke", "mine"]).status.code(), Some(2), "it is worthless already");
    assert!(text(&run(&["token", "list"]).stdout).contains("revoked"));
}

#[test]
fn workers_scan_for_a_gate_that_does_not() {
    let scene = Scene::new();
    let mut command = gate(&scene, &["serve", "--scan-here=false"]);
    command.env("TIDEWAITER_SCAN_TIMEOUT", "60");
    let (serving, url) = serve(command);
    let worker = Process::start(gate(&scene, &["worker"]));
    worker.wait_for(r#""message":"working""#);
    let (_images, image) = served(&Scene::image());
    let token = token(&scene, "ci", "scan,read");
    let scan = asked("POST", &format!("{url}/v1/scans?wait=60"), &token, Some(&json!({ "image": image })));
    assert_eq!(scan.body["status"], "done", "{:?}", scan.body);
    worker.wait_for(r#""message":"scan ended""#);
    assert!(!serving.log().iter().any(|line| line.contains("scan ended")), "{:#?}", serving.log());
    let unknown = serving.wait_for("TIDEWAITER_SCAN_TIMEOUT");
    assert!(unknown.contains("there is no such setting"), "{unknown}");
}

#[test]
fn the_log_is_for_people_or_for_programs() {
    let scene = Scene::new();
    let (serving, url) = serve(gate(&scene, &["serve"]));
    asked("GET", &format!("{url}/health"), "", None);
    let lines = serving.log();
    let told: Vec<Value> =
        lines.iter().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"))).collect();
    assert!(told.iter().all(|line| line["level"].is_string() && line["timestamp"].is_string() && line["message"].is_string()));
    let start = told.iter().find(|line| line["message"] == "serving").unwrap();
    assert_eq!((&start["scanner"], &start["policy"]), (&json!("native"), &json!("default")));
    let mut command = gate(&scene, &["serve"]);
    let people = Process::start({
        command.env("TIDEWAITER_LOG_FORMAT", "text");
        command
    });
    let line = people.wait_for("serving");
    assert!(line.contains(r#"serving address="127.0.0.1:"#) && !line.contains('\x1b'), "{line}");
}

#[test]
fn many_open_a_new_store_at_once() {
    let scene = Scene::new();
    let list = || gate(&scene, &["token", "list"]).output().unwrap();
    std::thread::scope(|scope| {
        let all: Vec<_> = (0..8).map(|_| scope.spawn(list)).collect();
        for output in all.into_iter().map(|one| one.join().unwrap()) {
            assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        }
    });
}
