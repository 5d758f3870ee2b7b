//! Who asks: the address, the token, and the proofs that the token is theirs.

use crate::certificates::{self, ClientCertificate};
use crate::dpop::{self, Presented, Proof};
use crate::problem::{Problem, kinds};
use crate::service::{Service, seconds};
use crate::tls::Connection;
use crate::tokens::{Claims, Confirmation, Kind};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::{AUTHORIZATION, HOST};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, Uri};
use std::net::IpAddr;
use std::sync::Arc;

/// A request without its body.
pub struct Caller {
    connection: Connection,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
}

/// What a caller has shown beside its token.
#[derive(Debug, Default)]
pub struct Shown {
    proof: Option<Proof>,
    certificate: Option<ClientCertificate>,
}

impl Shown {
    /// What a token that is made now is bound to.
    #[must_use]
    pub fn confirmation(&self) -> Option<Confirmation> {
        let jkt = self.proof.as_ref().map(|proof| proof.jkt.clone());
        let certificate = self.certificate.as_ref().map(|certificate| certificate.binding.clone());
        (jkt.is_some() || certificate.is_some()).then_some(Confirmation { jkt, certificate })
    }
}

/// What has to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Possession {
    /// Whatever the token is bound to; what is shown for the first time binds the next.
    MayBind,
    /// Whatever the token is bound to, and nothing else.
    AsBound,
}

impl FromRequestParts<Arc<Service>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Service>) -> Result<Self, Problem> {
        let connection = parts.extensions.get::<ConnectInfo<Connection>>().map(|ConnectInfo(connection)| connection.clone());
        let Some(connection) = connection else {
            return Err(Problem::new(&kinds::CONFIGURATION_ERROR, "The connection is not known"));
        };
        Ok(Self { connection, method: parts.method.clone(), uri: parts.uri.clone(), headers: parts.headers.clone() })
    }
}

impl Caller {
    /// The client's address, behind trusted proxies too.
    #[must_use]
    pub fn address(&self, service: &Service) -> IpAddr {
        service.options.proxies.client(self.connection.peer.ip(), &self.headers)
    }

    /// The address of a path of the service as this client sees it.
    #[must_use]
    pub fn url(&self, service: &Service, path: &str) -> String {
        let uri: Uri = path.parse().unwrap_or_default();
        service.address(
            self.scheme(),
            self.header(HOST.as_str()).or_else(|| self.uri.authority().map(|host| host.as_str())),
            &uri,
        )
    }

    fn scheme(&self) -> &'static str {
        if self.connection.is_tls { "https" } else { "http" }
    }

    /// A header's text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The token that was sent, by `Bearer` or `DPoP`.
    ///
    /// # Errors
    /// There is none.
    pub fn bearer(&self) -> Result<&str, Problem> {
        let missing =
            || Problem::new(&kinds::AUTHENTICATION_FAILED, "Bearer token required").title("Missing or invalid authorization");
        let (scheme, token) = self.header(AUTHORIZATION.as_str()).and_then(|value| value.split_once(' ')).ok_or_else(missing)?;
        let is_known = scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("dpop");
        Some(token.trim()).filter(|token| is_known && !token.is_empty()).ok_or_else(missing)
    }

    /// A token of that kind, whose bearer has shown what it is bound to.
    ///
    /// # Errors
    /// It is missing, not good, or not theirs.
    pub async fn token<K: Kind>(&self, service: &Service, possession: Possession) -> Result<(Claims<K>, Shown), Problem> {
        let text = self.bearer()?;
        let claims = service.issuer.verify::<K>(text, seconds())?;
        let shown = self.shown(service, Some(text)).await?;
        let cnf = claims.cnf.as_ref();
        let may_bind = possession == Possession::MayBind && cnf.is_none_or(|cnf| cnf.jkt.is_none());
        if service.options.dpop.is_some() && !may_bind {
            dpop::holds(cnf, shown.proof.as_ref())?;
        }
        certificates::holds(cnf, shown.certificate.as_ref())?;
        Ok((claims, shown))
    }

    /// The proofs that came with the request.
    ///
    /// # Errors
    /// There is one that proves nothing, or one is missing that has to be there.
    pub async fn shown(&self, service: &Service, token: Option<&str>) -> Result<Shown, Problem> {
        let options = &service.options;
        let mut shown = Shown::default();
        if let Some(settings) = &options.dpop {
            shown.proof = match dpop::header(&self.headers)? {
                None if options.dpop_required && token.is_some() => return Err(dpop::DpopError::Required.into()),
                None => None,
                Some(proof) => {
                    let address = self.url(service, self.uri.path());
                    let presented = Presented { proof, method: self.method.as_str(), address: &address, token };
                    Some(dpop::verify(&presented, settings, service, seconds()).await?)
                }
            };
        }
        if let Some(settings) = &options.certificates {
            shown.certificate = certificates::presented(&self.connection, &self.headers, settings, seconds())?;
        }
        Ok(shown)
    }

    /// Refuses a remote agent without a certificate where there has to be one.
    ///
    /// # Errors
    /// There is none.
    pub fn certified(&self, service: &Service, shown: &Shown, mode: &str) -> Result<(), Problem> {
        let is_required = service.options.certificates.is_some() && service.options.certificate_required && mode == "remote";
        if is_required && shown.certificate.is_none() {
            return Err(certificates::CertificateError::Required.into());
        }
        Ok(())
    }
}
