//! Scans on behalf of others: asked for, waited for, done.
//!
//! Whoever asks names a reference; it is resolved to one manifest first, and everything after speaks of that digest. The same manifest,
//! platform, engine, advisories and options are scanned once however many ask ([`Store::submit_scan`]); policy comes later and elsewhere.

mod refusal;
mod request;
mod waiting;
mod worker;

pub use refusal::{Refusal, told};
pub use request::{Asked, ScanRequest};
pub use worker::ScanJob;

use crate::hex::hex;
use crate::metrics::Metrics;
use crate::store::{Bounds, NewScan, Scan, Store, StoreError, Submitted, millis, now};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tidewaiter_engine::{About, Engine, EngineError};
use tidewaiter_image::{OpenOptions, Platform, Reference, RegistryOptions, Resolved, resolve};
use tokio::sync::{Notify, Semaphore, watch};
use waiting::Waiting;

/// What an engine says of itself is believed for so long.
const ABOUT_AGE: Duration = Duration::from_secs(30);
/// How long a registry may take to say which manifest a reference is.
const RESOLVE_TIME: Duration = Duration::from_secs(30);
/// References that are resolved at the same time.
const RESOLVING: usize = 64;
/// What digests led to is remembered for so many; it never changes.
const MAX_RESOLVED: usize = 10_000;

/// The engines that there are.
#[derive(Clone, Default)]
pub struct Engines {
    /// Who scans when nobody is named; `None` when the configured one is not installed.
    pub chosen: Option<Arc<dyn Engine>>,
    /// All, by name.
    pub by_name: BTreeMap<&'static str, Arc<dyn Engine>>,
}

/// How scans are run.
#[derive(Clone)]
pub struct ScanOptions {
    /// How long one may take.
    pub timeout: Duration,
    /// How long its worker may be silent before another does it.
    pub lease: Duration,
    /// How long a report counts as fresh.
    pub fresh: Duration,
    /// Scans that may wait.
    pub queue: i64,
    /// Scans of one caller that may wait or run.
    pub of_caller: i64,
    /// Registries that are asked, and how.
    pub registries: Registries,
    /// The platform of indexes that is judged, unless another is asked for.
    pub platform: Option<Platform>,
}

impl ScanOptions {
    /// How long to wait for a scan: others may be before it in the queue, and its worker may die.
    #[must_use]
    pub fn patience(&self) -> Duration {
        self.timeout.saturating_add(self.lease).saturating_mul(2)
    }
}

/// Says how to talk to an image's registry; nothing for one that may not be asked.
pub type Reaching = dyn Fn(&Reference) -> Option<RegistryOptions> + Send + Sync;

/// How to talk to registries.
#[derive(Clone)]
pub struct Registries(pub Arc<Reaching>);

/// Takes requests for scans.
pub struct Scans {
    store: Store,
    engines: Engines,
    options: ScanOptions,
    abouts: Mutex<HashMap<&'static str, (Instant, About)>>,
    resolved: Mutex<HashMap<String, Resolved>>,
    resolving: Semaphore,
    waiting: Waiting,
    metrics: Metrics,
    /// Rung when there may be work.
    work: Notify,
    /// Whether the service ends.
    ending: watch::Sender<bool>,
}

impl Scans {
    /// Over a store, with these engines.
    #[must_use]
    pub fn new(store: Store, engines: Engines, options: ScanOptions, metrics: Metrics) -> Self {
        Self {
            store,
            engines,
            options,
            abouts: Mutex::default(),
            resolved: Mutex::default(),
            resolving: Semaphore::new(RESOLVING),
            waiting: Waiting::default(),
            metrics,
            work: Notify::new(),
            ending: watch::Sender::new(false),
        }
    }

    /// How scans are run.
    #[must_use]
    pub fn options(&self) -> &ScanOptions {
        &self.options
    }

    /// The engine of a name, or the one that is configured.
    ///
    /// # Errors
    /// There is none.
    pub fn engine(&self, name: Option<&str>) -> Result<Arc<dyn Engine>, EngineError> {
        let found = match name {
            None => self.engines.chosen.clone(),
            Some(name) => self.engines.by_name.get(name).cloned(),
        };
        found.ok_or(EngineError::Missing)
    }

    /// Asks for a scan, and says which manifest the reference led to.
    ///
    /// # Errors
    /// See [`Refusal`].
    pub async fn request(&self, asked: &Asked, caller: &str) -> Result<(Submitted, Resolved), Refusal> {
        let engine = self.engine(asked.engine.as_deref())?;
        let resolved = self.resolve(&asked.image, asked.platform.as_ref()).await?;
        let about = self.about(&engine).await?;
        let request = ScanRequest::new(asked, &resolved, engine.name());
        let new = NewScan {
            same_key: same_key(&request, &about),
            image: familiar(&asked.image),
            manifest_digest: resolved.manifest.as_str().to_owned(),
            request: serde_json::to_string(&request)
                .map_err(|source| StoreError::Damaged { what: "a request", source: source.into() })?,
            requested_by: caller.to_owned(),
        };
        let time = now();
        let bounds = Bounds {
            fresh_since: time.saturating_sub(millis(self.options.fresh)),
            queue: self.options.queue,
            of_caller: self.options.of_caller,
        };
        let submitted = self.store.submit_scan(&new, bounds, time).await??;
        self.metrics.scan_submitted(match submitted {
            Submitted::New(_) => "new",
            Submitted::Joined(_) => "joined",
            Submitted::Cached(_) => "cached",
        });
        if matches!(submitted, Submitted::New(_)) {
            tracing::info!(scan = submitted.id(), image = new.image, manifest = new.manifest_digest, caller, "scan queued");
            self.work.notify_one();
        }
        Ok((submitted, resolved))
    }

