//! Traces for whoever collects them: spans of requests and jobs, by OTLP over HTTP.
//!
//! Specifications: OTLP, <https://opentelemetry.io/docs/specs/otlp/#otlphttp>; W3C trace context, <https://www.w3.org/TR/trace-context/>,
//! by which a caller's trace goes on here. Headers for the collector come from `OTEL_EXPORTER_OTLP_HEADERS`, which the library reads.
//!
//! Limits: spans wait in a queue of 2,048, and what does not fit or cannot be delivered is lost: a collector that is away disturbs nobody.

use crate::settings::CollectorUrl;
use axum::http::HeaderMap;
use opentelemetry::KeyValue;
use opentelemetry::propagation::{Extractor, TextMapPropagator};
use opentelemetry::trace::TracerProvider;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response};
use opentelemetry_otlp::{ExporterBuildError, Protocol, SpanExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::SdkTracerProvider;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tracing::level_filters::LevelFilter;
use tracing::{Span, Subscriber};
use tracing_opentelemetry::OpenTelemetrySpanExt;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::registry::LookupSpan;

const NAME: &str = "tidewaiter";
/// How long one delivery may take, and the last one at the end.
const DELIVERY: Duration = Duration::from_secs(5);
/// What a collector may say.
const MAX_ANSWER: u64 = 64 * 1024;

/// Delivers spans.
pub struct Traces(SdkTracerProvider);

impl Traces {
    /// To the collector at this address, below which `/v1/traces` is.
    ///
    /// # Errors
    /// The address is none.
    pub fn to(collector: &CollectorUrl) -> Result<Self, ExporterBuildError> {
        let config = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(DELIVERY)).build();
        let exporter = SpanExporter::builder()
            .with_http()
            .with_protocol(Protocol::HttpBinary)
            .with_endpoint(format!("{}/v1/traces", collector.as_str()))
            .with_http_client(Client { agent: config.new_agent(), failures: AtomicU64::new(0) })
            .with_timeout(DELIVERY)
            .build()?;
        let version = KeyValue::new("service.version", env!("CARGO_PKG_VERSION"));
        let resource = Resource::builder().with_service_name(NAME).with_attribute(version).build();
        Ok(Self(SdkTracerProvider::builder().with_batch_exporter(exporter).with_resource(resource).build()))
    }

    /// What listens to our spans; what libraries say stays in the log.
    pub fn layer<S>(&self) -> impl Layer<S>
    where
        S: Subscriber + for<'span> LookupSpan<'span>,
    {
        let ours = Targets::new().with_target(NAME, LevelFilter::INFO);
        tracing_opentelemetry::layer().with_tracer(self.0.tracer(NAME)).with_filter(ours)
    }
}

/// Delivers what is left.
impl Drop for Traces {
    fn drop(&mut self) {
        if let Err(error) = self.0.shutdown_with_timeout(DELIVERY) {
            tracing::warn!(error = &error as &dyn std::error::Error, "the last spans are lost");
        }
    }
}

/// Makes a request's span the child of its caller's, if he says which that is.
pub(crate) fn continued(span: &Span, headers: &HeaderMap) {
    let caller = TraceContextPropagator::new().extract(&Headers(headers));
    // Where no spans are collected there is nothing to be set.
    let _ = span.set_parent(caller);
}

struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key)?.to_str().ok()
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(axum::http::HeaderName::as_str).collect()
    }
}

/// Asks the collector, in the thread of the exporter.
#[derive(Debug)]
struct Client {
    agent: ureq::Agent,
    failures: AtomicU64,
}

#[async_trait::async_trait]
impl HttpClient for Client {
    async fn send_bytes(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let answer = self.deliver(request);
        let is_taken = answer.as_ref().is_ok_and(|answer| answer.status().is_success());
        // The first, then ever more rarely.
        if !is_taken && self.failures.fetch_add(1, Ordering::Relaxed).wrapping_add(1).is_power_of_two() {
            let why = answer.as_ref().map_or_else(ToString::to_string, |answer| answer.status().to_string());
            tracing::warn!(why, "the collector of traces does not take them");
        }
        answer
    }
}

impl Client {
    fn deliver(&self, request: Request<Bytes>) -> Result<Response<Bytes>, HttpError> {
        let (head, body) = request.into_parts();
        let (head, mut answer) = self.agent.run(Request::from_parts(head, &body[..]))?.into_parts();
        let body = answer.with_config().limit(MAX_ANSWER).read_to_vec()?;
        Ok(Response::from_parts(head, body.into()))
    }
}
