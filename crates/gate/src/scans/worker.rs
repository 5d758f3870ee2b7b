//! How a scan is done: the engine on a thread of its own, what it says into the store, its end to all who wait.

use super::{ScanRequest, Scans, told};
use crate::store::{JobKind, Lease, Outcome, ScanStatus, Store, now};
use crate::work::Job;
use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tidewaiter_engine::{EngineError, Step, Task};
use tidewaiter_image::{Platform, Reference};
use tidewaiter_model::Report;
use tokio::sync::{Notify, mpsc};
use tokio::time::timeout;

/// What kills its worker so often is not tried again. Not fewer: what merely ran beside it has as many attempts.
const MAX_ATTEMPTS: i64 = 5;
/// Engines end by themselves at their time; this is for one that does not.
const GRACE: Duration = Duration::from_secs(15);

/// Scans of the queue.
pub struct ScanJob(pub Arc<Scans>);

impl Job for ScanJob {
    const KIND: JobKind = JobKind::Scan;

    fn store(&self) -> &Store {
        &self.0.store
    }

    fn bell(&self) -> &Notify {
        &self.0.work
    }

    async fn work(&self, lease: &Lease, stop: &Arc<AtomicBool>) {
        let began = Instant::now();
        let outcome = self.attempt(lease, stop).await;
        let (code, message) = outcome.as_ref().err().map(told).unwrap_or_default();
        let ended = match &outcome {
            Ok(report) => Outcome::Done(report),
            Err(error) => {
                tracing::warn!(scan = lease.job, code, error = error as &dyn Error, "scan failed");
                Outcome::Failed { code, message: &message }
            }
        };
        match self.store().finish_scan(lease, &ended, now()).await {
            Ok(true) => {
                let seconds = began.elapsed().as_secs_f64();
                self.0.metrics.scan_ended(code, seconds);
                tracing::info!(scan = lease.job, attempt = lease.attempt, seconds, code, "scan ended");
            }
            Ok(false) => tracing::info!(scan = lease.job, attempt = lease.attempt, "scan was cancelled or taken over"),
            // Its lease runs out, and it is done once more.
            Err(error) => tracing::error!(scan = lease.job, error = &error as &dyn Error, "cannot keep what was found"),
        }
        self.0.waiting.tell(&lease.job);
    }

    async fn is_wanted(&self, lease: &Lease) -> bool {
        match self.store().scan(&lease.job).await {
            Ok(scan) => scan.is_some_and(|scan| scan.status == ScanStatus::Running),
            Err(_) => true,
        }
    }
}

impl ScanJob {
    async fn attempt(&self, lease: &Lease, stop: &Arc<AtomicBool>) -> Result<Report, EngineError> {
        if lease.attempt > MAX_ATTEMPTS {
            return Err(broken("it has ended its worker several times"));
        }
        let scan = self.store().scan(&lease.job).await.ok().flatten().ok_or_else(|| broken("it is not in the store"))?;
        let request: ScanRequest = serde_json::from_str(&scan.request).map_err(|_| broken("its request is damaged"))?;
        let image: Reference = request.image.parse().map_err(|_| broken("its reference is damaged"))?;
        let platform = request.platform.as_deref().map(str::parse::<Platform>).transpose();
        let platform = platform.map_err(|_| broken("its platform is damaged"))?.or_else(|| self.0.options.platform.clone());
        let engine = self.0.engine(Some(&request.engine))?;
        let (said, mut heard) = mpsc::unbounded_channel::<Step>();
        let registry = (self.0.options.registries.0)(&image).ok_or_else(|| broken("its registry is not allowed any more"))?;
        let (limit, stop) = (self.0.options.timeout, Arc::clone(stop));
        let work = tokio::task::spawn_blocking(move || {
            engine.scan(&Task {
                image: &image,
                platform: platform.as_ref(),
                registry: &registry,
                wanted: request.wanted(),
                timeout: limit,
                stop: &|| stop.load(Ordering::Relaxed),
                progress: &|step| {
                    let _ = said.send(step);
                },
            })
        });
        let telling = async {
            while let Some(step) = heard.recv().await {
                let _ = self.store().set_step(lease, &step.to_string()).await;
            }
            std::future::pending::<()>().await;
        };
        tokio::select! {
            ended = timeout(limit + GRACE, work) => match ended {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(_)) => Err(broken("its thread broke off")),
                Err(_) => Err(EngineError::TimedOut { seconds: limit.as_secs() }),
            },
            () = telling => Err(broken("it was not waited for")),
        }
    }
}

fn broken(reason: &str) -> EngineError {
    EngineError::Output { engine: "the gate", reason: reason.to_owned() }
}
