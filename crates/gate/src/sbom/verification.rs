//! `POST /security/sbom/verify`: what is asked, and the document that answers.

use super::judge::{Judged, Refused};
use super::{failing, name};
use crate::store::Millis;
use crate::time::naive;
use crate::validations::Objection;
use serde::{Deserialize, Serialize};
use tidewaiter_policy::Counts;
use utoipa::ToSchema;

/// What is asked.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = SbomRequest)]
pub struct Asked {
    /// The bill of materials, as text.
    pub sbom_content: String,
    /// Whose it is.
    pub agent_id: String,
    /// A signature, which is not verified.
    pub signature: Option<String>,
    /// Match it against advisories.
    #[serde(default = "yes")]
    pub verify_vulnerabilities: bool,
    /// Critical vulnerabilities make it invalid.
    #[serde(default = "yes")]
    pub fail_on_critical: bool,
    /// High ones do.
    #[serde(default)]
    pub fail_on_high: bool,
}

fn yes() -> bool {
    true
}

/// The answer: the contract's fields, and beside them every reason with its findings.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SbomVerification)]
#[expect(missing_docs, reason = "the contract's fields, by its names")]
pub struct Verification {
    pub valid: bool,
    /// `cyclonedx`, `spdx`, `syft`, `unknown`.
    pub format: &'static str,
    pub component_count: usize,
    /// Those that can be matched.
    pub dependency_count: usize,
    pub vulnerability_count: usize,
    pub critical_count: usize,
    pub high_count: usize,
    pub medium_count: usize,
    pub low_count: usize,
    /// `sha256:<hex>` of the text.
    pub hash: String,
    /// Without a zone, UTC.
    pub timestamp: String,
    pub warnings: Vec<String>,
    /// Why it could not be verified at all.
    pub error: Option<String>,
    /// Why it is not valid, all of it.
    pub errors: Vec<Objection>,
}

impl Verification {
    pub(super) fn of(outcome: Result<Judged, Refused>, hash: String, is_signed: bool, now: u64) -> Self {
        let timestamp = naive(Millis::try_from(now.saturating_mul(1000)).unwrap_or(Millis::MAX));
        let mut warnings: Vec<String> = Vec::new();
        if is_signed {
            warnings.push("The signature was not verified".to_owned());
        }
        let judged = match outcome {
            Ok(judged) => judged,
            Err(refused) => {
                let error = match refused {
                    Refused::Broken(reason) => reason,
                    Refused::Failed => "The SBOM could not be verified".to_owned(),
                };
                return Self { hash, timestamp, warnings, error: Some(error), ..Self::nothing() };
            }
        };
        warnings.extend(judged.notes());
        let (Counts { critical, high, medium, low, .. }, errors) = match &judged.verdict {
            Some(verdict) => (verdict.counts, verdict.reasons.iter().map(|reason| failing(reason, &judged)).collect()),
            None => (Counts::default(), Vec::new()),
        };
        Self {
            valid: errors.is_empty(),
            format: name(judged.format),
            component_count: judged.components,
            dependency_count: judged.dependencies,
            vulnerability_count: judged.vulnerabilities(),
            critical_count: critical,
            high_count: high,
            medium_count: medium,
            low_count: low,
            hash,
            timestamp,
            warnings,
            error: None,
            errors,
        }
    }

    fn nothing() -> Self {
        Self {
            valid: false,
            format: "unknown",
            component_count: 0,
            dependency_count: 0,
            vulnerability_count: 0,
            critical_count: 0,
            high_count: 0,
            medium_count: 0,
            low_count: 0,
            hash: String::new(),
            timestamp: String::new(),
            warnings: Vec::new(),
            error: None,
            errors: Vec::new(),
        }
    }
}
