//! The API, from the outside.

use super::Scope;
use crate::testing::{Answered, Harness, Setup, request, stores};
use axum::body::Body;
use serde_json::{Value, json};
use std::sync::atomic::Ordering;
use std::time::Duration;

const ALL: [Scope; 2] = [Scope::Scan, Scope::Read];

fn slug(answer: &Answered) -> String {
    assert_eq!(answer.headers["content-type"], "application/problem+json", "{answer:?}");
    format!("{} {}", answer.status.as_u16(), answer.json["type"].as_str().unwrap().rsplit('/').next().unwrap())
}

#[tokio::test]
async fn a_scan_is_asked_for_waited_for_and_read_in_every_format() {
    for store in stores().await {
        let gate = Harness::over(store, Setup::default());
        let token = gate.api_token(&ALL).await;
        let asked = gate.post("/v1/scans?wait=30", &token, &json!({"image": gate.image("high")})).await;
        assert_eq!((asked.status.as_u16(), &asked.json["status"]), (200, &json!("done")), "{asked:?}");
        let path = asked.headers["location"].to_str().unwrap();
        assert_eq!(gate.get(path, &token).await.json, asked.json);
        let read = async |accept: &str| {
            let request = request("GET", path, &token).header("accept", accept).body(Body::empty()).unwrap();
            gate.send(request).await
        };
        let report = read("application/vnd.tidewaiter.report+json").await;
        assert_eq!(report.json["Results"][0]["Vulnerabilities"][0]["VulnerabilityID"], "CVE-2023-12345");
        assert_eq!(
            read("application/vnd.tidewaiter.grype+json").await.json["matches"][0]["vulnerability"]["id"],
            "CVE-2023-12345"
        );
        assert!(read("text/plain").await.text.contains("CVE-2023-12345"));
        assert_eq!(slug(&read("image/png").await), "406 not-acceptable");
        let again = gate.post("/v1/scans", &token, &json!({"image": gate.image("high")})).await;
        assert_eq!((again.status.as_u16(), &again.json["id"]), (200, &asked.json["id"]), "it is fresh");
        let other = gate.post("/v1/scans?wait=30", &token, &json!({"image": gate.image("high"), "scanners": ["vuln"]})).await;
        assert_ne!(other.json["id"], asked.json["id"], "it was asked for something else");
        assert_eq!(gate.engine.scans.load(Ordering::SeqCst), 2);
    }
}

#[tokio::test]
async fn a_verdict_is_that_of_the_manifest() {
    let gate = Harness::start(Setup::default()).await;
    let token = gate.api_token(&ALL).await;
    let path = format!("/v1/verdicts?image={}", gate.image("critical"));
    assert_eq!(slug(&gate.get(&path, &token).await), "404 not-found");
    gate.post("/v1/scans?wait=30", &token, &json!({"image": gate.image("critical")})).await;
    let found = gate.get(&path, &token).await;
    let verdict = &found.json["verdicts"][0];
    assert_eq!(
        (&verdict["verdict"]["passed"], &verdict["verdict"]["reasons"][0]["code"]),
        (&json!(false), &json!("critical-vulnerabilities"))
    );
    for field in ["policy", "engine", "manifest_digest", "scanned_at"] {
        assert!(!verdict["verdict"][field].is_null(), "{field} in {verdict}");
    }
    assert_eq!(gate.get(&path, &token).await.json, found.json);
    let pinned =
        format!("/v1/verdicts?image={}@{}", gate.image("critical"), verdict["verdict"]["manifest_digest"].as_str().unwrap());
    assert_eq!(gate.get(&pinned, &token).await.json, found.json);
    assert_eq!(gate.get("/v1/verdicts", &token).await.json["verdicts"].as_array().map(Vec::len), Some(1));
    let admin = gate.api_token(&[Scope::Admin]).await;
    assert_eq!(gate.get("/v1/audit", &admin).await.json["events"][0]["event"], "verdict");
}

