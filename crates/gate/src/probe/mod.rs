//! Whether an agent is there, is who it says, and answers as agents do.
//!
//! The fast check asks for its health; what fails there ends a validation. Then all its endpoints are asked at once and held against what
//! the registry's contract wants of them ([`Contracts`]). An agent is an arbitrary host that an unknown caller named: redirects are not
//! followed, bodies and times are bounded, and the client that is passed in decides which addresses may be connected to.
//!
//! Limits ([`Settings`]): 1 MiB an answer; 3 seconds for the health, 30 for all endpoints; 64 requests at a time. Values that agents
//! answer are not repeated in messages, since an answer may be somebody else's.

mod check;
mod contract;
mod endpoint;
mod fetch;
mod finding;
mod schema;

pub use contract::{Contract, Contracts, ContractsError};

use crate::validations::{Checked, Objection, Submission, Warning};
use endpoint::Endpoint;
use fetch::{Answer, Fetch, FetchError};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// How agents are asked.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How long the health may take (`ARCP_TPR_VALIDATION_TIMEOUT_FAST`).
    pub fast: Duration,
    /// How long all endpoints may take (`ARCP_TPR_VALIDATION_TIMEOUT_FULL`).
    pub full: Duration,
    /// Ask the endpoints at all (`ARCP_TPR_ENDPOINT_VALIDATION`).
    pub endpoints: bool,
    /// What is wrong with them fails; else it is told in warnings (`ARCP_TPR_ENDPOINT_VALIDATION_STRICT`).
    pub strict: bool,
    /// Refuse remote agents that do not speak HTTPS. The registry's documentation wants it, its server does not.
    pub needs_https: bool,
    /// The longest answer, in bytes.
    pub largest: u64,
    /// Requests at a time, to all agents.
    pub parallel: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            fast: Duration::from_secs(3),
            full: Duration::from_secs(30),
            endpoints: true,
            strict: true,
            needs_https: false,
            largest: 1 << 20,
            parallel: 64,
        }
    }
}

/// Asks agents.
pub struct Prober {
    client: ureq::Agent,
    contracts: Arc<Contracts>,
    settings: Settings,
    places: Arc<Semaphore>,
}

impl Prober {
    /// By that client, which alone decides where connections go; redirects, times and sizes are set here for every request.
    #[must_use]
    pub fn new(client: ureq::Agent, contracts: Contracts, settings: Settings) -> Self {
        let places = Arc::new(Semaphore::new(settings.parallel.clamp(1, Semaphore::MAX_PERMITS)));
        Self { client, contracts: Arc::new(contracts), settings, places }
    }

    /// Whether the agent is there and is who it says.
    pub async fn fast(&self, submission: &Submission) -> Checked {
        let mut checked = Checked::default();
        if submission.capabilities.is_empty() {
            checked.warnings.push(warning("no_capabilities", "Agent declares no capabilities"));
        }
        if let Err(error) = self.healthy(submission, &mut checked.warnings).await {
            checked.errors.push(*error);
        }
        checked
    }

    async fn healthy(&self, submission: &Submission, warnings: &mut Vec<Warning>) -> Result<(), Box<Objection>> {
        let id = &submission.agent_id;
        if id.len() < 3 || !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte)) {
            let message = "agent_id must be at least 3 characters, of letters, digits, - and _";
            return Err(about("agent_id", "invalid_agent_id", message));
        }
        let endpoint = self.endpoint(submission)?;
        let limit = self.settings.fast;
        let answer = self.ask(Fetch::get(endpoint.url("/health")), limit).await.map_err(|error| match error {
            FetchError::TimedOut => {
                objection("endpoint_timeout", format!("Health endpoint timed out after {}s", limit.as_secs_f32()))
            }
            FetchError::TooLarge => objection("invalid_health_response", "Health endpoint answered too much"),
            FetchError::Failed(why) => objection("endpoint_unreachable", format!("Cannot reach health endpoint: {why}")),
        })?;
        if answer.status != 200 {
            let error = objection("health_check_failed", format!("Health endpoint returned {}", answer.status));
            return Err(Box::new(Objection { details: Some(json!({"status_code": answer.status})), ..error }));
        }
        let Ok(Value::Object(health)) = serde_json::from_slice(&answer.body) else {
            return Err(objection("invalid_health_response", "Health endpoint returned invalid JSON").into());
        };
        let said = health.get("agent_id").and_then(Value::as_str);
        if said != Some(id) {
            return Err(about("agent_id", "identity_mismatch", finding::mismatch(id, said)));
        }
        if health.get("status").and_then(Value::as_str) != Some("healthy") {
            warnings.push(warning("unhealthy_status", "Agent reports a status other than healthy"));
        }
        Ok(())
    }

    /// Whether the agent's endpoints answer as agents do.
    pub async fn endpoints(&self, submission: &Submission) -> Checked {
        if !self.settings.endpoints {
            return Checked::default();
        }
        let endpoint = match self.endpoint(submission) {
            Ok(endpoint) => endpoint,
            Err(error) => return Checked { errors: vec![*error], ..Checked::default() },
        };
        let mut checked = check::all(self, &endpoint, submission).await;
        if !self.settings.strict {
            let told = checked.errors.drain(..).map(|error| Warning { kind: error.kind, message: error.message });
            checked.warnings.extend(told);
        }
        checked
    }

    fn endpoint(&self, submission: &Submission) -> Result<Endpoint, Box<Objection>> {
        let refused = |message| about("endpoint", "endpoint_validation_error", message);
        let endpoint = Endpoint::read(&submission.endpoint);
        let endpoint = endpoint.ok_or_else(|| refused("The endpoint is no address of the form http(s)://host[:port][/path]"))?;
        if self.settings.needs_https && submission.communication_mode == "remote" && !endpoint.is_https() {
            return Err(refused("Remote agents have to be reached by HTTPS"));
        }
        Ok(endpoint)
    }

    /// One request, in a thread of its own once there is one; waiting for it counts.
    async fn ask(&self, fetch: Fetch, limit: Duration) -> Result<Answer, FetchError> {
        let began = Instant::now();
        let place = tokio::time::timeout(limit, Arc::clone(&self.places).acquire_owned()).await;
        let Ok(Ok(place)) = place else { return Err(FetchError::TimedOut) };
        let rest = limit.saturating_sub(began.elapsed());
        let (client, largest) = (self.client.clone(), self.settings.largest);
        let work = move || {
            let answer = fetch.run(&client, rest, largest);
            drop(place);
            answer
        };
        tokio::task::spawn_blocking(work).await.unwrap_or(Err(FetchError::Failed("the request failed")))
    }
}

fn objection(kind: &str, message: impl Into<String>) -> Objection {
    Objection { kind: kind.to_owned(), message: message.into(), ..Objection::default() }
}

fn warning(kind: &str, message: impl Into<String>) -> Warning {
    Warning { kind: kind.to_owned(), message: message.into() }
}

/// One about what the agent submitted.
fn about(field: &str, kind: &str, message: impl Into<String>) -> Box<Objection> {
    Box::new(Objection { field: Some(field.to_owned()), ..objection(kind, message) })
}

#[cfg(test)]
mod tests;
