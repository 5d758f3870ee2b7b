//! HTTP beneath a registry's client: one request, its redirects, its time, TLS or not.
//!
//! Limits: plain HTTP only where it was allowed or on this machine; a redirect never leads from TLS to it.

use super::{RegistryError, RegistryOptions};
use crate::network;
use std::sync::OnceLock;
use std::time::{Duration, Instant};
use ureq::http::{HeaderMap, Method, Request, Response, Uri, header};

const MAX_REDIRECTS: usize = 5;
const CONNECT: Duration = Duration::from_secs(20);
/// Until an answer begins, and between two pieces of it.
const SILENCE: Duration = Duration::from_secs(30);
/// Nobody is waited for longer.
pub(super) const MAX_WAIT: Duration = Duration::from_secs(60);

/// What is asked.
#[derive(Clone, Copy)]
pub(super) struct Ask<'a> {
    pub(super) method: &'a Method,
    pub(super) headers: &'a [(&'a str, &'a str)],
    pub(super) body: Option<&'a [u8]>,
}

impl<'a> Ask<'a> {
    pub(super) fn get(headers: &'a [(&'a str, &'a str)]) -> Self {
        Self { method: &Method::GET, headers, body: None }
    }
}

pub(super) struct Transport {
    agent: ureq::Agent,
    registry: String,
    /// Whether the caller allowed plain HTTP.
    is_insecure: bool,
    /// Whether the registry may speak plain HTTP.
    may_be_plain: bool,
    /// `https` or `http`, once an answer has come.
    scheme: OnceLock<&'static str>,
    deadline: Option<Instant>,
}

impl Transport {
    pub(super) fn new(registry: &str, options: &RegistryOptions) -> Self {
        let tls = ureq::tls::TlsConfig::builder().disable_verification(options.insecure).build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .timeout_connect(Some(CONNECT))
            .timeout_recv_response(Some(SILENCE))
            .timeout_per_read(Some(SILENCE))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .input_buffer_size(256 << 10)
            .user_agent(concat!("tidewaiter/", env!("CARGO_PKG_VERSION")))
            .build();
        let registry = match registry {
            "docker.io" => "registry-1.docker.io".to_owned(),
            other => other.to_owned(),
        };
        Self {
            agent: network::agent(config, &options.networks),
            is_insecure: options.insecure,
            may_be_plain: options.insecure || is_loopback(&registry),
            registry,
            scheme: OnceLock::new(),
            deadline: options.deadline,
        }
    }

    /// Host and port.
    pub(super) fn registry(&self) -> &str {
        &self.registry
    }

    /// Whether credentials may be sent to an address: by TLS, unless the caller allowed otherwise or nothing leaves this machine.
    pub(super) fn may_get_credentials(&self, url: &Uri) -> bool {
        match url.scheme_str() {
            Some("https") => true,
            Some("http") => self.is_insecure || self.may_be_plain && url.authority().is_some_and(|own| is_loopback(own.as_str())),
            _ => false,
        }
    }

    /// Whether the caller's time is over.
    pub(super) fn is_late(&self) -> bool {
        self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// Waits before another try, the longer the more there were; less if there is less time.
    pub(super) fn wait(&self, tries: u32, asked: Option<Duration>) {
        let usual = Duration::from_millis(250).saturating_mul(1 << tries.min(6));
        let left = self.deadline.map_or(MAX_WAIT, |deadline| deadline.saturating_duration_since(Instant::now()));
        std::thread::sleep(asked.unwrap_or(usual).min(left));
    }

    /// Sends once, and follows redirects.
    pub(super) fn follow(
        &self,
        path: &str,
        ask: &Ask<'_>,
        authorization: Option<&str>,
    ) -> Result<Response<ureq::Body>, RegistryError> {
        let (mut url, mut response) = if path.starts_with('/') {
            self.first(path, ask, authorization)?
        } else {
            let url: Uri = path.parse().map_err(|_| self.protocol(format!("{path} is no URL")))?;
            let is_own = url.authority().is_some_and(|authority| authority.as_str() == self.registry);
            let response = self.once(&url, ask, authorization.filter(|_| is_own))?;
            (url, response)
        };
        let origin = url.clone();
        for _ in 0..MAX_REDIRECTS {
            if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Ok(response);
            }
            let location = text_of(response.headers(), "location").unwrap_or("").to_owned();
            url = self.resolve(&url, &location)?;
            let is_same = url.scheme() == origin.scheme() && url.authority() == origin.authority();
            response = self.once(&url, ask, authorization.filter(|_| is_same))?;
        }
        Err(self.protocol(format!("it redirects more than {MAX_REDIRECTS} times")))
    }