#[tokio::test]
async fn a_scan_is_followed_to_its_end() {
    let gate = Harness::start(Setup::default()).await;
    let token = gate.api_token(&ALL).await;
    let asked = gate.post("/v1/scans", &token, &json!({"image": gate.image("clean")})).await;
    let events = gate.get(&format!("/v1/scans/{}/events", asked.json["id"].as_str().unwrap()), &token).await;
    let last = events.text.lines().rfind(|line| line.starts_with("data: ")).unwrap();
    let last: Value = serde_json::from_str(last.trim_start_matches("data: ")).unwrap();
    assert_eq!((events.headers["content-type"].to_str().unwrap(), &last["status"]), ("text/event-stream", &json!("done")));
}

#[tokio::test]
async fn a_scan_is_cancelled_by_who_asked() {
    let gate = Harness::start(Setup { timeout: Duration::from_secs(3), ..Setup::default() }).await;
    let (token, other) = (gate.api_token(&ALL).await, gate.api_token(&ALL).await);
    let asked = gate.post("/v1/scans", &token, &json!({"image": gate.image("slow")})).await;
    assert_eq!((asked.status.as_u16(), &asked.headers["retry-after"]), (202, &"1".parse().unwrap()));
    let path = format!("/v1/scans/{}", asked.json["id"].as_str().unwrap());
    let delete = async |token: &str| gate.send(request("DELETE", &path, token).body(Body::empty()).unwrap()).await;
    assert_eq!(slug(&delete(&other).await), "403 insufficient-permissions");
    assert_eq!(delete(&token).await.json["status"], "cancelled");
    assert_eq!(slug(&delete(&token).await), "409 conflict");
    assert_eq!(gate.get(&path, &token).await.json["error"]["code"], "cancelled");
    let report = request("GET", &path, &token).header("accept", "text/plain").body(Body::empty()).unwrap();
    assert_eq!(slug(&gate.send(report).await), "409 conflict");
}

#[tokio::test]
async fn a_batch_is_taken_one_by_one_and_lists_come_in_pages() {
    let gate = Harness::start(Setup::default()).await;
    let token = gate.api_token(&ALL).await;
    let scans = [gate.image("clean"), gate.image("high"), "--bad".to_owned()].map(|image| json!({ "image": image }));
    let answer = gate.post("/v1/scans/batch", &token, &json!({ "scans": scans })).await;
    let ids: Vec<bool> = answer.json["scans"].as_array().unwrap().iter().map(|scan| scan["id"].is_string()).collect();
    assert_eq!((answer.status.as_u16(), ids), (202, vec![true, true, false]));
    let first = gate.get("/v1/scans?limit=1&mine=true", &token).await;
    let next = first.json["next"].as_str().unwrap();
    let second = gate.get(&format!("/v1/scans?limit=1&cursor={next}"), &token).await;
    assert_ne!(first.json["scans"][0]["id"], second.json["scans"][0]["id"]);
    let none = gate.post("/v1/scans/batch", &token, &json!({"scans": []})).await;
    assert_eq!(slug(&none), "422 validation-failed");
}

#[tokio::test]
async fn too_much_at_once_is_told_to_come_again() {
    let gate = Harness::start(Setup { works: false, queue: 2, of_caller: 1, ..Setup::default() }).await;
    let ask = async |name: &str, token: &str| gate.post("/v1/scans", token, &json!({"image": gate.image(name)})).await;
    let [a, b, c] = [gate.api_token(&ALL).await, gate.api_token(&ALL).await, gate.api_token(&ALL).await];
    assert_eq!(ask("a", &a).await.status, 202);
    let quota = ask("b", &a).await;
    assert_eq!((slug(&quota).as_str(), &quota.json["code"]), ("429 rate-limit-exceeded", &json!("quota")));
    assert_eq!(ask("b", &b).await.status, 202);
    let full = ask("c", &c).await;
    assert_eq!((slug(&full).as_str(), &full.json["code"]), ("429 rate-limit-exceeded", &json!("queue_full")));
    assert!(full.headers.contains_key("retry-after"));
    assert_eq!(ask("a", &c).await.status, 202, "joining is always possible");
}

