//! Phase 3: a validated agent registers, once, as what was validated.

use super::caller::Holder;
use super::fields::{Fields, optional_texts, plain, texts, whole};
use super::replay::{Answer, IdempotencyKey, once};
use super::{Caller, Enabled};
use crate::problem::{JsonBody, Problem, kinds};
use crate::quotas::Phase;
use crate::service::{Service, seconds};
use crate::store::{NotConsumed, RegisteredAgent, new_id, now};
use crate::tokens::{Claims, Validated, bound_to};
use crate::validations::{Submission, sha256};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use utoipa::ToSchema;

/// What agents may do once they are registered.
const SCOPES: [&str; 1] = ["agent"];

/// An agent that registers. What was validated has to be the same here.
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(as = Registration)]
pub(super) struct Body {
    #[schema(min_length = 3, max_length = 100, pattern = "^[A-Za-z0-9_-]+$")]
    agent_id: String,
    #[schema(min_length = 2, max_length = 32)]
    name: String,
    /// One of those that the gate is set up for.
    #[schema(min_length = 2, max_length = 50)]
    agent_type: String,
    #[schema(max_length = 2048, pattern = "^https?://", format = "uri")]
    endpoint: String,
    #[schema(min_length = 10, max_length = 1000)]
    context_brief: String,
    #[schema(schema_with = texts::<1, 50, 2, 100>)]
    capabilities: Vec<String>,
    #[schema(min_length = 2, max_length = 50)]
    owner: String,
    #[schema(min_length = 32, max_length = 1024, pattern = r"^[A-Za-z0-9+/=_\-\s]+$")]
    public_key: String,
    /// 1 to 50 members: texts, numbers, truth values or lists.
    #[schema(schema_with = plain)]
    metadata: Map<String, Value>,
    #[schema(pattern = "^[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9}(-[A-Za-z0-9]{1,32})?$")]
    version: String,
    #[schema(pattern = "^(remote|local|hybrid)$")]
    communication_mode: String,
    #[serde(default)]
    #[schema(schema_with = optional_texts::<100, 1, 100>)]
    features: Option<Vec<String>>,
    #[serde(default, deserialize_with = "whole")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    max_tokens: Option<u64>,
    #[serde(default)]
    #[schema(schema_with = optional_texts::<20, 2, 5>)]
    language_support: Option<Vec<String>>,
    #[serde(default, deserialize_with = "whole")]
    #[schema(minimum = 1, maximum = 10_000)]
    rate_limit: Option<u64>,
    #[serde(default)]
    requirements: Option<Value>,
    #[serde(default)]
    #[schema(schema_with = optional_texts::<20, 1, 100>)]
    policy_tags: Option<Vec<String>>,
    #[serde(default)]
    #[schema(max_length = 5000)]
    ai_context: Option<String>,
}

/// An agent that has registered.
#[derive(Serialize, ToSchema)]
struct Registered<'a> {
    /// `success`.
    status: &'static str,
    message: String,
    agent_id: &'a str,
    /// What it speaks to the registry with from now on.
    access_token: String,
    /// `bearer`.
    token_type: &'static str,
    /// In seconds.
    expires_in: u64,
}

/// Phase 3: register
///
/// With the token of a validation that passed, which is good for one registration of what was validated.
#[utoipa::path(post, path = "/agents/register", operation_id = "register_agent", tag = "registration", request_body = Body, params(IdempotencyKey), security(("validated" = [])), responses(
    (status = 200, description = "The agent is registered", body = Registered,
        links(("show" = (operation_id = "show_agent", parameters(("id" = "$response.body#/agent_id")))))), (status = 503, response = Problem), Problem))]
pub(super) async fn register(
    State(service): State<Arc<Service>>,
    _: Enabled,
    caller: Caller,
    Holder { claims, .. }: Holder<Validated>,
    JsonBody(sent): JsonBody<Value>,
) -> Result<Response, Problem> {
    service.quotas.take(Phase::Registration, &claims.agent_id, now())?;
    let hash = sha256(&sent.to_string());
    let JsonBody(body) = JsonBody::<Body>::of(sent)?;
    check(&service, &body)?;
    is_what_was_validated(&body, &claims)?;
    once(&service, &caller, &format!("register:{}", claims.agent_id), &hash, take_in(&service, &body, &claims)).await
}

