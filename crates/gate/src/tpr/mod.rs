//! The routes of the agent registry: registration in three phases, scans on demand, and what stands around them.
//!
//! Contract: the registry's own documentation (<https://arcp.0x001.tech/docs>) and what its server and clients in version 2.1.2 really
//! send; answers carry the fields of both. Where the server fails open, this one does not.
//!
//! Limits: attestation is not offered, and says so with 501, which clients look for.

mod agents;
mod caller;
mod container_scan;
mod fields;
mod health;
mod poll;
mod register;
mod replay;
mod sbom;
mod temp_token;
mod validate;
mod well_known;

pub use caller::Caller;

use crate::problem::{Problem, kinds};
use crate::service::Service;
use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::routing::{get, post};
use std::sync::Arc;

/// The routes.
pub fn router() -> Router<Arc<Service>> {
    Router::new()
        .route("/auth/agent/request_temp_token", post(temp_token::request))
        .route("/auth/agent/validate_compliance", post(validate::submit))
        .route("/auth/agent/validation/{id}", get(poll::poll))
        .route("/agents/register", post(register::register))
        .route("/agents/{id}", get(agents::show))
        .route("/agents/{id}/heartbeat", post(agents::heartbeat))
        .route("/tokens/validate", get(agents::token))
        .route("/security/container/scan", post(container_scan::scan))
        .route("/security/sbom/verify", post(sbom::verify))
        .route("/security/health", get(health::security))
        .route("/security/attestation/challenge", post(attestation).get(attestation))
        .route("/security/attestation/verify", post(attestation))
        .route("/security/attestation/status/{id}", get(attestation))
        .route("/.well-known/arcp-configuration", get(well_known::configuration))
        .route("/.well-known/jwks.json", get(well_known::jwks))
}

/// Clients that ask for it go on without when the answer holds 501.
async fn attestation() -> Problem {
    Problem::new(&kinds::NOT_ENABLED, "501: attestation is not enabled")
}

/// Three phases are switched on; without them there is nothing to ask for.
struct Enabled;

impl FromRequestParts<Arc<Service>> for Enabled {
    type Rejection = Problem;

    async fn from_request_parts(_: &mut Parts, service: &Arc<Service>) -> Result<Self, Problem> {
        let off = || Problem::new(&kinds::TPR_DISABLED, "Three-phase registration is not enabled");
        service.options.tpr.then_some(Self).ok_or_else(off)
    }
}

#[cfg(test)]
mod tests;
