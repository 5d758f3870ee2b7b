//! Signatures of artifacts, as cosign makes and checks them with a key pair.
//!
//! Specification: <https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md>: a payload that names the digest of a
//! manifest, and its signature in an annotation of the manifest `sha256-….sig` beside it.
//! Limits: keys, no certificates and no transparency log; whoever pulls has the public key from whoever pushed.

mod key;

pub use key::{KeyError, SigningKey, VerifyingKey};

use super::{ArtifactSink, ArtifactSource, MANIFEST};
use crate::ImageError;
use crate::digest::Hasher;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::Deserialize;
use serde_json::json;
use std::io::Read;
use tidewaiter_model::Digest;

const PAYLOAD: &str = "application/vnd.dev.cosign.simplesigning.v1+json";
const SIGNATURE: &str = "dev.cosignproject.cosign/signature";
const MAX_PAYLOAD: u64 = 1 << 20;
/// More signatures of one manifest are not tried.
const MAX_SIGNATURES: usize = 32;

/// A signature that cannot be made, is missing or says something else.
#[derive(Debug, thiserror::Error)]
pub enum SignatureError {
    /// Nobody signed it. Whose fault: whoever pushed it.
    #[error("{0} is not signed")]
    Unsigned(String),
    /// Somebody else signed it, or something else was signed. Whose fault: whoever pushed it, or gave the key.
    #[error("no signature of {name} is by this key ({reason})")]
    Foreign {
        /// The artifact.
        name: String,
        /// What the last signature that was tried lacks.
        reason: &'static str,
    },
    /// The key cannot sign.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// It cannot be read or written.
    #[error(transparent)]
    Image(#[from] ImageError),
}

#[derive(Deserialize)]
struct Payload {
    critical: Critical,
}

#[derive(Deserialize)]
struct Critical {
    image: Image,
}

#[derive(Deserialize)]
struct Image {
    #[serde(rename = "docker-manifest-digest")]
    digest: String,
}

/// Signs the manifest of this digest and puts the signature beside it.
///
/// # Errors
/// There are no random numbers, or the signature cannot be written.
pub fn sign(sink: &mut dyn ArtifactSink, digest: &Digest, key: &SigningKey) -> Result<(), SignatureError> {
    let payload = json!({
        "critical": {
            "identity": { "docker-reference": sink.name() },
            "image": { "docker-manifest-digest": digest },
            "type": "cosign container image signature",
        },
        "optional": null,
    })
    .to_string();
    let signature = key.sign(payload.as_bytes())?;
    let payload_digest = Hasher::sha256(payload.as_bytes());
    let config = json!({
        "architecture": "", "os": "", "config": {}, "created": "0001-01-01T00:00:00Z",
        "history": [{ "created": "0001-01-01T00:00:00Z" }],
        "rootfs": { "type": "layers", "diff_ids": [payload_digest] },
    })
    .to_string();
    let config_digest = Hasher::sha256(config.as_bytes());
    sink.put_blob(&payload_digest, payload.as_bytes())?;
    sink.put_blob(&config_digest, config.as_bytes())?;
    let manifest = json!({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "config": { "mediaType": "application/vnd.oci.image.config.v1+json", "size": config.len(), "digest": config_digest },
        "layers": [{
            "mediaType": PAYLOAD, "size": payload.len(), "digest": payload_digest,
            "annotations": { SIGNATURE: BASE64_STANDARD.encode(signature) },
        }],
    });
    sink.put_manifest(Some(&tag_of(digest)), manifest.to_string().as_bytes())?;
    Ok(())
}

/// Checks that a key has signed the manifest of this digest.
///
/// # Errors
/// It has not, or the signature cannot be read.
pub fn verify(source: &dyn ArtifactSource, digest: &Digest, key: &VerifyingKey) -> Result<(), SignatureError> {
    let name = source.name();
    let unsigned = || SignatureError::Unsigned(name.clone());
    let (json, _) = source.manifest(Some(&tag_of(digest)))?.ok_or_else(unsigned)?;
    let what = format!("the signature of {name}");
    let crate::manifest::Manifest::Image { layers, .. } = crate::manifest::read(&json, &what)? else {
        return Err(unsigned());
    };
    let mut reason = "it holds none that cosign could have made";
    for layer in layers.iter().take(MAX_SIGNATURES) {
        let signature = layer.annotation(SIGNATURE).and_then(|text| BASE64_STANDARD.decode(text).ok());
        let (Some(signature), Some(size)) = (signature, layer.size.filter(|size| *size <= MAX_PAYLOAD)) else { continue };
        let mut payload = Vec::new();
        let read = source.blob(&layer.digest, size)?.take(MAX_PAYLOAD).read_to_end(&mut payload);
        read.map_err(|source| ImageError::Read { what: what.clone(), source })?;
        if !key.has_signed(&payload, &signature) {
            reason = "another key made it, or it was changed";
            continue;
        }
        match serde_json::from_slice::<Payload>(&payload) {
            Ok(signed) if signed.critical.image.digest == digest.as_str() => return Ok(()),
            _ => reason = "it is about something else",
        }
    }
    Err(SignatureError::Foreign { name, reason })
}

/// `sha256-….sig`.
fn tag_of(digest: &Digest) -> String {
    format!("{}-{}.sig", digest.algorithm(), digest.hex())
}

#[cfg(test)]
mod tests;
