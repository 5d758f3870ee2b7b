//! Reads what Grype writes back into a report.
//!
//! Grype tells a vulnerability under the name that its database has it by, which for languages is GitHub's; here it is told under the
//! CVE where there is exactly one, and the other names stay with it.
//! Limits: what Grype does not tell (packages without findings, titles, dates of vulnerabilities) stays empty.

mod document;
mod matches;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use document::{Distro, Document, Image, Target};
use matches::Results;
use serde_json::Value;
use tidewaiter_model::{Artifact, ArtifactKind, Coverage, Digest, Engine, Gap, ImageMetadata, Layer, Os, Report, ShardAge};

/// Bytes that are no report of Grype's. Whose fault: whoever wrote them.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// They are no JSON, are cut off, or lack what every such report has.
    #[error("it is no report of Grype's")]
    Json(#[from] serde_json::Error),
    /// It says that somebody else made it.
    #[error("it was made by `{found}`, and not by Grype")]
    Descriptor {
        /// What it says.
        found: String,
    },
    /// It is about something that we do not scan.
    #[error("its source is `{found}`, which is not known here")]
    Source {
        /// What it says.
        found: String,
    },
}

/// Reads a report.
///
/// # Errors
/// See [`ReadError`].
pub fn read(bytes: &[u8]) -> Result<Report, ReadError> {
    let document: Document = serde_json::from_slice(bytes)?;
    let engine = match document.descriptor.name.as_str() {
        "grype" => Engine { name: "grype".to_owned(), version: document.descriptor.version },
        "tidewaiter" => Engine { version: document.descriptor.version, ..Engine::native() },
        found => return Err(ReadError::Descriptor { found: found.chars().take(100).collect() }),
    };
    let artifact = match document.source.target {
        Target::Image(image) if document.source.kind == "image" => artifact(*image),
        Target::Path(name) if matches!(document.source.kind.as_str(), "directory" | "file") => {
            Artifact { name, kind: ArtifactKind::Filesystem, image: None }
        }
        _ => return Err(ReadError::Source { found: document.source.kind.chars().take(100).collect() }),
    };
    let os = os(document.distro);
    let layers = artifact.image.as_ref().map_or(&[][..], |image| &image.layers);
    let mut results = Results::new(&artifact.name, os.as_ref(), layers);
    document.matches.into_iter().for_each(|found| results.add(found));
    let results = results.finish();
    let alerts = |kind: &str| {
        let is_alerted = |package: &&document::PackageAlerts| package.alerts.iter().any(|alert| alert.kind == kind);
        document.alerts_by_package.iter().filter(is_alerted).count()
    };
    let (ended, disabled) = (alerts("distro-eol"), alerts("distro-disabled"));
    let name = os.as_ref().map(|os| format!("{} {}", os.family, os.version)).unwrap_or_default();
    let gaps = if disabled > 0 { vec![Gap::UnsupportedOs { os: name, packages: disabled }] } else { Vec::new() };
    let db = document.descriptor.db;
    let built = db.status.and_then(|status| status.built).or(db.built);
    let shard = |built| ShardAge { ecosystem: "grype-db".to_owned(), built, newest: String::new() };
    Ok(Report {
        engine,
        artifact,
        os,
        end_of_life: (ended > 0).then_some(true),
        results,
        coverage: Coverage { gaps, shards: built.map(shard).into_iter().collect(), ..Coverage::default() },
        created_at: document.descriptor.timestamp,
    })
}

fn os(told: Distro) -> Option<Os> {
    let os = Os { family: told.name, version: told.version, id_like: told.id_like, ..Os::default() };
    (!os.family.is_empty()).then_some(os)
}

fn artifact(told: Image) -> Artifact {
    let digest = |text: &str| Digest::parse(text).ok();
    let layer = |layer: document::Layer| Layer { diff_id: digest(&layer.digest), size: layer.size, ..Layer::default() };
    let config = told.config.and_then(|config| serde_json::from_slice(&STANDARD.decode(config).ok()?).ok());
    let platform = if told.os.is_empty() || told.architecture.is_empty() {
        String::new()
    } else {
        format!("{}/{}", told.os, told.architecture)
    };
    let image = ImageMetadata {
        image_id: digest(&told.image_id),
        manifest_digest: digest(&told.manifest_digest),
        repo_tags: told.tags,
        repo_digests: told.repo_digests,
        reference: None,
        platform,
        config: config.unwrap_or(Value::Null),
        layers: told.layers.into_iter().map(layer).collect(),
        size: told.image_size,
    };
    Artifact { name: told.user_input, kind: ArtifactKind::ContainerImage, image: Some(image) }
}
