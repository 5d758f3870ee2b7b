//! Our own engine: the registry's layers as they stream, judged by the shards of one folder.

use crate::pinned::pinned;
use crate::{About, Engine, EngineError, Step, Task, clock};
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Instant;
use tidewaiter_advisory::artifact::Reach;
use tidewaiter_advisory::matching::SeverityOrder;
use tidewaiter_advisory::source::{self, Mirror};
use tidewaiter_advisory::store::{Builder, Kind, Store};
use tidewaiter_image::{ImageError, Limits, OpenOptions, RegistryOptions, WalkOptions, open_registry};
use tidewaiter_misconfig::Checks;
use tidewaiter_model::{Engine as Name, Gap, Report, ShardAge};
use tidewaiter_scan::{FactsCache, FactsFolder, Request, ScanError, Scanners, Skip, Stored, day, rfc3339, scan_image};
use tidewaiter_secrets::Scanner;

/// How our own engine works.
pub struct NativeOptions {
    /// Where the advisories come from that are fetched.
    pub osv: Mirror,
    /// Where the ratings come from that are fetched.
    pub nvd: Mirror,
    /// How mirrors in registries are reached.
    pub reach: Reach,
    /// Fetch what is missing.
    pub fetch: bool,
    /// Advisories older than this many days are told as outdated.
    pub max_age_days: u64,
    /// Layers of one image that are read at the same time.
    pub threads: usize,
    /// How much is kept of layers that were read; 0 for nothing.
    pub layer_cache_bytes: u64,
}

/// Our own engine.
pub struct Native {
    options: NativeOptions,
    store: Store,
    layers: FactsFolder,
    /// Made once somebody scans.
    tools: OnceLock<Tools>,
    skip: Skip,
}

/// What scans share.
struct Tools {
    scanner: Scanner,
    cache: Option<FactsCache>,
}

impl Native {
    /// Our own engine, with the advisories of a cache folder.
    #[must_use]
    pub fn new(cache: &Path, options: NativeOptions) -> Self {
        let layers = FactsFolder::new(cache, options.layer_cache_bytes);
        Self { options, store: Store::new(cache), layers, tools: OnceLock::new(), skip: Skip::default() }
    }

    /// Without a key that others have, too, secrets would not be known again, and layers are not kept.
    fn tools(&self) -> &Tools {
        let key = || Some(&self.layers).filter(|layers| layers.max_bytes() > 0)?.secrets_key().ok();
        self.tools.get_or_init(|| match key() {
            Some(key) => Tools {
                scanner: Scanner::default().with_key(key),
                cache: Some(FactsCache::new(vec![Box::new(self.layers.clone())])),
            },
            None => Tools { scanner: Scanner::default(), cache: None },
        })
    }

    /// The advisories that there are.
    fn databases(&self) -> Vec<(ShardAge, u64)> {
        let entries = self.store.entries().unwrap_or_default();
        let usable = entries.into_iter().filter(|entry| entry.kind == Kind::Advisories).filter_map(|entry| entry.state.ok());
        let age = |(about, _): (tidewaiter_advisory::shard::About, u64)| {
            (ShardAge { ecosystem: about.name, built: rfc3339(about.built), newest: about.newest }, about.built)
        };
        usable.map(age).collect()
    }

    /// Opens, scans, judges. A deadline or a wish to stop ends it with [`ImageError::Stopped`].
    fn attempt(&self, task: &Task<'_>, deadline: Instant, stop: &(dyn Fn() -> bool + Sync)) -> Result<Report, ScanError> {
        let registry = RegistryOptions { deadline: Some(deadline), ..task.registry.clone() };
        let options = OpenOptions { platform: task.platform.cloned(), stop: Some(stop), ..OpenOptions::default() };
        let image = open_registry(task.image, &registry, &options)?;
        (task.progress)(Step::Reading { layers: image.metadata.layers.len() });
        let (limits, now) = (Limits::default(), clock::now());
        let checks = Checks::on(&day(now));
        let tools = self.tools();
        let request = Request {
            walk: WalkOptions { limits: &limits, verify_diff_ids: true, stop: Some(stop) },
            scanners: Scanners {
                packages: task.wanted.vulnerabilities,
                secrets: task.wanted.secrets.then_some(&tools.scanner),
                checks: task.wanted.misconfigurations.then_some(&checks),
            },
            baseline: None,
            skip: &self.skip,
            cache: tools.cache.as_ref(),
            render: None,
            threads: self.options.threads.max(1),
            severity: &SeverityOrder::Auto,
            os_packages: true,
            library_packages: true,
            dev_packages: false,
            max_age_days: self.options.max_age_days,
            now,
        };
        let quiet = |_: source::Step<'_>| {};
        let NativeOptions { osv, nvd, reach, fetch, .. } = &self.options;
        let mut stored = Stored { builder: Builder { store: &self.store, osv, nvd, reach, progress: &quiet }, may_fetch: *fetch };
        scan_image(image, &request, &mut stored)
    }
}

impl Engine for Native {
    fn name(&self) -> &'static str {
        Name::NATIVE
    }

    fn about(&self) -> Result<About, EngineError> {
        let databases = self.databases();
        let now = clock::now();
        let is_old = |(_, built): &(ShardAge, u64)| now.saturating_sub(*built) / 86_400 > self.options.max_age_days;
        Ok(About {
            version: Name::native().version,
            is_outdated: databases.is_empty() || databases.iter().any(is_old),
            databases: databases.into_iter().map(|(age, _)| age).collect(),
        })
    }

    fn scan(&self, task: &Task<'_>) -> Result<Report, EngineError> {
        let deadline = Instant::now() + task.timeout;
        let stop = || (task.stop)() || Instant::now() >= deadline;
        (task.progress)(Step::Opening);
        pinned(task.image)?;
        if task.wanted.vulnerabilities && !self.options.fetch && self.databases().is_empty() {
            let reason = format!("{} holds none, and fetching is switched off", self.store.folder().display());
            return Err(EngineError::NoDatabase { reason });
        }
        // What is broken in one image must not end the service.
        let outcome =
            catch_unwind(AssertUnwindSafe(|| self.attempt(task, deadline, &stop))).map_err(|panic| panicked(&*panic))?;
        let report = outcome.map_err(|error| self.failed(error, task, deadline))?;
        (task.progress)(Step::Concluding);
        judged(report)
    }
}

impl Native {
    fn failed(&self, error: ScanError, task: &Task<'_>, deadline: Instant) -> EngineError {
        match error {
            ScanError::Image(ImageError::Stopped) if (task.stop)() => EngineError::Cancelled,
            // Connections that are cut at the deadline fail in many ways.
            ScanError::Image(_) if Instant::now() >= deadline => EngineError::TimedOut { seconds: task.timeout.as_secs() },
            ScanError::Image(error) => EngineError::Image(error),
            error => EngineError::Scan(error),
        }
    }
}

/// A report that stands on no advisories at all, though some were asked for, is none.
fn judged(report: Report) -> Result<Report, EngineError> {
    let missing = report.coverage.gaps.iter().find_map(|gap| match gap {
        Gap::MissingShard { reason, .. } => Some(reason.clone()),
        _ => None,
    });
    match missing {
        Some(reason) if report.coverage.shards.is_empty() => Err(EngineError::NoDatabase { reason }),
        _ => Ok(report),
    }
}

fn panicked(panic: &(dyn Any + Send)) -> EngineError {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    let said = crate::hush::hushed(text.unwrap_or("it did not say why"));
    EngineError::Failed { engine: Name::NATIVE, status: "it panicked".to_owned(), said }
}

#[cfg(test)]
mod tests;
