//! Scans on demand.

use crate::testing::{Harness, Setup};
use serde_json::{Value, json};

async fn asked(gate: &Harness, body: Value) -> Value {
    let token = gate.temporary("agent-one").await;
    gate.post("/security/container/scan", &token, &body).await.json
}

#[tokio::test]
async fn a_scan_on_demand_tells_what_it_found() {
    let gate = Harness::start(Setup::default()).await;
    let clean = asked(&gate, json!({"image": gate.image("clean"), "agent_id": "agent-one"})).await;
    assert_eq!((&clean["passed"], &clean["scanner"], &clean["error"]), (&json!(true), &json!("native"), &Value::Null));
    let high = asked(&gate, json!({"image": gate.image("high"), "agent_id": "agent-one", "fail_on_high": true})).await;
    assert_eq!((&high["passed"], &high["high_count"]), (&json!(false), &json!(1)));
    let tolerated = asked(&gate, json!({"image": gate.image("high"), "agent_id": "agent-one"})).await;
    assert_eq!(tolerated["passed"], json!(true), "{tolerated}");
    assert_eq!(tolerated["warnings"][0], "Found 1 high-severity vulnerabilities");
    for _ in 0..2 {
        let secret = asked(&gate, json!({"image": gate.image("secret"), "agent_id": "agent-one"})).await;
        assert_eq!((&secret["passed"], &secret["secret_count"]), (&json!(false), &json!(1)), "the second time, too");
    }
}

#[tokio::test]
async fn no_scan_has_not_passed() {
    let gate = Harness::start(Setup::default()).await;
    let broken = asked(&gate, json!({"image": gate.image("broken"), "agent_id": "agent-one"})).await;
    assert_eq!((&broken["passed"], &broken["error"]), (&json!(false), &json!("Container scan failed")));
    let unknown = asked(&gate, json!({"image": gate.image("clean"), "agent_id": "agent-one", "scanner": "grype"})).await;
    assert_eq!((&unknown["passed"], &unknown["scanner"]), (&json!(false), &json!("none")));
    assert_eq!(unknown["error"], "No container scanner available. Install Trivy or Grype");
    let bad = asked(&gate, json!({"image": "--help", "agent_id": "agent-one", "scanner": "sh"})).await;
    assert_eq!(bad["validation_errors"].as_array().map(Vec::len), Some(2));
    let other = asked(&gate, json!({"image": gate.image("clean"), "agent_id": "agent-two"})).await;
    assert_eq!(other["status"], 403);
}

#[tokio::test]
async fn switched_off_it_says_so() {
    let gate = Harness::start(Setup { enabled: false, ..Setup::default() }).await;
    let off = asked(&gate, json!({"image": gate.image("clean"), "agent_id": "agent-one"})).await;
    assert_eq!(off, json!({"detail": "Container scanning is not enabled"}));
}
