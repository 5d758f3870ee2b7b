//! Syft's own JSON, which its users hand on to matchers.
//!
//! Format: <https://github.com/anchore/syft/tree/main/schema/json>.

use super::component::{Bill, Component, system};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Artifact {
    id: String,
    name: String,
    version: String,
    purl: String,
    licenses: Vec<Value>,
    locations: Vec<Location>,
    metadata: Value,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Location {
    path: String,
}

/// Reads a document with artifacts.
pub(super) fn read(mut document: Value) -> Bill {
    let mut bill = Bill::default();
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    if let Some((distro, id)) = document.get("distro").and_then(|distro| Some((distro, text(distro, "id")?))) {
        bill.os = Some(system(&id, &text(distro, "versionID").unwrap_or_default()));
    }
    let mut depends_on: HashMap<String, Vec<String>> = HashMap::new();
    for relation in document.get("artifactRelationships").and_then(Value::as_array).into_iter().flatten() {
        // `parent` is what `child` depends on.
        if let (Some("dependency-of"), Some(parent), Some(child)) =
            (relation.get("type").and_then(Value::as_str), text(relation, "parent"), text(relation, "child"))
        {
            depends_on.entry(child).or_default().push(parent);
        }
    }
    let artifacts = document.get_mut("artifacts").map(Value::take).unwrap_or_default();
    for (index, value) in artifacts.as_array().into_iter().flatten().enumerate() {
        match Artifact::deserialize(value) {
            Ok(artifact) => bill.components.push(component(artifact, &mut depends_on)),
            Err(error) => bill.problems.push(format!("artifact {index}: {error}")),
        }
    }
    bill
}

fn component(artifact: Artifact, depends_on: &mut HashMap<String, Vec<String>>) -> Component {
    let field = |names: &[&str]| names.iter().find_map(|name| artifact.metadata.get(name)?.as_str()).map(str::to_owned);
    let source = field(&["source", "originPackage"]).filter(|name| !name.is_empty());
    Component {
        depends_on: depends_on.remove(&artifact.id).unwrap_or_default(),
        source: source.map(|name| (name, field(&["sourceVersion"]).filter(|version| !version.is_empty()))),
        supplier: field(&["maintainer", "vendor"]),
        path: artifact.locations.first().map(|location| location.path.trim_start_matches('/').to_owned()),
        licenses: artifact.licenses.iter().filter_map(license).collect(),
        id: artifact.id,
        name: artifact.name,
        version: artifact.version,
        purl: artifact.purl,
    }
}

/// An object with the licence as `value`; before schema 7 its name alone.
fn license(stated: &Value) -> Option<String> {
    stated.get("value").unwrap_or(stated).as_str().map(str::to_owned)
}
