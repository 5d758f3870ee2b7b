//! What operators and orchestrators ask: whether the service lives, whether it is ready, and its counters.

use crate::api::{Client, Scope};
use crate::metrics::CONTENT_TYPE as METRICS_TYPE;
use crate::problem::Problem;
use crate::service::Service;
use crate::store::JobKind;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Json, Response};
use axum::routing::get;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What orchestrators ask; also on a listener of their own.
pub fn probes() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new().routes(routes!(health)).routes(routes!(live)).routes(routes!(ready))
}

/// The counters, for who has a token.
pub fn counters() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new().routes(routes!(metrics))
}

/// Probes and metrics for a listener that only operators reach.
pub fn operators(service: Arc<Service>) -> Router {
    Router::from(probes()).route("/metrics", get(metrics_text)).with_state(service)
}

/// That the service lives.
#[derive(Serialize, ToSchema)]
struct Health {
    /// `healthy`.
    status: &'static str,
    version: &'static str,
}

/// Whether the service takes requests.
#[derive(Serialize, ToSchema)]
struct Readiness {
    /// `ready` or `unavailable`.
    status: &'static str,
}

/// Whether the service lives
#[utoipa::path(get, path = "/health", tag = "operation", responses((status = 200, description = "It does", body = Health)))]
async fn health() -> Json<Health> {
    Json(Health { status: "healthy", version: env!("CARGO_PKG_VERSION") })
}

/// Whether the service lives, by its other name
#[utoipa::path(get, path = "/livez", tag = "operation", responses((status = 200, description = "It does", body = Health)))]
async fn live() -> Json<Health> {
    health().await
}

/// Whether the service takes requests
#[utoipa::path(get, path = "/readyz", tag = "operation", responses(
    (status = 200, description = "It does", body = Readiness),
    (status = 503, description = "Its store does not answer", body = Readiness)))]
async fn ready(State(service): State<Arc<Service>>) -> (StatusCode, Json<Readiness>) {
    if let Err(error) = service.store.ping().await {
        tracing::warn!(error = &error as &dyn std::error::Error, "not ready");
        return (StatusCode::SERVICE_UNAVAILABLE, Json(Readiness { status: "unavailable" }));
    }
    (StatusCode::OK, Json(Readiness { status: "ready" }))
}

/// Counters
///
/// In the text format of OpenMetrics, for a token with the scope `metrics`.
#[utoipa::path(get, path = "/metrics", tag = "operation", security(("token" = []), ("certificate" = [])), responses(
    (status = 200, description = "The counters", content_type = "application/openmetrics-text", body = String), Problem))]
async fn metrics(State(service): State<Arc<Service>>, client: Client) -> Result<Response, Problem> {
    client.may(Scope::Metrics)?;
    Ok(metrics_text(State(service)).await)
}

async fn metrics_text(State(service): State<Arc<Service>>) -> Response {
    for kind in [JobKind::Scan, JobKind::Validation] {
        if let Ok((waiting, running)) = service.store.job_counts(kind).await {
            service.metrics.jobs(kind.as_str(), waiting, running);
        }
    }
    ([(CONTENT_TYPE, METRICS_TYPE)], service.metrics.text()).into_response()
}
