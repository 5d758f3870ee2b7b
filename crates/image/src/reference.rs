//! References: `registry/repository:tag@digest`.
//!
//! Grammar: <https://github.com/distribution/reference/blob/main/reference.go>, with Docker's short forms (`alpine` is
//! `docker.io/library/alpine:latest`).

use std::fmt;
use std::str::FromStr;
use tidewaiter_model::Digest;

/// Where an image is in a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The host with its port, if it has one: `docker.io`, `localhost:5000`.
    pub registry: String,
    /// The path: `library/alpine`.
    pub repository: String,
    /// The tag. Where there is a digest too, the digest counts.
    pub tag: Option<String>,
    /// The digest of a manifest or an index.
    pub digest: Option<Digest>,
}

/// A text that is no reference. Whose fault: the caller.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an image reference: {reason}")]
pub struct InvalidReference {
    text: String,
    reason: &'static str,
}

impl InvalidReference {
    /// What is wrong, without the text itself.
    #[must_use]
    pub fn reason(&self) -> &'static str {
        self.reason
    }
}

/// The registry that is meant where none is named.
const DEFAULT_REGISTRY: &str = "docker.io";
/// Longer names are refused by registries.
const MAX_NAME: usize = 255;
/// Longer references are nobody's.
const MAX_LENGTH: usize = 512;

impl Reference {
    /// As people write it: without `docker.io/library/`.
    #[must_use]
    pub fn familiar_name(&self) -> String {
        match self.repository.strip_prefix("library/") {
            Some(name) if self.registry == DEFAULT_REGISTRY && !name.contains('/') => name.to_owned(),
            _ if self.registry == DEFAULT_REGISTRY => self.repository.clone(),
            _ => format!("{}/{}", self.registry, self.repository),
        }
    }

    /// What names the manifest: the digest, else the tag.
    #[must_use]
    pub fn manifest(&self) -> &str {
        self.digest.as_ref().map(Digest::as_str).or(self.tag.as_deref()).unwrap_or("latest")
    }
}

impl FromStr for Reference {
    type Err = InvalidReference;

    fn from_str(text: &str) -> Result<Self, InvalidReference> {
        let invalid = |reason| InvalidReference { text: text.chars().take(MAX_LENGTH).collect(), reason };
        if text.is_empty() || text.len() > MAX_LENGTH {
            return Err(invalid("expected 1 to 512 characters"));
        }
        if text.contains("://") {
            return Err(invalid("expected no scheme before it"));
        }
        let (rest, digest) = match text.split_once('@') {
            None => (text, None),
            Some((rest, digest)) => {
                let digest = Digest::parse(digest).map_err(|_| invalid("what follows `@` is no digest, like sha256:…"))?;
                (rest, Some(digest))
            }
        };
        // A colon before the last slash parts host and port.
        let (name, tag) = match rest.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') && !tag.ends_with(']') => (name, Some(tag)),
            _ => (rest, None),
        };
        if tag.is_some_and(|tag| !is_tag(tag)) {
            return Err(invalid("a tag has up to 128 letters, digits, `_`, `.` and `-`, and begins with no `.` or `-`"));
        }
        let (registry, path) = match name.split_once('/') {
            Some((host, path)) if is_registry(host) => (host.to_ascii_lowercase(), path),
            _ => (DEFAULT_REGISTRY.to_owned(), name),
        };
        if !is_host(&registry) {
            return Err(invalid("its registry is no host name"));
        }
        let registry = if registry == "index.docker.io" { DEFAULT_REGISTRY.to_owned() } else { registry };
        if path.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return Err(invalid("a repository is written in lower case"));
        }
        if path.len() > MAX_NAME || !path.split('/').all(is_component) {
            return Err(invalid(
                "a repository has parts of lower-case letters and digits, with single `.`, `_`, `__` or `-` between",
            ));
        }
        let is_official = registry == DEFAULT_REGISTRY && !path.contains('/');
        let repository = if is_official { format!("library/{path}") } else { path.to_owned() };
        let tag = tag.map(str::to_owned).or_else(|| digest.is_none().then(|| "latest".to_owned()));
        Ok(Self { registry, repository, tag, digest })
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.registry, self.repository)?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        self.digest.as_ref().map_or(Ok(()), |digest| write!(f, "@{digest}"))
    }
}

