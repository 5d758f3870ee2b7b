//! The manifest: which shards there are.

use super::ArtifactError;
use crate::shard::FORMAT;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tidewaiter_image::artifact::MANIFEST;
use tidewaiter_model::Digest;

const ARTIFACT: &str = "application/vnd.tidewaiter.advisories.v1";
const SHARD: &str = "application/vnd.tidewaiter.shard.v1";
const EMPTY: &str = "application/vnd.oci.empty.v1+json";
/// What a manifest without a configuration of its own leads to.
pub(super) const EMPTY_CONFIG: &[u8] = b"{}";
pub(super) const TITLE: &str = "org.opencontainers.image.title";
/// The version of the shards' format, which must be that of whoever reads them.
const FORMAT_VERSION: &str = "dev.tidewaiter.shard.format";
const MAX_SHARDS: usize = 4096;

/// One shard of an artifact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The name of its file in a store: `Debian.advisories`.
    pub title: String,
    /// Of the whole file.
    pub digest: Digest,
    /// In bytes.
    pub size: u64,
}

pub(super) fn write(shards: &[Listed], empty: &Digest) -> Vec<u8> {
    let layers: Vec<Value> = shards
        .iter()
        .map(|shard| {
            let title = json!({ TITLE: shard.title });
            json!({ "mediaType": SHARD, "digest": shard.digest, "size": shard.size, "annotations": title })
        })
        .collect();
    let manifest = json!({
        "schemaVersion": 2,
        "mediaType": MANIFEST,
        "artifactType": ARTIFACT,
        "config": { "mediaType": EMPTY, "digest": empty, "size": EMPTY_CONFIG.len() },
        "layers": layers,
        "annotations": { FORMAT_VERSION: FORMAT.to_string() },
    });
    manifest.to_string().into_bytes()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Manifest {
    artifact_type: Option<String>,
    #[serde(default)]
    layers: Vec<Layer>,
    #[serde(default)]
    annotations: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Layer {
    digest: Digest,
    size: u64,
    #[serde(default)]
    annotations: BTreeMap<String, String>,
}

pub(super) fn read(json: &[u8], name: &str) -> Result<Vec<Listed>, ArtifactError> {
    let foreign = |reason: String| ArtifactError::Foreign { name: name.to_owned(), reason };
    let manifest: Manifest = serde_json::from_slice(json).map_err(|error| foreign(error.to_string()))?;
    if manifest.artifact_type.as_deref() != Some(ARTIFACT) {
        let kind = manifest.artifact_type.unwrap_or_else(|| "an image".to_owned());
        return Err(foreign(format!("it is {}", kind.chars().take(100).collect::<String>())));
    }
    if manifest.annotations.get(FORMAT_VERSION).is_none_or(|format| *format != FORMAT.to_string()) {
        return Err(foreign("they were built by another version of tidewaiter".to_owned()));
    }
    let shards = manifest.layers.into_iter().take(MAX_SHARDS).map(|layer| {
        let title = layer.annotations.get(TITLE).filter(|title| is_file_name(title));
        let title = title.ok_or_else(|| foreign(format!("{} has no name that a file could have", layer.digest)))?;
        Ok(Listed { title: title.clone(), digest: layer.digest, size: layer.size })
    });
    let mut shards = shards.collect::<Result<Vec<_>, ArtifactError>>()?;
    shards.sort_by(|a, b| a.title.cmp(&b.title));
    Ok(shards)
}

/// A title becomes the name of a file in the store's folder, and must not lead out of it.
fn is_file_name(title: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'%');
    title.len() <= 200 && title.bytes().all(is_plain) && title.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest() -> Digest {
        Digest::sha256(&[7; 32])
    }

    #[test]
    fn what_is_written_is_read() {
        let shards = vec![Listed { title: "Rocky%20Linux.advisories".to_owned(), digest: digest(), size: 5 }];
        assert_eq!(read(&write(&shards, &digest()), "x").unwrap(), shards);
    }

    #[test]
    fn foreign_manifests_are_refused() {
        let image = r#"{"schemaVersion":2,"config":{},"layers":[]}"#;
        let good = String::from_utf8(write(&[Listed { title: "a.ratings".to_owned(), digest: digest(), size: 1 }], &digest()));
        let good = good.unwrap();
        for bad in [
            image.to_owned(),
            "[]".to_owned(),
            good.replace(&format!("\"{FORMAT}\""), "\"0\""),
            good.replace("a.ratings", "../a"),
            good.replace("a.ratings", ".a"),
            good.replace("sha256:", "sha257:"),
        ] {
            assert!(matches!(read(bad.as_bytes(), "x"), Err(ArtifactError::Foreign { .. })), "{bad}");
        }
    }
}
