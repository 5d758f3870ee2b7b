//! Phase 1: a registration key for a temporary token.

use super::fields::Fields;
use super::{Caller, Enabled};
use crate::problem::{JsonBody, Problem, kinds};
use crate::service::{Service, seconds};
use crate::store::{new_id, now};
use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::Arc;
use utoipa::ToSchema;

/// Who asks, and with which key.
#[derive(Deserialize, ToSchema)]
#[schema(as = TemporaryTokenRequest)]
pub(super) struct Body {
    #[serde(default)]
    #[schema(required, min_length = 3, max_length = 64, pattern = "^[A-Za-z0-9_-]+$")]
    agent_id: String,
    #[serde(default)]
    #[schema(required, min_length = 2, max_length = 50, pattern = "^[A-Za-z0-9_-]+$")]
    agent_type: String,
    /// A key of those that the gate was given.
    #[serde(default)]
    #[schema(required, min_length = 10, max_length = 200)]
    agent_key: String,
}

/// A token that is good for one validation.
#[derive(Serialize, ToSchema)]
pub(super) struct TemporaryToken {
    temp_token: String,
    /// `bearer`, or `DPoP` for one that is bound to a key.
    token_type: &'static str,
    /// In seconds.
    expires_in: u64,
    message: &'static str,
}

/// Phase 1: ask for a temporary token
#[utoipa::path(post, path = "/auth/agent/request_temp_token", operation_id = "request_token", tag = "registration", request_body = Body, security((), ("proof" = []), ("certificate" = [])), responses(
    (status = 200, description = "A token", body = TemporaryToken), (status = 503, response = Problem), Problem))]
pub(super) async fn request(
    State(service): State<Arc<Service>>,
    _: Enabled,
    caller: Caller,
    JsonBody(body): JsonBody<Body>,
) -> Result<Json<TemporaryToken>, Problem> {
    let address = caller.address(&service);
    service.quotas.temporary_token(address, now())?;
    let (agent_id, agent_type, key) = (body.agent_id.trim(), body.agent_type.trim(), body.agent_key.trim());
    if agent_id.is_empty() || agent_type.is_empty() || key.is_empty() {
        let detail = "agent_id, agent_type and agent_key are required";
        return Err(Problem::new(&kinds::INVALID_INPUT, detail).with("field", "agent credentials"));
    }
    if key.chars().count() < 10 {
        return Err(Problem::new(&kinds::INVALID_INPUT, "agent_key is too short").with("field", "agent_key"));
    }
    let mut fields = Fields::default();
    fields.identifier("agent_id", agent_id, 3, 64);
    fields.identifier("agent_type", agent_type, 2, 50);
    fields.length("agent_key", key, 10, 200);
    fields.finish()?;
    let Some(key_hash) = service.quotas.try_key(address, now(), || service.keys.admit(key))? else {
        audit(&service, "token.refused", agent_id, &address.to_string()).await;
        let detail = "Authentication failed: Invalid agent registration key";
        return Err(Problem::new(&kinds::AUTHENTICATION_FAILED, detail));
    };
    let cnf = caller.shown(&service, None).await?.confirmation();
    let minted = service.issuer.temporary(agent_id, agent_type, &key_hash, cnf.as_ref(), seconds(), &new_id("", 16))?;
    audit(&service, "token.issued", agent_id, &address.to_string()).await;
    Ok(Json(TemporaryToken {
        temp_token: minted.token,
        token_type: if cnf.is_some_and(|cnf| cnf.jkt.is_some()) { "DPoP" } else { "bearer" },
        expires_in: service.issuer.settings().lifetimes.temporary,
        message: "Temporary token issued. Use this token to complete agent registration.",
    }))
}

async fn audit(service: &Service, event: &str, agent_id: &str, address: &str) {
    if let Err(error) = service.store.audit(event, agent_id, &json!({ "client": address }), now()).await {
        tracing::error!(error = &error as &dyn std::error::Error, event, "cannot write the audit log");
    }
}
