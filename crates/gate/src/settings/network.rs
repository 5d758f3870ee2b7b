//! Whom the gate speaks to: which registries, and in which networks.

use super::definition::settings;
use globset::{GlobBuilder, GlobMatcher};
use std::fmt;
use std::path::PathBuf;
use tidewaiter_image::Reference;
use tidewaiter_image::network::{Network, Networks};

settings! {
    /// Whom the gate speaks to.
    Reach {
        /// Registries that images may come from; any if none is named.
        allowed_registries: Vec<HostPattern> = "", "allowed_registries", "TIDEWAITER_ALLOWED_REGISTRIES";
        /// Registries that images may not come from, even if they are allowed.
        denied_registries: Vec<HostPattern> = "", "denied_registries", "TIDEWAITER_DENIED_REGISTRIES";
        /// Registries that may be spoken to in plain HTTP, or with certificates that nobody vouches for.
        insecure_registries: Vec<HostPattern> = "", "insecure_registries", "TIDEWAITER_INSECURE_REGISTRIES";
        /// Networks beside the public ones that registries, what they redirect to, and agents may be in.
        allowed_networks: Vec<NetworkGroup> = "", "allowed_networks", "TIDEWAITER_ALLOWED_NETWORKS";
        /// Docker's configuration with the credentials for registries; none are used if it is not named.
        docker_config: Option<PathBuf> = "", "docker_config", "TIDEWAITER_DOCKER_CONFIG";
    }
}

impl Reach {
    /// Whether images of this registry may be asked for.
    #[must_use]
    pub fn permits(&self, image: &Reference) -> bool {
        let names = |patterns: &[HostPattern]| patterns.iter().any(|pattern| pattern.matches(&image.registry));
        let is_allowed = self.allowed_registries.is_empty() || names(&self.allowed_registries);
        is_allowed && !names(&self.denied_registries)
    }

    /// Whether its registry may be spoken to in plain HTTP.
    #[must_use]
    pub fn is_insecure(&self, image: &Reference) -> bool {
        self.insecure_registries.iter().any(|pattern| pattern.matches(&image.registry))
    }

    /// Where connections may go.
    #[must_use]
    pub fn networks(&self) -> Networks {
        Networks::public_and(self.allowed_networks.iter().flat_map(|group| group.0.clone()).collect())
    }
}

/// A registry's host with its port, or a pattern of such: `*.example.com`, `localhost:*`.
#[derive(Clone)]
pub struct HostPattern(GlobMatcher);

impl HostPattern {
    pub(super) fn read(text: &str) -> Option<Self> {
        if text.contains(['/', '@']) || text.contains(char::is_whitespace) {
            return None;
        }
        // As references are read.
        let text = if text.eq_ignore_ascii_case("index.docker.io") { "docker.io" } else { text };
        let glob = GlobBuilder::new(text).literal_separator(true).case_insensitive(true).build().ok()?;
        Some(Self(glob.compile_matcher()))
    }

    fn matches(&self, registry: &str) -> bool {
        self.0.is_match(registry)
    }
}

impl fmt::Debug for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.glob().glob())
    }
}

/// A network, or several under one word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkGroup(Vec<Network>);

/// Those of RFC 1918, of providers' customers (RFC 6598), and unique local ones (RFC 4193). Link-local ones have to be named, because
/// there is the clouds' metadata.
const PRIVATE: [&str; 5] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"];
const LOOPBACK: [&str; 2] = ["127.0.0.0/8", "::1"];

impl NetworkGroup {
    pub(super) fn read(text: &str) -> Option<Self> {
        let all = |names: &[&str]| names.iter().map(|name| name.parse().ok()).collect::<Option<Vec<Network>>>();
        match text.to_ascii_lowercase().as_str() {
            "private" => all(&PRIVATE),
            "loopback" => all(&LOOPBACK),
            other => all(&[other]),
        }
        .map(Self)
    }
}
