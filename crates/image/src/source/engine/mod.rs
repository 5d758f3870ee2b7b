//! Images in the storage of a container engine: Docker's daemon, Podman's service.
//!
//! Specification: <https://docs.docker.com/reference/api/engine/>, which Podman answers too.
//! The engine is asked what image a name means, and then gives that image, by its ID, as `docker save` writes it.
//! Limits: the archive's parts are read out of order, so it is laid down in an unlinked temporary file; engines that are
//! reached by TLS or SSH are not spoken to.

mod socket;

use super::archive;
use crate::{Image, ImageError, OpenOptions};
use serde::Deserialize;
use std::io::{self, Read};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use ureq::http::Response;

/// Where an engine listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EngineAddress {
    /// A Unix socket.
    Unix(PathBuf),
    /// Host and port, over plain HTTP.
    Tcp(String),
}

/// A container engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    /// As it is called in messages: `Docker`.
    pub name: &'static str,
    /// Where it listens.
    pub address: EngineAddress,
}

/// An engine did not give an image.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// Nobody listens there: it does not run, or it is somewhere else.
    #[error("{engine} does not run: nobody listens at {address}")]
    NotRunning {
        /// Its name.
        engine: &'static str,
        /// Where it should listen.
        address: String,
    },
    /// It has no such image. Whose fault: the caller, or the image is elsewhere.
    #[error("{engine} has no image {image}")]
    NoSuchImage {
        /// Its name.
        engine: &'static str,
        /// The image.
        image: String,
    },
    /// It cannot be talked to. Whose fault: the caller, who may not, or the engine.
    #[error("cannot ask {engine} at {address}")]
    Unreachable {
        /// Its name.
        engine: &'static str,
        /// Where it listens.
        address: String,
        /// Why.
        source: Box<ureq::Error>,
    },
    /// It answered, but not with an image. Whose fault: the engine.
    #[error("{engine} answers with status {status}{message}")]
    Refused {
        /// Its name.
        engine: &'static str,
        /// The HTTP status.
        status: u16,
        /// Its own words.
        message: String,
    },
}

impl EngineError {
    /// What the caller can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        Some(match self {
            Self::NotRunning { .. } => "start it, or name its socket with DOCKER_HOST or CONTAINER_HOST",
            Self::NoSuchImage { .. } => "pull it, or let it be fetched from its registry with --image-src remote",
            Self::Unreachable { source, .. } => match source.as_ref() {
                ureq::Error::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                    "give this user the right to use the engine's socket (group docker), or use --image-src remote"
                }
                _ => return None,
            },
            Self::Refused { .. } => return None,
        })
    }
}

/// What an engine says of an image.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Inspected {
    id: String,
    repo_tags: Option<Vec<String>>,
    repo_digests: Option<Vec<String>>,
}

/// An engine that reads from a slow disk is quiet for long before it begins.
const SILENCE: Duration = Duration::from_secs(120);
const CONNECT: Duration = Duration::from_secs(10);
const MAX_INSPECTION: u64 = 8 << 20;

/// Opens an image that an engine has. `image` is a reference or an ID.
///
/// # Errors
/// See [`EngineError`]; or what it gives is no image.
pub fn open_engine(
    image: &str,
    engine: &Engine,
    deadline: Option<Instant>,
    options: &OpenOptions<'_>,
) -> Result<Image, ImageError> {
    let asked = Asked { image, engine, agent: agent(engine, deadline) };
    let inspected = asked.inspect()?;
    let mut archive = asked.get(&format!("images/{}/get", inspected.id))?.into_body().into_reader();
    let options = OpenOptions { image: None, ..options.clone() };
    let mut opened = archive::open_stream(&mut archive, image, &options)?;
    opened.metadata.repo_tags = inspected.repo_tags.unwrap_or_default();
    opened.metadata.repo_digests = inspected.repo_digests.unwrap_or_default();
    opened.metadata.reference = Some(image.to_owned());
    Ok(opened)
}

struct Asked<'a> {
    image: &'a str,
    engine: &'a Engine,
    agent: ureq::Agent,
}

impl Asked<'_> {
    fn inspect(&self) -> Result<Inspected, ImageError> {
        let body = self.get(&format!("images/{}/json", self.image))?.into_body().into_reader();
        let mut json = Vec::new();
        let what = || format!("what {} says of {}", self.engine.name, self.image);
        body.take(MAX_INSPECTION).read_to_end(&mut json).map_err(|source| ImageError::Read { what: what(), source })?;
        serde_json::from_slice(&json).map_err(|source| ImageError::Json { what: what(), source })
    }

    fn get(&self, path: &str) -> Result<Response<ureq::Body>, EngineError> {
        let engine = self.engine.name;
        let (host, address) = match &self.engine.address {
            EngineAddress::Unix(path) => ("localhost", path.display().to_string()),
            EngineAddress::Tcp(host) => (host.as_str(), host.clone()),
        };
        let response = self.agent.get(format!("http://{host}/{path}")).call().map_err(|error| match error {
            ureq::Error::Io(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
                EngineError::NotRunning { engine, address: address.clone() }
            }
            error => EngineError::Unreachable { engine, address: address.clone(), source: Box::new(error) },
        })?;
        match response.status().as_u16() {
            200 => Ok(response),
            404 => Err(EngineError::NoSuchImage { engine, image: self.image.to_owned() }),
            status => Err(EngineError::Refused { engine, status, message: message_of(response) }),
        }
    }
}

fn agent(engine: &Engine, deadline: Option<Instant>) -> ureq::Agent {
    let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1)));
    let config = ureq::Agent::config_builder()
        .proxy(None)
        .timeout_connect(Some(CONNECT))
        .timeout_recv_response(Some(SILENCE))
        .timeout_per_read(Some(SILENCE))
        .timeout_global(left)
        .http_status_as_error(false)
        .max_redirects(0)
        .input_buffer_size(256 << 10)
        .build();
    match &engine.address {
        EngineAddress::Unix(path) => socket::agent(config, path),
        EngineAddress::Tcp(_) => ureq::Agent::new_with_config(config),
    }
}

/// `{"message": "…"}`, or nothing.
fn message_of(response: Response<ureq::Body>) -> String {
    #[derive(Deserialize)]
    struct Said {
        message: String,
    }
    let mut json = Vec::new();
    let read = response.into_body().into_reader().take(64 << 10).read_to_end(&mut json);
    let said = read.ok().and_then(|_| serde_json::from_slice::<Said>(&json).ok());
    said.map_or_else(String::new, |said| {
        format!(": {}", said.message.chars().filter(|c| !c.is_control()).take(200).collect::<String>())
    })
}

#[cfg(test)]
mod tests;
