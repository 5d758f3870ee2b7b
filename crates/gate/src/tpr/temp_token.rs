//! Phase 1: a registration key for a temporary token.

use super::fields::Fields;
use super::{Caller, Enabled};
use crate::problem::{JsonBody, Problem, kinds};
use crate::service::{Service, seconds};
use crate::store::{new_id, now};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

#[derive(Deserialize)]
pub(super) struct Body {
    #[serde(default)]
    agent_id: String,
    #[serde(default)]
    agent_type: String,
    #[serde(default)]
    agent_key: String,
}

pub(super) async fn request(
    State(service): State<Arc<Service>>,
    _: Enabled,
    caller: Caller,
    JsonBody(body): JsonBody<Body>,
) -> Result<Json<Value>, Problem> {
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
    Ok(Json(json!({
        "temp_token": minted.token,
        "token_type": if cnf.is_some_and(|cnf| cnf.jkt.is_some()) { "DPoP" } else { "bearer" },
        "expires_in": service.issuer.settings().lifetimes.temporary,
        "message": "Temporary token issued. Use this token to complete agent registration.",
    })))
}

async fn audit(service: &Service, event: &str, agent_id: &str, address: &str) {
    if let Err(error) = service.store.audit(event, agent_id, &json!({ "client": address }), now()).await {
        tracing::error!(error = &error as &dyn std::error::Error, event, "cannot write the audit log");
    }
}
