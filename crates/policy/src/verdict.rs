//! What a policy says of a report.

use serde::{Deserialize, Serialize};
use tidewaiter_model::{Digest, Engine, Severity, ShardAge};

/// Passed or failed, with every reason and all that the answer depends on. It can be read back, and is stored as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Whether the artifact is let in.
    pub passed: bool,
    /// Why not, all of it; empty when it passed.
    pub reasons: Vec<Reason>,
    /// What the policy tolerates and people should know.
    pub warnings: Vec<Reason>,
    /// How much was found, whether it counts or not.
    pub counts: Counts,
    /// The checks that failed, whether they count or not.
    #[serde(default)]
    pub misconfigurations: Vec<FoundMisconfiguration>,
    /// By which policy.
    pub policy: PolicyId,
    /// The artifact, as it was named.
    pub image: String,
    /// The manifest that was judged, where the source has manifests.
    pub manifest_digest: Option<Digest>,
    /// Who scanned.
    pub engine: Engine,
    /// By which advisories.
    pub databases: Vec<ShardAge>,
    /// When the report was made that was judged, RFC 3339. Ages and expiries are counted from it.
    pub scanned_at: String,
}

/// A policy's name and what exactly it said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyId {
    /// `default`, or the name in its file.
    pub name: String,
    /// Of its meaning in a canonical form: the same for the same rules, however they are written.
    pub digest: Digest,
}

/// Findings that are told, without passes and exceptions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the severities say themselves")]
pub struct Counts {
    pub critical: usize,
    pub high: usize,
    pub medium: usize,
    pub low: usize,
    pub unknown: usize,
    /// Secrets of any severity.
    pub secrets: usize,
    /// Failed checks of any severity.
    pub misconfigurations: usize,
}

/// One reason, or one warning: what the policy says, and the findings that it says it of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Kebab-case and stable: `critical-vulnerabilities`, `secrets`, `known-exploited`, `incomplete`.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// For people: `Critical vulnerabilities found in container image`.
    pub message: String,
    /// The vulnerabilities that it is about, worst first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vulnerabilities: Vec<FoundVulnerability>,
    /// The secrets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<FoundSecret>,
    /// The misconfigurations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub misconfigurations: Vec<FoundMisconfiguration>,
    /// The packages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub packages: Vec<FoundPackage>,
    /// What else there is to say, for people: which systems, which allowance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Reason {
    pub(crate) fn new(code: &str, severity: Severity, message: String) -> Self {
        Self {
            code: code.to_owned(),
            severity,
            message,
            vulnerabilities: Vec::new(),
            secrets: Vec::new(),
            misconfigurations: Vec::new(),
            packages: Vec::new(),
            notes: Vec::new(),
        }
    }
}

/// A vulnerability in few words.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "fields of the API, named as the field names them")]
pub struct FoundVulnerability {
    pub id: String,
    pub severity: Severity,
    pub package: String,
    pub installed_version: String,
    /// Empty without a fix.
    pub fixed_version: String,
    /// The title where there is one, else the beginning of the description.
    pub description: String,
}

/// A secret in few words, masked.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "fields of the API, named as the field names them")]
pub struct FoundSecret {
    /// The rule's id.
    #[serde(rename = "type")]
    pub kind: String,
    pub severity: Severity,
    /// Masked.
    #[serde(rename = "match")]
    pub matched: String,
    /// With a leading slash in images.
    pub file: String,
    pub line: usize,
}

/// A failed check in few words.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "fields of the API, named as the field names them")]
pub struct FoundMisconfiguration {
    pub id: String,
    pub severity: Severity,
    pub title: String,
    pub message: String,
    pub resolution: String,
    pub file: String,
}

/// A package in few words.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[expect(missing_docs, reason = "fields of the API, named as the field names them")]
pub struct FoundPackage {
    pub name: String,
    pub version: String,
    pub licenses: Vec<String>,
}
