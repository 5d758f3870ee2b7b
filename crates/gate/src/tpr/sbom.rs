//! A bill of materials, verified on demand.

use super::caller::Agent;
use crate::problem::{JsonBody, Problem, kinds};
use crate::quotas::Phase;
use crate::sbom::Asked;
use crate::service::{Service, seconds};
use crate::store::now;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;

pub(super) async fn verify(
    State(service): State<Arc<Service>>,
    agent: Agent,
    JsonBody(asked): JsonBody<Asked>,
) -> Result<Response, Problem> {
    if !service.sboms.is_enabled() {
        let detail = json!({ "detail": "SBOM verification is not enabled" });
        return Ok((StatusCode::NOT_IMPLEMENTED, Json(detail)).into_response());
    }
    service.quotas.take(Phase::Scan, &agent.id, now())?;
    if asked.agent_id != agent.id {
        let detail = "agent_id is not the token's";
        return Err(Problem::new(&kinds::INSUFFICIENT_PERMISSIONS, detail).with("request_agent_id", &asked.agent_id));
    }
    Ok(Json(service.sboms.verify(asked, seconds()).await).into_response())
}
