//! The whole service without a network before it: the real router, store, queue and workers; an engine that finds what an image's name
//! says, and agents that are as they should be unless their name says otherwise.

use crate::api::Scope;
use crate::http::application;
use crate::judge::Judge;
use crate::keys::{AgentKeys, generate};
use crate::metrics::Metrics;
use crate::quotas::{PerMinute, Quotas};
use crate::sbom::{AdvisorySource, Sboms};
use crate::scans::{Engines, Registries, ScanJob, ScanOptions, Scans};
use crate::service::{Options, Service};
use crate::store::{Store, now};
use crate::tls::Connection;
use crate::tokens::{Issuer, Key, Settings as TokenSettings};
use crate::validations::{AgentChecks, Checked, Checking, Objection, Submission, Switches, ValidationJob, Validations};
use crate::work::{Worker, WorkerOptions};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tidewaiter_engine::{About, Engine, EngineError, Step, Task};
use tidewaiter_image::RegistryOptions;
use tidewaiter_model::{Class, Report, ResultSet, Secret, Severity, Vulnerability};
use tidewaiter_policy::{Flags, Policy};
use tidewaiter_testkit::{Compression, ImageBuilder, Server, TarBuilder, registry};
use tokio::sync::watch;
use tower::ServiceExt;

pub(crate) const AGENT_KEY: &str = "a-registration-key-for-tests";

/// Finds what the image's name says.
pub(crate) struct ByName {
    pub(crate) scans: AtomicUsize,
}

impl Engine for ByName {
    fn name(&self) -> &'static str {
        "native"
    }

    fn about(&self) -> Result<About, EngineError> {
        Ok(About { version: "1".to_owned(), ..About::default() })
    }

    fn scan(&self, task: &Task<'_>) -> Result<Report, EngineError> {
        self.scans.fetch_add(1, Ordering::SeqCst);
        (task.progress)(Step::Reading { layers: 1 });
        let name = task.image.repository.rsplit('/').next().unwrap_or("");
        if name.starts_with("slow") {
            return self.slow(task);
        }
        if name == "broken" {
            let said = "panic: /var/lib/secret-place".to_owned();
            return Err(EngineError::Failed { engine: "trivy", status: "exit status 2".to_owned(), said });
        }
        let mut report = super::sample_report();
        report.artifact.name = task.image.to_string();
        report.artifact.image =
            Some(tidewaiter_model::ImageMetadata { manifest_digest: task.image.digest.clone(), ..Default::default() });
        report.results = vec![found(name)];
        Ok(report)
    }
}

impl ByName {
    fn slow(&self, task: &Task<'_>) -> Result<Report, EngineError> {
        let began = std::time::Instant::now();
        while began.elapsed() < task.timeout {
            if (task.stop)() {
                return Err(EngineError::Cancelled);
            }
            std::thread::yield_now();
        }
        Err(EngineError::TimedOut { seconds: task.timeout.as_secs() })
    }
}

fn found(name: &str) -> ResultSet {
    let vulnerability = |severity| Vulnerability {
        id: "CVE-2023-12345".to_owned(),
        severity,
        title: "Remote code execution vulnerability".to_owned(),
        fixed_version: "3.0.8".to_owned(),
        ..Vulnerability::default()
    };
    let package = tidewaiter_model::Package { name: "openssl".to_owned(), version: "3.0.7".to_owned(), ..Default::default() };
    let secret =
        Secret { rule_id: "aws-access-key-id".to_owned(), matched: "AKIA****".to_owned(), start_line: 5, ..Secret::default() };
    ResultSet {
        target: "/app/.env".to_owned(),
        class: if name == "secret" { Class::Secret } else { Class::OsPkgs },
        packages: vec![package],
        vulnerabilities: match name {
            "critical" => vec![vulnerability(Severity::Critical)],
            "high" => vec![vulnerability(Severity::High)],
            _ => Vec::new(),
        },
        secrets: if name == "secret" { vec![secret] } else { Vec::new() },
        ..ResultSet::default()
    }
}

/// Agents whose name begins with `sick` are not well.
struct Well;

impl AgentChecks for Well {
    fn fast<'a>(&'a self, submission: &'a Submission) -> Checking<'a> {
        let is_sick = submission.agent_id.starts_with("sick");
        let sick = Objection { kind: "health_check_failed".to_owned(), message: "it is sick".to_owned(), ..Objection::default() };
        Box::pin(async move { Checked { errors: if is_sick { vec![sick] } else { Vec::new() }, ..Checked::default() } })
    }

    fn endpoints<'a>(&'a self, _: &'a Submission) -> Checking<'a> {
        Box::pin(async { Checked { endpoint_checks: Some(serde_json::json!({ "valid": true })), ..Checked::default() } })
    }

    fn sbom<'a>(&'a self, _: &'a Submission) -> Checking<'a> {
        Box::pin(async { Checked::default() })
    }
}

struct NoAdvisories;

impl AdvisorySource for NoAdvisories {
    fn lend(&self, _: &mut dyn FnMut(&mut dyn tidewaiter_scan::Advisories)) {}
}

/// What tests choose.
#[derive(Clone)]
pub(crate) struct Setup {
    pub(crate) enabled: bool,
    pub(crate) required: bool,
    pub(crate) has_engine: bool,
    pub(crate) timeout: Duration,
    pub(crate) queue: i64,
    pub(crate) of_caller: i64,
    pub(crate) works: bool,
    pub(crate) dpop: bool,
    pub(crate) tpr: bool,
    pub(crate) rates: PerMinute,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            enabled: true,
            required: true,
            has_engine: true,
            timeout: Duration::from_secs(20),
            queue: 100,
            of_caller: 100,
            works: true,
            dpop: true,
            tpr: true,
            rates: PerMinute { temporary_token: 0, validation: 0, registration: 0, scan: 0, api: 0, unknown_tokens: 0 },
        }
    }
}

