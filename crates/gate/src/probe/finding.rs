//! What the check of one endpoint came to, in the contract's words.

use super::objection;
use crate::validations::{Objection, Warning};
use serde::Serialize;
use serde_json::{Value, json};

/// One endpoint.
#[derive(Debug, Default)]
pub(super) struct Finding {
    pub(super) check: Check,
    pub(super) errors: Vec<Objection>,
    pub(super) warnings: Vec<EndpointWarning>,
}

/// Its line among the checks.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Check {
    status: &'static str,
    method: &'static str,
    response_time_ms: Option<u64>,
    error: Option<String>,
}

/// A warning of one endpoint.
#[derive(Clone, Debug, Serialize)]
pub(super) struct EndpointWarning {
    endpoint: String,
    #[serde(rename = "type")]
    kind: &'static str,
    message: String,
}

impl From<EndpointWarning> for Warning {
    fn from(warning: EndpointWarning) -> Self {
        Self { kind: warning.kind.to_owned(), message: format!("{}: {}", warning.endpoint, warning.message) }
    }
}

/// Something that is wrong with an endpoint: in short for its check, whole for people.
pub(super) struct Fault {
    pub(super) kind: &'static str,
    /// Its name where the endpoint is not required.
    pub(super) lesser: &'static str,
    pub(super) short: String,
    pub(super) message: String,
    pub(super) details: Option<Value>,
}

impl Finding {
    pub(super) fn passed(method: &'static str, took: u64) -> Self {
        let check = Check { status: "passed", method, response_time_ms: Some(took), error: None };
        Self { check, ..Self::default() }
    }

    /// An error where the endpoint is required, else a warning.
    pub(super) fn failed(path: &str, method: &'static str, took: Option<u64>, is_required: bool, fault: Fault) -> Self {
        let mut finding = Self::default();
        let status = if is_required { "failed" } else { "warning" };
        finding.check = Check { status, method, response_time_ms: took, error: Some(fault.short) };
        if is_required {
            let error = objection(fault.kind, fault.message);
            finding.errors.push(Objection { endpoint: Some(path.to_owned()), details: fault.details, ..error });
        } else {
            finding.warn(path, fault.lesser, format!("{} (non-fatal)", fault.message));
        }
        finding
    }

    pub(super) fn warn(&mut self, path: &str, kind: &'static str, message: String) {
        self.warnings.push(EndpointWarning { endpoint: path.to_owned(), kind, message });
    }

    /// The endpoint is as it should be but for that.
    pub(super) fn but(mut self, path: &str, kind: &'static str, short: &str, message: &str) -> Self {
        self.check.status = "warning";
        self.check.error = Some(short.to_owned());
        self.warn(path, kind, message.to_owned());
        self
    }
}

impl Fault {
    pub(super) fn status(expected: &[u16], status: u16) -> Self {
        Self {
            kind: "http_status_error",
            lesser: "http_status_warning",
            short: format!("HTTP {status}"),
            message: format!("Expected HTTP {expected:?}, got {status}"),
            details: Some(json!({"status_code": status})),
        }
    }

    pub(super) fn no_json() -> Self {
        let (short, message) = ("Invalid JSON".to_owned(), "Response is not valid JSON".to_owned());
        Self { kind: "invalid_json", lesser: "schema_validation_warning", short, message, details: None }
    }

    pub(super) fn schema(faults: &[String]) -> Self {
        Self {
            kind: "schema_validation_error",
            lesser: "schema_validation_warning",
            short: format!("{} schema errors", faults.len()),
            message: faults.join("; "),
            details: Some(json!({"errors": faults})),
        }
    }

    pub(super) fn timeout(seconds: f32) -> Self {
        let (short, message) = ("Timeout".to_owned(), format!("Endpoint timed out after {seconds} seconds"));
        Self { kind: "timeout", lesser: "timeout", short, message, details: None }
    }

    pub(super) fn connection(why: &str) -> Self {
        let (short, message) = (why.to_owned(), format!("Failed to connect: {why}"));
        Self { kind: "connection_error", lesser: "connection_error", short, message, details: None }
    }

    pub(super) fn identity(expected: &str, said: Option<&str>) -> Self {
        let (short, message) = ("Identity mismatch".to_owned(), mismatch(expected, said));
        Self { kind: "identity_mismatch", lesser: "identity_mismatch", short, message, details: None }
    }
}

/// Another id is told only if it could be one.
pub(super) fn mismatch(expected: &str, said: Option<&str>) -> String {
    let is_id = |id: &&str| id.len() <= 100 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    match said.filter(is_id) {
        Some(said) => format!("Agent ID mismatch: expected '{expected}', got '{said}'"),
        None => format!("Agent ID mismatch: expected '{expected}', got none"),
    }
}
