//! Registered agents, and what a token says.

use super::Caller;
use super::caller::Holder;
use crate::problem::{Problem, kinds};
use crate::service::{Service, seconds};
use crate::store::{RegisteredAgent, now};
use crate::time::naive;
use crate::tokens::{Access, Temporary, Validated};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::sync::Arc;

/// An agent, as the registry's clients read one.
pub(super) async fn show(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    _: Holder<Access>,
) -> Result<Response, Problem> {
    let found = service.store.agent(&id).await.map_err(|error| Problem::internal(&error))?;
    Ok(match found {
        Some(agent) => Json(described(&service, &agent)).into_response(),
        None => (StatusCode::NOT_FOUND, Json(json!({ "status": "error", "message": "Agent not found" }))).into_response(),
    })
}

fn described(service: &Service, agent: &RegisteredAgent) -> Value {
    let is_alive = agent.last_seen >= service.alive_since(now());
    let mut described = agent.info.clone();
    if let Some(fields) = described.as_object_mut() {
        fields.insert("status".to_owned(), json!(if is_alive { "alive" } else { "dead" }));
        fields.insert("last_seen".to_owned(), json!(naive(agent.last_seen)));
        fields.insert("registered_at".to_owned(), json!(naive(agent.registered_at)));
        fields.insert("similarity".to_owned(), Value::Null);
        fields.insert(
            "metrics".to_owned(),
            json!({
                "agent_id": agent.agent_id,
                "success_rate": 0.0,
                "avg_response_time": 0.0,
                "total_requests": 0,
                "last_active": naive(agent.last_seen),
                "reputation_score": 0.0,
                "requests_processed": 0,
                "average_response_time": 0.0,
                "error_rate": 0.0,
            }),
        );
    }
    described
}

/// An agent says that it lives.
pub(super) async fn heartbeat(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    Holder { claims, .. }: Holder<Access>,
) -> Result<Json<Value>, Problem> {
    if claims.agent_id != id {
        return Err(Problem::new(&kinds::INSUFFICIENT_PERMISSIONS, "An agent speaks for itself only"));
    }
    let time = now();
    if !service.store.see_agent(&id, time).await.map_err(|error| Problem::internal(&error))? {
        return Err(Problem::new(&kinds::AGENT_NOT_FOUND, "Agent not found"));
    }
    Ok(Json(json!({ "status": "success", "message": "Heartbeat received", "agent_id": id, "last_seen": naive(time) })))
}

/// What the caller's token says, whichever it is.
pub(super) async fn token(State(service): State<Arc<Service>>, caller: Caller) -> Result<Json<Value>, Problem> {
    let text = caller.bearer()?;
    let time = seconds();
    let issuer = &service.issuer;
    let read = issuer
        .verify::<Access>(text, time)
        .map(|claims| (claims.sub, claims.agent_id, claims.own.scopes, claims.role, claims.token_type, claims.exp))
        .or_else(|_| {
            let claims = issuer.verify::<Temporary>(text, time)?;
            Ok((claims.sub, claims.agent_id, Vec::new(), claims.role, claims.token_type, claims.exp))
        })
        .or_else(|_: crate::tokens::TokenError| {
            let claims = issuer.verify::<Validated>(text, time)?;
            Ok((claims.sub, claims.agent_id, Vec::new(), claims.role, claims.token_type, claims.exp))
        });
    let (sub, agent_id, scopes, role, token_type, exp) =
        read.map_err(|error: crate::tokens::TokenError| Problem::from(error).status(StatusCode::UNAUTHORIZED))?;
    Ok(Json(json!({
        "valid": true, "sub": sub, "agent_id": agent_id, "scopes": scopes, "role": role, "token_type": token_type, "exp": exp,
    })))
}
