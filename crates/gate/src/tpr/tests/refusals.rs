//! Every wrong field, token and state, and the problem that says so.

use super::{registration, submission};
use crate::quotas::PerMinute;
use crate::testing::{AGENT_KEY, Answered, Harness, Setup, request};
use axum::body::Body;
use serde_json::{Value, json};

fn told(answer: &Answered) -> String {
    assert_eq!(answer.headers["content-type"], "application/problem+json", "{answer:?}");
    let slug = answer.json["type"].as_str().unwrap().rsplit('/').next().unwrap();
    assert_eq!(answer.json["status"], answer.status.as_u16());
    let fields = answer.json["validation_errors"].as_array().into_iter().flatten();
    let fields: Vec<&str> = fields.filter_map(|fault| fault["field"].as_str()).collect();
    format!("{} {slug} {}", answer.status.as_u16(), fields.join(" ")).trim_end().to_owned()
}

#[tokio::test]
async fn a_registration_key_has_to_be_right() {
    let gate = Harness::start(Setup::default()).await;
    let cases = [
        (json!({}), "400 invalid-input"),
        (json!({"agent_id": "agent-one", "agent_type": "automation", "agent_key": "short"}), "400 invalid-input"),
        (
            json!({"agent_id": "a b", "agent_type": "x y", "agent_key": AGENT_KEY}),
            "422 validation-failed body.agent_id body.agent_type",
        ),
        (json!({"agent_id": "ab", "agent_type": "automation", "agent_key": AGENT_KEY}), "422 validation-failed body.agent_id"),
        (json!({"agent_id": 7}), "422 validation-failed body.agent_id"),
        (json!("text"), "422 validation-failed body"),
        (
            json!({"agent_id": "agent-one", "agent_type": "automation", "agent_key": "wrong-key-of-somebody"}),
            "401 authentication-failed",
        ),
    ];
    for (body, expected) in cases {
        assert_eq!(told(&gate.post("/auth/agent/request_temp_token", "", &body).await), expected, "{body}");
    }
}

#[tokio::test]
async fn wrong_keys_lock_out_and_many_requests_wait() {
    let gate =
        Harness::start(Setup { rates: PerMinute { temporary_token: 40, ..Setup::default().rates }, ..Setup::default() }).await;
    let body = json!({"agent_id": "agent-one", "agent_type": "automation", "agent_key": "wrong-key-of-somebody"});
    let mut last = gate.post("/auth/agent/request_temp_token", "", &body).await;
    for _ in 0..4 {
        last = gate.post("/auth/agent/request_temp_token", "", &body).await;
    }
    assert_eq!(told(&last), "429 rate-limit-exceeded");
    assert!(last.headers.contains_key("retry-after") && last.json["retry_after"].is_u64());
    let good = json!({"agent_id": "agent-one", "agent_type": "automation", "agent_key": AGENT_KEY});
    assert_eq!(
        told(&gate.post("/auth/agent/request_temp_token", "", &good).await),
        "429 rate-limit-exceeded",
        "a right one waits, too"
    );
}

