//! A bill of materials, verified on demand.

use super::SwitchedOff;
use super::caller::Agent;
use crate::problem::{JsonBody, Problem, kinds};
use crate::quotas::Phase;
use crate::sbom::{Asked, Verification};
use crate::service::{Service, seconds};
use crate::store::now;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Have a bill of materials verified
#[utoipa::path(post, path = "/security/sbom/verify", operation_id = "verify_sbom", tag = "security", request_body = Asked, security(("temporary" = []), ("access" = [])), responses(
    (status = 200, description = "What it came to", body = Verification),
    (status = 501, description = "Switched off", body = SwitchedOff), Problem))]
pub(super) async fn verify(
    State(service): State<Arc<Service>>,
    agent: Agent,
    JsonBody(asked): JsonBody<Asked>,
) -> Result<Response, Problem> {
    if !service.sboms.is_enabled() {
        return Ok(SwitchedOff::of("SBOM verification is not enabled"));
    }
    service.quotas.take(Phase::Scan, &agent.id, now())?;
    if asked.agent_id != agent.id {
        let detail = "agent_id is not the token's";
        return Err(Problem::new(&kinds::INSUFFICIENT_PERMISSIONS, detail).with("request_agent_id", &asked.agent_id));
    }
    Ok(Json(service.sboms.verify(asked, seconds()).await).into_response())
}
