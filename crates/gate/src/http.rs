//! All routes as one application, and what every request goes through.
//!
//! From the outside in: a request id, the time it took and headers that keep browsers out of harm's way; panics become problems; long
//! headers, queries and bodies are refused, slow bodies, too; then problems are described, and the routes.

use crate::health::{counters, probes};
use crate::problem::{OWN_BASE, Problem, describe, kinds};
use crate::service::Service;
use crate::store::new_id;
use crate::{api, openapi, tpr, traces};
use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::header::{CACHE_CONTROL, EXPIRES, HeaderMap, HeaderName, HeaderValue, PRAGMA};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use std::any::Any;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;
use tracing::Instrument;
use utoipa_axum::router::OpenApiRouter;
use utoipa_swagger_ui::SwaggerUi;

/// Bytes of all headers.
pub(crate) const MAX_HEADERS: usize = 16 * 1024;
/// Parameters of a query.
const MAX_PARAMETERS: usize = 50;
/// How long the next piece of a body may take.
const BODY_SILENCE: Duration = Duration::from_secs(15);
static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
static RESPONSE_TIME: HeaderName = HeaderName::from_static("x-response-time");

/// The application.
pub fn application(service: Arc<Service>) -> Router {
    let own_base: Arc<str> = OWN_BASE.into();
    let registry_base: Arc<str> = service.options.problems.as_str().into();
    let own = api::router().merge(counters()).layer(from_fn_with_state(own_base, describe));
    let registry = tpr::router().layer(from_fn_with_state(Arc::clone(&registry_base), describe));
    let described = OpenApiRouter::with_openapi(openapi::shared()).merge(own).merge(registry).merge(probes());
    let (routes, document) = described.split_for_parts();
    routes
        .merge(SwaggerUi::new("/docs").url("/openapi.json", openapi::completed(document)))
        .fallback(async || Problem::new(&kinds::NOT_FOUND, "There is nothing here"))
        .method_not_allowed_fallback(async || Problem::new(&kinds::METHOD_NOT_ALLOWED, "The method is not allowed here"))
        .layer(DefaultBodyLimit::max(service.options.max_body))
        .layer(RequestBodyTimeoutLayer::new(BODY_SILENCE))
        .layer(from_fn(bounded))
        .layer(from_fn_with_state(registry_base, describe))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(Arc::clone(&service), observed))
        .with_state(service)
}

/// Refuses what is too long to be meant.
async fn bounded(request: Request, next: Next) -> Response {
    let size: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if size > MAX_HEADERS {
        return Problem::new(&kinds::HEADERS_TOO_LARGE, "The headers are too large")
            .with("max_size", MAX_HEADERS)
            .into_response();
    }
    let parameters = request.uri().query().map_or(0, |query| query.split('&').count());
    if parameters > MAX_PARAMETERS {
        return Problem::new(&kinds::REQUEST_ERROR, "The query has too many parameters").into_response();
    }
    next.run(request).await
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    Problem::new(&kinds::INTERNAL_ERROR, "The request could not be completed").into_response()
}

/// Gives every request an id, counts it, and says how long it took.
async fn observed(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let id = new_id("", 16);
    let method = request.method().as_str().to_owned();
    let route = request.extensions().get::<MatchedPath>().map_or("unknown", MatchedPath::as_str).to_owned();
    let span = tracing::info_span!("request", id, method, route);
    traces::continued(&span, request.headers());
    let mut response = next.run(request).instrument(span.clone()).await;
    let (seconds, status) = (began.elapsed().as_secs_f64(), response.status().as_u16());
    service.metrics.answered(&method, &route, status, seconds);
    if let Some(problem) = response.extensions().get::<Problem>() {
        service.metrics.refused(problem.kind().slug);
    }
    span.in_scope(|| tracing::info!(status, seconds, "answered"));
    complete(response.headers_mut(), &id, seconds);
    response
}

fn complete(headers: &mut HeaderMap, id: &str, seconds: f64) {
    let fixed = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        (
            "content-security-policy",
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(PRAGMA, HeaderValue::from_static("no-cache"));
    headers.insert(EXPIRES, HeaderValue::from_static("0"));
    for (name, value) in [(&REQUEST_ID, id.to_owned()), (&RESPONSE_TIME, format!("{seconds:.3}s"))] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    }
}
