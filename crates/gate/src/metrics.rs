//! What the service counts, in the text format of OpenMetrics.
//!
//! Specification: <https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md>. Labels have few values: no ids,
//! no images, no agents.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use std::sync::Arc;

/// The type that scrapers expect.
pub const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Route {
    method: String,
    route: String,
    status: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Word {
    outcome: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Queue {
    kind: &'static str,
    state: &'static str,
}

/// All counters.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    requests: Family<Route, Counter>,
    request_seconds: Family<Word, Histogram, fn() -> Histogram>,
    scans: Family<Word, Counter>,
    scan_seconds: Histogram,
    submitted: Family<Word, Counter>,
    verdicts: Family<Word, Counter>,
    validations: Family<Word, Counter>,
    refusals: Family<Word, Counter>,
    jobs: Family<Queue, Gauge>,
}

impl Default for Metrics {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("tidewaiter");
        let short: fn() -> Histogram = || Histogram::new(exponential_buckets(0.0005, 2.0, 18));
        let requests = Family::default();
        let request_seconds = Family::new_with_constructor(short);
        let scans = Family::default();
        let scan_seconds = Histogram::new(exponential_buckets(0.01, 2.0, 16));
        let (submitted, verdicts, validations) = (Family::default(), Family::default(), Family::default());
        let (refusals, jobs) = (Family::default(), Family::default());
        registry.register("http_requests", "Requests by method, route and status", requests.clone());
        registry.register("http_request_seconds", "How long answers took, by route", request_seconds.clone());
        registry.register("scans", "Scans that ended here, by outcome", scans.clone());
        registry.register("scan_seconds", "How long scans took here", scan_seconds.clone());
        registry.register(
            "scan_requests",
            "Requests for scans: new, joined to one under way, answered from an earlier one",
            submitted.clone(),
        );
        registry.register("verdicts", "Verdicts, passed and failed", verdicts.clone());
        registry.register("validations", "Validations of agents that ended here, by outcome", validations.clone());
        registry.register("refusals", "Requests that were refused, by problem", refusals.clone());
        registry.register("jobs", "Jobs in the queue, by kind and state", jobs.clone());
        let registry = Arc::new(registry);
        Self { registry, requests, request_seconds, scans, scan_seconds, submitted, verdicts, validations, refusals, jobs }
    }
}

impl Metrics {
    /// An answer went out.
    pub fn answered(&self, method: &str, route: &str, status: u16, seconds: f64) {
        let labels = Route { method: method.to_owned(), route: route.to_owned(), status: u32::from(status) };
        self.requests.get_or_create(&labels).inc();
        self.request_seconds.get_or_create(&word(route)).observe(seconds);
    }

    /// A scan ended; the code is empty when it went well.
    pub fn scan_ended(&self, code: &str, seconds: f64) {
        self.scans.get_or_create(&word(if code.is_empty() { "done" } else { code })).inc();
        self.scan_seconds.observe(seconds);
    }

    /// A scan was asked for: `new`, `joined`, `cached`.
    pub fn scan_submitted(&self, how: &str) {
        self.submitted.get_or_create(&word(how)).inc();
    }

    /// A verdict was made.
    pub fn judged(&self, has_passed: bool) {
        self.verdicts.get_or_create(&word(if has_passed { "passed" } else { "failed" })).inc();
    }

    /// A validation ended.
    pub fn validated(&self, has_passed: bool) {
        self.validations.get_or_create(&word(if has_passed { "passed" } else { "failed" })).inc();
    }

    /// A request was refused.
    pub fn refused(&self, slug: &str) {
        self.refusals.get_or_create(&word(slug)).inc();
    }

    /// How many jobs of a kind wait and run.
    pub fn jobs(&self, kind: &'static str, waiting: i64, running: i64) {
        self.jobs.get_or_create(&Queue { kind, state: "queued" }).set(waiting);
        self.jobs.get_or_create(&Queue { kind, state: "running" }).set(running);
    }

    /// All of it as text.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing to a string does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

fn word(outcome: &str) -> Word {
    Word { outcome: outcome.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_told() {
        let metrics = Metrics::default();
        metrics.answered("GET", "/v1/scans/{id}", 200, 0.002);
        metrics.scan_ended("", 1.5);
        metrics.scan_ended("timeout", 300.0);
        metrics.jobs("scan", 3, 2);
        let text = metrics.text();
        for line in [
            "tidewaiter_http_requests_total{method=\"GET\",route=\"/v1/scans/{id}\",status=\"200\"} 1",
            "tidewaiter_scans_total{outcome=\"done\"} 1",
            "tidewaiter_scans_total{outcome=\"timeout\"} 1",
            "tidewaiter_scan_seconds_count 2",
            "tidewaiter_jobs{kind=\"scan\",state=\"queued\"} 3",
        ] {
            assert!(text.lines().any(|told| told == line), "{line} in\n{text}");
        }
    }
}
