//! Problems as clients get them.

use super::*;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::DefaultBodyLimit;
use axum::http::{Request, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;
use tower::ServiceExt;

#[derive(Debug, Deserialize)]
struct Wanted {
    agent_id: String,
    capabilities: Vec<String>,
    #[serde(default)]
    mode: Mode,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Mode {
    #[default]
    Remote,
    Local,
}

#[derive(Deserialize)]
struct Page {
    limit: u32,
}

fn service() -> Router {
    let limited = || async {
        Problem::new(&kinds::RATE_LIMIT_EXCEEDED, "Too many attempts").retry_after(7).with("attempt_type", "temp_token")
    };
    let taken =
        |JsonBody(body): JsonBody<Wanted>| async move { format!("{}{}{:?}", body.agent_id, body.capabilities.len(), body.mode) };
    Router::new()
        .route("/limited", get(limited))
        .route("/token", get(|| async { Problem::new(&kinds::TOKEN_INVALID, "Token expired") }))
        .route("/body", post(taken))
        .route("/page", get(|QueryString(page): QueryString<Page>| async move { page.limit.to_string() }))
        .route("/plain", get(|| async { (StatusCode::NOT_FOUND, axum::Json(json!({"status": "error"}))) }))
        .layer(DefaultBodyLimit::max(200))
        .layer(axum::middleware::from_fn_with_state(Arc::from(DEFAULT_BASE), describe))
}

async fn ask(request: Request<Body>) -> (Response<Body>, Value) {
    let mut answer = service().oneshot(request).await.unwrap();
    let bytes = to_bytes(std::mem::take(answer.body_mut()), 10_000).await.unwrap();
    let mut document: Value =
        serde_json::from_slice(&bytes).unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned().into());
    if let Some(timestamp) = document.get_mut("timestamp") {
        assert_eq!(timestamp.as_str().unwrap().len(), "2026-02-16T10:30:00Z".len());
        *timestamp = "NOW".into();
    }
    (answer, document)
}

async fn get_path(path: &str) -> (Response<Body>, Value) {
    ask(Request::get(path).body(Body::empty()).unwrap()).await
}

async fn post_body(body: &str) -> (Response<Body>, Value) {
    ask(Request::post("/body").header("content-type", "application/json").body(Body::from(body.to_owned())).unwrap()).await
}

fn errors(document: &Value) -> &Value {
    assert_eq!(document["type"], "https://arcp.0x001.tech/docs/problems/validation-failed", "{document}");
    assert_eq!(document["validation_errors"].as_array().unwrap().len(), 1);
    &document["validation_errors"][0]
}

#[tokio::test]
async fn a_problem_is_told_with_type_path_and_headers() {
    let (answer, document) = get_path("/limited?x=1").await;
    assert_eq!(answer.status(), 429);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
    assert_eq!(answer.headers()["retry-after"], "7");
    assert_eq!(
        document,
        json!({"type": "https://arcp.0x001.tech/docs/problems/rate-limit-exceeded", "title": "Rate Limit Exceeded", "status": 429,
            "detail": "Too many attempts", "instance": "/limited", "timestamp": "NOW", "retry_after": 7, "attempt_type": "temp_token"})
    );
}

#[tokio::test]
async fn whoever_is_not_let_in_is_told_what_to_bring() {
    let (answer, _) = get_path("/token").await;
    assert_eq!(answer.headers()["www-authenticate"], r#"Bearer error="invalid_token""#);
}

#[tokio::test]
async fn what_the_router_refuses_is_a_problem_too_and_other_documents_stay() {
    let (answer, document) = get_path("/nowhere").await;
    assert_eq!((answer.status(), &document["detail"]), (StatusCode::NOT_FOUND, &json!("Not Found")));
    let (answer, document) = get_path("/body").await;
    assert_eq!(answer.headers()["allow"], "POST");
    assert_eq!(document["type"], "https://arcp.0x001.tech/docs/problems/method-not-allowed");
    let (answer, document) = get_path("/plain").await;
    assert_eq!((answer.status(), document), (StatusCode::NOT_FOUND, json!({"status": "error"})));
}

#[tokio::test]
async fn a_body_is_taken_or_its_fault_told_with_its_field() {
    let (answer, document) = post_body(r#"{"agent_id": "a", "capabilities": ["x"], "mode": "local", "more": 1}"#).await;
    assert_eq!((answer.status(), document), (StatusCode::OK, json!("a1Local")));
    let (answer, document) = post_body(r#"{"agent_id": "a", "capabilities": ["x", 3]}"#).await;
    assert_eq!(answer.status(), 422);
    assert_eq!(document["detail"], "body.capabilities[1]: expected a string");
    let told = json!({"field": "body.capabilities[1]", "loc": ["body", "capabilities", 1], "message": "expected a string",
        "type": "invalid"});
    assert_eq!(errors(&document), &told);
    let (_, document) = post_body(r#"{"capabilities": []}"#).await;
    assert_eq!(document["detail"], "body.agent_id: is required");
    let (_, document) = post_body(r#"{"agent_id": "a", "capabilities": [], "mode": "hunter2"}"#).await;
    assert_eq!(errors(&document)["message"], "expected `remote` or `local`");
}

#[tokio::test]
async fn a_value_in_the_wrong_place_is_never_repeated() {
    for body in [
        r#"{"agent_id": "a", "capabilities": "hunter2"}"#,
        r#"{"agent_id": "a", "capabilities": [], "mode": "hunter2"}"#,
        r#""hunter2""#,
    ] {
        let (_, document) = post_body(body).await;
        assert!(!document.to_string().contains("hunter2"), "{document}");
    }
}

#[tokio::test]
async fn what_is_no_json_is_told_as_such() {
    for (body, message) in [
        ("", "ends too early, at line 1 column 0"),
        ("{\"agent_id\": ", "ends too early, at line 1 column 13"),
        ("{]", "is no JSON, at line 1 column 2"),
        (r#"{"agent_id": "a", "capabilities": []} x"#, "is no JSON, at line 1 column 39"),
    ] {
        let (answer, document) = post_body(body).await;
        assert_eq!(answer.status(), 422);
        assert_eq!((&errors(&document)["message"], &errors(&document)["type"]), (&json!(message), &json!("json_invalid")));
    }
    let (answer, _) = post_body(&"[".repeat(150)).await;
    assert_eq!(answer.status(), 422);
}

#[tokio::test]
async fn other_types_and_large_bodies_are_refused() {
    for of_type in [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("json")] {
        let mut request = Request::post("/body");
        if let Some(of_type) = of_type {
            request = request.header("content-type", of_type);
        }
        let (answer, document) = ask(request.body(Body::from("{}")).unwrap()).await;
        assert_eq!((answer.status(), &document["title"]), (StatusCode::UNSUPPORTED_MEDIA_TYPE, &json!("Unsupported Media Type")));
    }
    let (answer, document) = post_body(&" ".repeat(300)).await;
    assert_eq!((answer.status(), &document["title"]), (StatusCode::PAYLOAD_TOO_LARGE, &json!("Request Too Large")));
}

#[tokio::test]
async fn a_query_is_taken_or_its_fault_told() {
    assert_eq!(get_path("/page?limit=3").await.1, json!(3));
    let (_, document) = get_path("/page?limit=hunter2").await;
    assert_eq!(document["detail"], "query.limit: invalid digit found in string");
    let (_, document) = get_path("/page").await;
    assert_eq!(document["detail"], "query.limit: is required");
}

#[tokio::test]
async fn several_faults_are_told_at_once_and_long_texts_cut() {
    let faults =
        [Fault::in_body("name", "too_short", "has to have 2 to 32 characters"), Fault::in_list("tags", 2, "empty", "is empty")];
    let problem = Problem::invalid(&faults);
    assert_eq!(problem.detail(), "body.name: has to have 2 to 32 characters (and 1 more)");
    assert_eq!(problem.0.extensions["validation_errors"][1]["loc"], json!(["body", "tags", 2]));
    assert_eq!(Problem::new(&kinds::NOT_FOUND, "é".repeat(600)).detail().chars().count(), 500);
    let hidden = Problem::internal(&std::io::Error::other("password=x"));
    assert!(!format!("{hidden:?}").contains("password"));
}
