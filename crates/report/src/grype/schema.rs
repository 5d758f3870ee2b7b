//! The shape's frozen fields, in the order in which Grype writes them.

use serde::Serialize;

#[derive(Serialize)]
pub(super) struct Document<'a> {
    pub(super) matches: Vec<Match<'a>>,
    pub(super) source: Source<'a>,
    pub(super) distro: Distro<'a>,
    pub(super) descriptor: Descriptor<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Match<'a> {
    pub(super) vulnerability: Vulnerability<'a>,
    pub(super) related_vulnerabilities: Vec<Related<'a>>,
    pub(super) match_details: [MatchDetails<'a>; 1],
    pub(super) artifact: Artifact<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Vulnerability<'a> {
    pub(super) id: &'a str,
    pub(super) data_source: String,
    pub(super) namespace: String,
    pub(super) severity: &'static str,
    pub(super) urls: &'a [String],
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) description: &'a str,
    pub(super) cvss: Vec<Cvss<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) known_exploited: Option<[KnownExploited<'a>; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) epss: Option<[Epss<'a>; 1]>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) cwes: Vec<Cwe<'a>>,
    pub(super) fix: Fix<'a>,
    pub(super) advisories: [Empty; 0],
    pub(super) risk: f64,
}

/// Another id of the same vulnerability.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Related<'a> {
    pub(super) id: &'a str,
    pub(super) data_source: String,
    pub(super) urls: [String; 0],
    pub(super) cvss: [Empty; 0],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cvss<'a> {
    pub(super) source: &'a str,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) version: &'a str,
    pub(super) vector: &'a str,
    pub(super) metrics: Metrics,
    pub(super) vendor_metadata: Empty,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Metrics {
    pub(super) base_score: f64,
}

#[derive(Serialize)]
pub(super) struct Empty {}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct KnownExploited<'a> {
    pub(super) cve: &'a str,
    pub(super) date_added: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) due_date: &'a str,
    pub(super) known_ransomware_campaign_use: &'static str,
}

#[derive(Serialize)]
pub(super) struct Epss<'a> {
    pub(super) cve: &'a str,
    pub(super) epss: f64,
    pub(super) percentile: f64,
}

#[derive(Serialize)]
pub(super) struct Cwe<'a> {
    pub(super) cve: &'a str,
    pub(super) cwe: &'a str,
}

#[derive(Serialize)]
pub(super) struct Fix<'a> {
    pub(super) versions: Vec<&'a str>,
    pub(super) state: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MatchDetails<'a> {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) matcher: String,
    pub(super) searched_by: SearchedBy<'a>,
    pub(super) found: Found<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fix: Option<SuggestedFix<'a>>,
}

#[derive(Serialize)]
pub(super) struct SearchedBy<'a> {
    pub(super) package: Named<'a>,
}

#[derive(Serialize)]
pub(super) struct Named<'a> {
    pub(super) name: &'a str,
    pub(super) version: &'a str,
}

#[derive(Serialize)]
pub(super) struct Found<'a> {
    #[serde(rename = "vulnerabilityID")]
    pub(super) vulnerability_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SuggestedFix<'a> {
    pub(super) suggested_version: &'a str,
}

#[derive(Serialize)]
pub(super) struct Artifact<'a> {
    pub(super) id: String,
    pub(super) name: &'a str,
    pub(super) version: &'a str,
    #[serde(rename = "type")]
    pub(super) kind: &'a str,
    pub(super) locations: Vec<Location<'a>>,
    pub(super) language: &'static str,
    pub(super) licenses: &'a [String],
    pub(super) cpes: [&'static str; 0],
    pub(super) purl: String,
    pub(super) upstreams: Vec<Named<'a>>,
}

#[derive(Serialize)]
pub(super) struct Location<'a> {
    pub(super) path: String,
    #[serde(rename = "layerID", skip_serializing_if = "Option::is_none")]
    pub(super) layer_id: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct Source<'a> {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) target: Target<'a>,
}

/// An image, or the path of whatever else it is.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Target<'a> {
    Image(Image<'a>),
    Path(&'a str),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Image<'a> {
    pub(super) user_input: &'a str,
    #[serde(rename = "imageID")]
    pub(super) image_id: &'a str,
    /// Where the source has no manifests, Grype makes one up; we do not.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub(super) manifest_digest: &'a str,
    pub(super) media_type: &'static str,
    pub(super) tags: &'a [String],
    pub(super) image_size: u64,
    pub(super) layers: Vec<Layer<'a>>,
    pub(super) repo_digests: &'a [String],
    pub(super) architecture: &'a str,
    pub(super) os: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Layer<'a> {
    pub(super) media_type: &'static str,
    pub(super) digest: &'a str,
    pub(super) size: u64,
}

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Distro<'a> {
    pub(super) name: &'a str,
    pub(super) version: &'a str,
    pub(super) id_like: &'a [String],
}

#[derive(Serialize)]
pub(super) struct Descriptor<'a> {
    pub(super) name: &'a str,
    pub(super) version: &'a str,
    pub(super) db: Db<'a>,
    pub(super) timestamp: &'a str,
}

#[derive(Serialize)]
pub(super) struct Db<'a> {
    pub(super) status: Status<'a>,
}

/// Of all advisories that were used, when the oldest were built.
#[derive(Serialize)]
pub(super) struct Status<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) built: Option<&'a str>,
    pub(super) valid: bool,
}