#[tokio::test]
async fn what_is_wrong_is_told_by_field() {
    let gate = Harness::start(Setup::default()).await;
    let token = gate.api_token(&ALL).await;
    let bodies = [
        (json!({}), "body.image"),
        (json!({"image": "x", "unknown": 1}), "body.unknown"),
        (json!({"image": "org/UPPER"}), "body.image"),
        (json!({"image": "a", "platform": "windows"}), "body.platform"),
        (json!({"image": "a", "engine": "sh"}), "body.engine"),
        (json!({"image": "a", "scanners": ["vuln", "x"]}), "body.scanners[1]"),
        (json!({"image": "a", "scanners": []}), "body.scanners"),
    ];
    for (body, field) in bodies {
        let answer = gate.post("/v1/scans", &token, &body).await;
        assert_eq!(
            (slug(&answer).as_str(), answer.json["validation_errors"][0]["field"].as_str()),
            ("422 validation-failed", Some(field)),
            "{body}"
        );
        assert!(answer.json["type"].as_str().unwrap().starts_with("/problems/"));
    }
    for path in [
        "/v1/scans?limit=0",
        "/v1/scans?limit=x",
        "/v1/scans?cursor=%00",
        "/v1/scans?status=odd",
        "/v1/scans/x?wait=99",
        "/v1/verdicts?image=--x",
    ] {
        assert_eq!(slug(&gate.get(path, &token).await), "422 validation-failed", "{path}");
    }
    assert_eq!(slug(&gate.get("/v1/scans/none", &token).await), "404 not-found");
    assert_eq!(slug(&gate.get("/v1/scans/none/events", &token).await), "404 not-found");
    let denied = gate.post("/v1/scans", &token, &json!({"image": "denied.example/a"})).await;
    assert_eq!((slug(&denied).as_str(), &denied.json["code"]), ("403 forbidden", &json!("registry_not_allowed")));
    let absent = gate.post("/v1/scans", &token, &json!({"image": "a", "engine": "grype"})).await;
    assert_eq!((slug(&absent).as_str(), &absent.json["code"]), ("503 service-unavailable", &json!("no_scanner")));
}

#[tokio::test]
async fn scopes_are_kept() {
    let gate = Harness::start(Setup::default()).await;
    let [scan, read, admin, metrics] = [
        gate.api_token(&[Scope::Scan]).await,
        gate.api_token(&[Scope::Read]).await,
        gate.api_token(&[Scope::Admin]).await,
        gate.api_token(&[Scope::Metrics]).await,
    ];
    let body = json!({"image": gate.image("clean")});
    assert_eq!(slug(&gate.post("/v1/scans", &read, &body).await), "403 insufficient-permissions");
    assert_eq!(slug(&gate.post("/v1/scans/batch", &read, &json!({ "scans": [body] })).await), "403 insufficient-permissions");
    for path in ["/v1/scans", "/v1/scans/x", "/v1/scans/x/events", "/v1/verdicts"] {
        assert_eq!(slug(&gate.get(path, &scan).await), "403 insufficient-permissions", "{path}");
        assert_eq!(slug(&gate.get(path, &metrics).await), "403 insufficient-permissions", "{path}");
    }
    assert_eq!(slug(&gate.get("/v1/audit", &read).await), "403 insufficient-permissions");
    assert_eq!(slug(&gate.get("/metrics", &read).await), "403 insufficient-permissions");
    assert!(gate.get("/metrics", &metrics).await.text.contains("tidewaiter_http_requests_total"));
    for (path, status) in [("/v1/audit", 200), ("/v1/scans", 200), ("/metrics", 200)] {
        assert_eq!(gate.get(path, &admin).await.status, status, "{path}");
    }
}
