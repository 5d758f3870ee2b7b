//! What clients find out by themselves.

use super::Caller;
use crate::service::Service;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) async fn configuration(State(service): State<Arc<Service>>, caller: Caller) -> Json<Value> {
    let algorithms = service.options.dpop.as_ref().map(crate::dpop::Settings::algorithms).unwrap_or_default();
    Json(json!({
        "issuer": service.issuer.settings().issuer,
        "jwks_uri": caller.url(&service, "/.well-known/jwks.json"),
        "token_endpoint": caller.url(&service, "/auth/agent/request_temp_token"),
        "validation_endpoint": caller.url(&service, "/auth/agent/validate_compliance"),
        "registration_endpoint": caller.url(&service, "/agents/register"),
        "three_phase_registration_enabled": service.options.tpr,
        "dpop_signing_alg_values_supported": algorithms,
        "service_version": env!("CARGO_PKG_VERSION"),
    }))
}

pub(super) async fn jwks(State(service): State<Arc<Service>>) -> Json<Value> {
    Json(service.issuer.jwks())
}
