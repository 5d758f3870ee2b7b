//! Amounts of bytes, with units.

use super::definition::Bounds;
use super::value::Value;
use std::fmt;
use std::str::FromStr;

/// So many bytes: `500MB`, `1GiB`, `0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteSize(pub u64);

const EXPECTED: &str = "an amount of bytes like 500MB or 1GiB";
const UNITS: [(&str, u64); 8] = [
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("TiB", 1 << 40),
    ("KB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("TB", 1_000_000_000_000),
];

/// A text that is no amount of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {EXPECTED}")]
pub struct InvalidSize;

impl FromStr for ByteSize {
    type Err = InvalidSize;

    fn from_str(text: &str) -> Result<Self, InvalidSize> {
        let ends = |unit: &str| text.len().checked_sub(unit.len()).and_then(|at| Some((text.get(..at)?, text.get(at..)?)));
        let unit = UNITS.iter().find_map(|(unit, bytes)| {
            let (number, end) = ends(unit)?;
            end.eq_ignore_ascii_case(unit).then_some((number.trim_end(), *bytes))
        });
        let (number, bytes) = unit.unwrap_or((text, 1));
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let number: Option<u64> = number.parse().ok().filter(|_| is_number);
        number.and_then(|number| number.checked_mul(bytes)).map(Self).ok_or(InvalidSize)
    }
}

impl fmt::Display for ByteSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl Value for ByteSize {
    fn expects(_: Bounds) -> String {
        EXPECTED.to_owned()
    }

    fn parse(text: &str, (least, most): Bounds) -> Option<Self> {
        text.parse().ok().filter(|Self(bytes)| (least..=most).contains(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_units() {
        let of = |text: &str| text.parse().map(|ByteSize(bytes)| bytes);
        assert_eq!([of("0"), of("12"), of("3KB"), of("2 MiB"), of("1gib")], [Ok(0), Ok(12), Ok(3000), Ok(2 << 20), Ok(1 << 30)]);
        for bad in ["", "MB", "-1", "1.5GB", "1X", "99999999999TiB", "ä1"] {
            assert_eq!(of(bad), Err(InvalidSize), "{bad}");
        }
    }
}
