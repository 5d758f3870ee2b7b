//! The service's own certificate, read again when its files change: renewals need no restart.
//!
//! Limits: looked for at most every ten seconds, at a handshake, by time and size of the files. What cannot be used leaves the old one in
//! place, with a line in the log.

use super::{TlsError, read_file};
use rustls::crypto::ring::default_provider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

const EVERY: Duration = Duration::from_secs(10);

/// A certificate with its key, and the files that they come from.
#[derive(Debug)]
pub(super) struct Certified {
    certificate: PathBuf,
    key: PathBuf,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    current: Arc<CertifiedKey>,
    looks: [Look; 2],
    looked_at: Instant,
}

/// How a file looked.
type Look = Option<(SystemTime, u64)>;

impl Certified {
    pub(super) fn read(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        // Looked at before they are read: what changes between is seen as a change.
        let looks = [look(certificate), look(key)];
        let current = Arc::new(load(certificate, key)?);
        let state = Mutex::new(State { current, looks, looked_at: Instant::now() });
        Ok(Self { certificate: certificate.to_owned(), key: key.to_owned(), state })
    }

    pub(super) fn at(&self, now: Instant) -> Arc<CertifiedKey> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if now.duration_since(state.looked_at) < EVERY {
            return Arc::clone(&state.current);
        }
        state.looked_at = now;
        let looks = [look(&self.certificate), look(&self.key)];
        if looks != state.looks {
            match load(&self.certificate, &self.key) {
                Ok(changed) => {
                    state.current = Arc::new(changed);
                    tracing::info!(file = %self.certificate.display(), "the certificate was renewed");
                }
                Err(error) => tracing::warn!(error = &error as &dyn std::error::Error, "the changed certificate cannot be used"),
            }
            state.looks = looks;
        }
        Arc::clone(&state.current)
    }
}

impl ResolvesServerCert for Certified {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.at(Instant::now()))
    }
}

fn look(path: &Path) -> Look {
    let about = fs::metadata(path).ok()?;
    Some((about.modified().ok()?, about.len()))
}

fn load(certificate: &Path, key: &Path) -> Result<CertifiedKey, TlsError> {
    let chain = certificates(certificate)?;
    let key_der = PrivateKeyDer::from_pem_slice(&read_file(key)?)
        .map_err(|_| TlsError::Empty { path: key.to_owned(), wanted: "private key" })?;
    CertifiedKey::from_der(chain, key_der, &default_provider())
        .map_err(|source| TlsError::Certificate { path: certificate.to_owned(), source })
}

/// All certificates in a file, at least one.
pub(super) fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let empty = || TlsError::Empty { path: path.to_owned(), wanted: "certificate" };
    let text = read_file(path)?;
    let all: Vec<_> = CertificateDer::pem_slice_iter(&text).collect::<Result<_, _>>().map_err(|_| empty())?;
    if all.is_empty() { Err(empty()) } else { Ok(all) }
}
