//! The document against the application.

use crate::testing::{Harness, Setup, request};
use axum::body::Body;
use serde_json::Value;
use std::collections::BTreeSet;

/// Where the document and its page are.
const NOT_DESCRIBED: [&str; 2] = ["/docs", "/openapi.json"];

/// What a path can be asked with, as the answer to a method that no path has tells it.
async fn allowed(gate: &Harness, path: &str) -> BTreeSet<String> {
    let answer = gate.send(request("PROPFIND", &path.replace("{id}", "x"), "").body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, 405, "{path}");
    let allow = answer.headers["allow"].to_str().unwrap().to_ascii_lowercase();
    allow.split(',').filter(|method| *method != "head").map(str::to_owned).collect()
}

#[tokio::test]
async fn every_route_of_the_application_is_described() {
    let gate = Harness::start(Setup::default()).await;
    let document = gate.get("/openapi.json", "").await.json;
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let described = document["paths"].as_object().unwrap();
    // The router lists its paths for who looks into it, and in no other way; then come those that catch the rest.
    let inside = gate.routes();
    let inside = inside.split("fallback_router").next().unwrap();
    let is_described = |path: &&str| !NOT_DESCRIBED.iter().any(|root| path.starts_with(root));
    let routes: BTreeSet<&str> = inside.split('"').filter(|text| text.starts_with('/')).filter(is_described).collect();
    assert_eq!(routes, described.keys().map(String::as_str).collect());
    for (path, operations) in described {
        let methods: BTreeSet<String> = operations.as_object().unwrap().keys().cloned().collect();
        assert_eq!(methods, allowed(&gate, path).await, "{path}");
    }
}

#[tokio::test]
async fn every_reference_leads_somewhere_and_every_operation_is_said() {
    let gate = Harness::start(Setup::default()).await;
    let document = gate.get("/openapi.json", "").await.json;
    let mut references = 0;
    let mut rest = vec![&document];
    while let Some(value) = rest.pop() {
        match value {
            Value::Object(fields) => rest.extend(fields.values()),
            Value::Array(list) => rest.extend(list),
            Value::String(text) if text.starts_with("#/") => {
                references += 1;
                assert!(document.pointer(&text[1..]).is_some(), "{text}");
            }
            _ => {}
        }
    }
    assert!(references > 50);
    let tags: Vec<&Value> = document["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
    let mut ids = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for operation in operations.as_object().unwrap().values() {
            assert!(operation["summary"].is_string() && tags.contains(&&operation["tags"][0]), "{path}");
            assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{path}: {}", operation["operationId"]);
        }
    }
}

#[tokio::test]
async fn the_page_is_served() {
    let gate = Harness::start(Setup::default()).await;
    let page = gate.get("/docs/", "").await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("swagger-ui"), "{}", page.text);
}
