//! Who asks: the address, the token, and the proofs that the token is theirs.

use crate::certificates::{self, ClientCertificate};
use crate::dpop::{self, Presented, Proof};
use crate::problem::{Problem, kinds};
use crate::service::{Service, seconds};
use crate::tls::Connection;
use crate::tokens::{Access, Claims, Confirmation, Kind, Temporary, Validated};
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

/// A token of that kind, and that it is its bearer's: known before a body is read.
pub(super) struct Holder<K> {
    /// What the token says.
    pub claims: Claims<K>,
    /// What came with it.
    pub shown: Shown,
}

/// An agent that shows any token but a validated one.
pub(super) struct Agent {
    /// Its id.
    pub id: String,
}

/// Kinds of tokens, by what has to come with them.
pub(super) trait Held: Kind + Send + Sync {
    /// Whether a proof may come with a token that is not bound: it then binds the next one.
    const MAY_BIND: bool = false;
}

impl Held for Temporary {
    const MAY_BIND: bool = true;
}
impl Held for Validated {}
impl Held for Access {}

impl<K: Held> FromRequestParts<Arc<Service>> for Holder<K> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, Problem> {
        Caller::from_request_parts(parts, service).await?.token(service).await
    }
}

impl FromRequestParts<Arc<Service>> for Agent {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, service).await?;
        let is_access = service.issuer.verify::<Access>(caller.bearer()?, seconds()).is_ok();
        let id = if is_access {
            caller.token::<Access>(service).await?.claims.agent_id
        } else {
            caller.token::<Temporary>(service).await?.claims.agent_id
        };
        Ok(Self { id })
    }
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
        let host = self.header(HOST.as_str()).or_else(|| self.uri.authority().map(|host| host.as_str()));
        service.address(self.scheme(), host, path)
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
    async fn token<K: Held>(&self, service: &Service) -> Result<Holder<K>, Problem> {
        let text = self.bearer()?;
        let claims = service.issuer.verify::<K>(text, seconds())?;
        let shown = self.shown(service, Some(text)).await?;
        let cnf = claims.cnf.as_ref();
        let may_bind = K::MAY_BIND && cnf.is_none_or(|cnf| cnf.jkt.is_none());
        if service.options.dpop.is_some() && !may_bind {
            dpop::holds(cnf, shown.proof.as_ref())?;
        }
        certificates::holds(cnf, shown.certificate.as_ref())?;
        Ok(Holder { claims, shown })
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
