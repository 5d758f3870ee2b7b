//! NuGet's list of a project's packages before project files named them.
//!
//! Format: <https://learn.microsoft.com/en-us/nuget/reference/packages-config>.
//! Files: `packages.config`.
//! Limits: it lists everything that is installed, but not who asks for what.

use super::{ECOSYSTEM, package};
use crate::text_format::TextFormat;
use crate::{FileFacts, Setting};
use roxmltree::Document;

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "packages-config",
    version: 1,
    setting: Setting::Project,
    wants: |stat| stat.name().eq_ignore_ascii_case("packages.config"),
    read,
};

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    for entry in document.root_element().children().filter(|node| node.has_tag_name("package")) {
        let attribute = |name: &str| entry.attribute(name).unwrap_or("").trim();
        let (name, version) = (attribute("id"), attribute("version"));
        if name.is_empty() || version.is_empty() {
            facts.problem("a package without an id or version");
            continue;
        }
        let mut package = package(&ECOSYSTEM, &facts.path, name, version);
        package.dev = attribute("developmentDependency").eq_ignore_ascii_case("true");
        facts.packages.push(package);
    }
    Ok(())
}
