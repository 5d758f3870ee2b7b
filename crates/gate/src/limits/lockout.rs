//! Wrong keys make slow.
//!
//! The first is free. From then on the next try has to wait 2 seconds, 4, 8, up to a minute; after a burst of them the caller is locked out,
//! for twice as long as the time before. Only a right key forgets them all: a request that is refused for its form is no try at all.

use super::recent::Recent;
use super::standing::{Standing, seconds};
use crate::store::Millis;
use std::hash::Hash;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const LONGEST_DELAY: Millis = 60_000;

/// How wrong a caller may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lockout {
    /// After how many wrong keys he is locked out (`RATE_LIMIT_BURST`).
    pub burst: u32,
    /// For how long the first time.
    pub duration: Duration,
    /// For how long at most.
    pub longest: Duration,
    /// After how long without a wrong key all are forgotten.
    pub memory: Duration,
}

impl Default for Lockout {
    fn default() -> Self {
        let [duration, longest, memory] = [300, 3600, 900].map(Duration::from_secs);
        Self { burst: 20, duration, longest, memory }
    }
}

#[derive(Clone, Copy, Debug, Default)]
struct Failures {
    count: u32,
    lockouts: u32,
    /// Until when nothing is tried.
    until: Millis,
    last: Millis,
}

/// Who was wrong how often.
pub struct Lockouts<K> {
    lockout: Lockout,
    callers: Mutex<Recent<K, Failures>>,
}

impl<K: Hash + Eq + Clone> Lockouts<K> {
    /// For as many callers as are remembered.
    #[must_use]
    pub fn new(lockout: Lockout, callers: usize) -> Self {
        Self { lockout, callers: Mutex::new(Recent::new(callers)) }
    }

    /// Tries a key, unless the caller has to wait. Trying and counting are one step, so that a thousand tries at once are no way around.
    ///
    /// # Errors
    /// He has to wait; the key was not tried.
    pub fn attempt<T>(&self, caller: &K, now: Millis, key: impl FnOnce() -> Option<T>) -> Result<Option<T>, Standing> {
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        let failures = callers.of(caller);
        self.settle(failures, now);
        if failures.until > now {
            return Err(self.standing(failures, now));
        }
        let good = key();
        match &good {
            Some(_) => *failures = Failures::default(),
            None => self.fail(failures, now),
        }
        Ok(good)
    }

    fn fail(&self, failures: &mut Failures, now: Millis) {
        failures.count = failures.count.saturating_add(1);
        failures.last = now;
        let wait = if failures.count >= self.lockout.burst {
            failures.count = 0;
            failures.lockouts = failures.lockouts.saturating_add(1);
            self.locked_for(failures.lockouts)
        } else if failures.count > 1 {
            doubled(1000, failures.count.saturating_sub(1), LONGEST_DELAY)
        } else {
            0
        };
        failures.until = now.saturating_add(wait);
    }

    /// Forgets what is long ago, and waits that a clock which was set back has made longer.
    fn settle(&self, failures: &mut Failures, now: Millis) {
        let quiet_since = failures.last.max(failures.until);
        if now.saturating_sub(quiet_since) > millis(self.lockout.memory) {
            *failures = Failures::default();
        }
        failures.until = failures.until.min(now.saturating_add(millis(self.lockout.longest)));
    }

    fn locked_for(&self, lockouts: u32) -> Millis {
        doubled(millis(self.lockout.duration), lockouts.saturating_sub(1), millis(self.lockout.longest))
    }

    fn standing(&self, failures: &Failures, now: Millis) -> Standing {
        let wait = seconds(failures.until.saturating_sub(now));
        Standing { retry_after: Some(wait), limit: self.lockout.burst, remaining: 0, reset: wait }
    }
}

/// `first * 2^times`, at most `most`.
fn doubled(first: Millis, times: u32, most: Millis) -> Millis {
    first.checked_mul(1_i64.checked_shl(times.min(62)).unwrap_or(Millis::MAX)).map_or(most, |value| value.min(most))
}

fn millis(duration: Duration) -> Millis {
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX / 2)
}
