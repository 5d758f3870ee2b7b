//! The image that an agent runs: scanned, judged, told.

use super::{ContainerScan, Objection, Submission, Validations, Warning};
use crate::scans::{Asked, Refusal};
use crate::store::{Lease, ScanStatus, StoreError};
use serde_json::json;
use tidewaiter_engine::EngineError;
use tidewaiter_image::Reference;
use tidewaiter_policy::{Reason, Subject};

/// The check's name in answers.
const CHECK: &str = "container_scan";
/// What an agent is told that has to name an image.
const REQUIRED: &str =
    "Container image is required when CONTAINER_SCAN_REQUIRED=true. Provide container_image in validation request.";

/// What the image's check came to.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) errors: Vec<Objection>,
    pub(super) warnings: Vec<Warning>,
    pub(super) container_scan: Option<ContainerScan>,
}

impl Validations {
    /// Scans and judges the image of a submission, if images are scanned.
    pub(super) async fn image(&self, submission: &Submission, begun: Option<&str>, lease: &Lease) -> Judged {
        if !self.switches.scan_enabled {
            return Judged::default();
        }
        let Some(image) = &submission.image else {
            return if self.switches.scan_required { refused("container_scan_required", REQUIRED) } else { Judged::default() };
        };
        let Ok(reference) = image.parse::<Reference>() else {
            return refused("container_scan_failed", "The container image's name is no image reference");
        };
        match self.scanned(image, reference, submission, begun, lease).await {
            Ok(judged) => judged,
            Err(refusal @ Refusal::Registry(_)) => refused("container_registry_not_allowed", &refusal.told().1),
            Err(refusal) => {
                tracing::warn!(validation = lease.job, error = &refusal as &dyn std::error::Error, "image not scanned");
                self.not_scanned(&refusal.told().1)
            }
        }
    }

    async fn scanned(
        &self,
        image: &str,
        reference: Reference,
        submission: &Submission,
        begun: Option<&str>,
        lease: &Lease,
    ) -> Result<Judged, Refusal> {
        let scan = match self.good(begun).await? {
            Some(scan) => scan,
            None => {
                let (scan, _) = self.scans.request(&Asked::all(reference), &format!("agent:{}", submission.agent_id)).await?;
                scan.id().to_owned()
            }
        };
        self.store.set_validation_step(lease, &format!("Scanning container image {image}..."), Some(&scan)).await?;
        let options = self.scans.options();
        let Some(ended) = self.scans.wait(&scan, options.patience()).await? else { return Err(Refusal::Broken) };
        match ended.status {
            ScanStatus::Done => {}
            ScanStatus::Queued | ScanStatus::Running => {
                return Err(Refusal::Engine(EngineError::TimedOut { seconds: options.timeout.as_secs() }));
            }
            ScanStatus::Failed | ScanStatus::Cancelled => {
                return Ok(self.not_scanned(&ended.error.unwrap_or_else(|| "Container scan failed".to_owned())));
            }
        }
        let agent_type = Some(submission.agent_type.clone());
        let subject = Subject { agent_type, namespace: submission.namespace.clone() };
        let Some(kept) = self.judge.verdict(&ended, &subject).await? else { return Err(Refusal::Broken) };
        Ok(Judged {
            errors: kept.verdict.reasons.iter().map(objection).collect(),
            warnings: kept.verdict.warnings.iter().map(|reason| Warning::security(sentence(reason))).collect(),
            container_scan: Some(ContainerScan::of(image, &kept.verdict, &kept.id)),
        })
    }

    /// The scan that an earlier attempt has asked for, if it can come to something. Another would be another if advisories were fetched
    /// since, and a validation is one scan and one verdict, however many workers die of it.
    async fn good(&self, begun: Option<&str>) -> Result<Option<String>, StoreError> {
        let Some(id) = begun else { return Ok(None) };
        let scan = self.store.scan(id).await?;
        Ok(scan.filter(|scan| !matches!(scan.status, ScanStatus::Failed | ScanStatus::Cancelled)).map(|scan| scan.id))
    }

    /// Nobody looked at the image: a reason in strict mode, else worth a word.
    fn not_scanned(&self, message: &str) -> Judged {
        if self.switches.scan_required {
            refused("container_scan_failed", message)
        } else {
            Judged { warnings: vec![Warning::security(message)], ..Judged::default() }
        }
    }
}

fn refused(kind: &str, message: &str) -> Judged {
    let error = Objection {
        kind: kind.to_owned(),
        check: Some(CHECK.to_owned()),
        severity: Some("critical".to_owned()),
        message: message.to_owned(),
        field: Some("container_image".to_owned()),
        ..Objection::default()
    };
    Judged { errors: vec![error], ..Judged::default() }
}

/// A reason of a verdict, with what it is about.
fn objection(reason: &Reason) -> Objection {
    let mut details = serde_json::Map::new();
    if !reason.vulnerabilities.is_empty() {
        details.insert("vulnerabilities".to_owned(), json!(reason.vulnerabilities));
    }
    if !reason.secrets.is_empty() {
        details.insert("secrets".to_owned(), json!(reason.secrets));
    }
    if !reason.misconfigurations.is_empty() {
        details.insert("misconfigurations".to_owned(), json!(reason.misconfigurations));
    }
    if !reason.notes.is_empty() {
        details.insert("notes".to_owned(), json!(reason.notes));
    }
    Objection {
        kind: format!("container_{}", kind(&reason.code)),
        check: Some(CHECK.to_owned()),
        severity: Some(reason.severity.as_str().to_ascii_lowercase()),
        message: reason.message.clone(),
        details: Some(details.into()),
        ..Objection::default()
    }
}

/// The registry's own server calls one of them otherwise.
fn kind(code: &str) -> String {
    match code {
        "secrets" => "secrets_detected".to_owned(),
        other => other.replace('-', "_"),
    }
}

fn sentence(reason: &Reason) -> String {
    if reason.notes.is_empty() { reason.message.clone() } else { format!("{}: {}", reason.message, reason.notes.join("; ")) }
}
