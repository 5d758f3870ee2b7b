//! What a validated token is bound to: the agent's endpoint, capabilities and way of communication, as one digest.
//!
//! The registry's contract computes it over Python's `json.dumps(.., sort_keys=True)`, which puts a space after commas and colons and
//! writes everything beyond ASCII as `\uXXXX`: records of both can be compared.

use crate::validations::sha256;
use std::fmt::Write;

/// `sha256:<hex>` of what was validated. The order of the capabilities does not matter.
#[must_use]
pub fn bound_to(endpoint: &str, capabilities: &[String], communication_mode: &str) -> String {
    let mut sorted: Vec<&str> = capabilities.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    let sorted: Vec<String> = sorted.into_iter().map(quoted).collect();
    let canonical = format!(
        r#"{{"capabilities": [{}], "communication_mode": {}, "endpoint": {}}}"#,
        sorted.join(", "),
        quoted(communication_mode),
        quoted(endpoint)
    );
    format!("sha256:{}", sha256(&canonical))
}

/// A string as Python writes it in JSON.
fn quoted(text: &str) -> String {
    let mut written = String::from('"');
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(b'"') => written.push_str("\\\""),
            Ok(b'\\') => written.push_str("\\\\"),
            Ok(b'\n') => written.push_str("\\n"),
            Ok(b'\r') => written.push_str("\\r"),
            Ok(b'\t') => written.push_str("\\t"),
            Ok(8) => written.push_str("\\b"),
            Ok(12) => written.push_str("\\f"),
            Ok(byte @ 0x20..=0x7e) => written.push(char::from(byte)),
            _ => {
                let _ = write!(written, "\\u{unit:04x}");
            }
        }
    }
    written.push('"');
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by Python 3.11: `"sha256:" + hashlib.sha256(json.dumps({...}, sort_keys=True).encode()).hexdigest()`.
    #[test]
    fn the_digest_is_the_registrys() {
        let capabilities = ["rag".to_owned(), "Zürich 🐚".to_owned(), "a\"b\\\n\u{7f}\u{1}".to_owned()];
        assert_eq!(
            bound_to("http://127.0.0.1:19001", &capabilities, "remote"),
            "sha256:62045bbc645dc67495911ee0cee9ce30e05f8a31e9262ea46ab65d37e19e3d6d"
        );
        assert_eq!(bound_to("", &[], "local"), "sha256:94e4a7305dc9c5d7d9c73cc3a4638cfdf63f62f5ba010e3d7e304b38a51b45d1");
    }

    #[test]
    fn order_does_not_matter_and_everything_else_does() {
        let [a, b] = ["a".to_owned(), "b".to_owned()];
        let one = bound_to("http://x", &[a.clone(), b.clone()], "remote");
        assert_eq!(one, bound_to("http://x", &[b.clone(), a.clone()], "remote"));
        assert_ne!(one, bound_to("http://y", &[a.clone(), b.clone()], "remote"));
        assert_ne!(one, bound_to("http://x", std::slice::from_ref(&a), "remote"));
        assert_ne!(one, bound_to("http://x", &[a, b], "local"));
        assert_ne!(bound_to("x", &["a, b".to_owned()], ""), bound_to("x", &["a".to_owned(), "b".to_owned()], ""));
    }
}
