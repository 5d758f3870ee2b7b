//! Whether two addresses are the same, as far as a proof cares: scheme, host, port and path, without query and fragment.
//!
//! Normalisation as RFC 3986, section 6.2 has it: letters of scheme and host, default ports, an empty path, escapes of what needs none.

use axum::http::Uri;

/// Whether a proof that names `claimed` is one for a request to `asked`. With `any_scheme`, `https` and `http` on their default ports are
/// one.
pub(super) fn is_same(claimed: &str, asked: &str, any_scheme: bool) -> bool {
    match (Address::read(claimed), Address::read(asked)) {
        (Some(claimed), Some(asked)) if any_scheme => {
            (claimed.host, claimed.port, claimed.path) == (asked.host, asked.port, asked.path)
        }
        (Some(claimed), Some(asked)) => claimed == asked,
        _ => false,
    }
}

#[derive(PartialEq, Eq)]
struct Address {
    is_https: bool,
    host: String,
    /// `None` where it is the scheme's.
    port: Option<u16>,
    path: String,
}

impl Address {
    fn read(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        let is_https = match uri.scheme_str()? {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        let authority = uri.authority()?;
        if authority.as_str().contains('@') {
            return None;
        }
        let usual = if is_https { 443 } else { 80 };
        let port = authority.port_u16().filter(|port| *port != usual);
        let path = if uri.path().is_empty() { "/".to_owned() } else { normal(uri.path()) };
        Some(Self { is_https, host: authority.host().to_ascii_lowercase(), port, path })
    }
}

/// Escapes of unreserved characters undone, hexadecimal digits in capitals.
fn normal(path: &str) -> String {
    let mut written = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, escape)) = rest.split_once('%') {
        written.push_str(before);
        let byte = escape.get(..2).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        let Some((hex, byte)) = byte.and_then(|hex| Some((hex, u8::from_str_radix(hex, 16).ok()?))) else {
            written.push('%');
            rest = escape;
            continue;
        };
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            written.push(char::from(byte));
        } else {
            written.push('%');
            written.push_str(&hex.to_ascii_uppercase());
        }
        rest = escape.get(2..).unwrap_or("");
    }
    written.push_str(rest);
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_address_are_the_same() {
        for other in [
            "https://gate.example/agents/a~b",
            "HTTPS://GATE.example:443/agents/a~b",
            "https://gate.example/agents/a%7eb",
            "https://gate.example/agents/a~b?x=1#y",
        ] {
            assert!(is_same(other, "https://gate.example/agents/a~b", false), "{other}");
        }
        assert!(is_same("http://[::1]:8000", "http://[::1]:8000/", false));
        assert!(is_same("https://a/%2f%zz%", "https://a/%2F%zz%", false));
    }

    #[test]
    fn other_addresses_are_not() {
        for other in [
            "http://gate.example/a",
            "https://gate.example.evil/a",
            "https://gate.example:8443/a",
            "https://gate.example/a/",
            "https://gate.example/A",
            "https://gate.example/%61%2F",
            "https://user@gate.example/a",
            "/a",
            "gate.example/a",
            "ftp://gate.example/a",
            "",
            "https://",
        ] {
            assert!(!is_same(other, "https://gate.example/a", false), "{other}");
        }
    }

    #[test]
    fn behind_a_proxy_the_scheme_does_not_matter() {
        assert!(is_same("https://gate.example/a", "http://gate.example/a", true));
        assert!(is_same("https://gate.example:443/a", "http://gate.example:80/a", true));
        assert!(!is_same("https://gate.example/a", "http://gate.example:8080/a", true));
        assert!(!is_same("https://gate.example/a", "http://gate.example/b", true));
    }
}
