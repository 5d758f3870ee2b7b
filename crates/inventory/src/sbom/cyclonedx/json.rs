//! CycloneDX in JSON.

use super::super::component::{Bill, Component, system};
use super::{MAX_DEPTH, is_package, properties};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Stated {
    #[serde(rename = "type")]
    kind: String,
    #[serde(rename = "bom-ref")]
    bom_ref: String,
    name: String,
    version: Option<String>,
    purl: Option<String>,
    publisher: Option<String>,
    supplier: Option<Party>,
    licenses: Vec<Value>,
    properties: Vec<Property>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Party {
    name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Property {
    name: String,
    value: Option<String>,
}

/// Reads a document that says it is CycloneDX.
pub(in crate::sbom) fn read(mut document: Value) -> Bill {
    let mut bill = Bill::default();
    let mut main = document.pointer_mut("/metadata/component").map(Value::take).unwrap_or_default();
    let mut depends_on = dependencies(&document);
    for components in [document.get_mut("components"), main.get_mut("components")].into_iter().flatten() {
        read_all(components.take(), &mut depends_on, &mut bill, MAX_DEPTH);
    }
    bill
}

fn dependencies(document: &Value) -> HashMap<String, Vec<String>> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let entries = document.get("dependencies").and_then(Value::as_array).into_iter().flatten();
    let known = entries.filter_map(|entry| {
        let on = entry.get("dependsOn").and_then(Value::as_array).into_iter().flatten().filter_map(text).collect();
        Some((text(entry.get("ref")?)?, on))
    });
    known.collect()
}

fn read_all(components: Value, depends_on: &mut HashMap<String, Vec<String>>, bill: &mut Bill, depth: usize) {
    let Value::Array(components) = components else {
        return bill.problems.push("components is not a list".to_owned());
    };
    for (index, mut value) in components.into_iter().enumerate() {
        match value.get_mut("components").map(Value::take) {
            Some(Value::Null) | None => {}
            Some(_) if depth == 0 => bill.problems.push("components nest too deep".to_owned()),
            Some(nested) => read_all(nested, depends_on, bill, depth - 1),
        }
        match Stated::deserialize(&value) {
            Ok(stated) => add(stated, depends_on, bill),
            Err(error) => {
                let name = value.get("name").and_then(Value::as_str).map_or_else(|| format!("component {index}"), str::to_owned);
                bill.problems.push(format!("{name}: {error}"));
            }
        }
    }
}

fn add(stated: Stated, depends_on: &mut HashMap<String, Vec<String>>, bill: &mut Bill) {
    let properties: Vec<(String, String)> =
        stated.properties.into_iter().filter_map(|property| Some((property.name, property.value?))).collect();
    if stated.kind == "operating-system" {
        bill.os = Some(system(&stated.name, stated.version.as_deref().unwrap_or_default()));
    }
    if !is_package(&stated.kind) {
        return;
    }
    let mut component = Component {
        depends_on: depends_on.remove(&stated.bom_ref).unwrap_or_default(),
        id: stated.bom_ref,
        name: stated.name,
        version: stated.version.unwrap_or_default(),
        purl: stated.purl.unwrap_or_default(),
        supplier: stated.publisher.or(stated.supplier.and_then(|party| party.name)),
        licenses: stated.licenses.iter().filter_map(license).collect(),
        ..Component::default()
    };
    properties::apply(&mut component, &properties);
    bill.components.push(component);
}

/// `{"license": {"id": …}}`, `{"license": {"name": …}}` or `{"expression": …}`.
fn license(choice: &Value) -> Option<String> {
    let named = |license: &Value| license.get("id").or_else(|| license.get("name")).cloned();
    let value = choice.get("license").and_then(named).or_else(|| choice.get("expression").cloned())?;
    value.as_str().map(str::to_owned)
}
