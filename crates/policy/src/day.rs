//! Days, counted from one on which all agree, so that ages can be told.
//!
//! By the era of 400 years: <https://howardhinnant.github.io/date_algorithms.html#days_from_civil>.
//! Limits: the day is the one that is written, whatever its time zone; nobody's allowance hangs on hours.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Day {
    year: i64,
    month: i64,
    day: i64,
}

impl Day {
    /// The day with which an RFC 3339 time begins, or a date alone.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let date = text.get(..10)?;
        let is_whole = text.len() == 10 || matches!(text.as_bytes().get(10), Some(b'T' | b't' | b' '));
        let mut parts = date.split('-');
        let mut part = |length: usize| {
            let part = parts.next().filter(|part| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))?;
            part.parse::<i64>().ok()
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        (is_whole && (1..=12).contains(&month) && (1..=days_of(year, month)).contains(&day)).then_some(Self { year, month, day })
    }

    /// Days from another day to this one; negative if that is later.
    pub(crate) fn since(self, earlier: Self) -> i64 {
        self.number() - earlier.number()
    }

    /// Days since the first of March of the year 0.
    fn number(self) -> i64 {
        // A year that begins in March has its leap day at its end.
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let month = (self.month + 9) % 12;
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (153 * month + 2) / 5 + self.day - 1
    }
}

fn days_of(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    /// A date as TOML has it, without quotes.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let date = toml::value::Datetime::deserialize(deserializer)?;
        let text = date.to_string();
        let is_date = date.time.is_none() && date.offset.is_none();
        Self::of(&text).filter(|_| is_date).ok_or_else(|| de::Error::custom(format!("`{text}` is no day, like 2026-12-31")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_leap_years_and_centuries() {
        let days = |from, to| Day::of(to).unwrap().since(Day::of(from).unwrap());
        assert_eq!(days("1970-01-01", "2026-02-16"), 20_500);
        assert_eq!(days("2024-02-28", "2024-03-01"), 2);
        assert_eq!(days("1900-02-28", "1900-03-01"), 1);
        assert_eq!(days("2000-01-01T00:00:00Z", "2000-12-31 23:59:59+00:00"), 365);
        assert_eq!(days("2026-03-01", "2026-02-28"), -1);
    }

    #[test]
    fn only_days_are_read() {
        for bad in
            ["", "2026", "2026-02-29", "2026-13-01", "2026-1-01", "2026-01-010", "２０２６-01-01", "-026-01-01", "2026-00-10"]
        {
            assert_eq!(Day::of(bad), None, "{bad}");
        }
        assert_eq!(Day::of("0001-01-01T00:00:00Z").unwrap().to_string(), "0001-01-01");
    }
}
