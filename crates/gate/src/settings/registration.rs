//! Registration in three phases: agents, tokens, proofs, certificates, bills of materials.

use super::definition::settings;
use super::scan::Advisories;
use super::value::Secret;
use super::word::{BillFormat, ProofAlgorithm};
use crate::keys::AgentKeys;
use crate::{dpop, sbom, tokens};
use axum::http::HeaderName;
use std::path::PathBuf;
use std::time::Duration;

settings! {
    /// The three phases.
    Registration {
        /// Registration in three phases. Without it agents register with their first token.
        enabled: bool = "true", "tpr.enabled", "ARCP_TPR";
        /// How long an agent may take to say that it is well, in seconds.
        timeout_fast: Duration = "3" in 1..=60, "tpr.validation_timeout_fast", "ARCP_TPR_VALIDATION_TIMEOUT_FAST";
        /// How long the probes of an agent's endpoints may take together, in seconds.
        timeout_full: Duration = "30" in 1..=3600, "tpr.validation_timeout_full", "ARCP_TPR_VALIDATION_TIMEOUT_FULL";
        /// Probe the endpoints that an agent has to have.
        endpoint_validation: bool = "true", "tpr.endpoint_validation", "ARCP_TPR_ENDPOINT_VALIDATION";
        /// Endpoints that are missing or answer wrongly fail; else they are told in warnings.
        endpoint_validation_strict: bool = "true", "tpr.endpoint_validation_strict", "ARCP_TPR_ENDPOINT_VALIDATION_STRICT";
        /// Validations that may wait.
        queue: i64 = "1000" in 1..=1_000_000, "tpr.validation_queue_max", "ARCP_TPR_VALIDATION_QUEUE_MAX";
        /// Validations that are worked at at a time. Most of them wait for a scan, which costs next to nothing.
        workers: usize = "256" in 1..=10_000, "tpr.validation_workers", "ARCP_TPR_VALIDATION_WORKERS";
        /// How long an answer is given again to the same Idempotency-Key, in seconds.
        idempotency_ttl: Duration = "600" in 0..=86_400, "tpr.idempotency_ttl", "ARCP_TPR_IDEMPOTENCY_TTL";
        /// How often an address may ask for temporary tokens, a minute.
        rate_temporary: u32 = "30" in 0..=1_000_000, "tpr.rate_limit_temp", "ARCP_TPR_RATE_LIMIT_TEMP";
        /// How often an agent may ask to be validated, a minute.
        rate_validation: u32 = "20" in 0..=1_000_000, "tpr.rate_limit_validate", "ARCP_TPR_RATE_LIMIT_VALIDATE";
        /// How often an agent may register, a minute.
        rate_registration: u32 = "20" in 0..=1_000_000, "tpr.rate_limit_register", "ARCP_TPR_RATE_LIMIT_REGISTER";
    }
}

settings! {
    /// Agents.
    Agents {
        /// The keys that let agents ask for a registration.
        keys: AgentKeys = "", "agent_keys", "AGENT_KEYS";
        /// Types of agents that may register.
        allowed_types: Vec<String> = "security,monitoring,automation,networking,testing", "allowed_agent_types", "ALLOWED_AGENT_TYPES";
        /// An agent that was silent for so many seconds is dead, and its name can be taken again.
        heartbeat_timeout: Duration = "60" in 1..=86_400, "agent_heartbeat_timeout", "AGENT_HEARTBEAT_TIMEOUT";
    }
}

settings! {
    /// Tokens.
    Tokens {
        /// What tokens are signed with. Without it and a signing key, one is made at start that nobody knows after the end.
        secret: Option<Secret> = "" in 32..=65_536, "jwt_secret", "JWT_SECRET";
        /// A private key that tokens are signed with instead: PKCS#8 in PEM, for Ed25519 or P-256.
        signing_key: Option<PathBuf> = "", "signing_key", "TIDEWAITER_SIGNING_KEY";
        /// Who issues tokens; else the public URL, else tidewaiter.
        issuer: Option<String> = "", "issuer", "ARCP_ISSUER";
        /// How long a temporary token lives, in seconds.
        ttl_temporary: u64 = "900" in 1..=86_400, "tpr.token_ttl_temp", "ARCP_TPR_TOKEN_TTL_TEMP";
        /// How long a validated token and the result of a validation live, in seconds.
        ttl_validated: u64 = "300" in 1..=86_400, "tpr.token_ttl_validated", "ARCP_TPR_TOKEN_TTL_VALIDATED";
        /// How long an access token lives, in seconds.
        ttl_access: u64 = "3600" in 1..=2_592_000, "tpr.token_ttl_access", "ARCP_TPR_TOKEN_TTL_ACCESS";
        /// Whom temporary tokens are for.
        audience_validate: String = "arcp:validate", "tpr.token_aud_validate", "ARCP_TPR_TOKEN_AUD_VALIDATE";
        /// Whom validated tokens are for.
        audience_register: String = "arcp:register", "tpr.token_aud_register", "ARCP_TPR_TOKEN_AUD_REGISTER";
        /// Whom access tokens are for.
        audience_operations: String = "arcp:operations", "tpr.token_aud_operations", "ARCP_TPR_TOKEN_AUD_OPERATIONS";
    }
}