/// A service that runs.
pub(crate) struct Harness {
    pub(crate) service: Arc<Service>,
    pub(crate) engine: Arc<ByName>,
    app: Router,
    images: Server,
    _stop: watch::Sender<bool>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answered {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) json: Value,
}

impl Harness {
    pub(crate) async fn start(setup: Setup) -> Self {
        Self::over(super::sqlite().await, setup)
    }

    /// Over a store that there is.
    pub(crate) fn over(store: Store, setup: Setup) -> Self {
        let metrics = Metrics::default();
        let engine = Arc::new(ByName { scans: AtomicUsize::new(0) });
        let chosen: Arc<dyn Engine> = Arc::clone(&engine) as _;
        let engines = if setup.has_engine {
            Engines { chosen: Some(Arc::clone(&chosen)), by_name: BTreeMap::from([("native", chosen)]) }
        } else {
            Engines::default()
        };
        let scans = Arc::new(Scans::new(store.clone(), engines, scan_options(&setup), metrics.clone()));
        let flags = Flags { strict: setup.required, ..Flags::default() };
        let judge = Arc::new(Judge::new(store.clone(), Policy::from(flags), metrics.clone()));
        let switches = Switches { scan_enabled: setup.enabled, scan_required: setup.required };
        let (for_scans, for_judge) = (Arc::clone(&scans), Arc::clone(&judge));
        let validations = Validations::new(store.clone(), for_scans, for_judge, Box::new(Well), switches, metrics.clone());
        let validations = Arc::new(validations);
        let (stop, stopped) = watch::channel(false);
        if setup.works {
            let options = |owner: &str, hands| WorkerOptions {
                owner: owner.to_owned(),
                hands,
                lease: Duration::from_secs(30),
                drain: Duration::ZERO,
            };
            tokio::spawn(Worker::new(ScanJob(Arc::clone(&scans)), options("scans", 4)).run(stopped.clone()));
            tokio::spawn(Worker::new(ValidationJob(Arc::clone(&validations)), options("validations", 16)).run(stopped));
        }
        let service = Arc::new(Service {
            store,
            scans,
            judge,
            validations,
            issuer: Issuer::new(TokenSettings::default(), Key::secret(&[7; 32]).unwrap(), Vec::new()),
            keys: AgentKeys::read(AGENT_KEY).unwrap(),
            quotas: Quotas::new(setup.rates),
            sboms: Arc::new(Sboms::new(crate::sbom::Settings::default(), Arc::new(NoAdvisories))),
            metrics,
            options: options(&setup, switches),
        });
        let layer = TarBuilder::new().file("a", "hello").build();
        let files = ImageBuilder::new().layer(layer).compression(Compression::Gzip).oci_files().unwrap();
        let images = Server::start(move |request| registry(&files, request)).unwrap();
        Self { app: application(Arc::clone(&service)), service, engine, images, _stop: stop }
    }

    /// The reference of an image in which the engine finds what its name says.
    pub(crate) fn image(&self, name: &str) -> String {
        format!("{}/org/{name}:1", self.images.address())
    }

    /// What the router says of itself.
    pub(crate) fn routes(&self) -> String {
        format!("{:?}", self.app)
    }

    /// Sends a request from this machine.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answered {
        let mut request = request;
        let peer = "127.0.0.1:1000".parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(Connection { peer, is_tls: false, certificate: None }));
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_str(&text).unwrap_or_default();
        Answered { status: parts.status, headers: parts.headers, text, json }
    }

    pub(crate) async fn post(&self, path: &str, token: &str, body: &Value) -> Answered {
        self.send(request("POST", path, token).body(Body::from(body.to_string())).unwrap()).await
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Answered {
        self.send(request("GET", path, token).body(Body::empty()).unwrap()).await
    }

    /// A token of the API with these scopes.
    pub(crate) async fn api_token(&self, scopes: &[Scope]) -> String {
        let bearer = generate().unwrap();
        let words: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
        self.service.store.add_token("test", &bearer.hash(), &words.join(" "), now(), None).await.unwrap();
        bearer.reveal().to_owned()
    }
}

/// A request of that method with that token, if it is not empty; a body is JSON.
pub(crate) fn request(method: &str, path: &str, token: &str) -> axum::http::request::Builder {
    let builder =
        Request::builder().method(method).uri(path).header("host", "gate.example").header("content-type", "application/json");
    if token.is_empty() { builder } else { builder.header("authorization", format!("Bearer {token}")) }
}

fn scan_options(setup: &Setup) -> ScanOptions {
    ScanOptions {
        timeout: setup.timeout,
        lease: Duration::from_secs(30),
        fresh: Duration::from_secs(3600),
        queue: setup.queue,
        of_caller: setup.of_caller,
        registries: Registries(Arc::new(|image| (image.registry != "denied.example").then(RegistryOptions::default))),
        platform: None,
    }
}

fn options(setup: &Setup, switches: Switches) -> Options {
    Options {
        tpr: setup.tpr,
        switches,
        public_url: None,
        agent_types: vec!["automation".to_owned(), "testing".to_owned()],
        heartbeat_timeout: Duration::from_secs(60),
        idempotency: Duration::from_secs(600),
        dpop: setup.dpop.then(crate::dpop::Settings::default),
        dpop_required: false,
        certificates: None,
        certificate_required: false,
        proxies: "127.0.0.1".parse().unwrap(),
        validation_queue: 1000,
        max_body: 1 << 20,
        max_database_age_days: 7,
        problems: crate::problem::DEFAULT_BASE.to_owned(),
    }
}
