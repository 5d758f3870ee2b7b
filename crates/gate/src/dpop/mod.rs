//! Proofs that whoever sends a token holds the key that it is bound to.
//!
//! Specification: DPoP, RFC 9449 <https://www.rfc-editor.org/rfc/rfc9449>; the checks are those of its section 4.3, in its order.
//! A proof is a JWT that the client signs for one request: method, address, time, an id of its own, the token's digest. The key
//! stands in its header; its thumbprint is what tokens are bound to.
//!
//! Limits: ES256 and EdDSA; 8 KiB a proof; no nonces of ours (section 8), whose purpose the remembered ids serve as long as clocks are right.

mod address;
mod error;
mod proof;

pub use error::DpopError;
pub use proof::{Presented, Proof};

use crate::problem::Problem;
use crate::tokens::Confirmation;
use axum::http::HeaderMap;
use std::future::Future;

/// What proofs have to be like.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How old a proof may be, in seconds.
    pub lifetime: u64,
    /// How far ahead the client's clock may be, in seconds.
    pub clock_skew: u64,
    /// Take ES256.
    pub es256: bool,
    /// Take EdDSA.
    pub eddsa: bool,
    /// A proof that comes with a token has to name its digest. The registry's own server does without; RFC 9449 does not.
    pub needs_token_digest: bool,
    /// TLS ends before us, so that the client may have meant `https` where we see `http`.
    pub is_behind_proxy: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { lifetime: 120, clock_skew: 60, es256: true, eddsa: true, needs_token_digest: true, is_behind_proxy: false }
    }
}

impl Settings {
    /// `dpop_signing_alg_values_supported`.
    #[must_use]
    pub fn algorithms(&self) -> Vec<&'static str> {
        [(self.es256, "ES256"), (self.eddsa, "EdDSA")].into_iter().filter_map(|(taken, name)| taken.then_some(name)).collect()
    }
}

/// Remembers which proofs were seen.
pub trait Once {
    /// Whether this is the first time that the id is seen. It has to be remembered until `expires`, in seconds since 1970, and two requests at
    /// the same time are not both the first.
    ///
    /// # Errors
    /// It cannot be known: the request is then refused.
    fn first_use(&self, id: &str, expires: u64) -> impl Future<Output = Result<bool, Problem>> + Send;
}

/// The proof that came with a request, if any.
///
/// # Errors
/// There are several, or it is no text.
pub fn header(headers: &HeaderMap) -> Result<Option<&str>, DpopError> {
    let mut all = headers.get_all("dpop").iter();
    match (all.next(), all.next()) {
        (None, _) => Ok(None),
        (Some(one), None) => one.to_str().map(Some).map_err(|_| DpopError::Malformed),
        (Some(_), Some(_)) => Err(DpopError::Several),
    }
}

/// Verifies a proof and makes sure that it was not used before. `now` in seconds since 1970.
///
/// # Errors
/// It proves nothing, or was seen before.
pub async fn verify(presented: &Presented<'_>, settings: &Settings, once: &impl Once, now: u64) -> Result<Proof, Problem> {
    let proof = Proof::read(presented, settings, now)?;
    match once.first_use(&proof.id, proof.expires).await? {
        true => Ok(proof),
        false => Err(DpopError::Replayed.into()),
    }
}

/// Whether the sender holds the key that its token is bound to. A token that may still be bound (the temporary one, when a proof comes
/// for the first time) is not asked this.
///
/// # Errors
/// The token is bound and there is no proof or another's; or it is not bound and there is one.
pub fn holds(cnf: Option<&Confirmation>, proof: Option<&Proof>) -> Result<(), DpopError> {
    match (cnf.and_then(|cnf| cnf.jkt.as_deref()), proof) {
        (None, None) => Ok(()),
        (Some(jkt), Some(proof)) if jkt == proof.jkt => Ok(()),
        (Some(_), Some(_)) => Err(DpopError::OtherKey),
        (Some(_), None) => Err(DpopError::Required),
        (None, Some(_)) => Err(DpopError::NotBound),
    }
}

#[cfg(test)]
mod tests;
