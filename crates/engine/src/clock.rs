//! What time it is, and how long ago something was.

use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970.
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs())
}

/// Whole days from a time in RFC 3339 until `now`; `None` for a text that is none. Zones are not looked at: advisories that are a few
/// hours younger or older are as good.
pub(crate) fn days_since(time: &str, now: u64) -> Option<u64> {
    let mut parts = time.get(..10)?.splitn(3, '-');
    let mut number = || parts.next()?.parse::<u64>().ok();
    let (year, month, day) = (number()?, number()?, number()?);
    if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // By the era of 400 years: <https://howardhinnant.github.io/date_algorithms.html#days_from_civil>.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, year_of_era) = (year / 400, year % 400);
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468;
    Some((now / 86_400).saturating_sub(days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_scan::rfc3339;

    #[test]
    fn days_are_counted_by_the_calendar() {
        let now = 1_795_465_183;
        for days in [0, 1, 59, 365, 3000, 20_000] {
            assert_eq!(days_since(&rfc3339(now - days * 86_400), now), Some(days));
        }
        assert_eq!(days_since("2999-01-01T00:00:00Z", now), Some(0), "what lies ahead is new");
        for bad in ["", "2024", "2024-13-01T", "0001-01-01T00:00:00Z", "yesterday-", "2024-é1-01"] {
            assert_eq!(days_since(bad, now), None, "{bad}");
        }
    }
}
