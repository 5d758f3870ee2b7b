//! What a validation came to, in the words of both the registry's documentation and its code: whoever knows either finds his fields.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tidewaiter_policy::{Counts, FoundMisconfiguration, Verdict};
use utoipa::ToSchema;

/// The end of a validation, as it is kept.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// Why the agent may not register; empty when it may.
    pub errors: Vec<Objection>,
    /// What it should know.
    pub warnings: Vec<Warning>,
    /// What its endpoints answered.
    pub endpoint_checks: Option<Value>,
    /// What the scan of its image came to.
    pub container_scan: Option<ContainerScan>,
    /// How long it took.
    pub duration_ms: u64,
}

impl Outcome {
    /// We failed: nobody registers by it.
    pub(super) fn internal() -> Self {
        let message = "The validation could not be completed".to_owned();
        Self { errors: vec![Objection { kind: "internal_error".to_owned(), message, ..Objection::default() }], ..Self::default() }
    }
}

/// A reason why an agent may not register.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Objection {
    /// Stable, for programs: `container_critical_vulnerabilities`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Which check says it: `container_scan`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    /// How bad it is, lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// For people.
    pub message: String,
    /// The field of the submission that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The endpoint that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// The findings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details: Option<Value>,
}

/// What an agent should know although it may register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Warning {
    /// Stable, for programs: `security_warning`.
    #[serde(rename = "type")]
    pub kind: String,
    /// For people.
    pub message: String,
}

impl Warning {
    /// About the agent's image.
    #[must_use]
    pub fn security(message: impl Into<String>) -> Self {
        Self { kind: "security_warning".to_owned(), message: message.into() }
    }
}

/// What the scan of an image came to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ContainerScan {
    /// As the agent named it.
    pub image: String,
    /// The manifest that was judged.
    pub digest: Option<String>,
    /// Who scanned.
    pub scanner: String,
    /// In which version.
    pub scanner_version: String,
    /// When, RFC 3339.
    pub scan_time: String,
    /// How many there are of each severity.
    pub vulnerabilities: Severities,
    /// How many secrets.
    pub secrets_found: usize,
    /// Failed checks.
    #[schema(value_type = Vec<Object>)]
    pub misconfigurations: Vec<FoundMisconfiguration>,
    /// By which policy it was judged.
    pub policy: String,
    /// The digest of what the policy says.
    pub policy_digest: String,
    /// The verdict's id.
    pub verdict_id: String,
}

/// How many vulnerabilities there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[expect(missing_docs, reason = "the severities say themselves")]
pub struct Severities {
    pub critical: usize,
    pub high: usize,
    pub medium: usize,
    pub low: usize,
    pub unknown: usize,
}

impl From<Counts> for Severities {
    fn from(counts: Counts) -> Self {
        let Counts { critical, high, medium, low, unknown, .. } = counts;
        Self { critical, high, medium, low, unknown }
    }
}

impl ContainerScan {
    /// Of an image's verdict.
    #[must_use]
    pub fn of(image: &str, verdict: &Verdict, verdict_id: &str) -> Self {
        Self {
            image: image.to_owned(),
            digest: verdict.manifest_digest.as_ref().map(ToString::to_string),
            scanner: verdict.engine.name.clone(),
            scanner_version: verdict.engine.version.clone(),
            scan_time: verdict.scanned_at.clone(),
            vulnerabilities: verdict.counts.into(),
            secrets_found: verdict.counts.secrets,
            misconfigurations: verdict.misconfigurations.clone(),
            policy: verdict.policy.name.clone(),
            policy_digest: verdict.policy.digest.to_string(),
            verdict_id: verdict_id.to_owned(),
        }
    }
}
