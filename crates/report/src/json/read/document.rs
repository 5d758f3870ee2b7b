//! The shape of a report as it may come: ours and Trivy's (<https://github.com/aquasecurity/trivy/tree/main/pkg/types>), every part
//! of it optional.
//!
//! Trivy's program writes `null` for lists and maps that it never made, and leaves others out; older versions lack fields.
//! Limits: what our report has no place for is not read: installed files, licences of files, suppressed findings, traces.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::BTreeMap;
use tidewaiter_model as model;

/// A list or map that is `null` is empty.
fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Document {
    pub(super) schema_version: Option<u32>,
    pub(super) tidewaiter: Option<Tidewaiter>,
    pub(super) trivy: Option<Trivy>,
    pub(super) created_at: String,
    pub(super) artifact_name: String,
    pub(super) artifact_type: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) metadata: Metadata,
    #[serde(deserialize_with = "or_default")]
    pub(super) results: Vec<ResultOf>,
    #[serde(deserialize_with = "or_default")]
    pub(super) coverage: Coverage,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Tidewaiter {
    pub(super) version: String,
    pub(super) engine: Option<EngineOf>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct EngineOf {
    pub(super) name: String,
    pub(super) version: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Trivy {
    pub(super) version: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Metadata {
    pub(super) size: u64,
    #[serde(rename = "OS")]
    pub(super) os: Option<Os>,
    #[serde(rename = "ImageID")]
    pub(super) image_id: String,
    pub(super) manifest_digest: String,
    #[serde(rename = "DiffIDs", deserialize_with = "or_default")]
    pub(super) diff_ids: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) repo_tags: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) repo_digests: Vec<String>,
    pub(super) reference: Option<String>,
    pub(super) image_config: Value,
    #[serde(deserialize_with = "or_default")]
    pub(super) layers: Vec<Layer>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Os {
    pub(super) family: String,
    pub(super) name: String,
    #[serde(rename = "EOSL")]
    pub(super) eosl: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Layer {
    pub(super) size: u64,
    pub(super) digest: String,
    #[serde(rename = "DiffID")]
    pub(super) diff_id: String,
    pub(super) created_by: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct ResultOf {
    pub(super) target: String,
    pub(super) class: String,
    #[serde(rename = "Type")]
    pub(super) kind: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) packages: Vec<Package>,
    #[serde(deserialize_with = "or_default")]
    pub(super) vulnerabilities: Vec<Vulnerability>,
    pub(super) misconf_summary: Option<MisconfSummary>,
    #[serde(deserialize_with = "or_default")]
    pub(super) misconfigurations: Vec<Misconfiguration>,
    #[serde(deserialize_with = "or_default")]
    pub(super) secrets: Vec<Secret>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct MisconfSummary {
    pub(super) successes: usize,
    pub(super) failures: usize,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Package {
    #[serde(rename = "ID")]
    pub(super) id: String,
    pub(super) name: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) identifier: Identifier,
    pub(super) version: String,
    pub(super) release: String,
    pub(super) epoch: u64,
    pub(super) arch: Option<String>,
    pub(super) dev: bool,
    pub(super) src_name: String,
    pub(super) src_version: String,
    pub(super) src_release: String,
    pub(super) src_epoch: u64,
    #[serde(deserialize_with = "or_default")]
    pub(super) licenses: Vec<String>,
    pub(super) maintainer: Option<String>,
    #[serde(rename = "Modularitylabel")]
    pub(super) modularity_label: Option<String>,
    pub(super) repository: Option<Repository>,
    pub(super) indirect: bool,
    pub(super) relationship: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) depends_on: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) layer: Layer,
    pub(super) file_path: Option<String>,
    pub(super) digest: Option<String>,
    pub(super) analyzed_by: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Repository {
    pub(super) class: String,
    pub(super) vendor: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Identifier {
    #[serde(rename = "PURL")]
    pub(super) purl: String,
    #[serde(rename = "UID")]
    pub(super) uid: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Vulnerability {
    #[serde(rename = "VulnerabilityID")]
    pub(super) vulnerability_id: String,
    #[serde(rename = "VendorIDs", deserialize_with = "or_default")]
    pub(super) vendor_ids: Vec<String>,
    pub(super) pkg_name: String,
    pub(super) pkg_path: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) pkg_identifier: Identifier,
    pub(super) installed_version: String,
    pub(super) fixed_version: String,
    pub(super) upgrade_to: Option<String>,
    pub(super) status: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) layer: Layer,
    pub(super) severity_source: Option<String>,
    #[serde(rename = "PrimaryURL")]
    pub(super) primary_url: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) data_source: DataSource,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) severity: String,
    #[serde(rename = "CweIDs", deserialize_with = "or_default")]
    pub(super) cwe_ids: Vec<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) vendor_severity: BTreeMap<String, u64>,
    #[serde(rename = "CVSS", deserialize_with = "or_default")]
    pub(super) cvss: BTreeMap<String, Cvss>,
    #[serde(deserialize_with = "or_default")]
    pub(super) references: Vec<String>,
    pub(super) known_exploited: Option<KnownExploited>,
    #[serde(rename = "EPSS")]
    pub(super) epss: Option<Epss>,
    pub(super) published_date: Option<String>,
    pub(super) last_modified_date: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct DataSource {
    #[serde(rename = "ID")]
    pub(super) id: String,
    #[serde(rename = "Name")]
    pub(super) name: String,
    #[serde(rename = "URL")]
    pub(super) url: String,
}

/// Scores of zero are left out by Trivy, their vectors are not.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Cvss {
    #[serde(rename = "V2Vector")]
    pub(super) v2_vector: Option<String>,
    #[serde(rename = "V3Vector")]
    pub(super) v3_vector: Option<String>,
    #[serde(rename = "V40Vector")]
    pub(super) v40_vector: Option<String>,
    #[serde(rename = "V2Score")]
    pub(super) v2_score: f64,
    #[serde(rename = "V3Score")]
    pub(super) v3_score: f64,
    #[serde(rename = "V40Score")]
    pub(super) v40_score: f64,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct KnownExploited {
    pub(super) date_added: String,
    pub(super) due_date: String,
    pub(super) ransomware: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Epss {
    pub(super) probability: f64,
    pub(super) percentile: f64,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Misconfiguration {
    #[serde(rename = "Type")]
    pub(super) kind: String,
    #[serde(rename = "ID")]
    pub(super) id: String,
    #[serde(rename = "AVDID")]
    pub(super) avd_id: Option<String>,
    pub(super) title: String,
    pub(super) description: String,
    pub(super) message: String,
    pub(super) namespace: String,
    pub(super) query: String,
    pub(super) resolution: String,
    pub(super) severity: String,
    #[serde(rename = "PrimaryURL")]
    pub(super) primary_url: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) references: Vec<String>,
    pub(super) status: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) layer: Layer,
    #[serde(deserialize_with = "or_default")]
    pub(super) cause_metadata: CauseMetadata,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct CauseMetadata {
    pub(super) resource: String,
    pub(super) provider: String,
    pub(super) service: String,
    pub(super) start_line: usize,
    pub(super) end_line: usize,
    #[serde(deserialize_with = "or_default")]
    pub(super) code: Code,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Code {
    #[serde(deserialize_with = "or_default")]
    pub(super) lines: Vec<Line>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) content: String,
    pub(super) is_cause: bool,
    pub(super) truncated: bool,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Secret {
    #[serde(rename = "RuleID")]
    pub(super) rule_id: String,
    pub(super) category: String,
    pub(super) severity: String,
    pub(super) title: String,
    pub(super) start_line: usize,
    pub(super) end_line: usize,
    pub(super) start_column: usize,
    #[serde(deserialize_with = "or_default")]
    pub(super) code: Code,
    #[serde(rename = "Match")]
    pub(super) matched: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) layer: Layer,
    pub(super) offset: u64,
    #[serde(deserialize_with = "or_default")]
    pub(super) encodings: Vec<String>,
    pub(super) place: Option<String>,
    pub(super) removed_by: Option<Layer>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Coverage {
    #[serde(deserialize_with = "or_default")]
    pub(super) gaps: Vec<model::Gap>,
    #[serde(deserialize_with = "or_default")]
    pub(super) problems: Vec<model::Problem>,
    #[serde(deserialize_with = "or_default")]
    pub(super) shards: Vec<model::ShardAge>,
    #[serde(deserialize_with = "or_default")]
    pub(super) third_party: Vec<String>,
    pub(super) layers_verified: bool,
}
