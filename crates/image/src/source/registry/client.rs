//! One repository of a registry, asked over HTTP: log-in, redirects, retries.
//!
//! Specification: <https://github.com/opencontainers/distribution-spec/blob/main/spec.md>.
//! Credentials go to the registry and to the token server that it names, never to where it redirects.

use super::challenge::{self, Challenge};
use super::credentials::Login;
use super::{RegistryError, RegistryOptions, token};
use crate::Reference;
use std::io::Read;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use ureq::http::{HeaderMap, Response, Uri, header};

const TRIES: u32 = 5;
const MAX_REDIRECTS: usize = 5;
const CONNECT: Duration = Duration::from_secs(20);
/// Until an answer begins, and between two pieces of it.
const SILENCE: Duration = Duration::from_secs(30);
/// A registry that asks for more patience is told as refusing.
const MAX_WAIT: Duration = Duration::from_secs(60);
/// Of an error's text.
const MAX_ERROR: u64 = 64 << 10;

/// The bytes of an answer.
pub(super) type Body = Box<dyn Read + Send>;

pub(super) struct Client {
    agent: ureq::Agent,
    registry: String,
    repository: String,
    login: Login,
    may_be_plain: bool,
    /// `https` or `http`, once an answer has come.
    scheme: OnceLock<&'static str>,
    /// The `Authorization` that was accepted last.
    authorization: Mutex<Option<String>>,
    deadline: Option<Instant>,
}

impl Client {
    pub(super) fn new(reference: &Reference, options: &RegistryOptions) -> Result<Self, RegistryError> {
        let login = options.credentials.find(reference)?;
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
        let registry = match reference.registry.as_str() {
            "docker.io" => "registry-1.docker.io".to_owned(),
            other => other.to_owned(),
        };
        Ok(Self {
            agent: ureq::Agent::new_with_config(config),
            may_be_plain: options.insecure || is_loopback(&registry),
            registry,
            repository: reference.repository.clone(),
            scheme: OnceLock::new(),
            authorization: Mutex::new(match &login {
                Login::Token(token) => Some(format!("Bearer {token}")),
                _ => None,
            }),
            login,
            deadline: options.deadline,
        })
    }

    /// For errors: registry and repository.
    pub(super) fn name(&self) -> String {
        format!("{}/{}", self.registry, self.repository)
    }

    pub(super) fn repository(&self) -> &str {
        &self.repository
    }

    pub(super) fn login(&self) -> &Login {
        &self.login
    }

    /// Whether the caller's time is over.
    pub(super) fn is_late(&self) -> bool {
        self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// The answer to `GET /v2/<repository>/<path>`, if it is 200.
    pub(super) fn get(&self, path: &str, accept: &str) -> Result<(HeaderMap, Body), RegistryError> {
        let response = self.send(path, &[("accept", accept)])?;
        match response.status().as_u16() {
            200 => {
                let (head, body) = response.into_parts();
                Ok((head.headers, Box::new(body.into_reader())))
            }
            _ => Err(self.refusal(path, response)),
        }
    }

    /// A blob from a byte on, whether the registry knows ranges or not.
    pub(super) fn get_from(&self, path: &str, start: u64) -> Result<Body, RegistryError> {
        if start == 0 {
            return Ok(self.get(path, "*/*")?.1);
        }
        let response = self.send(path, &[("accept", "*/*"), ("range", &format!("bytes={start}-"))])?;
        let begins = |text: &str| text.trim().strip_prefix("bytes ").is_some_and(|range| range.starts_with(&format!("{start}-")));
        match response.status().as_u16() {
            206 if text_of(response.headers(), "content-range").is_some_and(begins) => {
                Ok(Box::new(response.into_body().into_reader()))
            }
            206 => Err(self.protocol("it answers with another range than was asked for".to_owned())),
            200 => {
                let mut body = response.into_body().into_reader();
                let skipped = std::io::copy(&mut (&mut body).take(start), &mut std::io::sink());
                match skipped {
                    Ok(skipped) if skipped == start => Ok(Box::new(body)),
                    _ => Err(self.protocol("it broke off again before the same place".to_owned())),
                }
            }
            _ => Err(self.refusal(path, response)),
        }
    }

    /// Waits before another try, the longer the more there were; less if there is less time.
    pub(super) fn wait(&self, tries: u32, asked: Option<Duration>) {
        let usual = Duration::from_millis(250).saturating_mul(1 << tries.min(6));
        let left = self.deadline.map_or(MAX_WAIT, |deadline| deadline.saturating_duration_since(Instant::now()));
        std::thread::sleep(asked.unwrap_or(usual).min(left));
    }

    /// Sends until there is an answer that is neither a passing refusal nor a demand for credentials that we have.
    fn send(&self, path: &str, headers: &[(&str, &str)]) -> Result<Response<ureq::Body>, RegistryError> {
        let path = format!("/v2/{}/{path}", self.repository);
        let mut is_fresh = false;
        let mut tries = 0;
        loop {
            tries += 1;
            let authorization = self.authorization.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let response = match self.follow(&path, headers, authorization.as_deref()) {
                Ok(response) => response,
                Err(error @ RegistryError::Unreachable { .. }) if tries < TRIES && is_passing(&error) && !self.is_late() => {
                    self.wait(tries, None);
                    continue;
                }
                Err(error) => return Err(error),
            };
            match response.status().as_u16() {
                401 if !is_fresh => {
                    is_fresh = true;
                    let headers = response.headers().get_all(header::WWW_AUTHENTICATE);
                    let challenge = challenge::choose(headers.iter().filter_map(|value| value.to_str().ok()));
                    let authorization = self.authorize(challenge)?;
                    *self.authorization.lock().unwrap_or_else(PoisonError::into_inner) = Some(authorization);
                }
                429 | 500 | 502..=504 if tries < TRIES && !self.is_late() => match retry_after(&response) {
                    Some(asked) if asked > MAX_WAIT => return Ok(response),
                    asked => self.wait(tries, asked),
                },
                _ => return Ok(response),
            }
        }
    }

    fn authorize(&self, challenge: Option<Challenge>) -> Result<String, RegistryError> {
        match (challenge, &self.login) {
            (Some(Challenge::Basic), Login::Password { user, password }) => Ok(token::basic(user, password)),
            (Some(Challenge::Basic), _) => Err(self.unauthorized()),
            (Some(Challenge::Bearer { realm, service, scope }), _) => {
                token::fetch(self, &realm, service.as_deref(), scope.as_deref())
            }
            (None, _) => Err(self.protocol("it asks for credentials in a way that is not known".to_owned())),
        }
    }

    /// Sends once, and follows redirects.
    fn follow(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        authorization: Option<&str>,
    ) -> Result<Response<ureq::Body>, RegistryError> {
        let (mut url, mut response) = self.first(path, headers, authorization)?;
        let origin = url.clone();
        for _ in 0..MAX_REDIRECTS {
            if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Ok(response);
            }
            let location = text_of(response.headers(), "location").unwrap_or("").to_owned();
            url = self.resolve(&url, &location)?;
            let is_same = url.scheme() == origin.scheme() && url.authority() == origin.authority();
            response = self.once(&url, headers, authorization.filter(|_| is_same))?;
        }
        Err(self.protocol(format!("it redirects more than {MAX_REDIRECTS} times")))
    }

