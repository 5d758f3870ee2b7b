//! The parts of a CSAF document that say which products have a vulnerability.
//!
//! Specification: <https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html>, section 3.2.

use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
pub(super) struct Csaf {
    pub(super) document: Head,
    #[serde(default)]
    pub(super) product_tree: ProductTree,
    #[serde(default)]
    pub(super) vulnerabilities: Vec<Vulnerability>,
}

#[derive(Deserialize)]
pub(super) struct Head {
    #[serde(default)]
    pub(super) title: String,
    pub(super) publisher: Publisher,
    pub(super) tracking: Tracking,
    #[serde(default)]
    pub(super) references: Vec<Reference>,
}

#[derive(Deserialize)]
pub(super) struct Publisher {
    pub(super) namespace: String,
}

#[derive(Deserialize)]
pub(super) struct Tracking {
    pub(super) id: String,
    #[serde(default)]
    pub(super) current_release_date: String,
    #[serde(default)]
    pub(super) initial_release_date: String,
    #[serde(default)]
    pub(super) status: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct ProductTree {
    pub(super) branches: Vec<Branch>,
    pub(super) full_product_names: Vec<Product>,
    pub(super) relationships: Vec<Relationship>,
}

#[derive(Deserialize)]
pub(super) struct Branch {
    #[serde(default)]
    pub(super) branches: Vec<Branch>,
    pub(super) product: Option<Product>,
}

#[derive(Deserialize)]
pub(super) struct Product {
    pub(super) product_id: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) product_identification_helper: Helper,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Helper {
    pub(super) cpe: Option<String>,
    pub(super) purl: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Relationship {
    pub(super) full_product_name: Product,
    pub(super) product_reference: String,
    pub(super) relates_to_product_reference: String,
}

#[derive(Deserialize)]
pub(super) struct Vulnerability {
    pub(super) cve: Option<String>,
    pub(super) cwe: Option<Cwe>,
    #[serde(default)]
    pub(super) title: String,
    #[serde(default)]
    pub(super) release_date: String,
    #[serde(default)]
    pub(super) notes: Vec<Note>,
    /// Product ids by status: `fixed`, `known_affected`.
    #[serde(default)]
    pub(super) product_status: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) references: Vec<Reference>,
    #[serde(default)]
    pub(super) remediations: Vec<Remediation>,
    #[serde(default)]
    pub(super) scores: Vec<Score>,
    #[serde(default)]
    pub(super) threats: Vec<Threat>,
}

#[derive(Deserialize)]
pub(super) struct Cwe {
    pub(super) id: String,
}

#[derive(Deserialize)]
pub(super) struct Note {
    #[serde(default)]
    pub(super) category: String,
    #[serde(default)]
    pub(super) text: String,
}

#[derive(Deserialize)]
pub(super) struct Reference {
    pub(super) url: String,
}

#[derive(Deserialize)]
pub(super) struct Remediation {
    pub(super) category: String,
    #[serde(default)]
    pub(super) details: String,
    #[serde(default)]
    pub(super) product_ids: Vec<String>,
    #[serde(default)]
    pub(super) url: String,
}

#[derive(Deserialize)]
pub(super) struct Score {
    pub(super) cvss_v2: Option<Cvss>,
    pub(super) cvss_v3: Option<Cvss>,
    pub(super) cvss_v4: Option<Cvss>,
    #[serde(default)]
    pub(super) products: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Cvss {
    #[serde(default)]
    pub(super) vector_string: String,
}

#[derive(Deserialize)]
pub(super) struct Threat {
    pub(super) category: String,
    #[serde(default)]
    pub(super) details: String,
    #[serde(default)]
    pub(super) product_ids: Vec<String>,
}
