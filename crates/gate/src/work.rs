//! Whoever does the jobs of the queue: takes them while there are hands free, keeps their leases alive, gives back what it cannot finish.

use crate::store::{JobKind, Lease, Millis, Store, StoreError, millis, now};
use std::collections::HashMap;
use std::error::Error;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::time::{sleep, timeout};

/// How often leases are renewed, twice within the shortest, and jobs looked for that nobody wants any more.
const RENEW: Duration = Duration::from_secs(2);
/// How often the queue is looked into when nobody rings.
const LOOK: Duration = Duration::from_millis(500);

/// One kind of job.
pub trait Job: Send + Sync + 'static {
    /// Which.
    const KIND: JobKind;

    /// The queue.
    fn store(&self) -> &Store;

    /// Rung when there may be work.
    fn bell(&self) -> &Notify;

    /// Does a job and writes down what came of it, as long as the lease holds. `stop` says that nobody waits for it any more.
    fn work(&self, lease: &Lease, stop: &Arc<AtomicBool>) -> impl Future<Output = ()> + Send;

    /// Whether anybody still wants it.
    fn is_wanted(&self, _lease: &Lease) -> impl Future<Output = bool> + Send {
        async { true }
    }
}

/// How a worker works.
#[derive(Clone, Debug)]
pub struct WorkerOptions {
    /// Its name, which no other has.
    pub owner: String,
    /// Jobs at a time.
    pub hands: usize,
    /// When it is silent for so long, it is thought dead, and others do its jobs.
    pub lease: Duration,
    /// How long it waits at its end for what runs.
    pub drain: Duration,
}

/// Does jobs of one kind.
pub struct Worker<J> {
    job: J,
    options: WorkerOptions,
    hands: Arc<Semaphore>,
    count: u32,
    running: Mutex<HashMap<String, (Lease, Arc<AtomicBool>)>>,
}

impl<J: Job> Worker<J> {
    /// A worker that has not begun.
    #[must_use]
    pub fn new(job: J, options: WorkerOptions) -> Arc<Self> {
        let count = u32::try_from(options.hands.max(1)).unwrap_or(u32::MAX);
        let hands = Arc::new(Semaphore::new(options.hands.max(1)));
        Arc::new(Self { job, options, hands, count, running: Mutex::default() })
    }

    /// Works until it is told to stop; then waits for what runs, as long as it may, and gives back the rest.
    pub async fn run(self: Arc<Self>, mut stop: watch::Receiver<bool>) {
        let keeper = tokio::spawn(Arc::clone(&self).keep());
        while !*stop.borrow() {
            let Ok(hand) = Arc::clone(&self.hands).acquire_owned().await else { break };
            match self.claim().await {
                Ok(Some(lease)) => {
                    let worker = Arc::clone(&self);
                    tokio::spawn(async move {
                        worker.work(lease).await;
                        drop(hand);
                    });
                }
                outcome => {
                    if let Err(error) = outcome {
                        tracing::warn!(kind = J::KIND.as_str(), error = &error as &dyn Error, "cannot look for work");
                    }
                    drop(hand);
                    tokio::select! {
                        () = self.job.bell().notified() => {}
                        () = sleep(LOOK) => {}
                        _ = stop.changed() => {}
                    }
                }
            }
        }
        let _ = timeout(self.options.drain, self.hands.acquire_many(self.count)).await;
        self.give_back().await;
        keeper.abort();
    }

    async fn claim(&self) -> Result<Option<Lease>, StoreError> {
        let time = now();
        self.job.store().claim(J::KIND, &self.options.owner, time, self.lease_from(time)).await
    }

    /// Until when a lease lasts that begins then.
    fn lease_from(&self, time: Millis) -> Millis {
        time.saturating_add(millis(self.options.lease))
    }

    async fn work(&self, lease: Lease) {
        let stop = Arc::new(AtomicBool::new(false));
        self.running().insert(lease.job.clone(), (lease.clone(), Arc::clone(&stop)));
        self.job.work(&lease, &stop).await;
        self.running().remove(&lease.job);
    }

    /// Renews leases, and stops what nobody wants any more.
    async fn keep(self: Arc<Self>) {
        loop {
            sleep(RENEW).await;
            let running: Vec<(Lease, Arc<AtomicBool>)> = self.running().values().cloned().collect();
            if running.is_empty() {
                continue;
            }
            if let Err(error) = self.job.store().renew(&self.options.owner, self.lease_from(now())).await {
                tracing::warn!(kind = J::KIND.as_str(), error = &error as &dyn Error, "cannot renew leases");
            }
            for (lease, stop) in running {
                if !self.job.is_wanted(&lease).await {
                    stop.store(true, Ordering::Relaxed);
                }
            }
        }
    }

    async fn give_back(&self) {
        let left: Vec<(Lease, Arc<AtomicBool>)> = self.running().drain().map(|(_, running)| running).collect();
        for (lease, stop) in left {
            stop.store(true, Ordering::Relaxed);
            if let Err(error) = self.job.store().give_back(&lease).await {
                tracing::warn!(job = lease.job, error = &error as &dyn Error, "cannot give a job back");
            }
        }
    }

    fn running(&self) -> std::sync::MutexGuard<'_, HashMap<String, (Lease, Arc<AtomicBool>)>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
