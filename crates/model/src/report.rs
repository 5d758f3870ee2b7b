//! The report: everything found in one artifact.

use crate::{CheckStatus, Coverage, Digest, Misconfiguration, Os, Package, Secret, Vulnerability};
use serde::{Deserialize, Serialize};

/// What was scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArtifactKind {
    /// A container image.
    ContainerImage,
    /// A folder: a root file system or a project.
    Filesystem,
    /// A bill of materials in CycloneDX's form.
    CycloneDx,
    /// One in SPDX's.
    Spdx,
    /// One in Syft's.
    Syft,
}

/// The thing that was scanned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Artifact {
    /// As the caller named it.
    pub name: String,
    /// Image, folder or bill of materials.
    pub kind: ArtifactKind,
    /// What only images have.
    pub image: Option<ImageMetadata>,
}

/// What an image says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ImageMetadata {
    /// Digest of the configuration.
    pub image_id: Option<Digest>,
    /// Digest of the manifest that was judged, where the source has manifests.
    pub manifest_digest: Option<Digest>,
    /// `name:tag` under which the source knows it.
    pub repo_tags: Vec<String>,
    /// `name@digest` under which the source knows it.
    pub repo_digests: Vec<String>,
    /// The reference that led to it, if one did.
    pub reference: Option<String>,
    /// `os/architecture[/variant]` as the configuration states it.
    pub platform: String,
    /// The configuration, as it stands in the image.
    pub config: serde_json::Value,
    /// The layers, base first.
    pub layers: Vec<Layer>,
    /// Bytes of all layers, inflated.
    pub size: u64,
}

/// One layer of an image.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// Digest of the blob as it is stored, where the source stores blobs.
    pub digest: Option<Digest>,
    /// Digest of the inflated tar.
    pub diff_id: Option<Digest>,
    /// The history line that made it.
    pub created_by: Option<String>,
    /// Bytes, inflated; 0 when it was not read.
    pub size: u64,
}

/// What a target is looked at for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Installed by the distribution's package manager.
    #[default]
    OsPkgs,
    /// Installed by a language's package manager, or built in.
    LangPkgs,
    /// How something is configured.
    Config,
    /// What it gives away.
    Secret,
}

/// What was found at one target: the system's packages, a language's packages, one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResultSet {
    /// What people call it: `alpine:3.18 (alpine 3.18.9)`, `Node.js`, `usr/bin/app`.
    pub target: String,
    /// What it was looked at for.
    pub class: Class,
    /// `debian`, `node-pkg`, `gobinary`, `dockerfile`; empty for secrets.
    pub kind: String,
    /// Whether versions here have the form `[epoch:]version[-release]`.
    pub evr: bool,
    /// The packages, sorted.
    pub packages: Vec<Package>,
    /// The findings, sorted.
    pub vulnerabilities: Vec<Vulnerability>,
    /// Secrets, by place.
    pub secrets: Vec<Secret>,
    /// Results of checks, failures before passes.
    pub misconfigurations: Vec<Misconfiguration>,
    /// How many checks passed and failed, whether they are told or not.
    pub checked: Option<Checked>,
}

/// What the checks of one target came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// Checks that found nothing.
    pub passes: usize,
    /// Findings.
    pub failures: usize,
}

impl Checked {
    /// Counts results.
    #[must_use]
    pub fn of(results: &[Misconfiguration]) -> Self {
        let count = |status| results.iter().filter(|result| result.status == status).count();
        Self { passes: count(CheckStatus::Pass), failures: count(CheckStatus::Fail) }
    }
}

/// Who scanned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engine {
    /// `native`, `trivy`, `grype`.
    pub name: String,
    /// Its version, as it tells it; may be empty.
    pub version: String,
}

impl Engine {
    /// Our own.
    pub const NATIVE: &'static str = "native";

    /// Whether it is our own.
    #[must_use]
    pub fn is_native(&self) -> bool {
        self.name == Self::NATIVE
    }

    /// Our own engine, in this version.
    #[must_use]
    pub fn native() -> Self {
        Self { name: Self::NATIVE.to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

/// Everything found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Who found it.
    pub engine: Engine,
    /// The thing that was scanned.
    pub artifact: Artifact,
    /// Its operating system, if it has one.
    pub os: Option<Os>,
    /// Whether that release is no longer served: `None` when nobody knows.
    pub end_of_life: Option<bool>,
    /// Findings by target.
    pub results: Vec<ResultSet>,
    /// What was judged and what was not.
    pub coverage: Coverage,
    /// When the report was made, RFC 3339.
    pub created_at: String,
}