    /// The first request finds out whether the registry speaks TLS.
    fn first(
        &self,
        path: &str,
        ask: &Ask<'_>,
        authorization: Option<&str>,
    ) -> Result<(Uri, Response<ureq::Body>), RegistryError> {
        let url = |scheme: &str| {
            let url = format!("{scheme}://{}{path}", self.registry);
            url.parse::<Uri>().map_err(|_| self.protocol(format!("{url} is no URL")))
        };
        if let Some(scheme) = self.scheme.get() {
            let url = url(scheme)?;
            return self.once(&url, ask, authorization).map(|response| (url, response));
        }
        let secure = url("https")?;
        match self.once(&secure, ask, authorization) {
            Ok(response) => {
                self.scheme.get_or_init(|| "https");
                Ok((secure, response))
            }
            Err(RegistryError::Unreachable { source, .. }) if speaks_no_tls(&source) && !self.may_be_plain => {
                Err(RegistryError::Plain { registry: self.registry.clone() })
            }
            // Nothing that is secret has been sent yet.
            Err(RegistryError::Unreachable { source, .. }) if self.may_be_plain && authorization.is_none() => {
                let plain = url("http")?;
                let response = self.once(&plain, ask, authorization).map_err(|error| match error {
                    // Both failed: what went wrong with TLS is the better reason, unless nobody listens.
                    RegistryError::Unreachable { registry, source: plain } if is_refused(&plain) => {
                        RegistryError::Unreachable { registry, source }
                    }
                    error => error,
                })?;
                self.scheme.get_or_init(|| "http");
                Ok((plain, response))
            }
            Err(error) => Err(error),
        }
    }

    /// One request, without anything around it.
    pub(super) fn once(
        &self,
        url: &Uri,
        ask: &Ask<'_>,
        authorization: Option<&str>,
    ) -> Result<Response<ureq::Body>, RegistryError> {
        let mut request = Request::builder().method(ask.method).uri(url);
        for (name, value) in ask.headers {
            request = request.header(*name, *value);
        }
        if let Some(authorization) = authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        let invalid = |_| self.protocol("what it wants cannot be sent".to_owned());
        let left = self.time_left();
        let answer = match ask.body {
            Some(body) => {
                let request = request.body(body).map_err(invalid)?;
                self.agent.run(self.agent.configure_request(request).timeout_global(left).build())
            }
            None => {
                let request = request.body(()).map_err(invalid)?;
                self.agent.run(self.agent.configure_request(request).timeout_global(left).build())
            }
        };
        answer.map_err(|error| self.unreachable(url, error))
    }

    /// A form, sent to a token server.
    pub(super) fn post(&self, url: &Uri, form: &str) -> Result<Response<ureq::Body>, RegistryError> {
        let request = self.agent.post(url).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.config().timeout_global(self.time_left()).build();
        request.send(form).map_err(|error| self.unreachable(url, error))
    }

    fn time_left(&self) -> Option<Duration> {
        let left = |deadline: Instant| deadline.saturating_duration_since(Instant::now());
        self.deadline.map(|deadline| left(deadline).max(Duration::from_millis(1)))
    }

    fn unreachable(&self, url: &Uri, error: ureq::Error) -> RegistryError {
        let registry = url.authority().map_or_else(|| self.registry.clone(), ToString::to_string);
        if let Some(source) = network::forbidden(&error) {
            return RegistryError::Forbidden { registry, source };
        }
        match error {
            ureq::Error::Timeout(ureq::Timeout::RecvResponse | ureq::Timeout::PerRead | ureq::Timeout::Global) => {
                RegistryError::Silent { registry }
            }
            error => RegistryError::Unreachable { registry, source: Box::new(error) },
        }
    }

    /// The address that an answer to a request in this repository names as its location.
    pub(super) fn location(&self, response: &Response<ureq::Body>) -> Result<String, RegistryError> {
        let base = format!("{}://{}", self.scheme.get().copied().unwrap_or("https"), self.registry);
        let from: Uri = base.parse().map_err(|_| self.protocol(format!("{base} is no URL")))?;
        let location = text_of(response.headers(), "location").unwrap_or("");
        self.resolve(&from, location).map(|url| url.to_string())
    }

    /// Where a redirect leads: never from TLS to plain HTTP, unless that was allowed.
    fn resolve(&self, from: &Uri, location: &str) -> Result<Uri, RegistryError> {
        let (scheme, authority) =
            (from.scheme_str().unwrap_or("https"), from.authority().map_or("", |authority| authority.as_str()));
        let whole = match location {
            whole if whole.contains("://") => whole.to_owned(),
            rest if rest.starts_with("//") => format!("{scheme}:{rest}"),
            rest if rest.starts_with('/') => format!("{scheme}://{authority}{rest}"),
            _ => return Err(self.protocol(format!("it redirects to `{}`", location.chars().take(200).collect::<String>()))),
        };
        let url: Uri = whole.parse().map_err(|_| self.protocol("it redirects to something that is no URL".to_owned()))?;
        match url.scheme_str() {
            Some("https") => Ok(url),
            Some("http") if self.may_be_plain || scheme == "http" => Ok(url),
            Some("http") => Err(self.protocol("it redirects to plain HTTP".to_owned())),
            _ => Err(self.protocol("it redirects to something that is not HTTP".to_owned())),
        }
    }

    pub(super) fn protocol(&self, reason: String) -> RegistryError {
        RegistryError::Protocol { registry: self.registry.clone(), reason }
    }
}

pub(super) fn text_of<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

pub(super) fn is_refused(error: &ureq::Error) -> bool {
    matches!(error, ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused)
}

/// Whether what answers a TLS greeting is something else.
fn speaks_no_tls(error: &ureq::Error) -> bool {
    let text = match error {
        ureq::Error::Rustls(error) => error.to_string(),
        ureq::Error::Io(error) => error.to_string(),
        _ => return false,
    };
    text.contains("corrupt message") || text.contains("InvalidContentType")
}

fn is_loopback(registry: &str) -> bool {
    let host = match registry.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(rest),
        None => registry.split(':').next().unwrap_or(registry),
    };
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}
