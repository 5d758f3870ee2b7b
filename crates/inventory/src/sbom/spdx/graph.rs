//! SPDX 3 in JSON: a graph of elements, relationships being elements themselves.

use super::super::component::Bill;
use super::{Stated, bill};
use serde_json::Value;

/// Reads a document with a `@graph`.
pub(in crate::sbom) fn read(document: &Value) -> Bill {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut packages = Vec::new();
    let mut relationships = Vec::new();
    for element in document.get("@graph").and_then(Value::as_array).into_iter().flatten() {
        let id = [text(element, "spdxId"), text(element, "@id")].into_iter().find(|id| !id.is_empty()).unwrap_or_default();
        match text(element, "type").as_str() {
            "software_Package" => packages.push(Stated {
                id,
                name: text(element, "name"),
                version: text(element, "software_packageVersion"),
                purpose: purpose(&text(element, "software_primaryPurpose")),
                source_info: text(element, "software_sourceInfo"),
                purl: purl(element),
                ..Stated::default()
            }),
            "Relationship" | "LifecycleScopedRelationship" if text(element, "relationshipType") == "dependsOn" => {
                let targets = element.get("to").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
                let from = text(element, "from");
                relationships.extend(targets.map(|to| (from.clone(), "DEPENDS_ON".to_owned(), to.to_owned())));
            }
            _ => {}
        }
    }
    bill(packages, relationships, Vec::new())
}

/// SPDX 3 writes `operatingSystem` for what SPDX 2 calls `OPERATING-SYSTEM`.
fn purpose(word: &str) -> String {
    if word == "operatingSystem" { "OPERATING-SYSTEM".to_owned() } else { word.to_ascii_uppercase() }
}

/// A property of its own, or an identifier among others.
fn purl(element: &Value) -> String {
    let identifiers = element.get("externalIdentifier").and_then(Value::as_array).into_iter().flatten();
    let of_type = |id: &&Value| id.get("externalIdentifierType").and_then(Value::as_str) == Some("packageUrl");
    let identifier = || identifiers.clone().find(of_type)?.get("identifier");
    let stated = element.get("software_packageUrl").or_else(identifier);
    stated.and_then(Value::as_str).unwrap_or_default().to_owned()
}
