//! A scan on demand: asked, waited for, answered with counts and what they mean by the flags of the request.

use super::SwitchedOff;
use super::caller::Agent;
use super::fields::Fields;
use crate::problem::{JsonBody, Problem, kinds};
use crate::quotas::Phase;
use crate::scans::{Asked, Refusal};
use crate::service::Service;
use crate::store::{ScanStatus, now};
use crate::time::naive;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;
use tidewaiter_image::Reference;
use tidewaiter_model::Digest;
use tidewaiter_policy::{Counts, Flags, FoundMisconfiguration, FoundSecret, FoundVulnerability, Policy, Subject};
use utoipa::ToSchema;

/// An image, and what fails it.
#[derive(Deserialize, ToSchema)]
#[schema(as = ContainerScanRequest)]
pub(super) struct Body {
    /// The image's reference.
    #[schema(example = "docker.io/library/alpine:3.20", min_length = 1, max_length = 512, format = "image-reference")]
    image: String,
    /// The token's.
    agent_id: String,
    #[schema(pattern = "^(auto|trivy|grype|native)$")]
    scanner: Option<String>,
    /// Critical vulnerabilities fail it, unless this is false.
    #[serde(default = "yes")]
    fail_on_critical: bool,
    /// Vulnerabilities of high severity do.
    #[serde(default)]
    fail_on_high: bool,
}

fn yes() -> bool {
    true
}

/// What a scan came to.
#[derive(Default, Serialize, ToSchema)]
#[schema(as = ContainerScanAnswer)]
pub(super) struct Answer {
    passed: bool,
    /// As it was asked for.
    image: String,
    /// The manifest that was judged.
    #[schema(value_type = Option<String>)]
    digest: Option<Digest>,
    /// Who scanned, or `none`.
    scanner: String,
    vulnerability_count: usize,
    critical_count: usize,
    high_count: usize,
    medium_count: usize,
    low_count: usize,
    misconfiguration_count: usize,
    secret_count: usize,
    /// Without a zone, UTC.
    scan_time: String,
    /// Why there was no scan.
    error: Option<String>,
    warnings: Vec<String>,
    /// Those that failed it.
    #[schema(value_type = Vec<Object>)]
    vulnerabilities: Vec<FoundVulnerability>,
    /// Masked.
    #[schema(value_type = Vec<Object>)]
    secrets: Vec<FoundSecret>,
    #[schema(value_type = Vec<Object>)]
    misconfigurations: Vec<FoundMisconfiguration>,
}

/// Have an image scanned, and wait for it
///
/// What cannot be scanned has not passed: the answer is 200, and `error` says why.
#[utoipa::path(post, path = "/security/container/scan", operation_id = "scan_container", tag = "security", request_body = Body, security(("temporary" = []), ("access" = [])), responses(
    (status = 200, description = "What it came to", body = Answer),
    (status = 501, description = "Switched off", body = SwitchedOff), Problem))]
pub(super) async fn scan(
    State(service): State<Arc<Service>>,
    Agent { id: agent_id }: Agent,
    JsonBody(body): JsonBody<Body>,
) -> Result<Response, Problem> {
    if !service.options.switches.scan_enabled {
        return Ok(SwitchedOff::of("Container scanning is not enabled"));
    }
    service.quotas.take(Phase::Scan, &agent_id, now())?;
    let reference = check(&body, &agent_id)?;
    let asked = Asked { engine: body.scanner.clone().filter(|name| name != "auto"), ..Asked::all(reference) };
    Ok(Json(answer(&service, &body, &asked, &agent_id).await?).into_response())
}

