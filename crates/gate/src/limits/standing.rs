//! Where a caller stands, and the answer that tells him.

use crate::problem::{Problem, kinds};
use crate::store::Millis;
use axum::http::HeaderName;

/// Where a caller stands after he asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// When he may come again, in seconds, if he may not now.
    pub retry_after: Option<u64>,
    /// How many he may at once.
    pub limit: u32,
    /// How many more he may now.
    pub remaining: u32,
    /// In how many seconds he may as many as ever.
    pub reset: u64,
}

impl Standing {
    /// Whether he may.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.retry_after.is_none()
    }

    /// The headers that every answer may bear. The reset is a time, in seconds since 1970, as the registry's clients know it.
    #[must_use]
    pub fn headers(&self, now: Millis) -> [(HeaderName, String); 3] {
        let reset = u64::try_from(now / 1000).unwrap_or(0).saturating_add(self.reset);
        [
            (HeaderName::from_static("x-ratelimit-limit"), self.limit.to_string()),
            (HeaderName::from_static("x-ratelimit-remaining"), self.remaining.to_string()),
            (HeaderName::from_static("x-ratelimit-reset"), reset.to_string()),
        ]
    }

    /// The refusal: of what (`temp_token`), and why.
    #[must_use]
    pub fn refusal(&self, attempt_type: &str, detail: &str, now: Millis) -> Problem {
        let problem = Problem::new(&kinds::RATE_LIMIT_EXCEEDED, detail).with("attempt_type", attempt_type);
        let problem = problem.retry_after(self.retry_after.unwrap_or(1));
        self.headers(now).into_iter().fold(problem, |problem, (name, value)| problem.header(name, &value))
    }
}

/// Seconds, rounded up: whoever comes back then is not refused again.
pub(super) fn seconds(millis: Millis) -> u64 {
    u64::try_from(millis.max(0)).unwrap_or(0).div_ceil(1000)
}
