//! A validation from its beginning to its end.

use super::{Outcome, Submission, Validations};
use crate::store::{JobKind, Lease, Store, now};
use crate::work::Job;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Instant;
use tokio::sync::Notify;

/// What kills its worker so often is not tried again. More often than a scan, since the image that kills it is given up first, and
/// all the validations that ran beside it are blameless.
const MAX_ATTEMPTS: i64 = 15;

/// Validations of the queue.
pub struct ValidationJob(pub Arc<Validations>);

impl Job for ValidationJob {
    const KIND: JobKind = JobKind::Validation;

    fn store(&self) -> &Store {
        &self.0.store
    }

    fn bell(&self) -> &Notify {
        &self.0.work
    }

    async fn work(&self, lease: &Lease, _stop: &Arc<AtomicBool>) {
        let began = Instant::now();
        let mut outcome = match self.submission(lease).await {
            Some((submission, scan)) => self.0.validate(&submission, scan.as_deref(), lease).await,
            None => Outcome::internal(),
        };
        outcome.duration_ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let has_passed = outcome.errors.is_empty();
        let text = serde_json::to_string(&outcome).unwrap_or_else(|_| "{}".to_owned());
        match self.store().finish_validation(lease, has_passed, &text, now()).await {
            Ok(true) => {
                self.0.metrics.validated(has_passed);
                tracing::info!(
                    validation = lease.job,
                    passed = has_passed,
                    milliseconds = outcome.duration_ms,
                    "validation ended"
                );
            }
            Ok(false) => tracing::info!(validation = lease.job, "validation was taken over"),
            // Its lease runs out, and it is done once more.
            Err(error) => {
                tracing::error!(validation = lease.job, error = &error as &dyn Error, "cannot keep what a validation came to");
            }
        }
    }
}

impl ValidationJob {
    /// What was submitted, and the scan that an earlier attempt has asked for.
    async fn submission(&self, lease: &Lease) -> Option<(Submission, Option<String>)> {
        if lease.attempt > MAX_ATTEMPTS {
            return None;
        }
        let validation = self.store().validation(&lease.job).await.ok()??;
        Some((serde_json::from_str(&validation.request).ok()?, validation.scan_id))
    }
}

impl Validations {
    async fn validate(&self, submission: &Submission, scan: Option<&str>, lease: &Lease) -> Outcome {
        self.step(lease, "Performing fast checks...").await;
        let fast = self.agent.fast(submission).await;
        if !fast.errors.is_empty() {
            return Outcome { errors: fast.errors, warnings: fast.warnings, ..Outcome::default() };
        }
        self.step(lease, "Checking image, bill of materials and endpoints...").await;
        let (sbom, image, endpoints) =
            tokio::join!(self.agent.sbom(submission), self.image(submission, scan, lease), self.agent.endpoints(submission));
        let mut outcome = Outcome {
            errors: fast.errors,
            warnings: fast.warnings,
            endpoint_checks: endpoints.endpoint_checks,
            container_scan: image.container_scan,
            duration_ms: 0,
        };
        for (errors, warnings) in
            [(sbom.errors, sbom.warnings), (image.errors, image.warnings), (endpoints.errors, endpoints.warnings)]
        {
            outcome.errors.extend(errors);
            outcome.warnings.extend(warnings);
        }
        outcome
    }

    async fn step(&self, lease: &Lease, step: &str) {
        if let Err(error) = self.store.set_validation_step(lease, step, None).await {
            tracing::warn!(validation = lease.job, error = &error as &dyn Error, "cannot tell a validation's step");
        }
    }
}
