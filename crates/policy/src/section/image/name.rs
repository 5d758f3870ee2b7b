//! The name of an image, with what Docker's short forms leave out.
//!
//! Grammar: <https://github.com/distribution/reference/blob/main/reference.go>.
//! Limits: nothing is refused here; what is no name matches no pattern that is meant for one.

use crate::value::{Patterns, any_matches};

/// `docker.io/library/debian` and `12`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) repository: String,
    tag: String,
}

impl Name {
    pub(super) fn of(reference: &str) -> Self {
        let without_digest = reference.split('@').next().unwrap_or(reference);
        let (name, tag) = match without_digest.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => (name, tag),
            _ => (without_digest, "latest"),
        };
        let (registry, path) = match name.split_once('/') {
            Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => (host, path),
            _ => ("docker.io", name),
        };
        let registry = registry.to_ascii_lowercase();
        let registry = if registry == "index.docker.io" { "docker.io" } else { &registry };
        let official = if registry == "docker.io" && !path.contains('/') { "library/" } else { "" };
        Self { repository: format!("{registry}/{official}{path}"), tag: tag.to_owned() }
    }

    /// Patterns may name the tag.
    pub(super) fn is_any_of(&self, patterns: Option<&Patterns>) -> bool {
        any_matches(patterns, &self.repository) || any_matches(patterns, &format!("{}:{}", self.repository, self.tag))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_are_told_in_full() {
        let told = |reference| {
            let name = Name::of(reference);
            format!("{} {}", name.repository, name.tag)
        };
        assert_eq!(told("debian"), "docker.io/library/debian latest");
        assert_eq!(told("acme/app:1@sha256:00"), "docker.io/acme/app 1");
        assert_eq!(told("localhost:5000/a/b"), "localhost:5000/a/b latest");
        assert_eq!(told("Index.Docker.io/debian:12"), "docker.io/library/debian 12");
    }
}
