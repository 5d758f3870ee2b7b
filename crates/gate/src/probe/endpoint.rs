//! Where an agent can be reached.

use ureq::http::Uri;

const MAX_LENGTH: usize = 2048;

/// An address of HTTP, without a slash at its end.
#[derive(Clone, Debug)]
pub(super) struct Endpoint(String);

impl Endpoint {
    /// Reads one: scheme, host, maybe a port and a path. Neither a user, nor a query, nor a fragment: there is nothing to add a path to.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let uri: Uri = text.parse().ok().filter(|_| text.len() <= MAX_LENGTH)?;
        let is_http = matches!(uri.scheme_str(), Some("http" | "https"));
        let authority = uri.authority()?;
        let is_plain = !authority.as_str().contains('@') && !authority.host().is_empty();
        (is_http && is_plain && !text.contains(['?', '#'])).then(|| Self(text.trim_end_matches('/').to_owned()))
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    pub(super) fn is_https(&self) -> bool {
        self.0.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https:"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_agents_are_read() {
        let url = |text: &str| Endpoint::read(text).map(|endpoint| endpoint.url("/health"));
        assert_eq!(url("http://127.0.0.1:19001").unwrap(), "http://127.0.0.1:19001/health");
        assert_eq!(url(" https://agent.example/base/ ").unwrap(), "https://agent.example/base/health");
        assert_eq!(url("http://[::1]:80//").unwrap(), "http://[::1]:80/health");
        for bad in
            ["", "agent", "ftp://a", "http://", "http://u@a", "http://a/?x", "http://a#b", "/a", "file:///etc/passwd", "http:a"]
        {
            assert_eq!(url(bad), None, "{bad}");
        }
        assert_eq!(url(&format!("http://a/{}", "x".repeat(2100))), None);
        assert!(Endpoint::read("HTTPS://a").unwrap().is_https() && !Endpoint::read("http://a").unwrap().is_https());
    }
}
