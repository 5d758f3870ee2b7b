//! Listening: plain, or with TLS and client certificates.
//!
//! Handlers learn by `ConnectInfo<Connection>` who is at the other end and which certificate it showed, whichever it is.
//! TLS 1.2 and 1.3 by rustls on ring, HTTP/2 and HTTP/1.1 by ALPN. Certificate files that change are read again.
//!
//! Limits ([`Limits`]): handshakes at a time and how long one may take; connections at a time; how long a connection may stay silent.

mod authorities;
mod files;
mod listener;
mod stream;

pub use authorities::{ClientCertificates, signed_by};
pub use listener::Listener;
pub use stream::{Connection, Stream};

use files::Certified;
use rustls::ServerConfig;
use rustls::crypto::ring::default_provider;
use rustls::server::danger::ClientCertVerifier;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// What a listener bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Handshakes at a time; more wait to be accepted.
    pub handshakes: usize,
    /// How long a handshake may take.
    pub handshake: Duration,
    /// Connections at a time; more wait to be accepted.
    pub connections: usize,
    /// How long neither side may say anything. Longer than any answer takes to begin.
    pub silence: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        let (handshake, silence) = (Duration::from_secs(10), Duration::from_secs(120));
        Self { handshakes: 128, handshake, connections: 4096, silence }
    }
}

/// A service's certificate, and whether clients have to have one.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The chain in PEM, the service's own certificate first.
    pub certificate: PathBuf,
    /// Its private key in PEM.
    pub key: PathBuf,
    /// What clients have to show.
    pub clients: ClientCertificates,
}

/// Why there is no TLS. Whose fault: the operator's.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
    /// A file holds nothing of what it should.
    #[error("{} holds no {wanted} in PEM", path.display())]
    Empty {
        /// Which.
        path: PathBuf,
        /// What it should hold.
        wanted: &'static str,
    },
    /// The certificate cannot be used, or is not the key's.
    #[error("cannot use {}", path.display())]
    Certificate {
        /// Which.
        path: PathBuf,
        /// What is wrong with it.
        #[source]
        source: rustls::Error,
    },
    /// The authorities cannot be used.
    #[error("cannot use the authorities in {}", path.display())]
    Authorities {
        /// Their file.
        path: PathBuf,
        /// What is wrong with them.
        #[source]
        source: rustls::server::VerifierBuilderError,
    },
    /// rustls refuses our choice of versions.
    #[error("cannot configure TLS")]
    Versions(#[source] rustls::Error),
}

/// How connections are secured.
#[derive(Clone)]
pub struct Tls(Arc<ServerConfig>);

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    /// See [`TlsError`].
    pub fn new(settings: &Settings) -> Result<Self, TlsError> {
        let certified = Certified::read(&settings.certificate, &settings.key)?;
        let builder = ServerConfig::builder_with_provider(Arc::new(default_provider()));
        let builder = builder.with_safe_default_protocol_versions().map_err(TlsError::Versions)?;
        let builder = match settings.clients.verifier()? {
            Some(verifier) => builder.with_client_cert_verifier(verifier),
            None => builder.with_no_client_auth(),
        };
        let mut config = builder.with_cert_resolver(Arc::new(certified));
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self(Arc::new(config)))
    }
}

type Verifier = Arc<dyn ClientCertVerifier>;

fn read_file(path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|source| TlsError::Read { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests;
