//! The service itself: where it listens, what it bears, where it keeps its memory, what it says.

use super::SettingsError;
use super::definition::settings;
use super::reader::{Reader, Sources};
use super::value::{BaseUrl, StoreUrl};
use super::word::LogFormat;
use crate::proxies::TrustedProxies;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

settings! {
    /// Where the service is reached.
    Http {
        /// The address to listen at.
        host: IpAddr = "0.0.0.0", "host", "ARCP_HOST";
        /// The port to listen at.
        port: u16 = "8001" in 0..=65_535, "port", "ARCP_PORT";
        /// Address and port, instead of both.
        listen: Option<SocketAddr> = "", "listen", "TIDEWAITER_LISTEN";
        /// A listener of its own for metrics and probes, without TLS and tokens; else they are at the service's.
        probe_listen: Option<SocketAddr> = "", "probe_listen", "TIDEWAITER_PROBE_LISTEN";
        /// The service's address as clients see it; else what they name in Host.
        public_url: Option<BaseUrl> = "", "public_url", "TIDEWAITER_PUBLIC_URL";
        /// The service's certificate and its chain, in PEM.
        tls_cert: Option<PathBuf> = "", "tls_cert", "TIDEWAITER_TLS_CERT";
        /// The certificate's private key, in PEM.
        tls_key: Option<PathBuf> = "", "tls_key", "TIDEWAITER_TLS_KEY";
        /// Who signs clients' certificates, in PEM.
        tls_client_ca: Option<PathBuf> = "", "tls_client_ca", "TIDEWAITER_TLS_CLIENT_CA";
        /// Proxies that may say for whom they ask.
        trusted_proxies: TrustedProxies = "", "trusted_proxies", "TIDEWAITER_TRUSTED_PROXIES";
    }
}

settings! {
    /// What the service bears.
    Limits {
        /// Scans at a time; 0 for one a core.
        concurrent_scans: usize = "0" in 0..=1024, "concurrent_scans", "TIDEWAITER_CONCURRENT_SCANS";
        /// Scan in the service itself; else workers do (`tidewaiter worker`), and nobody if there are none.
        scan_here: bool = "true", "scan_here", "TIDEWAITER_SCAN_HERE";
        /// Scans that may wait.
        scan_queue: i64 = "1000" in 1..=1_000_000, "scan_queue", "TIDEWAITER_SCAN_QUEUE";
        /// Scans of one caller that may wait or run.
        scans_per_caller: i64 = "100" in 1..=1_000_000, "scans_per_caller", "TIDEWAITER_SCANS_PER_CALLER";
        /// The longest body of a request, in bytes.
        max_body: usize = "1048576" in 1024..=1_073_741_824, "max_body", "TIDEWAITER_MAX_BODY";
        /// How often a caller of the API may ask, a minute; 0 for ever so often.
        rate_api: u32 = "6000" in 0..=10_000_000, "rate_limit_api", "TIDEWAITER_RATE_LIMIT_API";
        /// How often a caller may ask for scans, a minute; 0 for ever so often.
        rate_scan: u32 = "20" in 0..=10_000_000, "rate_limit_scan", "TIDEWAITER_RATE_LIMIT_SCAN";
        /// How long a worker that is silent is thought alive, in seconds. Then others do again what it was doing.
        lease: Duration = "30" in 5..=3600, "lease", "TIDEWAITER_LEASE";
        /// How long to wait at the end for what runs, in seconds.
        drain: Duration = "30" in 0..=3600, "drain_time", "TIDEWAITER_DRAIN_TIME";
    }
}

settings! {
    /// The memory.
    Memory {
        /// Where the gate keeps its jobs, reports, verdicts, tokens and audit log.
        url: StoreUrl = "sqlite:tidewaiter.db", "store", "TIDEWAITER_STORE";
        /// Connections to the store.
        connections: u32 = "8" in 1..=1000, "store_connections", "TIDEWAITER_STORE_CONNECTIONS";
        /// Reports, verdicts and the audit log are kept for so many days.
        retention_days: u64 = "90" in 1..=36_500, "retention_days", "TIDEWAITER_RETENTION_DAYS";
    }
}

settings! {
    /// What the service says of its work.
    Telling {
        /// How the log is written.
        format: LogFormat = "text", "log_format", "TIDEWAITER_LOG_FORMAT";
        /// What is logged: a level, or levels by module.
        filter: String = "info", "log", "TIDEWAITER_LOG";
        /// Where traces are sent, by OTLP over HTTP; nowhere if it is not named.
        traces: Option<String> = "", "otlp_endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT";
    }
}

impl Memory {
    /// Reads only where the memory is, for whoever needs nothing else of a gate.
    ///
    /// # Errors
    /// What is wrong with that.
    pub fn load(sources: Sources<'_>) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(sources);
        Self::read(&mut reader).ok_or(SettingsError(reader.faults))
    }
}

impl Http {
    /// Where to listen.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.listen.unwrap_or_else(|| SocketAddr::new(self.host, self.port))
    }
}
