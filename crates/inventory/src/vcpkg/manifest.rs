//! What a project asks vcpkg for.
//!
//! Format: <https://learn.microsoft.com/vcpkg/reference/vcpkg-json>.
//! Files: `vcpkg.json`, but for those of the ports themselves.
//! Dependencies that a project overrides have one version, all others the one of a registry's baseline, which is not here: these
//! are declared alone. Tools that run where the project is built (`host`) are for developers.

use super::package;
use crate::text_format::{TextFormat, strict_json};
use crate::{Declared, Ecosystem, FileFacts, Names, Setting};
use serde_json::Value;
use std::collections::HashMap;
use tidewaiter_model::Relationship;

/// What projects pin.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("vcpkg", None);

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "vcpkg",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["vcpkg.json"]),
    wants: |stat| stat.name() == "vcpkg.json" && stat.path.rsplit('/').nth(2) != Some("ports"),
    read,
};

/// Where versions stand, one of them in each object.
const VERSIONS: [&str; 4] = ["version", "version-semver", "version-date", "version-string"];

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let manifest: Value = serde_json::from_str(&strict_json(text)).map_err(|error| error.to_string())?;
    if !manifest.is_object() {
        return Err("no object".to_owned());
    }
    let features: Vec<&Value> = match manifest.get("features") {
        Some(Value::Object(features)) => features.values().collect(),
        Some(Value::Array(features)) => features.iter().collect(),
        _ => Vec::new(),
    };
    for list in std::iter::once(&manifest).chain(features).filter_map(|part| part.get("dependencies")) {
        list.as_array().into_iter().flatten().for_each(|dependency| declare(dependency, facts));
    }
    // A port that is asked for as a tool and otherwise is no tool alone.
    let mut asked: HashMap<String, bool> = HashMap::new();
    for declared in &facts.declared {
        asked.entry(declared.name.clone()).and_modify(|dev| *dev &= declared.dev).or_insert(declared.dev);
    }
    for entry in manifest.get("overrides").and_then(Value::as_array).into_iter().flatten() {
        pin(entry, &asked, facts);
    }
    Ok(())
}

fn declare(dependency: &Value, facts: &mut FileFacts) {
    let name = dependency.as_str().or_else(|| dependency.get("name")?.as_str()).unwrap_or("");
    if !name.is_empty() {
        let dev = dependency.get("host").and_then(Value::as_bool).unwrap_or(false);
        facts.declared.push(Declared { purl_type: "vcpkg".into(), name: name.to_owned(), dev });
    }
}

fn pin(entry: &Value, asked: &HashMap<String, bool>, facts: &mut FileFacts) {
    let name = entry.get("name").and_then(Value::as_str).unwrap_or("");
    let version = VERSIONS.iter().find_map(|key| entry.get(key)?.as_str()).unwrap_or("");
    if name.is_empty() || version.is_empty() {
        return facts.problem("an override without a name or version");
    }
    let (version, written) = version.split_once('#').unwrap_or((version, ""));
    let revision =
        entry.get("port-version").and_then(Value::as_u64).map_or_else(|| written.to_owned(), |number| number.to_string());
    let mut package = package(&ECOSYSTEM, &facts.path, name, version, &revision);
    package.relationship = if asked.contains_key(name) { Relationship::Direct } else { Relationship::Indirect };
    package.dev = asked.get(name).copied().unwrap_or(false);
    facts.packages.push(package);
}
