//! Bills of materials that agents send: read, matched against our own advisories, judged.
//!
//! Formats: CycloneDX and SPDX (and Syft's own where it is allowed), as [`tidewaiter_inventory::read_sbom`] reads them. What they state is
//! believed; a signature that comes with one is not verified, because nothing says whose it should be, and the answer says so.
//!
//! Limits: as long as the body that it comes in may be; two are judged at a time. Required means closed: where advisories are missing or
//! the bill names nothing, it does not pass then.

mod advisories;
mod judge;
mod verification;

pub use advisories::{AdvisorySource, Database};
pub use verification::{Asked, Verification};

use crate::validations::{Checked, Objection, Warning, sha256};
use judge::{Judged, Refused};
use std::sync::Arc;
use tidewaiter_inventory::SbomFormat;
use tidewaiter_policy::{Flags, Reason};
use tokio::sync::Semaphore;

/// The check's name in answers.
const CHECK: &str = "sbom";
const NOTHING: &str = "SBOM lists no components with a package URL";
const PARALLEL: usize = 2;

/// What is wanted of bills of materials.
#[derive(Clone, Debug)]
pub struct Settings {
    /// They are looked at (`SBOM_VERIFICATION_ENABLED`).
    pub enabled: bool,
    /// There has to be one (`SBOM_REQUIRED`).
    pub required: bool,
    /// Which are taken (`SBOM_ALLOWED_FORMATS`).
    pub formats: Vec<SbomFormat>,
    /// Matched against advisories (`SBOM_VULNERABILITY_CHECK`).
    pub vulnerabilities: bool,
    /// Critical vulnerabilities fail (`SBOM_FAIL_ON_CRITICAL`).
    pub fail_on_critical: bool,
    /// High ones do (`SBOM_FAIL_ON_HIGH`).
    pub fail_on_high: bool,
    /// Advisories older than this many days are outdated.
    pub max_database_age_days: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            enabled: false,
            required: false,
            formats: vec![SbomFormat::CycloneDx, SbomFormat::Spdx],
            vulnerabilities: true,
            fail_on_critical: true,
            fail_on_high: false,
            max_database_age_days: 7,
        }
    }
}

/// A format's name.
fn name(format: SbomFormat) -> &'static str {
    match format {
        SbomFormat::CycloneDx => "cyclonedx",
        SbomFormat::Spdx => "spdx",
        SbomFormat::Syft => "syft",
    }
}

/// Judges bills of materials.
pub struct Sboms {
    settings: Settings,
    advisories: Arc<dyn AdvisorySource>,
    places: Arc<Semaphore>,
}

impl Sboms {
    /// By these advisories.
    #[must_use]
    pub fn new(settings: Settings, advisories: Arc<dyn AdvisorySource>) -> Self {
        Self { settings, advisories, places: Arc::new(Semaphore::new(PARALLEL)) }
    }

    /// Whether they are looked at.
    #[must_use]
    pub fn is_enabled(&self) -> bool {
        self.settings.enabled
    }

    /// Phase 2: the bill of materials of a submission, if it has one. `now` in seconds since 1970.
    pub async fn check(&self, sbom: Option<&str>, now: u64) -> Checked {
        let Settings { enabled, required, vulnerabilities, fail_on_critical, fail_on_high, max_database_age_days, .. } =
            self.settings;
        if !enabled {
            return Checked::default();
        }
        let Some(sbom) = sbom.filter(|text| !text.trim().is_empty()) else {
            let missing = objection("sbom_required", "SBOM is required but not provided");
            return Checked { errors: required.then_some(missing).into_iter().collect(), ..Checked::default() };
        };
        let flags = Flags { fail_on_critical, fail_on_high, fail_on_secrets: false, strict: required, max_database_age_days };
        match self.judge(sbom.to_owned(), flags, vulnerabilities, now).await {
            Ok(judged) => self.told(&judged),
            Err(Refused::Broken(reason)) => refused("sbom_verification_failed", &reason),
            Err(Refused::Failed) => refused("sbom_verification_error", "The SBOM could not be verified"),
        }
    }

    fn told(&self, judged: &Judged) -> Checked {
        let mut checked = Checked::default();
        if judged.components == 0 {
            match self.settings.required {
                true => checked.errors.push(objection("sbom_verification_failed", NOTHING)),
                false => checked.warnings.push(Warning::security(NOTHING)),
            }
        }
        checked.warnings.extend(judged.notes().map(Warning::security));
        let Some(verdict) = &judged.verdict else { return checked };
        checked.errors.extend(verdict.reasons.iter().map(|reason| failing(reason, judged)));
        let counts = verdict.counts;
        if judged.vulnerabilities() > 0 {
            checked.warnings.push(Warning::security(format!(
                "SBOM contains {} vulnerabilities (critical: {}, high: {})",
                judged.vulnerabilities(),
                counts.critical,
                counts.high
            )));
        }
        checked
    }

    /// On demand: the answer of `POST /security/sbom/verify`. `now` in seconds since 1970.
    pub async fn verify(&self, asked: Asked, now: u64) -> Verification {
        let Asked { sbom_content, signature, verify_vulnerabilities, fail_on_critical, fail_on_high, .. } = asked;
        let max_database_age_days = self.settings.max_database_age_days;
        let flags = Flags { fail_on_critical, fail_on_high, fail_on_secrets: false, strict: false, max_database_age_days };
        let hash = format!("sha256:{}", sha256(&sbom_content));
        let outcome = self.judge(sbom_content, flags, verify_vulnerabilities, now).await;
        Verification::of(outcome, hash, signature.is_some(), now)
    }

    /// Judges in a thread of its own.
    async fn judge(&self, text: String, flags: Flags, vulnerabilities: bool, now: u64) -> Result<Judged, Refused> {
        let Ok(place) = Arc::clone(&self.places).acquire_owned().await else { return Err(Refused::Failed) };
        let (settings, advisories) = (self.settings.clone(), Arc::clone(&self.advisories));
        let work = move || {
            let advisories = vulnerabilities.then_some(&*advisories);
            let judged = judge::judge(&text, flags, &settings, advisories, now);
            drop(place);
            judged
        };
        tokio::task::spawn_blocking(work).await.unwrap_or(Err(Refused::Failed))
    }
}

/// A reason of the verdict in the contract's words.
fn failing(reason: &Reason, judged: &Judged) -> Objection {
    let counts = judged.verdict.as_ref().map(|verdict| verdict.counts).unwrap_or_default();
    let (kind, message) = match reason.code.as_str() {
        "critical-vulnerabilities" => {
            ("sbom_critical_vulnerabilities", format!("SBOM contains {} critical vulnerabilities", counts.critical))
        }
        "high-vulnerabilities" => {
            ("sbom_high_vulnerabilities", format!("SBOM contains {} high-severity vulnerabilities", counts.high))
        }
        _ => ("sbom_verification_error", judge::sentence(reason)),
    };
    let details = (!reason.vulnerabilities.is_empty()).then(|| serde_json::json!({"vulnerabilities": reason.vulnerabilities}));
    Objection { severity: Some(reason.severity.as_str().to_ascii_lowercase()), details, ..objection(kind, &message) }
}

fn refused(kind: &str, message: &str) -> Checked {
    Checked { errors: vec![objection(kind, message)], ..Checked::default() }
}

fn objection(kind: &str, message: &str) -> Objection {
    Objection {
        kind: kind.to_owned(),
        check: Some(CHECK.to_owned()),
        severity: Some("critical".to_owned()),
        message: message.to_owned(),
        field: Some("sbom".to_owned()),
        ..Objection::default()
    }
}

#[cfg(test)]
mod tests;
