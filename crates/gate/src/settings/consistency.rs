//! What settings say together.

use super::{Fault, Settings, SettingsError};

impl Settings {
    /// Refuses what contradicts itself, and notes what does nothing.
    pub(super) fn checked(mut self) -> Result<Self, SettingsError> {
        let faults: Vec<Fault> = self.contradictions().into_iter().map(fault).collect();
        if !faults.is_empty() {
            return Err(SettingsError(faults));
        }
        self.notes.extend(self.oddities().into_iter().map(str::to_owned));
        Ok(self)
    }

    fn contradictions(&self) -> Vec<&'static str> {
        let (http, tokens, certificates) = (&self.http, &self.tokens, &self.certificates);
        let has_certificates = http.tls_client_ca.is_some() || self.hands_on_certificates();
        let all = [
            (http.tls_cert.is_some() != http.tls_key.is_some(), "tls_cert and tls_key: each needs the other"),
            (
                http.tls_client_ca.is_some() && http.tls_cert.is_none(),
                "tls_client_ca: clients show certificates only where there is TLS, with tls_cert",
            ),
            (
                certificates.enabled && certificates.required_remote && !has_certificates,
                "mtls.required_remote: no certificate can ever come; it needs tls_client_ca, or trusted_proxies and mtls.cert_header",
            ),
            (certificates.verify_chain && http.tls_client_ca.is_none(), "mtls.verify_chain: it needs tls_client_ca"),
            (tokens.secret.is_some() && tokens.signing_key.is_some(), "jwt_secret and signing_key: only one of them can sign"),
            (
                self.memory.url.is_shared() && tokens.secret.is_none() && tokens.signing_key.is_none(),
                "jwt_secret: nodes that share a store have to know each other's tokens; set it, or signing_key",
            ),
            (
                self.proofs.enabled && self.proofs.algorithms.is_empty(),
                "dpop.algorithms: proofs are looked at, and none is taken",
            ),
            (self.proofs.required && !self.proofs.enabled, "dpop.required: it needs dpop.enabled"),
        ];
        all.into_iter().filter_map(|(is_so, what)| is_so.then_some(what)).collect()
    }

    fn oddities(&self) -> Vec<&'static str> {
        let tokens = &self.tokens;
        let all = [
            (
                self.scan.required && !self.scan.enabled,
                "container.scan_required does nothing while container.scan_enabled is false",
            ),
            (self.bills.required && !self.bills.enabled, "sbom.required does nothing while sbom.verification_enabled is false"),
            (self.registration.enabled && self.agents.keys.is_empty(), "agent_keys is not set: no agent can register"),
            (
                tokens.secret.is_none() && tokens.signing_key.is_none(),
                "jwt_secret is not set: tokens are signed with a key that is forgotten at the end",
            ),
            (
                self.scan.enabled && !self.scan.required,
                "container.scan_required is false: an image that cannot be scanned passes with a warning",
            ),
            (
                self.http.tls_cert.is_none() && self.http.trusted_proxies == Default::default(),
                "tls_cert is not set: tokens and keys travel in the open",
            ),
        ];
        all.into_iter().filter_map(|(is_so, what)| is_so.then_some(what)).collect()
    }

    /// Whether there is a proxy that may hand certificates on.
    fn hands_on_certificates(&self) -> bool {
        self.certificates.header.is_some() && self.http.trusted_proxies != Default::default()
    }
}

fn fault(reason: &str) -> Fault {
    let (said, reason) = reason.split_once(": ").unwrap_or(("", reason));
    Fault { origin: None, said: said.to_owned(), reason: reason.to_owned() }
}
