//! Whoever does the scans: takes jobs as long as there are hands free, keeps their leases alive, and gives back what it cannot finish.

use super::{ScanRequest, Scans, lock, told};
use crate::store::{JobKind, Lease, Millis, Outcome, ScanStatus, Store, StoreError, now};
use std::collections::HashMap;
use std::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tidewaiter_engine::{EngineError, Step, Task};
use tidewaiter_image::{Platform, Reference};
use tidewaiter_model::Report;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::{sleep, timeout};

/// A worker that is silent for so long is thought dead.
const LEASE: Duration = Duration::from_secs(30);
/// How often leases are renewed and cancelled scans looked for.
const RENEW: Duration = Duration::from_secs(2);
/// How often the queue is looked into when nobody rings.
const LOOK: Duration = Duration::from_millis(500);
/// What kills its worker so often is not tried again.
const MAX_ATTEMPTS: i64 = 3;
/// Engines end by themselves at their time; this is for one that does not.
const GRACE: Duration = Duration::from_secs(15);

/// Does scans.
pub struct Worker {
    scans: Arc<Scans>,
    owner: String,
    hands: Arc<Semaphore>,
    count: u32,
    running: Mutex<HashMap<String, (Lease, Arc<AtomicBool>)>>,
}

impl Worker {
    /// A worker of that name, which no other may have, that does so many scans at a time.
    #[must_use]
    pub fn new(scans: Arc<Scans>, owner: String, hands: usize) -> Arc<Self> {
        let count = u32::try_from(hands.max(1)).unwrap_or(u32::MAX);
        let hands = Arc::new(Semaphore::new(count as usize));
        Arc::new(Self { scans, owner, hands, count, running: Mutex::default() })
    }

    /// Works until it is told to stop; then waits so long for what runs and gives back the rest.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>, drain: Duration) {
        let keeper = tokio::spawn(Arc::clone(&self).keep());
        loop {
            let Ok(hand) = Arc::clone(&self.hands).acquire_owned().await else { break };
            if *stop.borrow() {
                break;
            }
            match self.claim().await {
                Ok(Some(lease)) => {
                    let worker = Arc::clone(&self);
                    tokio::spawn(async move {
                        worker.scan(lease).await;
                        drop(hand);
                    });
                }
                outcome => {
                    if let Err(error) = outcome {
                        tracing::warn!(error = &error as &dyn Error, "cannot look for scans");
                    }
                    drop(hand);
                    tokio::select! {
                        () = self.scans.work.notified() => {}
                        () = sleep(LOOK) => {}
                        _ = stop.changed() => break,
                    }
                }
            }
        }
        let _ = timeout(drain, self.hands.acquire_many(self.count)).await;
        self.give_back().await;
        keeper.abort();
    }

    async fn claim(&self) -> Result<Option<Lease>, StoreError> {
        let time = now();
        self.store().claim(JobKind::Scan, &self.owner, time, time.saturating_add(millis(LEASE))).await
    }

    /// Renews leases, and stops what was cancelled or taken over.
    async fn keep(self: Arc<Self>) {
        loop {
            sleep(RENEW).await;
            let running: Vec<(Lease, Arc<AtomicBool>)> = lock(&self.running).values().cloned().collect();
            if running.is_empty() {
                continue;
            }
            if let Err(error) = self.store().renew(&self.owner, now().saturating_add(millis(LEASE))).await {
                tracing::warn!(error = &error as &dyn Error, "cannot renew leases");
            }
            for (lease, stop) in running {
                if let Ok(scan) = self.store().scan(&lease.job).await
                    && scan.is_none_or(|scan| scan.status != ScanStatus::Running)
                {
                    stop.store(true, Ordering::Relaxed);
                }
            }
        }
    }

    /// Does one scan and writes down what came of it.
    async fn scan(self: Arc<Self>, lease: Lease) {
        let stop = Arc::new(AtomicBool::new(false));
        lock(&self.running).insert(lease.job.clone(), (lease.clone(), Arc::clone(&stop)));
        let began = std::time::Instant::now();
        let outcome = self.attempt(&lease, &stop).await;
        let was_running = lock(&self.running).remove(&lease.job).is_some();
        // Given back while it ran: another does it.
        if was_running {
            self.conclude(&lease, outcome, began.elapsed()).await;
        }
    }

    async fn conclude(&self, lease: &Lease, outcome: Result<Report, EngineError>, took: Duration) {
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
                tracing::info!(scan = lease.job, attempt = lease.attempt, seconds = took.as_secs_f64(), code, "scan ended")
            }
            Ok(false) => tracing::info!(scan = lease.job, attempt = lease.attempt, "scan was cancelled or taken over"),
            // Its lease runs out, and it is done once more.
            Err(error) => tracing::error!(scan = lease.job, error = &error as &dyn Error, "cannot keep what was found"),
        }
        self.scans.waiting.tell(&lease.job);
    }

    async fn attempt(&self, lease: &Lease, stop: &Arc<AtomicBool>) -> Result<Report, EngineError> {
        if lease.attempt > MAX_ATTEMPTS {
            return Err(broken("it has ended its worker several times"));
        }
        let scan = self.store().scan(&lease.job).await.ok().flatten().ok_or_else(|| broken("it is not in the store"))?;
        let request: ScanRequest = serde_json::from_str(&scan.request).map_err(|_| broken("its request is damaged"))?;
        let image: Reference = request.image.parse().map_err(|_| broken("its reference is damaged"))?;
        let platform = request.platform.as_deref().map(str::parse::<Platform>).transpose();
        let platform = platform.map_err(|_| broken("its platform is damaged"))?.or_else(|| self.scans.options.platform.clone());
        let engine = self.scans.engine(Some(&request.engine))?;
        let (said, mut heard) = mpsc::unbounded_channel::<Step>();
        let (registry, limit, stop) = (self.scans.options.registry.clone(), self.scans.options.timeout, Arc::clone(stop));
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

    async fn give_back(&self) {
        let left: Vec<(Lease, Arc<AtomicBool>)> = lock(&self.running).drain().map(|(_, running)| running).collect();
        for (lease, stop) in left {
            stop.store(true, Ordering::Relaxed);
            if let Err(error) = self.store().give_back(&lease).await {
                tracing::warn!(scan = lease.job, error = &error as &dyn Error, "cannot give a scan back");
            }
        }
    }

    fn store(&self) -> &Store {
        &self.scans.store
    }
}

fn broken(reason: &str) -> EngineError {
    EngineError::Output { engine: "the gate", reason: reason.to_owned() }
}

fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX)
}
