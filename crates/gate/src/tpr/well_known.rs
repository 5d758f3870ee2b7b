//! What clients find out by themselves.

use super::Caller;
use crate::service::Service;
use axum::Json;
use axum::extract::State;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use utoipa::ToSchema;

/// Where what is.
#[derive(Serialize, ToSchema)]
pub(super) struct Configuration {
    /// Who issues tokens.
    issuer: String,
    jwks_uri: String,
    token_endpoint: String,
    validation_endpoint: String,
    registration_endpoint: String,
    three_phase_registration_enabled: bool,
    /// None where proofs of possession are not looked at.
    dpop_signing_alg_values_supported: Vec<&'static str>,
    service_version: &'static str,
}

/// Where agents register
#[utoipa::path(get, path = "/.well-known/arcp-configuration", tag = "discovery", responses(
    (status = 200, description = "Where what is", body = Configuration)))]
pub(super) async fn configuration(State(service): State<Arc<Service>>, caller: Caller) -> Json<Configuration> {
    let algorithms = service.options.dpop.as_ref().map(crate::dpop::Settings::algorithms).unwrap_or_default();
    Json(Configuration {
        issuer: service.issuer.settings().issuer.clone(),
        jwks_uri: caller.url(&service, "/.well-known/jwks.json"),
        token_endpoint: caller.url(&service, "/auth/agent/request_temp_token"),
        validation_endpoint: caller.url(&service, "/auth/agent/validate_compliance"),
        registration_endpoint: caller.url(&service, "/agents/register"),
        three_phase_registration_enabled: service.options.tpr,
        dpop_signing_alg_values_supported: algorithms,
        service_version: env!("CARGO_PKG_VERSION"),
    })
}

/// The keys that verify tokens
///
/// A JSON Web Key Set (RFC 7517). It is empty where tokens are signed with a secret.
#[utoipa::path(get, path = "/.well-known/jwks.json", tag = "discovery", responses(
    (status = 200, description = "The keys", body = Object)))]
pub(super) async fn jwks(State(service): State<Arc<Service>>) -> Json<Value> {
    Json(service.issuer.jwks())
}
