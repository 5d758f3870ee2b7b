//! Who asks, and what they may do.

use crate::certificates;
use crate::keys::Bearer;
use crate::problem::{Problem, kinds};
use crate::quotas::Phase;
use crate::service::{Service, seconds};
use crate::store::{ApiToken, now};
use crate::tls::Connection;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::StatusCode;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use std::net::IpAddr;
use std::sync::Arc;

/// What a token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Ask for scans and cancel them.
    Scan,
    /// Read scans, reports and verdicts.
    Read,
    /// Read the audit log; everything else, too.
    Admin,
    /// Read metrics.
    Metrics,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Scan, Self::Read, Self::Admin, Self::Metrics];

    /// As tokens name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Scan => "scan",
            Self::Read => "read",
            Self::Admin => "admin",
            Self::Metrics => "metrics",
        }
    }
}

/// A caller that is known.
#[derive(Clone, Debug)]
pub struct Client {
    token: ApiToken,
}

impl Client {
    /// Its name in the store.
    #[must_use]
    pub fn name(&self) -> String {
        format!("token:{}", self.token.id)
    }

    /// Whether it may do that.
    ///
    /// # Errors
    /// It may not.
    pub fn may(&self, scope: Scope) -> Result<(), Problem> {
        let has = |scope: Scope| self.token.scopes.split(' ').any(|word| word == scope.as_str());
        if has(scope) || has(Scope::Admin) {
            return Ok(());
        }
        let detail = format!("This needs a token with the scope {}", scope.as_str());
        Err(Problem::new(&kinds::INSUFFICIENT_PERMISSIONS, detail).with("scope", scope.as_str()))
    }
}

impl FromRequestParts<Arc<Service>> for Client {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, Problem> {
        let connection = parts.extensions.get::<ConnectInfo<Connection>>().map(|ConnectInfo(connection)| connection.clone());
        let address = connection.as_ref().map_or(IpAddr::from([0, 0, 0, 0]), |connection| {
            service.options.proxies.client(connection.peer.ip(), &parts.headers)
        });
        let hash = match (bearer(parts), &connection) {
            // What is no token of ours need not be looked for.
            (Some(token), _) => Bearer::read(token).map(|token| token.hash()),
            (None, Some(connection)) => Some(certificate(parts, connection, service)?),
            (None, None) => return Err(unknown("Bearer token required")),
        };
        let found = match hash {
            Some(hash) => service.store.token(&hash, now()).await.map_err(|error| Problem::internal(&error))?,
            None => None,
        };
        let Some(token) = found else {
            let refused = service.quotas.unknown_token(address, now());
            return Err(refused.unwrap_or_else(|| unknown("The token is not known, or over")));
        };
        service.quotas.take(Phase::Api, &token.id, now())?;
        Ok(Self { token })
    }
}

fn unknown(detail: &str) -> Problem {
    Problem::new(&kinds::AUTHENTICATION_FAILED, detail).status(StatusCode::UNAUTHORIZED)
}

fn bearer(parts: &Parts) -> Option<&str> {
    let (scheme, token) = parts.headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim()).filter(|token| !token.is_empty())
}

/// A client certificate is a token, too: its key's digest stands in the token's place.
fn certificate(parts: &Parts, connection: &Connection, service: &Service) -> Result<String, Problem> {
    let settings = service.options.certificates.clone().unwrap_or_default();
    match certificates::presented(connection, &parts.headers, &settings, seconds())? {
        Some(certificate) => Ok(certificate_hash(&certificate.binding)),
        None => Err(unknown("Bearer token or client certificate required")),
    }
}

/// How the digest of a certificate's key stands among the hashes of tokens.
#[must_use]
pub fn certificate_hash(binding: &str) -> String {
    format!("spki:{binding}")
}
