//! What clients have to show, and who has to have signed it.

use super::files::certificates;
use super::{TlsError, Verifier};
use rustls::client::danger::HandshakeSignatureValid;
use rustls::crypto::ring::default_provider;
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::WebPkiClientVerifier;
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{DigitallySignedStruct, DistinguishedName, Error, RootCertStore, SignatureScheme};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What clients have to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ClientCertificates {
    /// Nothing; certificates are not asked for.
    #[default]
    Unwanted,
    /// Whoever has a certificate shows it.
    Optional {
        /// Who has to have signed it; without, its key is all that counts (RFC 8705, section 2.2).
        authorities: Option<PathBuf>,
    },
    /// Nobody connects without one.
    Required {
        /// Who has to have signed it; without, its key is all that counts.
        authorities: Option<PathBuf>,
    },
}

impl ClientCertificates {
    pub(super) fn verifier(&self) -> Result<Option<Verifier>, TlsError> {
        let (authorities, is_required) = match self {
            Self::Unwanted => return Ok(None),
            Self::Optional { authorities } => (authorities, false),
            Self::Required { authorities } => (authorities, true),
        };
        match authorities {
            Some(path) => chain(path, is_required).map(Some),
            None => {
                let algorithms = default_provider().signature_verification_algorithms;
                Ok(Some(Arc::new(AnyKey { is_required, algorithms })))
            }
        }
    }
}

/// A verifier of certificates that came by another way than a connection of ours, by the authorities in a file.
///
/// # Errors
/// The file cannot be read or holds none.
pub fn signed_by(authorities: &Path) -> Result<Arc<dyn ClientCertVerifier>, TlsError> {
    chain(authorities, true)
}

fn chain(path: &Path, is_required: bool) -> Result<Verifier, TlsError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates(path)? {
        roots.add(certificate).map_err(|source| TlsError::Certificate { path: path.to_owned(), source })?;
    }
    let builder = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::new(default_provider()));
    let builder = if is_required { builder } else { builder.allow_unauthenticated() };
    builder.build().map(|verifier| verifier as Verifier).map_err(|source| TlsError::Authorities { path: path.to_owned(), source })
}

/// Believes every certificate whose key signed the handshake: tokens are bound to the key, and nothing else is made of it.
#[derive(Debug)]
struct AnyKey {
    is_required: bool,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ClientCertVerifier for AnyKey {
    fn client_auth_mandatory(&self) -> bool {
        self.is_required
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
