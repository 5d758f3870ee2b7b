//! From settings to a service that can be served.

use crate::agent_checks::Checks;
use crate::connections::Patience;
use crate::judge::Judge;
use crate::metrics::Metrics;
use crate::probe::{Contracts, ContractsError, Prober};
use crate::quotas::Quotas;
use crate::sbom::{AdvisorySource, Sboms};
use crate::scans::{self, Registries, ScanOptions, Scans};
use crate::serve::{Deployment, Keep};
use crate::service::{Options, Service};
use crate::settings::Settings;
use crate::store::{Store, StoreError, new_id};
use crate::tls::{self, ClientCertificates, Limits, Listener, Tls, TlsError};
use crate::tokens::{Issuer, Key, KeyError};
use crate::validations::{Switches, Validations};
use crate::work::WorkerOptions;
use crate::{certificates, probe, problem};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tidewaiter_engine::Engines;
use tidewaiter_image::network::agent;
use tidewaiter_image::{Credentials, Reference, RegistryOptions};
use tidewaiter_policy::Policy;
use tokio::net::TcpListener;

/// Connections of operators at a time.
const OPERATORS: usize = 128;

/// Why there is no service. Whose fault: the operator's.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys that tokens are signed with.
    #[error("cannot sign tokens")]
    Key(#[from] KeyError),
    /// A file that settings name.
    #[error("cannot read {}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// An address to listen at.
    #[error("cannot listen at {address}")]
    Listen {
        /// Which.
        address: String,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// TLS.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// What agents' endpoints are held against.
    #[error(transparent)]
    Contracts(#[from] ContractsError),
}

/// What scans need: the service has it, and workers on other machines.
///
/// # Errors
/// The store cannot be opened.
pub async fn scans(settings: &Settings, engines: &Engines, metrics: Metrics) -> Result<(Store, Arc<Scans>), StartError> {
    let store = Store::open(settings.memory.url.as_str(), settings.memory.connections).await?;
    let reach = settings.reach.clone();
    let networks = reach.networks();
    let credentials = Credentials { given: None, files: reach.docker_config.iter().cloned().collect() };
    let registries = move |image: &Reference| {
        reach.permits(image).then(|| RegistryOptions {
            credentials: credentials.clone(),
            insecure: reach.is_insecure(image),
            networks: networks.clone(),
            deadline: None,
        })
    };
    let options = ScanOptions {
        timeout: settings.scan.timeout,
        lease: settings.limits.lease,
        fresh: settings.scan.cache_ttl,
        queue: settings.limits.scan_queue,
        of_caller: settings.limits.scans_per_caller,
        registries: Registries(Arc::new(registries)),
        platform: settings.scan.platform.clone(),
    };
    let engines = scans::Engines { chosen: engines.find(settings.scan.scanner.into()).ok(), by_name: engines.by_name().clone() };
    let scans = Arc::new(Scans::new(store.clone(), engines, options, metrics));
    Ok((store, scans))
}

/// The service behind the routes.
///
/// # Errors
/// See [`StartError`].
pub async fn service(settings: &Settings, engines: &Engines, policy: Policy, checks: Checks) -> Result<Arc<Service>, StartError> {
    let metrics = Metrics::default();
    let (store, scans) = scans(settings, engines, metrics.clone()).await?;
    let judge = Arc::new(Judge::new(store.clone(), policy, metrics.clone()));
    let switches = Switches { scan_enabled: settings.scan.enabled, scan_required: settings.scan.required };
    let (for_scans, for_judge) = (Arc::clone(&scans), Arc::clone(&judge));
    let sboms = Arc::clone(&checks.sboms);
    let validations = Validations::new(store.clone(), for_scans, for_judge, Box::new(checks), switches, metrics.clone());
    Ok(Arc::new(Service {
        store,
        scans,
        judge,
        validations: Arc::new(validations),
        issuer: issuer(settings)?,
        keys: settings.agents.keys.clone(),
        quotas: Quotas::new(settings.per_minute()),
        sboms,
        metrics,
        options: options(settings, switches)?,
    }))
}

fn issuer(settings: &Settings) -> Result<Issuer, StartError> {
    let key = match (&settings.tokens.signing_key, &settings.tokens.secret) {
        (Some(path), _) => {
            let pem = std::fs::read(path).map_err(|source| StartError::Read { path: path.clone(), source })?;
            Key::pem(&pem)?
        }
        (None, Some(secret)) => Key::secret(secret.reveal().as_bytes())?,
        // Tokens end with the process then.
        (None, None) => Key::secret(new_id("", 32).as_bytes())?,
    };
    let url = settings.http.public_url.as_ref().map_or("tidewaiter", |url| url.as_str());
    Ok(Issuer::new(settings.tokens.issuing(url, &settings.proofs), key, Vec::new()))
}

fn options(settings: &Settings, switches: Switches) -> Result<Options, StartError> {
    let is_behind_proxy = settings.http.trusted_proxies != crate::proxies::TrustedProxies::default();
    let chain = match (&settings.http.tls_client_ca, settings.certificates.verify_chain) {
        (Some(path), true) => Some(tls::signed_by(path)?),
        _ => None,
    };
    let certificates = settings.certificates.enabled.then(|| certificates::Settings {
        header: settings.certificates.header.clone(),
        proxies: settings.http.trusted_proxies.clone(),
        chain,
    });
    Ok(Options {
        tpr: settings.registration.enabled,
        switches,
        public_url: settings.http.public_url.as_ref().map(|url| url.as_str().to_owned()),
        agent_types: settings.agents.allowed_types.iter().map(|name| name.to_ascii_lowercase()).collect(),
        heartbeat_timeout: settings.agents.heartbeat_timeout,
        idempotency: settings.registration.idempotency_ttl,
        dpop: settings.proofs.verifying(is_behind_proxy),
        dpop_required: settings.proofs.required,
        certificates,
        certificate_required: settings.certificates.required_remote,
        proxies: settings.http.trusted_proxies.clone(),
        validation_queue: settings.registration.queue,
        max_body: settings.limits.max_body,
        max_database_age_days: settings.advisories.max_age_days,
        problems: problem::DEFAULT_BASE.to_owned(),
    })
}

/// What is asked of agents, and of the bills of materials that they send, which are matched with these advisories.
///
/// # Errors
/// What agents' endpoints are held against cannot be read: our fault.
pub fn checks(settings: &Settings, advisories: Arc<dyn AdvisorySource>) -> Result<Checks, StartError> {
    let sboms = Sboms::new(settings.bills.judging(&settings.advisories), advisories);
    Ok(Checks { prober: prober(settings)?, sboms: Arc::new(sboms) })
}

/// What asks agents, through the same guard as registries.
fn prober(settings: &Settings) -> Result<Prober, StartError> {
    let client = agent(ureq::Agent::config_builder().build(), &settings.reach.networks());
    let asking = probe::Settings {
        fast: settings.registration.timeout_fast,
        full: settings.registration.timeout_full,
        endpoints: settings.registration.endpoint_validation,
        strict: settings.registration.endpoint_validation_strict,
        ..probe::Settings::default()
    };
    Ok(Prober::new(client, Contracts::standard()?, asking))
}

/// Listens where settings say.
///
/// # Errors
/// An address is taken, or TLS cannot be set up.
pub async fn deployment(settings: &Settings, node: String) -> Result<Deployment, StartError> {
    let address = settings.http.address();
    let tcp = listen(&address.to_string()).await?;
    let limits = limits(settings);
    let listener = match (&settings.http.tls_cert, &settings.http.tls_key) {
        (Some(certificate), Some(key)) => {
            let clients = match (&settings.http.tls_client_ca, settings.certificates.enabled) {
                (None, false) => ClientCertificates::Unwanted,
                (authorities, _) => ClientCertificates::Optional { authorities: authorities.clone() },
            };
            let tls = Tls::new(&tls::Settings { certificate: certificate.clone(), key: key.clone(), clients })?;
            Listener::secured(tcp, tls, limits)
        }
        _ => Listener::plain(tcp, limits),
    };
    let operators = Limits { connections: OPERATORS, ..Limits::default() };
    let operators = match &settings.http.probe_listen {
        Some(address) => Some(Listener::plain(listen(&address.to_string()).await?, operators)),
        None => None,
    };
    let kept = Duration::from_secs(settings.memory.retention_days.saturating_mul(24 * 3600));
    Ok(Deployment {
        listener,
        operators,
        node,
        scans: if settings.limits.scan_here { hands(settings) } else { 0 },
        validations: settings.registration.workers,
        patience: Patience::default(),
        lease: settings.limits.lease,
        drain: settings.limits.drain,
        keep: Keep { validations: kept, scans: kept, audit: kept },
    })
}

/// Whoever waits for a scan in one request says nothing for as long as it takes.
fn limits(settings: &Settings) -> Limits {
    let limits = Limits::default();
    let longest = settings.scan.timeout.saturating_add(Duration::from_secs(60));
    Limits { silence: limits.silence.max(longest), ..limits }
}

/// How a worker works that serves nobody.
#[must_use]
pub fn worker(settings: &Settings, node: &str) -> WorkerOptions {
    let limits = &settings.limits;
    WorkerOptions { owner: format!("{node}/scans"), hands: hands(settings), lease: limits.lease, drain: limits.drain }
}

/// Scans at a time.
#[must_use]
pub fn hands(settings: &Settings) -> usize {
    match settings.limits.concurrent_scans {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        hands => hands,
    }
}

async fn listen(address: &str) -> Result<TcpListener, StartError> {
    TcpListener::bind(address).await.map_err(|source| StartError::Listen { address: address.to_owned(), source })
}
