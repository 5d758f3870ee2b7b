//! One repository of a registry, asked over HTTP: log-in, redirects, retries.
//!
//! Specification: <https://github.com/opencontainers/distribution-spec/blob/main/spec.md>.
//! Credentials go to the registry and to the token server that it names, never to where it redirects.

use super::challenge::{self, Challenge};
use super::credentials::Login;
use super::transport::{Ask, MAX_WAIT, Transport, is_refused, text_of};
use super::{RegistryError, RegistryOptions, token};
use crate::Reference;
use std::io::Read;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use ureq::http::{HeaderMap, Response, header};

const TRIES: u32 = 5;
/// Of an error's text.
const MAX_ERROR: u64 = 64 << 10;

/// The bytes of an answer.
pub(super) type Body = Box<dyn Read + Send>;

pub(super) struct Client {
    transport: Transport,
    repository: String,
    login: Login,
    /// The `Authorization` that was accepted last.
    authorization: Mutex<Option<String>>,
}

impl Client {
    pub(super) fn new(reference: &Reference, options: &RegistryOptions) -> Result<Self, RegistryError> {
        let login = options.credentials.find(reference)?;
        Ok(Self {
            transport: Transport::new(&reference.registry, options),
            repository: reference.repository.clone(),
            authorization: Mutex::new(match &login {
                Login::Token(token) => Some(format!("Bearer {token}")),
                _ => None,
            }),
            login,
        })
    }

    pub(super) fn transport(&self) -> &Transport {
        &self.transport
    }

    /// For errors: registry and repository.
    pub(super) fn name(&self) -> String {
        format!("{}/{}", self.transport.registry(), self.repository)
    }

    pub(super) fn repository(&self) -> &str {
        &self.repository
    }

    pub(super) fn login(&self) -> &Login {
        &self.login
    }

    /// The answer to `GET /v2/<repository>/<path>`, if it is 200.
    pub(super) fn get(&self, path: &str, accept: &str) -> Result<(HeaderMap, Body), RegistryError> {
        let response = self.send(path, &Ask::get(&[("accept", accept)]))?;
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
        let range = format!("bytes={start}-");
        let response = self.send(path, &Ask::get(&[("accept", "*/*"), ("range", &range)]))?;
        let begins = |text: &str| text.trim().strip_prefix("bytes ").is_some_and(|range| range.starts_with(&format!("{start}-")));
        match response.status().as_u16() {
            206 if text_of(response.headers(), "content-range").is_some_and(begins) => {
                Ok(Box::new(response.into_body().into_reader()))
            }
            206 => Err(self.transport.protocol("it answers with another range than was asked for".to_owned())),
            200 => {
                let mut body = response.into_body().into_reader();
                let skipped = std::io::copy(&mut (&mut body).take(start), &mut std::io::sink());
                match skipped {
                    Ok(skipped) if skipped == start => Ok(Box::new(body)),
                    _ => Err(self.transport.protocol("it broke off again before the same place".to_owned())),
                }
            }
            _ => Err(self.refusal(path, response)),
        }
    }

    /// Sends until there is an answer that is neither a passing refusal nor a demand for credentials that we have.
    pub(super) fn send(&self, path: &str, ask: &Ask<'_>) -> Result<Response<ureq::Body>, RegistryError> {
        // Where an upload goes on is an address of its own.
        let path = if path.contains("://") { path.to_owned() } else { format!("/v2/{}/{path}", self.repository) };
        let mut is_fresh = false;
        let mut tries = 0;
        loop {
            tries += 1;
            let authorization = self.authorization.lock().unwrap_or_else(PoisonError::into_inner).clone();
            let response = match self.transport.follow(&path, ask, authorization.as_deref()) {
                Ok(response) => response,
                Err(error @ RegistryError::Unreachable { .. })
                    if tries < TRIES && is_passing(&error) && !self.transport.is_late() =>
                {
                    self.transport.wait(tries, None);
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
                429 | 500 | 502..=504 if tries < TRIES && !self.transport.is_late() => match retry_after(&response) {
                    Some(asked) if asked > MAX_WAIT => return Ok(response),
                    asked => self.transport.wait(tries, asked),
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
            (None, _) => Err(self.transport.protocol("it asks for credentials in a way that is not known".to_owned())),
        }
    }

    pub(super) fn refusal(&self, path: &str, response: Response<ureq::Body>) -> RegistryError {
        let status = response.status().as_u16();
        let message = message_of(response);
        let what = format!("{}/{}", self.name(), path);
        match status {
            401 => self.unauthorized(),
            403 => RegistryError::Denied { what: self.name(), message },
            404 => RegistryError::Missing { what, message },
            429 => RegistryError::TooManyRequests { registry: self.transport.registry().to_owned() },
            status => RegistryError::Status { what, status, message },
        }
    }

    pub(super) fn unauthorized(&self) -> RegistryError {
        RegistryError::Unauthorized { what: self.name(), were_given: self.login != Login::Anonymous }
    }
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
