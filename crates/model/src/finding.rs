//! Vulnerability findings: an advisory that speaks of an installed package.

use crate::Severity;
use serde::{Deserialize, Serialize};

/// What the advisory's publisher says of a fix.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Affected, and there is no fixed version.
    #[default]
    Affected,
    /// Affected, and there is a fixed version.
    Fixed,
    /// The publisher will not mend it.
    WillNotFix,
    /// The publisher mends it later.
    FixDeferred,
    /// The publisher looks into it.
    UnderInvestigation,
    /// The release is no longer served.
    EndOfLife,
}

impl Status {
    /// The word in reports, snake case.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Affected => "affected",
            Self::Fixed => "fixed",
            Self::WillNotFix => "will_not_fix",
            Self::FixDeferred => "fix_deferred",
            Self::UnderInvestigation => "under_investigation",
            Self::EndOfLife => "end_of_life",
        }
    }
}

/// One source's rating of a vulnerability.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rating {
    /// Who rated: `nvd`, `ghsa`, `debian`.
    pub source: String,
    /// The step.
    pub severity: Severity,
    /// CVSS vectors, each with its score, in the order v2, v3, v4.
    pub cvss: Vec<(String, f64)>,
}

/// Where an advisory was published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataSource {
    /// `debian`, `ghsa`, `govulndb`.
    pub id: String,
    /// For people: `Debian Security Tracker`.
    pub name: String,
    /// Its home.
    pub url: String,
}

/// CISA's statement that a vulnerability is exploited.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exploited {
    /// When it was put on the list, `YYYY-MM-DD`.
    pub added: String,
    /// When federal agencies must have mended it, `YYYY-MM-DD`; may be empty.
    pub due: String,
    /// Whether ransomware is known to use it.
    pub by_ransomware: bool,
}

/// How likely a vulnerability is to be exploited within 30 days, by FIRST's model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Epss {
    /// From 0 to 1.
    pub probability: f64,
    /// The share of vulnerabilities that are no likelier, from 0 to 1.
    pub percentile: f64,
}

/// One vulnerability in one installed package.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Vulnerability {
    /// The CVE where there is one, else the advisory's own identifier.
    pub id: String,
    /// Every other identifier under which a publisher tells it, sorted.
    pub vendor_ids: Vec<String>,
    /// Index into the packages of the same [`crate::ResultSet`].
    pub package: usize,
    /// Versions that are fixed, parted by `, `; empty without a fix.
    pub fixed_version: String,
    /// The least of them that is newer than the installed one: what to upgrade to.
    pub upgrade_to: Option<String>,
    /// What the publisher says of a fix.
    pub status: Status,
    /// The step that counts.
    pub severity: Severity,
    /// Whose step it is; `None` when nobody's.
    pub severity_source: Option<String>,
    /// All ratings, the one that counts among them, sorted by source.
    pub ratings: Vec<Rating>,
    /// Whether it is known to be exploited.
    pub exploited: Option<Exploited>,
    /// How likely it is to be exploited.
    pub epss: Option<Epss>,
    /// Where the advisory came from.
    pub data_source: DataSource,
    /// One line; may be empty.
    pub title: String,
    /// Markdown or plain text; may be empty.
    pub description: String,
    /// `CWE-79` and the like.
    pub cwe_ids: Vec<String>,
    /// A page about it, where whoever found it names another than the usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_url: Option<String>,
    /// Links, in the publisher's order.
    pub references: Vec<String>,
    /// RFC 3339.
    pub published: Option<String>,
    /// RFC 3339.
    pub modified: Option<String>,
}
