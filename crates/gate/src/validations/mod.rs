//! Phase 2: whether an agent may register. Its health, its image, its bill of materials, its endpoints and what it can do are
//! looked at, all of them, so that whoever is refused learns every reason.
//!
//! A validation is a job of the queue: it waits for its scan without taking a hand of those that scan.

mod image;
mod job;
mod outcome;
mod submission;

pub use job::ValidationJob;
pub use outcome::{ContainerScan, Objection, Outcome, Severities, Warning};
pub use submission::Submission;

use crate::hex::hex;
use crate::judge::Judge;
use crate::metrics::Metrics;
use crate::scans::Scans;
use crate::store::{NewValidation, Store, StoreError, Validation, now};
use sha2::{Digest as _, Sha256};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use tokio::sync::Notify;

/// What is looked at in phase 2.
#[derive(Clone, Copy, Debug)]
pub struct Switches {
    /// Images are scanned.
    pub scan_enabled: bool,
    /// What cannot be scanned does not pass.
    pub scan_required: bool,
}

/// A future of one of the checks.
pub type Checking<'a> = Pin<Box<dyn Future<Output = Checked> + Send + 'a>>;

/// The checks of the agent itself; what does them speaks to the agent.
pub trait AgentChecks: Send + Sync {
    /// Whether it is there and is who it says. What fails here ends the validation.
    fn fast<'a>(&'a self, submission: &'a Submission) -> Checking<'a>;

    /// Whether it answers as agents do.
    fn endpoints<'a>(&'a self, submission: &'a Submission) -> Checking<'a>;

    /// Whether its bill of materials is sound.
    fn sbom<'a>(&'a self, submission: &'a Submission) -> Checking<'a>;
}

/// What a check came to.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// Why the agent may not register.
    pub errors: Vec<Objection>,
    /// What it should know.
    pub warnings: Vec<Warning>,
    /// What its endpoints answered.
    pub endpoint_checks: Option<serde_json::Value>,
}

/// Takes on validations.
pub struct Validations {
    store: Store,
    scans: Arc<Scans>,
    judge: Arc<Judge>,
    agent: Box<dyn AgentChecks>,
    switches: Switches,
    metrics: Metrics,
    /// Rung when there may be work.
    work: Notify,
}

impl Validations {
    /// Over a store, with what looks at agents.
    #[must_use]
    pub fn new(
        store: Store,
        scans: Arc<Scans>,
        judge: Arc<Judge>,
        agent: Box<dyn AgentChecks>,
        switches: Switches,
        metrics: Metrics,
    ) -> Self {
        Self { store, scans, judge, agent, switches, metrics, work: Notify::new() }
    }

    /// Takes on a validation. A temporary token is good for one: with the same submission it gets that one again, with another
    /// `None`.
    ///
    /// # Errors
    /// The store fails.
    pub async fn submit(&self, submission: &Submission, token_id: &str) -> Result<Option<Validation>, StoreError> {
        let request = serde_json::to_string(submission)
            .map_err(|source| StoreError::Damaged { what: "a submission", source: source.into() })?;
        let request_hash = sha256(&submission.body);
        let new = NewValidation {
            agent_id: submission.agent_id.clone(),
            token_id: token_id.to_owned(),
            request,
            request_hash: request_hash.clone(),
        };
        let (is_new, validation) = self.store.submit_validation(&new, now()).await?;
        if is_new {
            tracing::info!(validation = validation.id, agent = submission.agent_id, "validation queued");
            self.work.notify_one();
        }
        Ok((validation.request_hash == request_hash).then_some(validation))
    }
}

/// SHA-256 of a text, hex.
pub(crate) fn sha256(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}
