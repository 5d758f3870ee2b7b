//! From a problem to the answer that tells it.
//!
//! A handler knows neither under which address problems are described nor which path it answers; the layer [`describe`] does, and writes
//! the document once more with both. Answers of routers and layers (404, 405, 413), which are no problems yet, become some there.

use super::{Problem, kinds};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use axum::http::{Extensions, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Where the registry's contract describes its problems.
pub const DEFAULT_BASE: &str = "https://arcp.0x001.tech/docs/problems/";

/// Where ours are described: relative to the service, as RFC 9457 allows.
pub const OWN_BASE: &str = "/problems/";

/// A layer that completes problems: `axum::middleware::from_fn_with_state(base, describe)`. The base is an address with a slash at its end.
pub async fn describe(State(base): State<Arc<str>>, request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let answer = next.run(request).await;
    if !(answer.status().is_client_error() || answer.status().is_server_error()) {
        return answer;
    }
    let (mut parts, body) = answer.into_parts();
    let Some(problem) = parts.extensions.remove::<Problem>().or_else(|| undescribed(parts.status, &parts.headers)) else {
        return Response::from_parts(parts, body);
    };
    render(&problem, &base, Some(&path), parts.headers, parts.extensions)
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut answer = render(&self, DEFAULT_BASE, None, HeaderMap::new(), Extensions::new());
        answer.extensions_mut().insert(self);
        answer
    }
}

/// A problem for an answer that tells none: plain text, or nothing.
fn undescribed(status: StatusCode, headers: &HeaderMap) -> Option<Problem> {
    let is_text = headers.get(CONTENT_TYPE).is_none_or(|value| value.as_bytes().starts_with(b"text/plain"));
    let kind = kinds::of_status(status);
    is_text.then(|| Problem::new(kind, status.canonical_reason().unwrap_or(kind.title)).status(status))
}

fn render(problem: &Problem, base: &str, path: Option<&str>, mut headers: HeaderMap, extensions: Extensions) -> Response {
    let content = &problem.0;
    headers.remove(CONTENT_LENGTH);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.extend(content.headers.clone());
    if content.status == StatusCode::UNAUTHORIZED && !headers.contains_key(WWW_AUTHENTICATE) {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(content.kind.challenge));
    }
    let mut answer = (content.status, Value::Object(document(problem, base, path)).to_string()).into_response();
    *answer.headers_mut() = headers;
    *answer.extensions_mut() = extensions;
    answer
}

fn document(problem: &Problem, base: &str, path: Option<&str>) -> Map<String, Value> {
    let content = &problem.0;
    let mut document = content.extensions.clone();
    document.insert("type".to_owned(), format!("{base}{}", content.kind.slug).into());
    document.insert("title".to_owned(), content.title.as_ref().into());
    document.insert("status".to_owned(), content.status.as_u16().into());
    document.insert("detail".to_owned(), content.detail.as_str().into());
    document.insert("timestamp".to_owned(), now().into());
    if let Some(path) = path {
        document.insert("instance".to_owned(), path.into());
    }
    document
}

fn now() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    tidewaiter_scan::rfc3339(seconds)
}