    /// The first request finds out whether the registry speaks TLS.
    fn first(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        authorization: Option<&str>,
    ) -> Result<(Uri, Response<ureq::Body>), RegistryError> {
        let url = |scheme: &str| {
            let url = format!("{scheme}://{}{path}", self.registry);
            url.parse::<Uri>().map_err(|_| self.protocol(format!("{url} is no URL")))
        };
        if let Some(scheme) = self.scheme.get() {
            let url = url(scheme)?;
            return self.once(&url, headers, authorization).map(|response| (url, response));
        }
        let secure = url("https")?;
        match self.once(&secure, headers, authorization) {
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
                let response = self.once(&plain, headers, authorization).map_err(|error| match error {
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
        headers: &[(&str, &str)],
        authorization: Option<&str>,
    ) -> Result<Response<ureq::Body>, RegistryError> {
        let mut request = self.agent.get(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(authorization) = authorization {
            request = request.header(header::AUTHORIZATION, authorization);
        }
        request.config().timeout_global(self.time_left()).build().call().map_err(|error| self.unreachable(url, error))
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
        match error {
            ureq::Error::Timeout(ureq::Timeout::RecvResponse | ureq::Timeout::PerRead | ureq::Timeout::Global) => {
                RegistryError::Silent { registry }
            }
            error => RegistryError::Unreachable { registry, source: Box::new(error) },
        }
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

    fn refusal(&self, path: &str, response: Response<ureq::Body>) -> RegistryError {
        let status = response.status().as_u16();
        let message = message_of(response);
        let what = format!("{}/{}", self.name(), path);
        match status {
            401 => self.unauthorized(),
            403 => RegistryError::Denied { what: self.name(), message },
            404 => RegistryError::Missing { what, message },
            429 => RegistryError::TooManyRequests { registry: self.registry.clone() },
            status => RegistryError::Status { what, status, message },
        }
    }

    pub(super) fn unauthorized(&self) -> RegistryError {
        RegistryError::Unauthorized { what: self.name(), were_given: self.login != Login::Anonymous }
    }

    pub(super) fn protocol(&self, reason: String) -> RegistryError {
        RegistryError::Protocol { registry: self.registry.clone(), reason }
    }

    /// Whether plain HTTP is what the caller allowed, or what the registry itself speaks.
    pub(super) fn may_be_plain(&self) -> bool {
        self.may_be_plain
    }
}

fn text_of<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Seconds; dates are rare here and count as no wish.
fn retry_after(response: &Response<ureq::Body>) -> Option<Duration> {
    text_of(response.headers(), "retry-after")?.trim().parse().ok().map(Duration::from_secs)
}

fn is_passing(error: &RegistryError) -> bool {
    match error {
        RegistryError::Unreachable { source, .. } => match source.as_ref() {
            ureq::Error::Io(error) => error.kind() != std::io::ErrorKind::InvalidData && !is_refused(source),
            ureq::Error::ConnectionFailed | ureq::Error::Protocol(_) => true,
            _ => false,
        },
        _ => false,
    }
}

fn is_refused(error: &ureq::Error) -> bool {
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

/// The first message of a registry's error, or nothing.
fn message_of(response: Response<ureq::Body>) -> String {
    #[derive(serde::Deserialize)]
    struct Errors {
        errors: Vec<Said>,
    }
    #[derive(serde::Deserialize)]
    struct Said {
        #[serde(default)]
        code: String,
        #[serde(default)]
        message: String,
    }
    let mut bytes = Vec::new();
    if response.into_body().into_reader().take(MAX_ERROR).read_to_end(&mut bytes).is_err() {
        return String::new();
    }
    let said = serde_json::from_slice::<Errors>(&bytes).ok().and_then(|errors| errors.errors.into_iter().next());
    let text = said.map_or_else(String::new, |said| if said.message.is_empty() { said.code } else { said.message });
    let text: String = text.chars().filter(|char| !char.is_control()).take(200).collect();
    if text.is_empty() { text } else { format!(": {text}") }
}
