//! How a validation goes, and what it came to. A finished one is the same however often it is asked for, its token too.

use super::Enabled;
use super::caller::Holder;
use crate::problem::{Problem, kinds};
use crate::service::{Service, seconds};
use crate::store::{Validation, ValidationStatus};
use crate::tokens::{Temporary, Validated, bound_to};
use crate::validations::{Outcome, Submission};
use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) async fn poll(
    State(service): State<Arc<Service>>,
    _: Enabled,
    Path(id): Path<String>,
    Holder { claims, .. }: Holder<Temporary>,
) -> Result<Json<Value>, Problem> {
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

fn pending(validation: &Validation) -> Value {
    let step = validation.step.as_deref();
    json!({
        "status": "pending",
        "validation_id": validation.id,
        "message": "Validation in progress",
        "validated_token": null,
        "expires_in": null,
        "retry_after": 2,
        "progress": step.unwrap_or("Initializing validation..."),
        "current_step": step,
        "errors": null,
        "warnings": null,
        "endpoint_checks": null,
        "duration_ms": null,
    })
}

fn ended(service: &Service, validation: &Validation) -> Result<Value, Problem> {
    let outcome = validation.outcome().map_err(|error| Problem::internal(&error))?;
    let outcome: Outcome = serde_json::from_value(outcome).map_err(|error| Problem::internal(&error))?;
    let has_passed = validation.status == ValidationStatus::Passed;
    let token = if has_passed { Some(validated_token(service, validation)?) } else { None };
    let (token, expires_in) = token.map_or((None, None), |(token, expires_in)| (Some(token), Some(expires_in)));
    Ok(json!({
        "status": validation.status.as_str(),
        "validation_id": validation.id,
        "message": if has_passed { "Validation passed" } else { "Validation failed" },
        "validated_token": token,
        "expires_in": expires_in,
        "retry_after": null,
        "progress": null,
        "current_step": null,
        "errors": if has_passed { Value::Null } else { json!(outcome.errors) },
        "warnings": outcome.warnings,
        "endpoint_checks": outcome.endpoint_checks,
        "duration_ms": outcome.duration_ms,
        "container_scan": outcome.container_scan,
    }))
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
