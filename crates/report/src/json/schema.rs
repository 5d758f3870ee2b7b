//! The report's frozen shape: what is a field here is a field for ever.

use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use tidewaiter_model as model;
use tidewaiter_model::Class;

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Report<'a> {
    pub(super) schema_version: u32,
    pub(super) tidewaiter: Tidewaiter<'a>,
    pub(super) created_at: &'a str,
    #[serde(rename = "ArtifactID", skip_serializing_if = "Option::is_none")]
    pub(super) artifact_id: Option<String>,
    pub(super) artifact_name: &'a str,
    pub(super) artifact_type: &'static str,
    pub(super) metadata: Metadata<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) results: Vec<ResultOf<'a>>,
    pub(super) coverage: CoverageOf<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Tidewaiter<'a> {
    pub(super) version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) engine: Option<EngineOf<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct EngineOf<'a> {
    pub(super) name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) version: &'a str,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Metadata<'a> {
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) size: u64,
    #[serde(rename = "OS", skip_serializing_if = "Option::is_none")]
    pub(super) os: Option<Os<'a>>,
    #[serde(rename = "ImageID", skip_serializing_if = "Option::is_none")]
    pub(super) image_id: Option<&'a model::Digest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) manifest_digest: Option<&'a model::Digest>,
    #[serde(rename = "DiffIDs", skip_serializing_if = "Vec::is_empty")]
    pub(super) diff_ids: Vec<&'a model::Digest>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) repo_tags: &'a [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) repo_digests: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reference: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) image_config: Option<&'a Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) layers: Vec<Layer<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Os<'a> {
    pub(super) family: &'a str,
    pub(super) name: &'a str,
    #[serde(rename = "EOSL", skip_serializing_if = "Option::is_none")]
    pub(super) eosl: Option<bool>,
}

#[derive(Clone, Copy, Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Layer<'a> {
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) size: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) digest: Option<&'a model::Digest>,
    #[serde(rename = "DiffID", skip_serializing_if = "Option::is_none")]
    pub(super) diff_id: Option<&'a model::Digest>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) created_by: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct ResultOf<'a> {
    pub(super) target: &'a str,
    pub(super) class: Class,
    #[serde(rename = "Type", skip_serializing_if = "str::is_empty")]
    pub(super) kind: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) packages: Vec<Package<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) vulnerabilities: Vec<Vulnerability<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) misconf_summary: Option<MisconfSummary>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) misconfigurations: Vec<Misconfiguration<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) secrets: Vec<Secret<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct MisconfSummary {
    pub(super) successes: usize,
    pub(super) failures: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Misconfiguration<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<&'a str>,
    #[serde(rename = "Type")]
    pub(super) kind: &'a str,
    #[serde(rename = "ID")]
    pub(super) id: &'a str,
    #[serde(rename = "AVDID", skip_serializing_if = "Option::is_none")]
    pub(super) avd_id: Option<&'a str>,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
    pub(super) message: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) namespace: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) query: &'a str,
    pub(super) resolution: &'a str,
    pub(super) severity: model::Severity,
    #[serde(rename = "PrimaryURL", skip_serializing_if = "str::is_empty")]
    pub(super) primary_url: &'a str,
    pub(super) references: &'a [String],
    pub(super) status: model::CheckStatus,
    pub(super) layer: Layer<'a>,
    pub(super) cause_metadata: CauseMetadata<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CauseMetadata<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) resource: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) provider: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) service: &'a str,
    #[serde(skip_serializing_if = "is_none")]
    pub(super) start_line: usize,
    #[serde(skip_serializing_if = "is_none")]
    pub(super) end_line: usize,
    pub(super) code: Code<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Code<'a> {
    pub(super) lines: Option<Vec<Line<'a>>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Line<'a> {
    pub(super) number: usize,
    pub(super) content: &'a str,
    pub(super) is_cause: bool,
    pub(super) annotation: &'a str,
    pub(super) truncated: bool,
    pub(super) first_cause: bool,
    pub(super) last_cause: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Secret<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) target: Option<&'a str>,
    #[serde(rename = "RuleID")]
    pub(super) rule_id: &'a str,
    pub(super) category: &'a str,
    pub(super) severity: model::Severity,
    pub(super) title: &'a str,
    pub(super) start_line: usize,
    pub(super) end_line: usize,
    #[serde(skip_serializing_if = "is_none")]
    pub(super) start_column: usize,
    pub(super) code: Code<'a>,
    #[serde(rename = "Match")]
    pub(super) matched: &'a str,
    pub(super) layer: Layer<'a>,
    pub(super) offset: u64,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) encodings: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) place: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) removed_by: Option<Layer<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Package<'a> {
    #[serde(rename = "ID")]
    pub(super) id: String,
    pub(super) name: &'a str,
    pub(super) identifier: Identifier,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) version: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) release: &'a str,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) epoch: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) arch: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) dev: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) src_name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) src_version: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) src_release: &'a str,
    #[serde(skip_serializing_if = "is_zero")]
    pub(super) src_epoch: u64,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) licenses: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) maintainer: Option<&'a str>,
    #[serde(rename = "Modularitylabel", skip_serializing_if = "Option::is_none")]
    pub(super) modularity_label: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) repository: Option<Repository<'a>>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) indirect: bool,
    #[serde(skip_serializing_if = "model::Relationship::is_unknown")]
    pub(super) relationship: model::Relationship,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) depends_on: Vec<String>,
    pub(super) layer: Layer<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) file_path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) digest: Option<&'a str>,
    pub(super) analyzed_by: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Repository<'a> {
    pub(super) class: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) vendor: Option<&'a str>,
}

