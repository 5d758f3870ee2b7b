//! Variables of the environment that look like settings and are none, so that nobody believes in what does nothing.

use super::{Fault, Origin, Settings};

/// What the registry's own server knows and we do not: name, and what is so instead.
const ELSEWHERE: &[(&str, &str)] = &[
    ("SBOM_OSV_API_URL", "bills of materials are matched with our own advisories"),
    ("SBOM_OSV_API_TIMEOUT", "bills of materials are matched with our own advisories"),
    ("SBOM_VULNERABILITY_CACHE_TTL", "advisories are at hand"),
    ("JWT_ALGORITHM", "a secret signs with HS256, a signing key with its own algorithm"),
    ("JWT_EXPIRE_MINUTES", "each kind of token has a lifetime of its own, ARCP_TPR_TOKEN_TTL_…"),
    ("JWKS_ENABLED", "the public half of a signing key is published, TIDEWAITER_SIGNING_KEY"),
    ("REDIS_HOST", "the memory is TIDEWAITER_STORE"),
    ("ADMIN_PASSWORD", "there are no administrators; the API is used with tokens"),
    ("ARCP_TPR_ENDPOINT_VALIDATION_MODE", "endpoints are validated as the contract says"),
    ("ARCP_TPR_ENDPOINT_CONTRACTS_FILE", "endpoints are validated as the contract says"),
    ("ARCP_TPR_HEARTBEAT_INTERVAL", "agents are thought dead after AGENT_HEARTBEAT_TIMEOUT"),
    ("ARCP_TPR_INSTANCE_TTL_MULT", "agents are thought dead after AGENT_HEARTBEAT_TIMEOUT"),
    ("ARCP_TLS_ENABLED", "TLS is on with TIDEWAITER_TLS_CERT"),
    ("MTLS_CA_BUNDLE", "who signs clients' certificates is TIDEWAITER_TLS_CLIENT_CA"),
    ("CONTAINER_MAX_CRITICAL", "limits are a policy's affair, TIDEWAITER_POLICY"),
    ("CONTAINER_MAX_HIGH", "limits are a policy's affair, TIDEWAITER_POLICY"),
    ("CONTAINER_ALLOW_SECRETS", "this is CONTAINER_SCAN_FAIL_ON_SECRETS"),
];

/// Switches for protections that there are not: whoever relies on one has to know before anything runs.
const MISSING: &[(&str, &str)] = &[
    ("ATTESTATION_ENABLED", "there is no attestation"),
    ("ATTESTATION_REQUIRED", "there is no attestation"),
    ("MTLS_CHECK_REVOCATION", "revocation of certificates is not asked for"),
];

/// Beginnings of names that are ours to know.
const OURS: &[&str] = &["TIDEWAITER_", "CONTAINER_SCAN", "CONTAINER_TRIVY", "ARCP_TPR", "SBOM_", "DPOP_", "MTLS_"];

/// Of the program's other commands.
const OTHERS: &[&str] = &[
    "TIDEWAITER_BASELINE_KEY",
    "TIDEWAITER_PASSWORD",
    "TIDEWAITER_SETTINGS",
    "TIDEWAITER_SIGN_KEY",
    "TIDEWAITER_TEST_POSTGRES",
    "TIDEWAITER_USERNAME",
];

pub(super) fn refused(environment: &dyn Fn(&str) -> Option<String>) -> Vec<Fault> {
    let is_on = |name: &str| {
        environment(name).is_some_and(|text| matches!(text.trim().to_ascii_lowercase().as_str(), "true" | "1" | "yes"))
    };
    let fault = |(name, reason): &(&str, &str)| Fault {
        origin: Some(Origin::Environment { name: (*name).to_owned() }),
        said: String::new(),
        reason: format!("{reason}: it cannot be switched on"),
    };
    MISSING.iter().filter(|(name, _)| is_on(name)).map(fault).collect()
}

pub(super) fn notes(environment: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let is_set = |name: &str| environment(name).is_some_and(|text| !text.trim().is_empty());
    let note = |(name, reason): &(&str, &str)| format!("{name} does nothing here: {reason}");
    ELSEWHERE.iter().filter(|(name, _)| is_set(name)).map(note).collect()
}

impl Settings {
    /// Of all variables of an environment those that are called like settings and are none: misspelt ones, most likely.
    pub fn unknown_names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
        let is_known = |name: &str| {
            let known = Self::definitions().map(|definition| definition.env);
            let elsewhere = ELSEWHERE.iter().chain(MISSING).map(|(name, _)| *name);
            known.chain(elsewhere).chain(OTHERS.iter().copied()).any(|known| name == known)
        };
        let is_ours = |name: &str| OURS.iter().any(|begin| name.starts_with(begin));
        let secret = |name: &str| name.strip_suffix("_FILE").is_some_and(is_known);
        let mut unknown: Vec<String> =
            names.filter(|name| is_ours(name) && !is_known(name) && !secret(name)).map(str::to_owned).collect();
        unknown.sort();
        unknown
    }
}
