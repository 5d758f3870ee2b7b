//! Client certificates: whose they are, and whether a token is bound to them.
//!
//! A certificate comes with the TLS connection, or in a header from a proxy that ended TLS and is trusted. What tokens are bound to is the
//! digest of its public key, so that a renewed certificate for the same key still fits.
//! Specifications: X.509, RFC 5280 <https://www.rfc-editor.org/rfc/rfc5280>; bound tokens, RFC 8705
//! <https://www.rfc-editor.org/rfc/rfc8705> (whose `x5t#S256` is of the whole certificate; the registry's contract keeps the name and
//! digests the key).
//!
//! Limits: dates and purpose are looked at here. Who signed it is verified where a client CA is configured, by the TLS listener or by
//! [`Settings::chain`]; revocation is not asked for. 16 KiB a certificate.

mod header;

pub use header::HeaderError;

use crate::problem::{Problem, kinds};
use crate::proxies::TrustedProxies;
use crate::tls::Connection;
use crate::tokens::Confirmation;
use axum::http::{HeaderMap, HeaderName};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::danger::ClientCertVerifier;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use std::time::Duration;
use x509_cert::Certificate;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::ExtendedKeyUsage;

const MAX_CERTIFICATE: usize = 16 * 1024;
/// `id-kp-clientAuth` and `anyExtendedKeyUsage` (RFC 5280, section 4.2.1.12).
const CLIENT_PURPOSES: [ObjectIdentifier; 2] =
    [ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2"), ObjectIdentifier::new_unwrap("2.5.29.37.0")];

/// Where certificates come from.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The header in which proxies hand them on (`MTLS_CERT_HEADER`), if they do.
    pub header: Option<HeaderName>,
    /// Those proxies.
    pub proxies: TrustedProxies,
    /// Who has to have signed certificates from headers, if anybody ([`crate::tls::signed_by`]).
    pub chain: Option<Arc<dyn ClientCertVerifier>>,
}

/// A client's certificate, good at the time it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCertificate {
    /// `base64url(SHA-256(SubjectPublicKeyInfo))`.
    pub binding: String,
}

/// Why a certificate does not do. Whose fault: the caller's, or the proxy's that handed it on.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// There has to be one.
    #[error("a client certificate is required")]
    Required,
    /// The header holds none.
    #[error(transparent)]
    Header(#[from] HeaderError),
    /// It is no certificate.
    #[error("the client certificate cannot be read")]
    Unreadable,
    /// Its time has not come, or is over.
    #[error("the client certificate is not valid at this time")]
    Time,
    /// It is one for servers, or for code.
    #[error("the client certificate is not one for clients")]
    Purpose,
    /// Nobody whom we know signed it.
    #[error("the client certificate is not signed by an accepted authority")]
    Chain,
    /// The token is bound to another.
    #[error("the token is bound to another client certificate")]
    Other,
}

/// The certificate that came with a request, if any. `now` in seconds since 1970.
///
/// # Errors
/// There is one and it does not do.
pub fn presented(
    connection: &Connection,
    headers: &HeaderMap,
    settings: &Settings,
    now: u64,
) -> Result<Option<ClientCertificate>, CertificateError> {
    if let Some(der) = &connection.certificate {
        return read(der, now).map(Some);
    }
    let Some(name) = settings.header.as_ref().filter(|_| settings.proxies.contains(connection.peer.ip())) else {
        return Ok(None);
    };
    let Some(der) = header::certificate(name, headers)? else { return Ok(None) };
    let read = read(&der, now)?;
    if let Some(chain) = &settings.chain {
        let time = UnixTime::since_unix_epoch(Duration::from_secs(now));
        chain.verify_client_cert(&CertificateDer::from(der), &[], time).map_err(|_| CertificateError::Chain)?;
    }
    Ok(Some(read))
}

/// Whether the sender has the certificate that its token is bound to. A token that is bound to none is content with any.
///
/// # Errors
/// The token is bound and there is no certificate, or another.
pub fn holds(cnf: Option<&Confirmation>, certificate: Option<&ClientCertificate>) -> Result<(), CertificateError> {
    match (cnf.and_then(|cnf| cnf.certificate.as_deref()), certificate) {
        (None, _) => Ok(()),
        (Some(bound), Some(shown)) if bound == shown.binding => Ok(()),
        (Some(_), Some(_)) => Err(CertificateError::Other),
        (Some(_), None) => Err(CertificateError::Required),
    }
}

/// The binding of a certificate in a file, PEM or DER, whatever its dates.
///
/// # Errors
/// It is none.
pub fn binding(file: &[u8]) -> Result<String, CertificateError> {
    let der = CertificateDer::from_pem_slice(file).map_or_else(|_| file.to_vec(), |der| der.to_vec());
    let certificate = Certificate::from_der(&der).map_err(|_| CertificateError::Unreadable)?;
    of_key(&certificate)
}

fn of_key(certificate: &Certificate) -> Result<String, CertificateError> {
    let key = certificate.tbs_certificate().subject_public_key_info().to_der().map_err(|_| CertificateError::Unreadable)?;
    Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(key)))
}

fn read(der: &[u8], now: u64) -> Result<ClientCertificate, CertificateError> {
    if der.len() > MAX_CERTIFICATE {
        return Err(CertificateError::Unreadable);
    }
    let certificate = Certificate::from_der(der).map_err(|_| CertificateError::Unreadable)?;
    let content = certificate.tbs_certificate();
    let [from, until] =
        [content.validity().not_before, content.validity().not_after].map(|time| time.to_unix_duration().as_secs());
    if now < from || now > until {
        return Err(CertificateError::Time);
    }
    let purposes = content.get_extension::<ExtendedKeyUsage>().map_err(|_| CertificateError::Unreadable)?;
    if purposes.is_some_and(|(_, stated)| !stated.0.iter().any(|purpose| CLIENT_PURPOSES.contains(purpose))) {
        return Err(CertificateError::Purpose);
    }
    Ok(ClientCertificate { binding: of_key(&certificate)? })
}

impl From<CertificateError> for Problem {
    fn from(error: CertificateError) -> Self {
        let (kind, detail) = match error {
            CertificateError::Other => (&kinds::MTLS_BINDING_MISMATCH, "The token is bound to another client certificate"),
            CertificateError::Required => (&kinds::MTLS_REQUIRED, "A client certificate is required"),
            CertificateError::Time => (&kinds::MTLS_REQUIRED, "The client certificate is not valid at this time"),
            CertificateError::Purpose => (&kinds::MTLS_REQUIRED, "The client certificate is not one for clients"),
            CertificateError::Chain => (&kinds::MTLS_REQUIRED, "The client certificate is not signed by an accepted authority"),
            CertificateError::Header(_) | CertificateError::Unreadable => {
                (&kinds::MTLS_REQUIRED, "The client certificate cannot be read")
            }
        };
        Self::new(kind, detail)
    }
}

#[cfg(test)]
mod tests;
