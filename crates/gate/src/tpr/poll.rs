//! How a validation goes, and what it came to. A finished one is the same however often it is asked for, its token too.

use super::Enabled;
use super::caller::Holder;
use super::validate::RETRY_AFTER;
use crate::problem::{Problem, kinds};
use crate::service::{Service, seconds};
use crate::store::{Validation, ValidationStatus};
use crate::tokens::{Temporary, Validated, bound_to};
use crate::validations::{ContainerScan, Objection, Outcome, Submission, Warning};
use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use utoipa::ToSchema;

/// How a validation goes, or what it came to: every member is there, null where it says nothing.
#[derive(Default, Serialize, ToSchema)]
#[schema(as = Validation)]
pub(super) struct Told {
    #[schema(pattern = "^(pending|passed|failed)$")]
    status: &'static str,
    validation_id: String,
    message: &'static str,
    /// What registers the agent, once.
    validated_token: Option<String>,
    /// How long it is still good, in seconds.
    expires_in: Option<u64>,
    /// When to ask again, in seconds.
    retry_after: Option<u64>,
    progress: Option<String>,
    current_step: Option<String>,
    errors: Option<Vec<Objection>>,
    warnings: Option<Vec<Warning>>,
    /// What the agent's endpoints answered.
    endpoint_checks: Option<Value>,
    duration_ms: Option<u64>,
    container_scan: Option<ContainerScan>,
}

/// Phase 2: how a validation goes
///
/// However often a passed one is asked for, its token is the same.
#[utoipa::path(get, path = "/auth/agent/validation/{id}", operation_id = "show_validation", tag = "registration", params(("id" = String, Path)), security(("temporary" = [])), responses(
    (status = 200, description = "The validation", body = Told), (status = 503, response = Problem), Problem))]
pub(super) async fn poll(
    State(service): State<Arc<Service>>,
    _: Enabled,
    Path(id): Path<String>,
    Holder { claims, .. }: Holder<Temporary>,
) -> Result<Json<Told>, Problem> {
    let missing = || Problem::new(&kinds::NOT_FOUND, "Validation not found or expired");
    let validation = service.store.validation(&id).await.map_err(|error| Problem::internal(&error))?.ok_or_else(missing)?;
    if validation.agent_id != claims.agent_id {
        return Err(Problem::new(&kinds::FORBIDDEN, "This validation is another agent's"));
    }
    match validation.status {
        ValidationStatus::Pending => Ok(Json(pending(&validation))),
        ValidationStatus::Passed | ValidationStatus::Failed => Ok(Json(ended(&service, &validation)?)),
    }
}

fn pending(validation: &Validation) -> Told {
    let step = validation.step.as_deref();
    Told {
        status: "pending",
        validation_id: validation.id.clone(),
        message: "Validation in progress",
        retry_after: Some(RETRY_AFTER),
        progress: Some(step.unwrap_or("Initializing validation...").to_owned()),
        current_step: step.map(str::to_owned),
        ..Told::default()
    }
}

fn ended(service: &Service, validation: &Validation) -> Result<Told, Problem> {
    let outcome = validation.outcome().map_err(|error| Problem::internal(&error))?;
    let outcome: Outcome = serde_json::from_value(outcome).map_err(|error| Problem::internal(&error))?;
    let has_passed = validation.status == ValidationStatus::Passed;
    let token = if has_passed { Some(validated_token(service, validation)?) } else { None };
    let (token, expires_in) = token.map_or((None, None), |(token, expires_in)| (Some(token), Some(expires_in)));
    Ok(Told {
        status: validation.status.as_str(),
        validation_id: validation.id.clone(),
        message: if has_passed { "Validation passed" } else { "Validation failed" },
        validated_token: token,
        expires_in,
        errors: (!has_passed).then_some(outcome.errors),
        warnings: Some(outcome.warnings),
        endpoint_checks: outcome.endpoint_checks,
        duration_ms: Some(outcome.duration_ms),
        container_scan: outcome.container_scan,
        ..Told::default()
    })
}

/// The token of a passed validation, and for how many seconds it is still good. Its id and times are the validation's, so it is one token.
fn validated_token(service: &Service, validation: &Validation) -> Result<(String, u64), Problem> {
    let submission: Submission = serde_json::from_str(&validation.request).map_err(|error| Problem::internal(&error))?;
    let own = Validated {
        validation_id: validation.id.clone(),
        bound_to: bound_to(&submission.endpoint, &submission.capabilities, &submission.communication_mode),
        agent_type: submission.agent_type,
    };
    let passed_at = u64::try_from(validation.finished_at.unwrap_or(0) / 1000).unwrap_or(0);
    let jti = format!("validated_{}", validation.id);
    let minted = service.issuer.validated(&validation.agent_id, own, submission.cnf.as_ref(), passed_at, &jti)?;
    Ok((minted.token, minted.claims.exp.saturating_sub(seconds())))
}
