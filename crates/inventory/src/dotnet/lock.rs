//! NuGet's lock file.
//!
//! Format: <https://learn.microsoft.com/en-us/nuget/consume-packages/package-references-in-project-files#locking-dependencies>.
//! Files: `packages.lock.json`.
//! Limits: what is locked for several frameworks is told once for each version.

use super::{ECOSYSTEM, key, package};
use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{FileFacts, Setting};
use serde_json::{Map, Value};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "nuget-lock",
    version: 1,
    setting: Setting::Project,
    wants: |stat| stat.name() == "packages.lock.json",
    read,
};

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let lock: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let Some(frameworks) = lock.get("dependencies").and_then(Value::as_object) else { return Err("no dependencies".to_owned()) };
    let mut graph = Graph::default();
    let mut direct = Vec::new();
    for (framework, packages) in frameworks {
        let Some(packages) = packages.as_object() else { continue };
        // A runtime's part (`net8.0/linux-x64`) names only what differs from its framework's.
        let general = framework.split('/').next().and_then(|general| frameworks.get(general)).and_then(Value::as_object);
        for (name, entry) in packages {
            let text = |field: &str| entry.get(field).and_then(Value::as_str).unwrap_or("");
            let kind = text("type");
            let wanted = entry.get("dependencies").and_then(Value::as_object).into_iter().flat_map(Map::keys);
            let edges: Vec<String> = wanted.filter_map(|name| find(packages, name).or_else(|| find(general?, name))).collect();
            if kind.eq_ignore_ascii_case("project") {
                continue;
            }
            if text("resolved").is_empty() {
                facts.problem(format!("{name} is not resolved"));
                continue;
            }
            let id = key(name, text("resolved"));
            if kind.eq_ignore_ascii_case("direct") {
                direct.push(id.clone());
            }
            graph.add(id, package(&ECOSYSTEM, &facts.path, name, text("resolved")), edges);
        }
    }
    graph.mark_direct(&direct);
    graph.state(facts);
    Ok(())
}

fn find(packages: &Map<String, Value>, name: &str) -> Option<String> {
    let entry = packages.get(name).or_else(|| Some(packages.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?.1))?;
    Some(key(name, entry.get("resolved")?.as_str()?))
}