#[derive(Clone, Serialize)]
pub(super) struct Identifier {
    #[serde(rename = "PURL", skip_serializing_if = "Option::is_none")]
    pub(super) purl: Option<String>,
    #[serde(rename = "UID")]
    pub(super) uid: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct KnownExploited<'a> {
    pub(super) date_added: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) due_date: &'a str,
    pub(super) ransomware: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Epss {
    pub(super) probability: f64,
    pub(super) percentile: f64,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Vulnerability<'a> {
    #[serde(rename = "VulnerabilityID")]
    pub(super) vulnerability_id: &'a str,
    #[serde(rename = "VendorIDs", skip_serializing_if = "<[_]>::is_empty")]
    pub(super) vendor_ids: &'a [String],
    #[serde(rename = "PkgID")]
    pub(super) pkg_id: String,
    pub(super) pkg_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) pkg_path: Option<&'a str>,
    pub(super) pkg_identifier: Identifier,
    pub(super) installed_version: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) fixed_version: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) upgrade_to: Option<&'a str>,
    pub(super) status: &'static str,
    pub(super) layer: Layer<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) severity_source: Option<&'a str>,
    #[serde(rename = "PrimaryURL", skip_serializing_if = "String::is_empty")]
    pub(super) primary_url: String,
    pub(super) data_source: DataSource<'a>,
    pub(super) fingerprint: String,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'a str,
    pub(super) severity: model::Severity,
    #[serde(rename = "CweIDs", skip_serializing_if = "<[_]>::is_empty")]
    pub(super) cwe_ids: &'a [String],
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) vendor_severity: BTreeMap<&'a str, u8>,
    #[serde(rename = "CVSS", skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) cvss: BTreeMap<&'a str, Cvss<'a>>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub(super) references: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) known_exploited: Option<KnownExploited<'a>>,
    #[serde(rename = "EPSS", skip_serializing_if = "Option::is_none")]
    pub(super) epss: Option<Epss>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) published_date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_modified_date: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct DataSource<'a> {
    #[serde(rename = "ID")]
    pub(super) id: &'a str,
    #[serde(rename = "Name")]
    pub(super) name: &'a str,
    #[serde(rename = "URL", skip_serializing_if = "str::is_empty")]
    pub(super) url: &'a str,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Cvss<'a> {
    #[serde(rename = "V2Vector", skip_serializing_if = "Option::is_none")]
    pub(super) v2_vector: Option<&'a str>,
    #[serde(rename = "V3Vector", skip_serializing_if = "Option::is_none")]
    pub(super) v3_vector: Option<&'a str>,
    #[serde(rename = "V40Vector", skip_serializing_if = "Option::is_none")]
    pub(super) v40_vector: Option<&'a str>,
    #[serde(rename = "V2Score", skip_serializing_if = "Option::is_none")]
    pub(super) v2_score: Option<f64>,
    #[serde(rename = "V3Score", skip_serializing_if = "Option::is_none")]
    pub(super) v3_score: Option<f64>,
    #[serde(rename = "V40Score", skip_serializing_if = "Option::is_none")]
    pub(super) v40_score: Option<f64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct CoverageOf<'a> {
    pub(super) complete: bool,
    pub(super) gaps: &'a [model::Gap],
    pub(super) problems: &'a [model::Problem],
    pub(super) shards: &'a [model::ShardAge],
    pub(super) third_party: &'a [String],
    pub(super) layers_verified: bool,
}

fn is_none(number: &usize) -> bool {
    *number == 0
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}
