//! The versions that projects of a repository share.
//!
//! Format: <https://learn.microsoft.com/en-us/nuget/consume-packages/central-package-management>, and MSBuild's properties:
//! <https://learn.microsoft.com/en-us/visualstudio/msbuild/msbuild-properties>.
//! Files: `Directory.Packages.props` and all other `*Packages.props`.
//! Limits: conditions are not evaluated, except for defaults (`'$(Name)' == ''`): packages of every condition are told.
//! Versions made of properties that other files set, and floating ones (`1.*`), are not told. A range stands for its lowest
//! version, which is the one that NuGet takes.

use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};
use roxmltree::{Document, Node};
use std::collections::BTreeMap;

/// Central versions.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("packages-props", "packages-props");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "packages-props",
    version: 1,
    setting: Setting::Project,
    names: Names::End(&[".props"]),
    wants: |stat| stat.path.ends_with("props") && stat.name().to_ascii_lowercase().ends_with("packages.props"),
    read,
};

/// Properties name others; more often than this they name themselves.
const MAX_STEPS: usize = 16;
/// No version or name is longer.
const MAX_VALUE: usize = 1024;

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    let project = document.root_element();
    if project.tag_name().name() != "Project" {
        return Err("no project".to_owned());
    }
    let properties = properties(project);
    for item in project.descendants().filter(Node::is_element) {
        let kind = item.tag_name().name();
        if !matches!(kind, "PackageVersion" | "PackageReference" | "GlobalPackageReference") {
            continue;
        }
        // `Update` is how the files of repositories wrote that older than NuGet's own feature.
        let names = item.attribute("Include").or_else(|| item.attribute("Update")).unwrap_or("");
        let inner = item.children().find(|child| child.tag_name().name() == "Version").and_then(|child| child.text());
        let version = item.attribute("Version").or(inner).and_then(|version| resolved(version, &properties));
        let Some(version) = version.as_deref().and_then(lowest) else { continue };
        for name in names.split(';').filter_map(|name| resolved(name, &properties)).filter(|name| !name.is_empty()) {
            let mut package = super::package(&ECOSYSTEM, &facts.path, &name, version);
            // NuGet gives these to every project, and to none of those who use it.
            package.dev = kind == "GlobalPackageReference";
            facts.packages.push(package);
        }
    }
    facts.drop_repetitions();
    Ok(())
}

/// The last value of each property; a default counts only before all others. Their names have no case.
fn properties(project: Node<'_, '_>) -> BTreeMap<String, String> {
    let mut properties = BTreeMap::new();
    let groups = project.children().filter(|node| node.tag_name().name() == "PropertyGroup");
    for property in groups.flat_map(|group| group.children()).filter(Node::is_element) {
        let name = property.tag_name().name().to_ascii_lowercase();
        let condition: String = property.attribute("Condition").unwrap_or("").split_whitespace().collect();
        let is_default = condition.eq_ignore_ascii_case(&format!("'$({name})'==''"));
        if !(is_default && properties.contains_key(&name)) {
            properties.insert(name, property.text().unwrap_or("").trim().to_owned());
        }
    }
    properties
}

/// A value with its properties put in; `None` if one is not known.
fn resolved(value: &str, properties: &BTreeMap<String, String>) -> Option<String> {
    let mut value = value.trim().to_owned();
    for _ in 0..MAX_STEPS {
        let Some((before, rest)) = value.split_once("$(") else { return Some(value) };
        let (name, after) = rest.split_once(')')?;
        value = format!("{before}{}{after}", properties.get(&name.trim().to_ascii_lowercase())?);
        if value.len() > MAX_VALUE {
            return None;
        }
    }
    None
}

/// The lowest version of a range; `None` if it states none.
fn lowest(range: &str) -> Option<&str> {
    let from = match range.strip_prefix('[') {
        Some(inner) => inner.split([',', ']']).next()?.trim(),
        None => range,
    };
    let is_version = from.starts_with(|c: char| c.is_ascii_digit()) && !from.contains(['*', ',', '(', ')', '[', ']', ' ']);
    is_version.then_some(from)
}
