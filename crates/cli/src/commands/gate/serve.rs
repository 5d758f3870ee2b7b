//! `serve` and `worker`.

use super::super::engines::{Wishes, engines};
use super::super::login::{reach, registry_options};
use super::super::{cache_dir, parallelism, settings};
use super::{block_on, ending, logs, start_failure};
use crate::args::{LoginArgs, SettingsArgs};
use crate::exit::{Exit, Failure};
use std::sync::Arc;
use tidewaiter_advisory::source::{Mirror, PUBLIC_NVD, PUBLIC_OSV};
use tidewaiter_advisory::store::Store;
use tidewaiter_engine::Engines;
use tidewaiter_gate::judge::Judge;
use tidewaiter_gate::metrics::Metrics;
use tidewaiter_gate::sbom::Database;
use tidewaiter_gate::settings::{Advisories, Settings};
use tidewaiter_gate::store::new_id;
use tidewaiter_gate::traces::Traces;
use tidewaiter_gate::{serve as serving, start};

/// `serve`: until it is told to end.
pub(in super::super) fn serve(args: &SettingsArgs) -> Result<Exit, Failure> {
    let (settings, _traces) = begun(args)?;
    let policy = settings::policy(&settings)?;
    let checks = start::checks(&settings, Arc::new(database(&settings.advisories)?)).map_err(start_failure)?;
    let engines = installed(&settings)?;
    let policy_id = policy.id();
    block_on(async {
        let end = ending::signalled().map_err(signals)?;
        let service = start::service(&settings, &engines, policy, checks).await.map_err(start_failure)?;
        let deployment = start::deployment(&settings, node()).await.map_err(start_failure)?;
        let address = deployment.listener.address().map(|address| address.to_string()).unwrap_or_default();
        let scanner = service.scans.engine(None).inspect_err(|error| tracing::warn!("{error}"));
        let scanner = scanner.map_or("none", |engine| engine.name());
        tracing::info!(address, scanner, policy = policy_id.name, version = env!("CARGO_PKG_VERSION"), "serving");
        let judge = Arc::clone(&service.judge);
        tokio::spawn(ending::at_hangup(move || judge_anew(&settings, &judge)));
        ending::ready();
        let served = serving::serve(service, deployment, end).await;
        served.map_err(|error| Failure::new(Exit::Internal, error, "the service ended".to_owned()))
    })?;
    Ok(Exit::Done)
}

/// `worker`: scans of the gate's queue until it is told to end.
pub(in super::super) fn work(args: &SettingsArgs) -> Result<Exit, Failure> {
    let (settings, _traces) = begun(args)?;
    let engines = installed(&settings)?;
    block_on(async {
        let end = ending::signalled().map_err(signals)?;
        let (store, scans) = start::scans(&settings, &engines, Metrics::default()).await.map_err(start_failure)?;
        let worker = start::worker(&settings, &node());
        tracing::info!(hands = worker.hands, version = env!("CARGO_PKG_VERSION"), "working");
        ending::ready();
        serving::work(scans, store, worker, end).await;
        Ok(())
    })?;
    Ok(Exit::Done)
}

/// Takes the policy as it stands now; the old one stays in force where it cannot be used.
fn judge_anew(settings: &Settings, judge: &Judge) {
    match settings::policy(settings) {
        Ok(policy) => {
            let id = policy.id();
            judge.replace(policy);
            tracing::info!(policy = id.name, digest = id.digest.to_string(), "judging by the policy as it stands now");
        }
        Err(failure) => tracing::error!("the policy stays as it was: {}", failure.sentence()),
    }
}

/// The settings, the log that says what is odd about them, and what collects traces until it is dropped.
fn begun(args: &SettingsArgs) -> Result<(Settings, Option<Traces>), Failure> {
    let settings = settings::load(args)?;
    let traces = logs::begin(&settings.telling)?;
    settings.notes.iter().for_each(|note| tracing::warn!("{note}"));
    Ok((settings, traces))
}

/// The engines, as the settings want them. Several scans share this machine, so that one image takes no more than its part.
fn installed(settings: &Settings) -> Result<Engines, Failure> {
    let advisories = &settings.advisories;
    Ok(engines(Wishes {
        cache_dir: cache_dir(advisories.cache_dir.as_deref())?,
        osv: osv(advisories),
        nvd: nvd(advisories),
        reach: reach(advisories.verify_key.as_deref(), &LoginArgs::default())?,
        may_fetch: advisories.fetch,
        max_age_days: advisories.max_age_days,
        trivy_cache_dir: settings.scan.trivy_cache_dir.clone(),
        threads: parallelism().div_ceil(start::hands(settings)),
        layer_cache_bytes: advisories.cache_size.0,
    }))
}

/// What bills of materials are matched with.
fn database(advisories: &Advisories) -> Result<Database, Failure> {
    Ok(Database {
        store: Store::new(&cache_dir(advisories.cache_dir.as_deref())?),
        osv: osv(advisories),
        nvd: nvd(advisories),
        registry: registry_options(&LoginArgs::default(), None)?,
        key: reach(advisories.verify_key.as_deref(), &LoginArgs::default())?.key,
        may_fetch: advisories.fetch,
    })
}

fn osv(advisories: &Advisories) -> Mirror {
    Mirror::parse(advisories.source.as_deref().unwrap_or(PUBLIC_OSV))
}

fn nvd(advisories: &Advisories) -> Mirror {
    Mirror::parse(advisories.nvd_source.as_deref().unwrap_or(PUBLIC_NVD))
}

/// A name that no other node has, and no earlier life of this one.
fn node() -> String {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    new_id(&format!("{}/{}/", host.trim(), std::process::id()), 6)
}

fn signals(error: std::io::Error) -> Failure {
    Failure::new(Exit::Internal, error, "cannot be told to end".to_owned())
}
