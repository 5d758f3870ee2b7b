//! So many requests at once, and as many more as refill.
//!
//! The generic cell rate algorithm keeps one time a caller: when his bucket will be full again.

use super::recent::Recent;
use super::standing::{Standing, seconds};
use crate::store::Millis;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How many requests in how long. They may all come at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many; none means no limit.
    pub requests: u32,
    /// In how long.
    pub period: Duration,
}

impl Rate {
    /// So many a minute.
    #[must_use]
    pub fn per_minute(requests: u32) -> Self {
        Self { requests, period: Duration::from_secs(60) }
    }

    /// What one request costs, at least a millisecond.
    fn interval(self) -> Millis {
        let period = Millis::try_from(self.period.as_millis()).unwrap_or(Millis::MAX / 2);
        (period / Millis::from(self.requests.max(1))).max(1)
    }
}

/// How often callers may ask for one thing.
pub struct Rates<K> {
    rate: Rate,
    /// When each caller's bucket will be full.
    full_at: Mutex<Recent<K, Millis>>,
}

impl<K: Hash + Eq + Clone> Rates<K> {
    /// At that rate, for as many callers as are remembered.
    #[must_use]
    pub fn new(rate: Rate, callers: usize) -> Self {
        Self { rate, full_at: Mutex::new(Recent::new(callers)) }
    }

    /// Counts a request, and says whether it may be. Refused ones are not counted.
    pub fn take(&self, caller: &K, now: Millis) -> Standing {
        let limit = self.rate.requests;
        if limit == 0 {
            return Standing { retry_after: None, limit: u32::MAX, remaining: u32::MAX, reset: 0 };
        }
        let interval = self.rate.interval();
        let whole = interval.saturating_mul(Millis::from(limit));
        let mut recent = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        let full_at = recent.of(caller);
        // Never further off than an empty bucket takes, even when the clock was set back.
        let owed = full_at.saturating_sub(now).clamp(0, whole);
        let wait = owed.saturating_add(interval).saturating_sub(whole);
        let owed = if wait > 0 { owed } else { owed.saturating_add(interval) };
        *full_at = now.saturating_add(owed);
        let remaining = u32::try_from(whole.saturating_sub(owed) / interval).unwrap_or(0);
        let retry_after = (wait > 0).then(|| seconds(wait));
        Standing { retry_after, limit, remaining, reset: seconds(owed) }
    }
}
