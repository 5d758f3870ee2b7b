//! How values of options are read.

use clap::builder::{OsStringValueParser, TypedValueParser};
use std::path::PathBuf;
use std::time::Duration;
use tidewaiter_model::Severity;

pub(super) fn severity(text: &str) -> Result<Severity, String> {
    match Severity::from_word(text) {
        Some(severity) => Ok(severity),
        None if text.eq_ignore_ascii_case("unknown") => Ok(Severity::Unknown),
        None => Err("expected UNKNOWN, LOW, MEDIUM, HIGH or CRITICAL".to_owned()),
    }
}

/// A variable that is set to nothing is as good as none.
pub(super) fn unless_empty(text: &str, usual: &str) -> Result<String, std::convert::Infallible> {
    Ok(if text.is_empty() { usual } else { text }.to_owned())
}

/// `90s`, `5m`, `1h30m`, `30d`; a bare number is seconds.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let mut seconds = 0u64;
    let mut number = String::new();
    for char in text.chars() {
        if char.is_ascii_digit() {
            number.push(char);
            continue;
        }
        let unit = match char {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 24 * 3600,
            _ => return Err("expected a time like 90s, 5m, 1h or 30d".to_owned()),
        };
        let value: u64 = number.parse().map_err(|_| "expected a number before its unit".to_owned())?;
        seconds = seconds.saturating_add(value.saturating_mul(unit));
        number.clear();
    }
    if !number.is_empty() {
        seconds = seconds.saturating_add(number.parse().map_err(|_| "the number is too large".to_owned())?);
    }
    if seconds == 0 { Err("expected more than nothing".to_owned()) } else { Ok(Duration::from_secs(seconds)) }
}

/// An empty variable of the environment is as good as none.
pub(super) fn path_or_nothing() -> impl TypedValueParser<Value = PathBuf> {
    OsStringValueParser::new().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_with_units() {
        assert_eq!(duration("1h30m").unwrap(), Duration::from_secs(5400));
        assert_eq!(duration("90").unwrap(), Duration::from_secs(90));
        for bad in ["", "0s", "m", "5x"] {
            assert!(duration(bad).is_err(), "{bad}");
        }
    }
}
