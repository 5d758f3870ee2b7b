//! Attestations: statements about an artifact, wrapped in an envelope with signatures.
//!
//! Formats: <https://github.com/secure-systems-lab/dsse/blob/master/envelope.md>,
//! <https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md>.
//! Limits: signatures are not checked here: who asks for the scan of a file vouches for it.

use super::SbomError;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

/// The bill within an envelope or statement; the document itself if it is neither.
pub(super) fn opened(mut document: Value) -> Result<Value, SbomError> {
    if document.get("payloadType").is_some() {
        let payload = document.get("payload").and_then(Value::as_str).unwrap_or_default();
        let broken = |reason: String| SbomError::Broken(format!("the attestation's payload: {reason}"));
        let bytes = BASE64_STANDARD.decode(payload.trim()).map_err(|error| broken(error.to_string()))?;
        document = serde_json::from_slice(&bytes).map_err(|error| broken(error.to_string()))?;
    }
    if document.get("predicateType").is_none() {
        return Ok(document);
    }
    let mut predicate = document.get_mut("predicate").map(Value::take).unwrap_or_default();
    // What has no type of its own is wrapped once more.
    match predicate.get_mut("Data").map(Value::take) {
        Some(Value::String(text)) => serde_json::from_str(&text).map_err(|error| SbomError::Broken(error.to_string())),
        Some(data @ Value::Object(_)) => Ok(data),
        _ => Ok(predicate),
    }
}
