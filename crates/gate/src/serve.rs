//! The service at work: it listens, works, watches, sweeps, and ends without losing anything.
//!
//! On its end it takes no more connections, lets requests be answered and scans be finished for so long, and gives back the rest,
//! which whoever works next does again.

use crate::health::operators;
use crate::http::application;
use crate::scans::{ScanJob, Scans};
use crate::service::Service;
use crate::store::{Expiries, Millis, Store, millis, now};
use crate::tls::{Connection, Listener};
use crate::validations::ValidationJob;
use crate::work::{Worker, WorkerOptions};
use std::error::Error;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

/// How often what is old is swept.
const SWEEP: Duration = Duration::from_secs(60);

/// How a service works.
pub struct Deployment {
    /// Where clients come in.
    pub listener: Listener,
    /// Where operators come in, for probes and metrics without a token.
    pub operators: Option<TcpListener>,
    /// The node's name, which no other has.
    pub node: String,
    /// Scans at a time; none leaves them to workers elsewhere.
    pub scans: usize,
    /// Validations at a time.
    pub validations: usize,
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
/// A listener fails.
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
    if let Some(listener) = deployment.operators {
        let (app, ended) = (operators(Arc::clone(&service)), told(stopped.clone()));
        tasks.push(tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).with_graceful_shutdown(ended).await {
                tracing::error!(error = &error as &dyn Error, "the operators' listener failed");
            }
        }));
    }
    let app = application(Arc::clone(&service)).into_make_service_with_connect_info::<Connection>();
    let serving = axum::serve(deployment.listener, app).with_graceful_shutdown(told(stopped));
    let mut served = tokio::spawn(serving.into_future());
    let mut ended_by_itself = None;
    tokio::select! {
        () = end => {}
        outcome = &mut served => ended_by_itself = Some(outcome.unwrap_or_else(|error| Err(io::Error::other(error)))),
    }
    tracing::info!("ending: no more connections are taken");
    let _ = stop.send(true);
    let is_over = ended_by_itself.is_some();
    let answered = async {
        if !is_over {
            let _ = timeout(drain, served).await;
        }
    };
    let all = async {
        for task in tasks {
            let _ = task.await;
        }
    };
    // Workers need a moment more, for what they give back.
    let _ = timeout(drain.saturating_add(Duration::from_secs(5)), async { tokio::join!(answered, all) }).await;
    background.iter().for_each(tokio::task::JoinHandle::abort);
    service.store.close().await;
    ended_by_itself.unwrap_or(Ok(()))
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

async fn told(mut stopped: watch::Receiver<bool>) {
    // Whoever would tell is gone, too, when this fails.
    let _ = stopped.wait_for(|is_stopped| *is_stopped).await;
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