fn check(body: &Body, agent_id: &str) -> Result<Reference, Problem> {
    let mut fields = Fields::default();
    fields.length("image", &body.image, 1, 512);
    if let Some(scanner) = &body.scanner
        && !matches!(scanner.as_str(), "auto" | "trivy" | "grype" | "native")
    {
        fields.fault("scanner", "choice", "has to be auto, trivy, grype or native");
    }
    let reference = body.image.parse::<Reference>();
    if let Err(error) = &reference {
        fields.fault("image", "reference", error.reason());
    }
    fields.finish()?;
    if body.agent_id != agent_id {
        return Err(Problem::new(&kinds::INSUFFICIENT_PERMISSIONS, "agent_id is not the token's")
            .with("request_agent_id", &body.agent_id));
    }
    reference.map_err(|error| Problem::new(&kinds::INVALID_INPUT, error.reason()))
}

async fn answer(service: &Service, body: &Body, asked: &Asked, agent_id: &str) -> Result<Answer, Problem> {
    let scan = match service.scans.request(asked, &format!("agent:{agent_id}")).await {
        Ok((submitted, _)) => submitted.id().to_owned(),
        Err(refusal @ (Refusal::QueueFull | Refusal::Quota)) => {
            return Err(Problem::new(&kinds::RATE_LIMIT_EXCEEDED, refusal.told().1).with("attempt_type", "scan").retry_after(5));
        }
        Err(error @ (Refusal::Store(_) | Refusal::Broken)) => return Err(Problem::internal(&error)),
        Err(refusal) => return Ok(failed(body, "none", &refusal.told().1)),
    };
    let internal = |error| Problem::internal(&error);
    let patience = service.scans.options().timeout.saturating_add(Duration::from_secs(30));
    let ended = service.scans.wait(&scan, patience).await.map_err(internal)?;
    let ended = ended.ok_or_else(|| Problem::new(&kinds::NOT_FOUND, "The scan was forgotten"))?;
    if ended.status != ScanStatus::Done {
        let seconds = service.scans.options().timeout.as_secs();
        let why = ended.error.unwrap_or_else(|| format!("Container scan timed out after {seconds} seconds"));
        return Ok(failed(body, asked.engine.as_deref().unwrap_or("none"), &why));
    }
    let report = service.store.report(&scan).await.map_err(internal)?;
    let report = report.ok_or_else(|| Problem::new(&kinds::NOT_FOUND, "The report was forgotten"))?;
    let flags = Flags {
        fail_on_critical: body.fail_on_critical,
        fail_on_high: body.fail_on_high,
        fail_on_secrets: true,
        strict: service.options.switches.scan_required,
        max_database_age_days: service.options.max_database_age_days,
    };
    let verdict = Policy::from(flags).judge(&report, &Subject::default());
    let Counts { critical, high, medium, low, unknown, secrets, misconfigurations } = verdict.counts;
    let mut warnings: Vec<String> =
        [(critical, "critical vulnerabilities"), (high, "high-severity vulnerabilities"), (secrets, "exposed secrets")]
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("Found {count} {what}"))
            .collect();
    warnings.extend(verdict.reasons.iter().chain(&verdict.warnings).map(|reason| reason.message.clone()));
    let (mut vulnerabilities, mut found_secrets) = (Vec::new(), Vec::new());
    for reason in verdict.reasons {
        vulnerabilities.extend(reason.vulnerabilities);
        found_secrets.extend(reason.secrets);
    }
    Ok(Answer {
        passed: verdict.passed,
        image: body.image.clone(),
        digest: verdict.manifest_digest,
        scanner: verdict.engine.name,
        vulnerability_count: critical + high + medium + low + unknown,
        critical_count: critical,
        high_count: high,
        medium_count: medium,
        low_count: low,
        misconfiguration_count: misconfigurations,
        secret_count: secrets,
        scan_time: naive(ended.finished_at.unwrap_or_else(now)),
        error: None,
        warnings,
        vulnerabilities,
        secrets: found_secrets,
        misconfigurations: verdict.misconfigurations,
    })
}

/// No scan: nobody knows, so it has not passed.
fn failed(body: &Body, scanner: &str, error: &str) -> Answer {
    Answer {
        image: body.image.clone(),
        scanner: scanner.to_owned(),
        scan_time: naive(now()),
        error: Some(error.to_owned()),
        ..Answer::default()
    }
}