settings! {
    /// Proofs of possession (RFC 9449).
    Proofs {
        /// Look at proofs of possession, and bind tokens to their keys.
        enabled: bool = "true", "dpop.enabled", "DPOP_ENABLED";
        /// Proofs of possession have to be there.
        required: bool = "false", "dpop.required", "DPOP_REQUIRED";
        /// How old a proof may be, in seconds.
        ttl: u64 = "120" in 1..=3600, "dpop.proof_ttl", "DPOP_PROOF_TTL";
        /// How far clocks may differ, in seconds.
        clock_skew: u64 = "60" in 0..=600, "dpop.clock_skew", "DPOP_CLOCK_SKEW";
        /// How proofs may be signed.
        algorithms: Vec<ProofAlgorithm> = "EdDSA,ES256", "dpop.algorithms", "DPOP_ALGORITHMS";
    }
}

settings! {
    /// Client certificates (RFC 8705).
    Certificates {
        /// Look at client certificates, and bind tokens to their keys.
        enabled: bool = "false", "mtls.enabled", "MTLS_ENABLED";
        /// Remote agents have to have a client certificate.
        required_remote: bool = "true", "mtls.required_remote", "MTLS_REQUIRED_REMOTE";
        /// Certificates from proxies, too, have to be signed by the client CA. Those of our own connections always have.
        verify_chain: bool = "false", "mtls.verify_chain", "MTLS_VERIFY_CHAIN";
        /// The header in which trusted proxies hand client certificates on.
        header: Option<HeaderName> = "X-Client-Cert", "mtls.cert_header", "MTLS_CERT_HEADER";
    }
}

settings! {
    /// Bills of materials that agents send.
    Bills {
        /// Look at bills of materials.
        enabled: bool = "false", "sbom.verification_enabled", "SBOM_VERIFICATION_ENABLED";
        /// A bill of materials has to be sent.
        required: bool = "false", "sbom.required", "SBOM_REQUIRED";
        /// Forms of bills of materials that are taken.
        formats: Vec<BillFormat> = "cyclonedx,spdx", "sbom.allowed_formats", "SBOM_ALLOWED_FORMATS";
        /// Critical vulnerabilities of what a bill of materials lists fail.
        fail_on_critical: bool = "true", "sbom.fail_on_critical", "SBOM_FAIL_ON_CRITICAL";
        /// Vulnerabilities of high severity of what it lists fail.
        fail_on_high: bool = "false", "sbom.fail_on_high", "SBOM_FAIL_ON_HIGH";
        /// Match what a bill of materials lists with the advisories; else only its form is looked at.
        vulnerability_check: bool = "true", "sbom.vulnerability_check", "SBOM_VULNERABILITY_CHECK";
    }
}

impl Tokens {
    /// As the issuer wants them. `issuer` counts where none is set.
    #[must_use]
    pub fn issuing(&self, issuer: &str, proofs: &Proofs) -> tokens::Settings {
        tokens::Settings {
            issuer: self.issuer.clone().unwrap_or_else(|| issuer.to_owned()),
            audiences: tokens::Audiences {
                validate: self.audience_validate.clone(),
                register: self.audience_register.clone(),
                operations: self.audience_operations.clone(),
            },
            lifetimes: tokens::Lifetimes {
                temporary: self.ttl_temporary,
                validated: self.ttl_validated,
                access: self.ttl_access,
            },
            leeway: proofs.clock_skew,
        }
    }
}

impl Proofs {
    /// As proofs are verified; `None` if they are not looked at. Behind a proxy the client may have meant another scheme.
    #[must_use]
    pub fn verifying(&self, is_behind_proxy: bool) -> Option<dpop::Settings> {
        let takes = |algorithm| self.algorithms.contains(&algorithm);
        self.enabled.then(|| dpop::Settings {
            lifetime: self.ttl,
            clock_skew: self.clock_skew,
            es256: takes(ProofAlgorithm::Es256),
            eddsa: takes(ProofAlgorithm::EdDsa),
            is_behind_proxy,
            ..dpop::Settings::default()
        })
    }
}

impl Bills {
    /// As bills of materials are judged.
    #[must_use]
    pub fn judging(&self, advisories: &Advisories) -> sbom::Settings {
        sbom::Settings {
            enabled: self.enabled,
            required: self.required,
            formats: self.formats.iter().map(|format| (*format).into()).collect(),
            vulnerabilities: self.vulnerability_check,
            fail_on_critical: self.fail_on_critical,
            fail_on_high: self.fail_on_high,
            max_database_age_days: advisories.max_age_days,
        }
    }
}
