//! The list of libraries that a .NET program is started with.
//!
//! Format: <https://github.com/dotnet/sdk/blob/main/documentation/specs/runtime-configuration-file.md>.
//! Files: `*.deps.json`.
//! Limits: libraries that bring nothing to run (compilers, analyzers) are not told.

use super::{key, package};
use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Setting};
use serde_json::{Map, Value};

/// Libraries of programs.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("dotnet-core", "dotnet-core");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "dotnet-core",
    version: 1,
    setting: Setting::Anywhere,
    wants: |stat| stat.path.ends_with(".deps.json"),
    read,
};

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let file: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let Some(libraries) = file.get("libraries").and_then(Value::as_object) else { return Err("no libraries".to_owned()) };
    let runtime = file.get("runtimeTarget");
    let runtime = runtime.and_then(|target| target.get("name").unwrap_or(target).as_str()).unwrap_or("");
    let target = file.get("targets").and_then(|targets| targets.get(runtime)).and_then(Value::as_object);
    let mut graph = Graph::default();
    let mut direct = Vec::new();
    for (id, library) in libraries {
        let about = target.and_then(|target| target.get(id));
        let kind = library.get("type").and_then(Value::as_str).unwrap_or("");
        let Some((name, version)) = id.split_once('/') else {
            facts.problem(format!("a library without a version: {id}"));
            continue;
        };
        if kind.eq_ignore_ascii_case("project") {
            direct.extend(dependencies(about));
        } else if kind.eq_ignore_ascii_case("runtimepack") || (kind.eq_ignore_ascii_case("package") && runs(target, about)) {
            let plain = name.strip_prefix("runtimepack.").unwrap_or(name);
            graph.add(key(name, version), package(&ECOSYSTEM, &facts.path, plain, version), dependencies(about));
        }
    }
    if !direct.is_empty() {
        graph.mark_direct(&direct);
    }
    graph.state(facts);
    Ok(())
}

fn dependencies(about: Option<&Value>) -> Vec<String> {
    let listed = about.and_then(|about| about.get("dependencies")).and_then(Value::as_object);
    listed.into_iter().flatten().map(|(name, version)| key(name, version.as_str().unwrap_or(""))).collect()
}

/// Whether a library has files that are loaded when the program runs; files that list no targets do not say.
fn runs(target: Option<&Map<String, Value>>, about: Option<&Value>) -> bool {
    let has = |about: &Value, group: &str| about.get(group).and_then(Value::as_object).is_some_and(|files| !files.is_empty());
    target.is_none() || about.is_some_and(|about| ["runtime", "runtimeTargets", "native"].iter().any(|group| has(about, group)))
}
