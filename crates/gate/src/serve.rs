//! The service at work: it listens, works, watches, sweeps, and ends without losing anything.
//!
//! On its end it takes no more connections, lets requests be answered and scans be finished for so long, and gives back the rest,
//! which whoever works next does again. Clients that only wait for a scan are told at once how it stands, and may ask another node.

use crate::connections::{self, Patience};
use crate::health::operators;
use crate::http::application;
use crate::scans::{ScanJob, Scans};
use crate::service::Service;
use crate::store::{Expiries, Millis, Store, millis, now};
use crate::tls::Listener;
use crate::validations::ValidationJob;
use crate::work::{Worker, WorkerOptions};
use std::error::Error;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

/// How often what is old is swept.
const SWEEP: Duration = Duration::from_secs(60);
/// What is given back at the end is written down in so long.
const GIVING_BACK: Duration = Duration::from_secs(5);

/// How a service works.
pub struct Deployment {
    /// Where clients come in.
    pub listener: Listener,
    /// Where operators come in, for probes and metrics without a token.
    pub operators: Option<Listener>,
    /// The node's name, which no other has.
    pub node: String,
    /// Scans at a time; none leaves them to workers elsewhere.
    pub scans: usize,
    /// Validations at a time.
    pub validations: usize,
    /// How long connections are kept.
    pub patience: Patience,
    /// How long a node that is silent is thought alive.
    pub lease: Duration,
    /// How long the end may take.
    pub drain: Duration,
    /// For how long things are kept.
    pub keep: Keep,
}

/// For how long things are kept after their end.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// Validations.
    pub validations: Duration,
    /// Scans and their reports.
    pub scans: Duration,
    /// Audit events.
    pub audit: Duration,
}

impl Default for Keep {
    fn default() -> Self {
        let day = 24 * 3600;
        let (validations, scans, audit) = (day, 30 * day, 365 * day);
        let of = Duration::from_secs;
        Self { validations: of(validations), scans: of(scans), audit: of(audit) }
    }
}

/// Serves until it is told to end.
///
/// # Errors
/// It cannot go on.
pub async fn serve(service: Arc<Service>, deployment: Deployment, end: impl Future<Output = ()>) -> io::Result<()> {
    let (stop, stopped) = watch::channel(false);
    let drain = deployment.drain;
    let options =
        |kind: &str, hands| WorkerOptions { owner: format!("{}/{kind}", deployment.node), hands, lease: deployment.lease, drain };
    let mut tasks = Vec::new();
    if deployment.scans > 0 {
        let worker = Worker::new(ScanJob(Arc::clone(&service.scans)), options("scans", deployment.scans));
        tasks.push(tokio::spawn(worker.run(stopped.clone())));
    }
    let job = ValidationJob(Arc::clone(&service.validations));
    let worker = Worker::new(job, options("validations", deployment.validations));
    tasks.push(tokio::spawn(worker.run(stopped.clone())));
    let (watching, sweeping) = (Arc::clone(&service.scans), service.store.clone());
    let background = [
        tokio::spawn(async move { watching.watch().await }),
        tokio::spawn(async move { sweep(&sweeping, deployment.keep).await }),
    ];
    let serve = |listener, app| connections::serve(listener, app, deployment.patience, stopped.clone(), drain);
    if let Some(listener) = deployment.operators {
        tasks.push(tokio::spawn(serve(listener, operators(Arc::clone(&service)))));
    }
    let mut served = tokio::spawn(serve(deployment.listener, application(Arc::clone(&service))));
    let mut broken = None;
    tokio::select! {
        () = end => tasks.push(served),
        // It never ends by itself.
        outcome = &mut served => broken = outcome.err(),
    }
    tracing::info!("ending: no more connections are taken");
    let _ = stop.send(true);
    service.scans.let_go();
    let all = async {
        for task in tasks {
            let _ = task.await;
        }
    };
    let _ = timeout(drain.saturating_add(GIVING_BACK), all).await;
    background.iter().for_each(tokio::task::JoinHandle::abort);
    service.store.close().await;
    broken.map_or(Ok(()), |error| Err(io::Error::other(error)))
}

/// Scans for a gate on other machines until it is told to end.
pub async fn work(scans: Arc<Scans>, store: Store, options: WorkerOptions, end: impl Future<Output = ()>) {
    let (stop, stopped) = watch::channel(false);
    let working = tokio::spawn(Worker::new(ScanJob(scans), options).run(stopped));
    end.await;
    tracing::info!("ending: no more scans are taken");
    let _ = stop.send(true);
    let _ = working.await;
    store.close().await;
}

async fn sweep(store: &Store, keep: Keep) {
    let before = |time: Millis, kept: Duration| time.saturating_sub(millis(kept));
    loop {
        sleep(SWEEP).await;
        let time = now();
        let expiries = Expiries {
            now: time,
            validations: before(time, keep.validations),
            scans: before(time, keep.scans),
            audit: before(time, keep.audit),
        };
        if let Err(error) = store.sweep(&expiries).await {
            tracing::warn!(error = &error as &dyn Error, "cannot sweep");
        }
    }
}

#[cfg(test)]
mod tests;