    /// Finds the manifest that a reference leads to.
    ///
    /// # Errors
    /// Its registry may not be asked, or does not give it.
    pub async fn resolve(&self, image: &Reference, platform: Option<&Platform>) -> Result<Resolved, Refusal> {
        let Some(registry) = (self.options.registries.0)(image) else {
            return Err(Refusal::Registry(image.registry.clone()));
        };
        let platform = platform.or(self.options.platform.as_ref());
        let key = image.digest.as_ref().map(|_| format!("{image} {}", platform.map(ToString::to_string).unwrap_or_default()));
        if let Some(found) = key.as_ref().and_then(|key| lock(&self.resolved).get(key).cloned()) {
            return Ok(found);
        }
        let _turn = self.resolving.acquire().await;
        let registry = RegistryOptions { deadline: Some(Instant::now() + RESOLVE_TIME), ..registry };
        let options = OpenOptions { platform: platform.cloned(), ..OpenOptions::default() };
        let image = image.clone();
        let found = tokio::task::spawn_blocking(move || resolve(&image, &registry, &options)).await;
        let found = found.map_err(|_| Refusal::Broken)?.map_err(|error| Refusal::Engine(EngineError::Image(error)))?;
        if let Some(key) = key {
            let mut resolved = lock(&self.resolved);
            if resolved.len() >= MAX_RESOLVED {
                resolved.clear();
            }
            resolved.insert(key, found.clone());
        }
        Ok(found)
    }

    /// What an engine says of itself, not older than half a minute.
    ///
    /// # Errors
    /// It cannot be asked.
    pub async fn about(&self, engine: &Arc<dyn Engine>) -> Result<About, Refusal> {
        if let Some((asked, about)) = lock(&self.abouts).get(engine.name())
            && asked.elapsed() < ABOUT_AGE
        {
            return Ok(about.clone());
        }
        let asking = Arc::clone(engine);
        let about = tokio::task::spawn_blocking(move || asking.about()).await.map_err(|_| Refusal::Broken)??;
        lock(&self.abouts).insert(engine.name(), (Instant::now(), about.clone()));
        Ok(about)
    }

    /// Waits until a scan has ended, or for so long; gives it as it then stands.
    ///
    /// # Errors
    /// The store fails.
    pub async fn wait(&self, id: &str, patience: Duration) -> Result<Option<Scan>, StoreError> {
        self.waiting.wait(&self.store, id, patience).await
    }

    /// As [`Self::wait`], for those who can ask again elsewhere: when the service ends, they are told at once how the scan stands.
    ///
    /// # Errors
    /// The store fails.
    pub async fn hold_on(&self, id: &str, patience: Duration) -> Result<Option<Scan>, StoreError> {
        tokio::select! {
            scan = self.wait(id, patience) => scan,
            () = self.ended() => self.store.scan(id).await,
        }
    }

    /// Lets go of all who hold on.
    pub fn let_go(&self) {
        self.ending.send_replace(true);
    }

    /// Returns when the service ends.
    pub(crate) async fn ended(&self) {
        // The sender is this one's own, so that this cannot fail.
        let _ = self.ending.subscribe().wait_for(|is_ending| *is_ending).await;
    }

    /// Ends a scan that nobody wants any more; `false` when it has ended already.
    ///
    /// # Errors
    /// The store fails.
    pub async fn cancel(&self, id: &str) -> Result<bool, StoreError> {
        let is_cancelled = self.store.cancel_scan(id, now()).await?;
        self.waiting.tell(id);
        Ok(is_cancelled)
    }

    /// Looks after those who wait for scans that other nodes finish. Runs until it is dropped.
    pub async fn watch(&self) {
        self.waiting.watch(&self.store).await;
    }
}

/// As people write it, with its tag or digest.
#[must_use]
pub fn familiar(image: &Reference) -> String {
    let name = image.familiar_name();
    match (&image.tag, &image.digest) {
        (Some(tag), None) => format!("{name}:{tag}"),
        (Some(tag), Some(digest)) => format!("{name}:{tag}@{digest}"),
        (None, Some(digest)) => format!("{name}@{digest}"),
        (None, None) => name,
    }
}

/// Whatever can make a difference to the report, each part with its length so that no two lists read the same.
fn same_key(request: &ScanRequest, about: &About) -> String {
    let mut hasher = Sha256::new();
    let databases = about.databases.iter().map(|shard| format!("{}={}/{}", shard.ecosystem, shard.built, shard.newest));
    let parts = [request.image.clone(), request.platform.clone().unwrap_or_default(), request.engine.clone()];
    let wanted = [request.vulnerabilities, request.secrets, request.misconfigurations].map(|wanted| wanted.to_string());
    for part in parts.into_iter().chain(wanted).chain([about.version.clone()]).chain(databases) {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hex(&hasher.finalize())
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