fn check(service: &Service, body: &Body) -> Result<(), Problem> {
    let mut fields = Fields::default();
    fields.identifier("agent_id", &body.agent_id, 3, 100);
    fields.length("name", &body.name, 2, 32);
    fields.length("agent_type", &body.agent_type, 2, 50);
    if !service.options.agent_types.contains(&body.agent_type.to_ascii_lowercase()) {
        fields.fault("agent_type", "choice", format!("has to be one of {}", service.options.agent_types.join(", ")));
    }
    fields.endpoint("endpoint", &body.endpoint);
    fields.length("context_brief", &body.context_brief, 10, 1000);
    fields.list("capabilities", &body.capabilities, (1, 50), (2, 100));
    fields.length("owner", &body.owner, 2, 50);
    fields.length("public_key", &body.public_key, 32, 1024);
    fields.characters("public_key", &body.public_key, "+/=_-", true);
    fields.metadata("metadata", &body.metadata);
    if !is_version(&body.version) {
        fields.fault("version", "pattern", "has to be like 1.2.3 or 1.2.3-beta1");
    }
    fields.mode("communication_mode", &body.communication_mode);
    fields.list("features", body.features.as_deref().unwrap_or(&[]), (0, 100), (1, 100));
    fields.within("max_tokens", body.max_tokens, 1, 1_000_000);
    fields.list("language_support", body.language_support.as_deref().unwrap_or(&[]), (0, 20), (2, 5));
    fields.within("rate_limit", body.rate_limit, 1, 10_000);
    fields.list("policy_tags", body.policy_tags.as_deref().unwrap_or(&[]), (0, 20), (1, 100));
    fields.length("ai_context", body.ai_context.as_deref().unwrap_or(""), 0, 5000);
    fields.finish()
}

/// `1.2.3`, or that with letters and digits after a hyphen.
fn is_version(text: &str) -> bool {
    let (numbers, label) = text.split_once('-').map_or((text, None), |(numbers, label)| (numbers, Some(label)));
    let parts: Vec<&str> = numbers.split('.').collect();
    let is_number = |part: &&str| !part.is_empty() && part.len() <= 9 && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_label = |label: &str| !label.is_empty() && label.len() <= 32 && label.bytes().all(|byte| byte.is_ascii_alphanumeric());
    parts.len() == 3 && parts.iter().all(is_number) && label.is_none_or(is_label)
}

/// Who passed with one endpoint cannot register another.
fn is_what_was_validated(body: &Body, claims: &Claims<Validated>) -> Result<(), Problem> {
    if body.agent_id != claims.agent_id {
        let detail = "The token is another agent's";
        return Err(Problem::new(&kinds::INSUFFICIENT_PERMISSIONS, detail).with("request_agent_id", &body.agent_id));
    }
    let bound = bound_to(&body.endpoint, &body.capabilities, &body.communication_mode);
    if bound != claims.own.bound_to || !body.agent_type.eq_ignore_ascii_case(&claims.own.agent_type) {
        let detail = "Type, endpoint, capabilities or communication mode are not those that were validated";
        return Err(Problem::new(&kinds::TOKEN_INVALID, detail)
            .status(StatusCode::FORBIDDEN)
            .title("Invalid Token for Registration"));
    }
    Ok(())
}

async fn take_in(service: &Service, body: &Body, claims: &Claims<Validated>) -> Result<Answer, Problem> {
    let internal = |error| Problem::internal(&error);
    let id = &claims.own.validation_id;
    let validation =
        service.store.validation(id).await.map_err(internal)?.ok_or_else(|| consumed(NotConsumed::Unknown, claims))?;
    let submission: Submission = serde_json::from_str(&validation.request).map_err(|error| Problem::internal(&error))?;
    let time = now();
    let agent = RegisteredAgent {
        agent_id: body.agent_id.clone(),
        info: serde_json::to_value(body).unwrap_or_default(),
        key_hash: submission.key_hash,
        registered_at: time,
        last_seen: time,
    };
    let outcome = service.store.register(id, &agent, service.alive_since(time), time).await.map_err(internal)?;
    outcome.map_err(|why| consumed(why, claims))?;
    let scopes = SCOPES.map(str::to_owned);
    let minted = service.issuer.access(&body.agent_id, &scopes, claims.cnf.as_ref(), seconds(), &new_id("", 16))?;
    tracing::info!(agent = body.agent_id, validation = id, "agent registered");
    Ok(Answer::ok(json!(Registered {
        status: "success",
        message: format!("Agent '{}' registered successfully", body.name),
        agent_id: &body.agent_id,
        access_token: minted.token,
        token_type: "bearer",
        expires_in: service.issuer.settings().lifetimes.access,
    })))
}

fn consumed(why: NotConsumed, claims: &Claims<Validated>) -> Problem {
    let (code, detail, status) = match why {
        NotConsumed::Alive => {
            return Problem::new(&kinds::DUPLICATE_AGENT, "An agent of this id is registered and alive")
                .with("agent_id", &claims.agent_id);
        }
        NotConsumed::Unknown => ("NO_VALIDATION", "Validation not found or expired", StatusCode::UNAUTHORIZED),
        NotConsumed::Used => ("ALREADY_USED", "Validated token already used (replay attack prevented)", StatusCode::FORBIDDEN),
    };
    Problem::new(&kinds::TOKEN_INVALID, detail)
        .status(status)
        .with("agent_id", &claims.agent_id)
        .with("validation_id", &claims.own.validation_id)
        .with("error_code", code)
}
