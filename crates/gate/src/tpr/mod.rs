//! The routes of the agent registry: registration in three phases, scans on demand, and what stands around them.
//!
//! Contract: the registry's own documentation (<https://arcp.0x001.tech/docs>) and what its server and clients in version 2.1.2 really
//! send; answers carry the fields of both. Where the server fails open, this one does not.
//!
//! Limits: attestation is not offered, and says so with 501, which clients look for.

mod agents;
mod attestation;
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
use axum::Json;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes, and their description.
pub fn router() -> OpenApiRouter<Arc<Service>> {
    OpenApiRouter::new()
        .routes(routes!(temp_token::request))
        .routes(routes!(validate::submit))
        .routes(routes!(poll::poll))
        .routes(routes!(register::register))
        .routes(routes!(agents::show))
        .routes(routes!(agents::heartbeat))
        .routes(routes!(agents::token))
        .routes(routes!(container_scan::scan))
        .routes(routes!(sbom::verify))
        .routes(routes!(health::security))
        .routes(routes!(attestation::challenge, attestation::challenged))
        .routes(routes!(attestation::verify))
        .routes(routes!(attestation::status))
        .routes(routes!(well_known::configuration))
        .routes(routes!(well_known::jwks))
}

/// What is asked for is switched off: said as the registry's server says it, which is no problem.
#[derive(Serialize, ToSchema)]
struct SwitchedOff {
    detail: &'static str,
}

impl SwitchedOff {
    fn of(detail: &'static str) -> Response {
        (StatusCode::NOT_IMPLEMENTED, Json(Self { detail })).into_response()
    }
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