/// What comes before the first slash is a registry if it could be no part of a path on Docker Hub.
fn is_registry(host: &str) -> bool {
    host == "localhost" || host.contains(['.', ':']) || host.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn is_host(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((address, after)) if address.parse::<std::net::Ipv6Addr>().is_ok() => {
                return after.is_empty() || after.strip_prefix(':').is_some_and(is_port);
            }
            _ => return false,
        },
        None => text.split_once(':').map_or((text, None), |(host, port)| (host, Some(port))),
    };
    let is_label = |label: &str| {
        let inner = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        !label.is_empty() && label.bytes().all(inner) && !label.starts_with('-') && !label.ends_with('-')
    };
    host.split('.').all(is_label) && port.is_none_or(is_port)
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit()) && text.parse::<u16>().is_ok_and(|port| port > 0)
}

fn is_tag(text: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let is_inner = |b: u8| is_word(b) || b == b'.' || b == b'-';
    text.len() <= 128 && text.bytes().next().is_some_and(is_word) && text.bytes().all(is_inner)
}

/// Letters and digits, parted by one dot, one or two underscores, or any number of hyphens.
fn is_component(text: &str) -> bool {
    let is_word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let is_known = |b: u8| is_word(b) || matches!(b, b'.' | b'_' | b'-');
    let parts = text.split(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit());
    let are_ends_words = text.bytes().next().is_some_and(is_word) && text.bytes().next_back().is_some_and(is_word);
    let is_separator = |part: &str| matches!(part, "" | "." | "_" | "__") || part.bytes().all(|b| b == b'-');
    are_ends_words && text.bytes().all(is_known) && parts.into_iter().all(is_separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_completed_as_docker_completes_them() {
        for (short, whole, familiar) in [
            ("alpine", "docker.io/library/alpine:latest", "alpine"),
            ("alpine:3.18", "docker.io/library/alpine:3.18", "alpine"),
            ("grafana/loki", "docker.io/grafana/loki:latest", "grafana/loki"),
            ("localhost/a/b", "localhost/a/b:latest", "localhost/a/b"),
            ("localhost:5000/a", "localhost:5000/a:latest", "localhost:5000/a"),
            ("[::1]:5000/a:1", "[::1]:5000/a:1", "[::1]:5000/a"),
            ("GHCR.io/org/app:v1", "ghcr.io/org/app:v1", "ghcr.io/org/app"),
            ("index.docker.io/library/alpine", "docker.io/library/alpine:latest", "alpine"),
            ("quay.io/a/b__c/d-_-e.f", "", ""),
        ] {
            match short.parse::<Reference>() {
                Ok(reference) => {
                    assert_eq!((reference.to_string(), reference.familiar_name()), (whole.to_owned(), familiar.to_owned()))
                }
                Err(_) => assert!(whole.is_empty(), "{short}"),
            }
        }
    }

    #[test]
    fn a_digest_counts_more_than_a_tag() {
        let digest = format!("sha256:{}", "a".repeat(64));
        let reference: Reference = format!("alpine:3.18@{digest}").parse().unwrap();
        assert_eq!((reference.manifest(), reference.tag.as_deref()), (digest.as_str(), Some("3.18")));
        let reference: Reference = format!("r.example:5000/a@{digest}").parse().unwrap();
        assert_eq!((reference.tag, reference.registry.as_str()), (None, "r.example:5000"));
    }

    #[test]
    fn what_is_no_reference_is_refused_with_the_reason() {
        let long = "a".repeat(513);
        for text in [
            "",
            &long,
            "-alpine",
            "https://docker.io/alpine",
            "Alpine",
            "a/B",
            "a//b",
            "a/",
            "/a",
            "a:",
            "a:-x",
            "a@sha256:12",
            "a b",
            "a..b",
            "a___b",
            "host:99999/a",
            "host:x/a",
            "-host.io/a",
            "a:1:2",
            "a\u{e9}",
            "[::g]:1/a",
            "../a",
            "a/../b",
        ] {
            assert!(text.parse::<Reference>().is_err(), "{text}");
        }
        let error = "docker.io/Alpine".parse::<Reference>().unwrap_err();
        assert_eq!(error.to_string(), "`docker.io/Alpine` is not an image reference: a repository is written in lower case");
    }
}