#[tokio::test]
async fn a_submission_has_to_have_its_form() {
    let gate = Harness::start(Setup::default()).await;
    let token = gate.temporary("agent-one").await;
    let with = |field: &str, value: Value| {
        let mut body = submission("agent-one", json!(gate.image("clean")));
        body[field] = value;
        body
    };
    let cases = [
        (with("agent_id", json!("ab")), "422 validation-failed body.agent_id"),
        (with("agent_id", json!("agent-two")), "400 invalid-input"),
        (with("agent_type", json!("testing")), "400 invalid-input"),
        (with("endpoint", json!("file:///etc/passwd")), "422 validation-failed body.endpoint"),
        (with("endpoint", json!("http://user:pw@host/")), "422 validation-failed body.endpoint"),
        (with("endpoint", Value::Null), "422 validation-failed body.endpoint"),
        (with("capabilities", json!(["", 3])), "422 validation-failed body.capabilities[1]"),
        (with("capabilities", json!(vec!["x"; 65])), "422 validation-failed body.capabilities"),
        (with("communication_mode", json!("telepathy")), "422 validation-failed body.communication_mode"),
        (with("version", json!("x".repeat(33))), "422 validation-failed body.version"),
        (with("container_image", json!("--input=/etc/passwd")), "422 validation-failed body.container_image"),
        (with("container_image", json!("dir:/etc")), "422 validation-failed body.container_image"),
        (with("container_image", json!("https://host/x")), "422 validation-failed body.container_image"),
        (with("container_image", json!("x".repeat(513))), "422 validation-failed body.container_image"),
        (with("container_image", json!({"repository": "org/a", "tag": "-x"})), "422 validation-failed body.container_image"),
        (with("container_image", json!({"tag": "1"})), "422 validation-failed body.container_image"),
        (with("container_image", json!({"repository": "a", "digest": "md5:0"})), "422 validation-failed body.container_image"),
        (with("namespace", json!("")), "422 validation-failed body.namespace"),
    ];
    for (body, expected) in cases {
        assert_eq!(told(&gate.post("/auth/agent/validate_compliance", &token, &body).await), expected, "{body}");
    }
}

#[tokio::test]
async fn a_registration_has_to_have_its_form() {
    let gate = Harness::start(Setup::default()).await;
    let token = gate.temporary("agent-one").await;
    let passed = gate.validated("agent-one", &token, json!(gate.image("clean"))).await;
    let validated = passed["validated_token"].as_str().unwrap();
    let cases = [
        ("name", json!("x")),
        ("agent_type", json!("unheard-of")),
        ("endpoint", json!("gopher://x")),
        ("context_brief", json!("short")),
        ("capabilities", json!([])),
        ("owner", json!("")),
        ("public_key", json!("<>".repeat(20))),
        ("metadata", json!({})),
        ("metadata", json!({"a": {"b": 1}})),
        ("version", json!("1.0")),
        ("communication_mode", json!("")),
        ("max_tokens", json!(0)),
        ("rate_limit", json!(10_001)),
        ("language_support", json!(["x"])),
        ("features", json!(vec!["f"; 101])),
        ("policy_tags", json!(vec!["t"; 21])),
        ("ai_context", json!("x".repeat(5001))),
    ];
    for (field, value) in cases {
        let mut body = registration("agent-one");
        body[field] = value.clone();
        let answer = gate.post("/agents/register", validated, &body).await;
        let told = told(&answer);
        assert!(told.starts_with(&format!("422 validation-failed body.{field}")), "{field} {value}: {told}");
    }
    assert_eq!(gate.post("/agents/register", validated, &registration("agent-one")).await.status, 200);
}

#[tokio::test]
async fn tokens_are_asked_for_everywhere() {
    let gate = Harness::start(Setup::default()).await;
    let token = gate.temporary("agent-one").await;
    for path in [
        "/auth/agent/validation/val_0",
        "/agents/agent-one",
        "/tokens/validate",
        "/v1/scans",
        "/v1/verdicts",
        "/v1/audit",
        "/metrics",
    ] {
        assert_eq!(told(&gate.get(path, "").await), "401 authentication-failed", "{path}");
        let bad = told(&gate.get(path, "bad").await);
        assert!(bad == "401 token-invalid" || bad == "401 authentication-failed", "{path}: {bad}");
    }
    for path in
        ["/auth/agent/validate_compliance", "/agents/register", "/security/container/scan", "/v1/scans", "/v1/scans/batch"]
    {
        assert_eq!(told(&gate.post(path, "", &json!({})).await), "401 authentication-failed", "{path}");
    }
    let signed_by_others = {
        let (head, _) = token.rsplit_once('.').unwrap();
        format!("{head}.{}", "A".repeat(43))
    };
    assert_eq!(told(&gate.post("/auth/agent/validate_compliance", &signed_by_others, &json!({})).await), "401 token-invalid");
    assert_eq!(told(&gate.get("/agents/agent-one", &token).await), "403 token-invalid");
    assert_eq!(told(&gate.get("/auth/agent/validation/val_0", &token).await), "404 not-found");
}

