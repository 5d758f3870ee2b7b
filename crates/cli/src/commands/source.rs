//! Where an image is looked for: a file, the engines of this machine, its registry.

use super::login::{docker_folder, registry_options, variable};
use crate::args::{ImageArgs, ImageSource};
use crate::exit::{Exit, Failure};
use crate::progress::Progress;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::env;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;
use tidewaiter_image::{Engine, EngineAddress, EngineError, Image, ImageError, OpenOptions, Reference, RegistryOptions};
use tidewaiter_image::{open_archive, open_engine, open_registry};

/// Knows where to look.
pub(super) struct Finder<'a> {
    args: &'a ImageArgs,
    registry: RegistryOptions,
    deadline: Instant,
}

impl<'a> Finder<'a> {
    /// Reads what the command line says, and the password if it comes by standard input.
    pub(super) fn new(args: &'a ImageArgs) -> Result<Self, Failure> {
        if let Some(reference) = args.reference.as_deref().filter(|text| !is_image_id(text)) {
            reference.parse::<Reference>().map_err(|error| {
                let hint = Path::new(reference).exists().then(|| format!("for the file of that name: --input {reference}"));
                Failure::message(Exit::Usage, error.to_string()).hint(hint)
            })?;
        }
        let deadline = Instant::now() + args.scan.timeout;
        Ok(Self { args, registry: registry_options(&args.registry.login, Some(deadline))?, deadline })
    }

    /// What is looked for, for messages.
    pub(super) fn name(&self) -> String {
        let path = || self.args.input.as_ref().map(|path| path.display().to_string());
        self.args.reference.clone().or_else(path).unwrap_or_default()
    }

    /// Opens the image where it is found first.
    pub(super) fn open(&self, options: &OpenOptions<'_>, progress: &Progress) -> Result<Image, ImageError> {
        if let Some(path) = &self.args.input {
            return open_archive(path, options);
        }
        let mut last = None;
        for source in &self.args.registry.image_src {
            let error = match self.open_from(*source, options) {
                Ok(image) => {
                    progress.debug(&format!("found by {source:?}"));
                    return Ok(image);
                }
                Err(ImageError::Stopped) => return Err(ImageError::Stopped),
                Err(error) => error,
            };
            progress.debug(&format!("{source:?}: {error}"));
            // An engine that is there but cannot be asked is worth a word; one that is not there is not.
            if matches!(error, ImageError::Engine(EngineError::Unreachable { .. } | EngineError::Refused { .. })) {
                progress.note(&error.to_string());
            }
            // What the registry says counts most: it is where images come from.
            last = Some(error);
        }
        Err(last.unwrap_or(ImageError::Stopped))
    }

    fn open_from(&self, source: ImageSource, options: &OpenOptions<'_>) -> Result<Image, ImageError> {
        let text = self.name();
        let ask = |engine: Engine| open_engine(&text, &engine, Some(self.deadline), options);
        match source {
            ImageSource::Docker => ask(Engine { name: "Docker", address: docker() }),
            ImageSource::Podman => ask(Engine { name: "Podman", address: podman() }),
            ImageSource::Remote => {
                let not_an_image = |reason: String| ImageError::NotAnImage { name: text.clone(), reason };
                let reference: Reference =
                    text.parse().map_err(|_| not_an_image("an image ID is known to engines only".to_owned()))?;
                open_registry(&reference, &self.registry, options)
            }
        }
    }
}

/// `sha256:…`, which engines take and no registry does.
fn is_image_id(text: &str) -> bool {
    text.strip_prefix("sha256:").is_some_and(|hex| !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// What `DOCKER_HOST` says, else the current context, else the usual socket.
fn docker() -> EngineAddress {
    let host = env::var("DOCKER_HOST").ok().filter(|host| !host.is_empty()).or_else(context_host);
    host.as_deref().and_then(address).unwrap_or_else(|| EngineAddress::Unix("/var/run/docker.sock".into()))
}

fn podman() -> EngineAddress {
    let named = env::var("CONTAINER_HOST").ok().as_deref().and_then(address);
    let users = variable("XDG_RUNTIME_DIR").map(|folder| folder.join("podman/podman.sock")).filter(|path| path.exists());
    named.unwrap_or_else(|| EngineAddress::Unix(users.unwrap_or_else(|| "/run/podman/podman.sock".into())))
}

fn address(host: &str) -> Option<EngineAddress> {
    let unix = host.strip_prefix("unix://").map(|path| EngineAddress::Unix(PathBuf::from(path)));
    let tcp = || host.strip_prefix("tcp://").or_else(|| host.strip_prefix("http://"));
    unix.or_else(|| tcp().map(|host| EngineAddress::Tcp(host.trim_end_matches('/').to_owned())))
}

/// The engine of Docker's current context: <https://docs.docker.com/engine/manage-resources/contexts/>.
fn context_host() -> Option<String> {
    #[derive(Deserialize)]
    struct Settings {
        #[serde(rename = "currentContext")]
        current_context: Option<String>,
    }
    #[derive(Deserialize)]
    struct Context {
        #[serde(rename = "Endpoints")]
        endpoints: Endpoints,
    }
    #[derive(Deserialize)]
    struct Endpoints {
        docker: Endpoint,
    }
    #[derive(Deserialize)]
    struct Endpoint {
        #[serde(rename = "Host")]
        host: String,
    }
    let folder = docker_folder()?;
    let current = || {
        let settings: Settings = serde_json::from_slice(&std::fs::read(folder.join("config.json")).ok()?).ok()?;
        settings.current_context
    };
    let name = env::var("DOCKER_CONTEXT").ok().filter(|name| !name.is_empty()).or_else(current)?;
    let id = Sha256::digest(name.as_bytes()).iter().fold(String::new(), |mut id, byte| {
        let _ = write!(id, "{byte:02x}");
        id
    });
    let json = std::fs::read(folder.join("contexts/meta").join(id).join("meta.json")).ok()?;
    Some(serde_json::from_slice::<Context>(&json).ok()?.endpoints.docker.host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_engines_are_read() {
        assert_eq!(address("unix:///run/x.sock"), Some(EngineAddress::Unix("/run/x.sock".into())));
        assert_eq!(address("tcp://10.0.0.1:2375"), Some(EngineAddress::Tcp("10.0.0.1:2375".to_owned())));
        assert_eq!(address("ssh://me@host"), None);
    }

    #[test]
    fn image_ids_are_told_from_references() {
        assert!(
            is_image_id("sha256:abcdef123456") && !is_image_id("alpine") && !is_image_id("sha256:") && !is_image_id("sha256:xyz")
        );
    }
}
