//! The shape as it may come, every part of it optional but what tells that it is one.

use serde::{Deserialize, Deserializer};

/// A list or object that is `null` is empty.
fn or_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Without these it is no document of Grype's.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document {
    pub(super) matches: Vec<Match>,
    pub(super) source: Source,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) distro: Distro,
    pub(super) descriptor: Descriptor,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) alerts_by_package: Vec<PackageAlerts>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Match {
    pub(super) vulnerability: Vulnerability,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) related_vulnerabilities: Vec<Vulnerability>,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) match_details: Vec<MatchDetails>,
    pub(super) artifact: Artifact,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Vulnerability {
    pub(super) id: String,
    pub(super) data_source: String,
    pub(super) namespace: String,
    pub(super) severity: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) urls: Vec<String>,
    pub(super) description: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) cvss: Vec<Cvss>,
    #[serde(deserialize_with = "or_default")]
    pub(super) known_exploited: Vec<KnownExploited>,
    #[serde(deserialize_with = "or_default")]
    pub(super) epss: Vec<Epss>,
    #[serde(deserialize_with = "or_default")]
    pub(super) cwes: Vec<Cwe>,
    #[serde(deserialize_with = "or_default")]
    pub(super) fix: Fix,
    #[serde(deserialize_with = "or_default")]
    pub(super) advisories: Vec<Advisory>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Cvss {
    pub(super) source: Option<String>,
    pub(super) vector: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) metrics: Metrics,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Metrics {
    pub(super) base_score: f64,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct KnownExploited {
    pub(super) date_added: String,
    pub(super) due_date: String,
    pub(super) known_ransomware_campaign_use: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Epss {
    pub(super) epss: f64,
    pub(super) percentile: f64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Cwe {
    pub(super) cwe: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Fix {
    #[serde(deserialize_with = "or_default")]
    pub(super) versions: Vec<String>,
    pub(super) state: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Advisory {
    pub(super) id: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct MatchDetails {
    pub(super) fix: Option<SuggestedFix>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct SuggestedFix {
    pub(super) suggested_version: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Artifact {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) version: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) locations: Vec<Location>,
    #[serde(deserialize_with = "or_default")]
    pub(super) licenses: Vec<String>,
    pub(super) purl: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) upstreams: Vec<Upstream>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Location {
    pub(super) path: String,
    #[serde(rename = "layerID")]
    pub(super) layer_id: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Upstream {
    pub(super) name: String,
    pub(super) version: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Source {
    #[serde(rename = "type")]
    pub(super) kind: String,
    pub(super) target: Target,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Target {
    Path(String),
    Image(Box<Image>),
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Image {
    pub(super) user_input: String,
    #[serde(rename = "imageID")]
    pub(super) image_id: String,
    pub(super) manifest_digest: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) tags: Vec<String>,
    pub(super) image_size: u64,
    #[serde(deserialize_with = "or_default")]
    pub(super) layers: Vec<Layer>,
    /// Base64.
    pub(super) config: Option<String>,
    #[serde(deserialize_with = "or_default")]
    pub(super) repo_digests: Vec<String>,
    pub(super) architecture: String,
    pub(super) os: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Layer {
    /// Of the inflated tar.
    pub(super) digest: String,
    pub(super) size: u64,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Distro {
    pub(super) name: String,
    pub(super) version: String,
    #[serde(deserialize_with = "or_default")]
    pub(super) id_like: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Descriptor {
    pub(super) name: String,
    #[serde(default)]
    pub(super) version: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) db: Db,
    #[serde(default)]
    pub(super) timestamp: String,
}

/// Before Grype 0.88 what is in `status` stood here.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Db {
    pub(super) status: Option<Status>,
    pub(super) built: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Status {
    pub(super) built: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct PackageAlerts {
    #[serde(deserialize_with = "or_default")]
    pub(super) alerts: Vec<Alert>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Alert {
    #[serde(rename = "type")]
    pub(super) kind: String,
}