#[tokio::test]
async fn anothers_validation_is_not_shown() {
    let gate = Harness::start(Setup::default()).await;
    let one = gate.temporary("agent-one").await;
    let answer = gate.post("/auth/agent/validate_compliance", &one, &submission("agent-one", Value::Null)).await;
    let path = format!("/auth/agent/validation/{}", answer.json["validation_id"].as_str().unwrap());
    let two = gate.temporary("agent-two").await;
    assert_eq!(told(&gate.get(&path, &two).await), "403 forbidden");
}

#[tokio::test]
async fn what_is_no_request_is_refused() {
    let gate = Harness::start(Setup::default()).await;
    let token = gate.temporary("agent-one").await;
    let post = async |body: &str, content_type: &str| {
        let request = axum::http::Request::builder().method("POST").uri("/auth/agent/validate_compliance");
        let request = request.header("authorization", format!("Bearer {token}")).header("content-type", content_type);
        gate.send(request.body(Body::from(body.to_owned())).unwrap()).await
    };
    assert_eq!(told(&post("{", "application/json").await), "422 validation-failed body");
    assert_eq!(told(&post("{}", "text/plain").await), "415 unsupported-media-type");
    assert_eq!(told(&post(&" ".repeat((1 << 20) + 1), "application/json").await), "413 request-too-large");
    assert_eq!(told(&gate.get("/nowhere", "").await), "404 not-found");
    assert_eq!(told(&gate.get("/agents/register/x/y", "").await), "404 not-found");
    assert_eq!(
        told(&gate.send(request("PUT", "/agents/register", "").body(Body::empty()).unwrap()).await),
        "405 method-not-allowed"
    );
    let long = request("GET", "/health", "").header("x-long", "y".repeat(17 * 1024)).body(Body::empty()).unwrap();
    assert_eq!(told(&gate.send(long).await), "413 headers-too-large");
    assert_eq!(told(&gate.get(&format!("/health?{}", "a&".repeat(60)), "").await), "400 request-error");
}

#[tokio::test]
async fn without_three_phases_there_is_nothing_to_ask_for() {
    let gate = Harness::start(Setup { tpr: false, ..Setup::default() }).await;
    let body = json!({"agent_id": "agent-one", "agent_type": "automation", "agent_key": AGENT_KEY});
    assert_eq!(told(&gate.post("/auth/agent/request_temp_token", "", &body).await), "503 tpr-disabled");
}

#[tokio::test]
async fn attestation_says_501_as_clients_look_for() {
    let gate = Harness::start(Setup::default()).await;
    let answer = gate.post("/security/attestation/challenge", "", &json!({"agent_id": "x"})).await;
    assert_eq!(told(&answer), "501 not-enabled");
    assert!(answer.text.contains("501"));
}

#[tokio::test]
async fn every_answer_has_an_id_and_its_headers() {
    let gate = Harness::start(Setup::default()).await;
    let answer = gate.get("/.well-known/arcp-configuration", "").await;
    assert_eq!(answer.json["registration_endpoint"], "http://gate.example/agents/register");
    assert_eq!(answer.headers["x-frame-options"], "DENY");
    assert_eq!(answer.headers["cache-control"], "no-store");
    assert_eq!(answer.headers["x-request-id"].len(), 32);
    assert_eq!(gate.get("/.well-known/jwks.json", "").await.json, json!({"keys": []}));
    assert_eq!(gate.get("/security/health", "").await.json["services"]["container_scanner"]["scanner_type"], "native");
    assert_eq!(gate.get("/readyz", "").await.status, 200);
}
