//! Central lists of the versions of a solution's packages.
//!
//! Format: <https://learn.microsoft.com/en-us/nuget/consume-packages/central-package-management>.
//! Files: `Directory.Packages.props`, `*Packages.props`.
//! Limits: properties are looked up in the same file only; what a condition excludes is told all the same; a range of
//! versions is told as no version.

use super::package;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Setting};
use roxmltree::{Document, Node};
use std::collections::HashMap;

/// Packages of central lists.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("packages-props", "packages-props");

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "packages-props",
    version: 1,
    setting: Setting::Project,
    wants: |stat| stat.name().to_ascii_lowercase().ends_with("packages.props"),
    read,
};

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    let named = |node: &Node<'_, '_>, name: &str| node.tag_name().name() == name;
    let groups = |name: &'static str| {
        document.descendants().filter(move |node| named(node, name)).flat_map(|group| group.children()).filter(Node::is_element)
    };
    let properties: HashMap<String, &str> = groups("PropertyGroup")
        .filter_map(|node| Some((node.tag_name().name().to_ascii_lowercase(), node.text()?.trim())))
        .collect();
    let is_reference =
        |node: &Node<'_, '_>| ["PackageVersion", "PackageReference", "GlobalPackageReference"].iter().any(|name| named(node, name));
    for entry in groups("ItemGroup").filter(is_reference) {
        let name = entry.attribute("Include").or_else(|| entry.attribute("Update")).unwrap_or("");
        let within = || entry.children().find(|node| named(node, "Version"))?.text();
        let version = entry.attribute("Version").or_else(within).unwrap_or("").trim();
        let (Some(name), Some(version)) = (resolved(name, &properties), resolved(version, &properties)) else { continue };
        if !name.is_empty() && !version.is_empty() {
            facts.packages.push(package(&ECOSYSTEM, &facts.path, &name, exact(&version)));
        }
    }
    Ok(())
}

/// The text with `$(Property)` filled in; `None` if one is not known here.
fn resolved(text: &str, properties: &HashMap<String, &str>) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("$(") {
        let (name, after) = after.split_once(')')?;
        let value = properties.get(&name.to_ascii_lowercase()).filter(|value| !value.contains("$("))?;
        out.push_str(before);
        out.push_str(value);
        rest = after;
    }
    out.push_str(rest);
    Some(out.trim().to_owned())
}

/// `1.0.0` of `[1.0.0]`; nothing of ranges and of what floats.
fn exact(version: &str) -> &str {
    let inner = version.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(version);
    if inner.contains(['*', ',', '[', '(', ')', ']']) { "" } else { inner.trim() }
}
