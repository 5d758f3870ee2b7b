//! Registered agents, and what a token says.

use super::Caller;
use super::caller::Holder;
use super::register::Body as Registration;
use crate::problem::{Problem, kinds};
use crate::service::{Service, seconds};
use crate::store::{RegisteredAgent, now};
use crate::time::naive;
use crate::tokens::{Access, Claims, Temporary, Validated};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use utoipa::ToSchema;

/// An agent, as the registry's clients read one.
#[derive(Serialize, ToSchema)]
#[schema(as = Agent)]
pub(super) struct Described {
    /// What it registered with.
    #[serde(flatten)]
    #[schema(value_type = Registration)]
    info: Value,
    /// `alive` or `dead`.
    status: &'static str,
    /// Without a zone, UTC.
    last_seen: String,
    /// Without a zone, UTC.
    registered_at: String,
    /// Always null: agents are not searched here.
    similarity: Option<f64>,
    metrics: Measured,
}

/// What is measured of an agent: nothing, so that clients find their numbers.
#[derive(Default, Serialize, ToSchema)]
#[schema(as = AgentMetrics)]
struct Measured {
    agent_id: String,
    success_rate: f64,
    avg_response_time: f64,
    total_requests: u64,
    last_active: String,
    reputation_score: f64,
    requests_processed: u64,
    average_response_time: f64,
    error_rate: f64,
}

/// There is no such agent.
#[derive(Serialize, ToSchema)]
#[schema(as = NoAgent)]
pub(super) struct Missing {
    /// `error`.
    status: &'static str,
    message: &'static str,
}

/// An agent that is registered
#[utoipa::path(get, path = "/agents/{id}", operation_id = "show_agent", tag = "agents", params(("id" = String, Path)), security(("access" = [])), responses(
    (status = 200, description = "The agent", body = Described),
    (status = 404, description = "There is none", body = Missing), Problem))]
pub(super) async fn show(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    _: Holder<Access>,
) -> Result<Response, Problem> {
    let found = service.store.agent(&id).await.map_err(|error| Problem::internal(&error))?;
    Ok(match found {
        Some(agent) => Json(described(&service, agent)).into_response(),
        None => (StatusCode::NOT_FOUND, Json(Missing { status: "error", message: "Agent not found" })).into_response(),
    })
}

fn described(service: &Service, agent: RegisteredAgent) -> Described {
    let is_alive = agent.last_seen >= service.alive_since(now());
    let last_active = naive(agent.last_seen);
    Described {
        info: agent.info,
        status: if is_alive { "alive" } else { "dead" },
        last_seen: last_active.clone(),
        registered_at: naive(agent.registered_at),
        similarity: None,
        metrics: Measured { agent_id: agent.agent_id, last_active, ..Measured::default() },
    }
}

/// That an agent was heard of.
#[derive(Serialize, ToSchema)]
pub(super) struct Heartbeat {
    /// `success`.
    status: &'static str,
    message: &'static str,
    agent_id: String,
    /// Without a zone, UTC.
    last_seen: String,
}

/// An agent says that it lives
#[utoipa::path(post, path = "/agents/{id}/heartbeat", tag = "agents", params(("id" = String, Path)), security(("access" = [])), responses(
    (status = 200, description = "It was heard", body = Heartbeat), Problem))]
pub(super) async fn heartbeat(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
    Holder { claims, .. }: Holder<Access>,
) -> Result<Json<Heartbeat>, Problem> {
    if claims.agent_id != id {
        return Err(Problem::new(&kinds::INSUFFICIENT_PERMISSIONS, "An agent speaks for itself only"));
    }
    let time = now();
    if !service.store.see_agent(&id, time).await.map_err(|error| Problem::internal(&error))? {
        return Err(Problem::new(&kinds::AGENT_NOT_FOUND, "Agent not found"));
    }
    Ok(Json(Heartbeat { status: "success", message: "Heartbeat received", agent_id: id, last_seen: naive(time) }))
}

/// What a token says.
#[derive(Serialize, ToSchema)]
#[schema(as = Token)]
pub(super) struct Said {
    /// Always: a token that is not is refused.
    valid: bool,
    sub: String,
    agent_id: String,
    scopes: Vec<String>,
    role: String,
    /// `temp`, `validated` or `access`.
    token_type: String,
    /// In seconds since 1970.
    exp: u64,
}

/// What the caller's token says, whichever it is
#[utoipa::path(get, path = "/tokens/validate", operation_id = "show_token", tag = "agents", security(("temporary" = []), ("validated" = []), ("access" = [])), responses(
    (status = 200, description = "It is good", body = Said), Problem))]
pub(super) async fn token(State(service): State<Arc<Service>>, caller: Caller) -> Result<Json<Said>, Problem> {
    let text = caller.bearer()?;
    let (issuer, time) = (&service.issuer, seconds());
    let said = issuer
        .verify::<Access>(text, time)
        .map(|mut claims| (std::mem::take(&mut claims.own.scopes), claims).into())
        .or_else(|_| issuer.verify::<Temporary>(text, time).map(|claims| (Vec::new(), claims).into()))
        .or_else(|_| issuer.verify::<Validated>(text, time).map(|claims| (Vec::new(), claims).into()));
    said.map(Json).map_err(|error| Problem::from(error).status(StatusCode::UNAUTHORIZED))
}

impl<K> From<(Vec<String>, Claims<K>)> for Said {
    fn from((scopes, claims): (Vec<String>, Claims<K>)) -> Self {
        let Claims { sub, agent_id, role, token_type, exp, .. } = claims;
        Self { valid: true, sub, agent_id, scopes, role, token_type, exp }
    }
}
