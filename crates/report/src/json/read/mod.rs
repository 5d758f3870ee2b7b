//! Reads a report back: Trivy's JSON (`SchemaVersion` 2), and ours, which has more fields.
//!
//! What a report of ours tells is read so that it is told in the same words again. What it does not tell is not made up: the files
//! that state a system's packages, what a package is to be upgraded to, hashes of secrets.
//! Limits: results of other classes (licences of files, custom resources) are left out.

mod document;
mod findings;
mod layers;
mod packages;
mod words;

use document::{Document, Metadata, ResultOf};
use layers::Layers;
use packages::Packages;
use serde_json::Value;
use tidewaiter_model::{Artifact, ArtifactKind, Checked, Class, Coverage, Digest, Engine, ImageMetadata, Os, Report, ResultSet};

/// The only version of the shape that there is.
const SCHEMA_VERSION: u32 = 2;

/// Bytes that are no report. Whose fault: whoever wrote them.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// They are no JSON, are cut off, or something in them is not of its type.
    #[error("it is no report in JSON")]
    Json(#[from] serde_json::Error),
    /// It is JSON of another kind, or of a version that nobody knows yet.
    #[error("its SchemaVersion is {found}, and not {SCHEMA_VERSION}")]
    SchemaVersion {
        /// What it says; `missing` if it says nothing.
        found: String,
    },
    /// It is about something that we do not scan.
    #[error("its ArtifactType `{found}` is none that is known here")]
    ArtifactType {
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
    if document.schema_version != Some(SCHEMA_VERSION) {
        let found = document.schema_version.map_or_else(|| "missing".to_owned(), |version| version.to_string());
        return Err(ReadError::SchemaVersion { found });
    }
    let engine = engine(&document);
    let kind = kind(&document)?;
    let mut reading =
        Reading { layers: Layers::of(&document.metadata), is_ours: document.tidewaiter.is_some(), is_native: engine.is_native() };
    let results = document.results.into_iter().filter_map(|told| reading.result(told)).collect();
    let os = document.metadata.os.as_ref();
    let end_of_life = os.and_then(|os| os.eosl);
    let os = os.map(|os| Os { family: os.family.clone(), version: os.name.clone(), ..Os::default() });
    let is_image = kind == ArtifactKind::ContainerImage;
    let image = is_image.then(|| image(document.metadata, reading.layers));
    let coverage = Coverage {
        gaps: document.coverage.gaps,
        problems: document.coverage.problems,
        shards: document.coverage.shards,
        third_party: document.coverage.third_party,
        layers_verified: document.coverage.layers_verified,
    };
    let artifact = Artifact { name: document.artifact_name, kind, image };
    Ok(Report { engine, artifact, os, end_of_life, results, coverage, created_at: document.created_at })
}

/// Who found it. Reports that do not say so are Trivy's.
fn engine(document: &Document) -> Engine {
    match &document.tidewaiter {
        Some(told) => match &told.engine {
            Some(engine) => Engine { name: engine.name.clone(), version: engine.version.clone() },
            None => Engine { version: told.version.clone(), ..Engine::native() },
        },
        None => {
            let version = document.trivy.as_ref().map(|trivy| trivy.version.clone()).unwrap_or_default();
            Engine { name: "trivy".to_owned(), version }
        }
    }
}

fn kind(document: &Document) -> Result<ArtifactKind, ReadError> {
    Ok(match document.artifact_type.as_str() {
        "container_image" => ArtifactKind::ContainerImage,
        "filesystem" | "repository" | "vm" => ArtifactKind::Filesystem,
        "cyclonedx" => ArtifactKind::CycloneDx,
        "spdx" => ArtifactKind::Spdx,
        "syft" => ArtifactKind::Syft,
        // Trivy before 0.19 did not say it.
        "" if document.metadata.image_id.is_empty() => ArtifactKind::Filesystem,
        "" => ArtifactKind::ContainerImage,
        found => return Err(ReadError::ArtifactType { found: found.chars().take(100).collect() }),
    })
}

fn image(told: Metadata, layers: Layers) -> ImageMetadata {
    let digest = |text: &str| Digest::parse(text).ok();
    ImageMetadata {
        image_id: digest(&told.image_id),
        manifest_digest: digest(&told.manifest_digest),
        repo_tags: told.repo_tags,
        repo_digests: told.repo_digests,
        reference: told.reference,
        platform: platform(&told.image_config),
        layers: layers.finish(&told.image_config),
        config: told.image_config,
        size: told.size,
    }
}

/// `os/architecture[/variant]`, empty where the configuration does not say both.
fn platform(config: &Value) -> String {
    let part = |key: &str| config[key].as_str().filter(|text| !text.is_empty());
    match (part("os"), part("architecture"), part("variant")) {
        (Some(os), Some(architecture), None) => format!("{os}/{architecture}"),
        (Some(os), Some(architecture), Some(variant)) => format!("{os}/{architecture}/{variant}"),
        _ => String::new(),
    }
}

/// What is known while results are read.
struct Reading {
    layers: Layers,
    /// It was written by us, whoever found it.
    is_ours: bool,
    /// It was found by us.
    is_native: bool,
}

impl Reading {
    fn result(&mut self, told: ResultOf) -> Option<ResultSet> {
        let class = class(&told)?;
        let mut packages = Packages::of(told.packages, &told.target, class, self);
        let vulnerabilities = told.vulnerabilities.into_iter().map(|told| packages.vulnerability(told, self)).collect();
        let member = self.is_native.then(|| told.target.split_once("!/").map(|(_, member)| member.to_owned())).flatten();
        let Packages { packages, evr, .. } = packages;
        let secret = |found| findings::secret(found, member.as_deref(), &mut self.layers);
        let secrets = told.secrets.into_iter().map(secret).collect();
        let misconfiguration = |found| findings::misconfiguration(found, &mut self.layers);
        let misconfigurations = told.misconfigurations.into_iter().map(misconfiguration).collect();
        let checked = told.misconf_summary.map(|told| Checked { passes: told.successes, failures: told.failures });
        Some(ResultSet {
            target: told.target,
            class,
            kind: told.kind,
            evr,
            packages,
            vulnerabilities,
            secrets,
            misconfigurations,
            checked,
        })
    }
}

/// `None` for what we have no words for.
fn class(told: &ResultOf) -> Option<Class> {
    Some(match told.class.as_str() {
        "os-pkgs" => Class::OsPkgs,
        "lang-pkgs" => Class::LangPkgs,
        "config" => Class::Config,
        "secret" => Class::Secret,
        // Old versions of Trivy leave it out: what is there tells it.
        "" if !told.secrets.is_empty() => Class::Secret,
        "" if !told.misconfigurations.is_empty() || told.misconf_summary.is_some() => Class::Config,
        "" if told.packages.iter().any(|package| !package.src_name.is_empty()) => Class::OsPkgs,
        "" if told.vulnerabilities.is_empty() && told.packages.is_empty() => return None,
        "" if told.target.ends_with(')') && told.target.contains(" (") => Class::OsPkgs,
        "" => Class::LangPkgs,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
