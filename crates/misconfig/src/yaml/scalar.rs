//! What a plain scalar means.
//!
//! Format: <https://yaml.org/spec/1.2.2/#103-core-schema>; the words `yes`, `no`, `on`, `off` and octal numbers with a leading zero
//! after <https://yaml.org/type/>, as Kubernetes reads them.

use super::Value;
use serde_json::Number;

/// The value of a scalar without quotes and tag.
pub(super) fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Value::Bool(true),
        "false" | "False" | "FALSE" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::String(text.to_owned()), Value::Number),
    }
}

fn number(text: &str) -> Option<Number> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    let radix = |prefix: &str, radix| digits.strip_prefix(prefix).and_then(|digits| signed(text, digits, radix));
    let based = radix("0x", 16).or_else(|| radix("0o", 8)).or_else(|| radix("0b", 2));
    if based.is_some() {
        return based;
    }
    if digits.bytes().all(|b| b.is_ascii_digit()) {
        let octal = digits.strip_prefix('0').filter(|rest| !rest.is_empty()).and_then(|rest| signed(text, rest, 8));
        return octal.or_else(|| signed(text, digits, 10)).or_else(|| digits.parse().ok().map(|n: u64| n.into()));
    }
    let is_float = digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    is_float.then(|| text.parse().ok().and_then(Number::from_f64)).flatten()
}

fn signed(text: &str, digits: &str, radix: u32) -> Option<Number> {
    let is_plain = digits.bytes().all(|b| b.is_ascii_alphanumeric());
    let number = is_plain.then(|| i64::from_str_radix(digits, radix).ok())??;
    Some(if text.starts_with('-') { number.checked_neg()? } else { number }.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_mean_what_kubernetes_reads() {
        for (text, json) in [
            ("0", "0"),
            ("-12", "-12"),
            ("0644", "420"),
            ("0x1f", "31"),
            ("1.5e3", "1500.0"),
            ("18446744073709551615", "18446744073709551615"),
        ] {
            assert!(matches!(plain(text), Value::Number(n) if n.to_string() == json), "{text}: {:?}", plain(text));
        }
        assert_eq!(plain("089"), Value::Number(89.into()));
        assert_eq!((plain("Yes"), plain("off"), plain("")), (Value::Bool(true), Value::Bool(false), Value::Null));
        for text in ["1.2.3", "10.0.0.1", "500m", "-", ".", "+", "0x", "0xzz", "1e999", "-0x-1", "64Mi", "1_000", ".inf"] {
            assert_eq!(plain(text), Value::String(text.to_owned()), "{text}");
        }
    }
}
