//! SPDX 2 in JSON.

use super::super::component::Bill;
use super::{Stated, bill};
use serde::Deserialize;
use serde_json::Value;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Package {
    #[serde(rename = "SPDXID")]
    id: String,
    name: String,
    version_info: String,
    primary_package_purpose: String,
    supplier: String,
    source_info: String,
    license_concluded: String,
    license_declared: String,
    external_refs: Vec<Reference>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Reference {
    reference_type: String,
    reference_locator: String,
}

/// Reads a document that says it is SPDX 2.
pub(in crate::sbom) fn read(mut document: Value) -> Bill {
    let mut problems = Vec::new();
    let mut packages = Vec::new();
    let list = document.get_mut("packages").map(Value::take).unwrap_or_default();
    for (index, value) in list.as_array().into_iter().flatten().enumerate() {
        match Package::deserialize(value) {
            Ok(package) => packages.push(package.stated()),
            Err(error) => problems.push(format!("package {index}: {error}")),
        }
    }
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let relationships = document.get("relationships").and_then(Value::as_array).into_iter().flatten();
    let read = relationships.filter_map(|entry| {
        Some((text(entry, "spdxElementId")?, text(entry, "relationshipType")?, text(entry, "relatedSpdxElement")?))
    });
    bill(packages, read.collect(), problems)
}

impl Package {
    fn stated(self) -> Stated {
        let is_purl = |reference: &Reference| reference.reference_type == "purl";
        let purl = self.external_refs.into_iter().find(is_purl).map(|reference| reference.reference_locator);
        let is_declared = !matches!(self.license_declared.as_str(), "" | "NOASSERTION" | "NONE");
        Stated {
            id: self.id,
            name: self.name,
            version: self.version_info,
            purpose: self.primary_package_purpose,
            supplier: self.supplier,
            source_info: self.source_info,
            licenses: vec![if is_declared { self.license_declared } else { self.license_concluded }],
            purl: purl.unwrap_or_default(),
        }
    }
}
