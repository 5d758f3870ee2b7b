//! All endpoints of an agent, asked at once.

use super::Prober;
use super::contract::{Contract, Contracts};
use super::endpoint::Endpoint;
use super::fetch::{Answer, Fetch, FetchError};
use super::finding::{Fault, Finding};
use super::schema::faults;
use crate::validations::{Checked, Submission};
use futures_util::future::join_all;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use ureq::http::Method;

/// Capabilities that a message names.
const MAX_NAMED: usize = 20;

pub(super) async fn all(prober: &Prober, endpoint: &Endpoint, submission: &Submission) -> Checked {
    let began = Instant::now();
    let contracts = &prober.contracts;
    let asked = contracts.endpoints.iter().map(|contract| one(prober, contract, endpoint, submission));
    let findings = join_all(asked).await;
    summary(contracts, findings, submission, began.elapsed())
}

/// The document `endpoint_checks`, and what of it counts.
fn summary(contracts: &Contracts, findings: Vec<Finding>, submission: &Submission, took: Duration) -> Checked {
    let mut checks = Map::new();
    let (mut errors, mut warnings) = (Vec::new(), Vec::new());
    for (contract, finding) in contracts.endpoints.iter().zip(findings) {
        checks.insert(contract.name(), json!(finding.check));
        errors.extend(finding.errors);
        warnings.extend(finding.warnings);
    }
    let document = json!({
        "agent_id": submission.agent_id,
        "mode": contracts.mode,
        "valid": errors.is_empty(),
        "duration_ms": milliseconds(took),
        "checks": checks,
        "error_count": errors.len(),
        "warning_count": warnings.len(),
        "errors": errors,
        "warnings": warnings,
    });
    Checked { errors, warnings: warnings.into_iter().map(Into::into).collect(), endpoint_checks: Some(document) }
}

async fn one(prober: &Prober, contract: &Contract, endpoint: &Endpoint, submission: &Submission) -> Finding {
    let (path, method) = (contract.path.as_str(), contract.method.as_str());
    let fetch = Fetch {
        method: Method::from_bytes(method.as_bytes()).unwrap_or_default(),
        url: endpoint.url(&contract.path_for(&submission.agent_id)),
        body: contract.body(),
    };
    let limit = contract.timeout().min(prober.settings.full);
    let answer = match prober.ask(fetch, limit).await {
        Ok(answer) => answer,
        Err(error) => {
            let fault = match error {
                FetchError::TimedOut => Fault::timeout(limit.as_secs_f32()),
                FetchError::TooLarge => Fault::connection("it answered too much"),
                FetchError::Failed(why) => Fault::connection(why),
            };
            return Finding::failed(path, method, None, contract.required, fault);
        }
    };
    let took = milliseconds(answer.took);
    judge(&answer, contract, submission)
        .unwrap_or_else(|fault| Finding::failed(path, method, Some(took), contract.required, fault))
}

fn judge(answer: &Answer, contract: &Contract, submission: &Submission) -> Result<Finding, Fault> {
    let path = contract.path.as_str();
    let passed = Finding::passed(contract.method.as_str(), milliseconds(answer.took));
    if !contract.expected_status.contains(&answer.status) {
        return Err(Fault::status(&contract.expected_status, answer.status));
    }
    // Metrics in Prometheus's own form.
    if path == "/metrics" && answer.content_type.contains("text") {
        let is_empty = answer.body.trim_ascii().is_empty();
        let message = "Metrics endpoint returned empty response";
        return Ok(if is_empty { passed.but(path, "empty_response", "Empty response", message) } else { passed });
    }
    let data: Value = serde_json::from_slice(&answer.body).map_err(|_| Fault::no_json())?;
    let Value::Object(data) = data else { return Err(Fault::schema(&["The response is no object".to_owned()])) };
    let faults = faults(&data, contract);
    if !faults.is_empty() {
        return Err(Fault::schema(&faults));
    }
    if let Some(said) = data.get("agent_id")
        && said.as_str() != Some(&submission.agent_id)
    {
        return Err(Fault::identity(&submission.agent_id, said.as_str()));
    }
    Ok(noted(passed, path, &data, &submission.capabilities))
}

/// What the agent says of itself and should not, without failing by it.
fn noted(mut finding: Finding, path: &str, data: &Map<String, Value>, declared: &[String]) -> Finding {
    if path == "/health" && data.get("status").and_then(Value::as_str) != Some("healthy") {
        finding.warn(path, "unhealthy_status", "Agent reports a status other than healthy".to_owned());
    }
    // The registry looks at the second only, which its own agents do not fill.
    if let ("/" | "/health/detailed", Some(Value::Array(reported))) = (path, data.get("capabilities")) {
        let reported: BTreeSet<&str> = reported.iter().filter_map(Value::as_str).collect();
        let declared: BTreeSet<&str> = declared.iter().map(String::as_str).collect();
        if !reported.is_subset(&declared) && !declared.is_subset(&reported) {
            let missing: Vec<_> = declared.difference(&reported).take(MAX_NAMED).copied().collect();
            let message = format!("Capabilities mismatch: the agent does not report {}", missing.join(", "));
            finding.warn(path, "capability_mismatch", message);
        }
    }
    finding
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
