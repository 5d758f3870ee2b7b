//! How often whom: a bucket a phase and caller, and a longer and longer wait for wrong keys.

use crate::limits::{Caller, Lockout, Lockouts, Rate, Rates};
use crate::problem::Problem;
use crate::store::Millis;
use std::net::IpAddr;

/// Callers that are remembered, of each kind.
const CALLERS: usize = 50_000;

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// A validation.
    Validation,
    /// A registration.
    Registration,
    /// A scan that is waited for.
    Scan,
    /// Anything of our own API.
    Api,
}

/// So many a minute, of each caller; none means no limit.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "one of each phase")]
pub struct PerMinute {
    pub temporary_token: u32,
    pub validation: u32,
    pub registration: u32,
    pub scan: u32,
    pub api: u32,
    /// Unknown tokens of an address.
    pub unknown_tokens: u32,
}

impl Default for PerMinute {
    fn default() -> Self {
        Self { temporary_token: 30, validation: 20, registration: 20, scan: 20, api: 6000, unknown_tokens: 60 }
    }
}

/// Counts requests.
pub struct Quotas {
    temporary_token: Rates<Caller>,
    validation: Rates<String>,
    registration: Rates<String>,
    scan: Rates<String>,
    api: Rates<String>,
    unknown_tokens: Rates<Caller>,
    keys: Lockouts<Caller>,
}

impl Quotas {
    /// At these rates.
    #[must_use]
    pub fn new(rates: PerMinute) -> Self {
        let of = |requests| Rate::per_minute(requests);
        Self {
            temporary_token: Rates::new(of(rates.temporary_token), CALLERS),
            validation: Rates::new(of(rates.validation), CALLERS),
            registration: Rates::new(of(rates.registration), CALLERS),
            scan: Rates::new(of(rates.scan), CALLERS),
            api: Rates::new(of(rates.api), CALLERS),
            unknown_tokens: Rates::new(of(rates.unknown_tokens), CALLERS),
            keys: Lockouts::new(Lockout::default(), CALLERS),
        }
    }

    /// Counts a request of somebody who is known.
    ///
    /// # Errors
    /// There were too many.
    pub fn take(&self, phase: Phase, whose: &str, now: Millis) -> Result<(), Problem> {
        let (rates, name) = match phase {
            Phase::Validation => (&self.validation, "validation"),
            Phase::Registration => (&self.registration, "registration"),
            Phase::Scan => (&self.scan, "scan"),
            Phase::Api => (&self.api, "api"),
        };
        let standing = rates.take(&whose.to_owned(), now);
        if standing.is_allowed() { Ok(()) } else { Err(standing.refusal(name, "Too many requests", now)) }
    }

    /// Counts a request for a temporary token.
    ///
    /// # Errors
    /// There were too many from this address.
    pub fn temporary_token(&self, address: IpAddr, now: Millis) -> Result<(), Problem> {
        let standing = self.temporary_token.take(&address.into(), now);
        if standing.is_allowed() { Ok(()) } else { Err(standing.refusal("temp_token", "Too many requests", now)) }
    }

    /// Counts a token that nobody knows; who sends many is not answered any more.
    pub fn unknown_token(&self, address: IpAddr, now: Millis) -> Option<Problem> {
        let standing = self.unknown_tokens.take(&address.into(), now);
        (!standing.is_allowed()).then(|| standing.refusal("token", "Too many unknown tokens", now))
    }

    /// Tries a key, unless there were too many wrong ones from this address.
    ///
    /// # Errors
    /// There were.
    pub fn try_key<T>(&self, address: IpAddr, now: Millis, key: impl FnOnce() -> Option<T>) -> Result<Option<T>, Problem> {
        let tried = self.keys.attempt(&address.into(), now, key);
        tried.map_err(|standing| standing.refusal("temp_token", "Too many wrong registration keys", now))
    }
}
