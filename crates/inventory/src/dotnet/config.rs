//! What projects of the .NET Framework ask NuGet for.
//!
//! Format: <https://learn.microsoft.com/en-us/nuget/reference/packages-config>.
//! Files: `packages.config`.
//! Applications of the .NET Framework have no `.deps.json`, but are shipped with this file beside their assemblies, which is why it
//! counts in images, too.
//! Limits: the file is flat: what was asked for and what came with it look alike.

use super::lock::ECOSYSTEM;
use crate::text_format::TextFormat;
use crate::{FileFacts, Names, Setting};
use roxmltree::Document;

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "nuget-config",
    version: 2,
    setting: Setting::LockAnywhere,
    names: Names::End(&[".config"]),
    wants: |stat| stat.name().eq_ignore_ascii_case("packages.config"),
    read,
};

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    if document.root_element().tag_name().name() != "packages" {
        return Err("no list of packages".to_owned());
    }
    for node in document.root_element().children().filter(|node| node.tag_name().name() == "package") {
        let attribute = |name| node.attribute(name).unwrap_or("").trim();
        let (name, version) = (attribute("id"), attribute("version"));
        if name.is_empty() || version.is_empty() {
            facts.problem("a package without an id or version");
            continue;
        }
        let mut package = super::package(&ECOSYSTEM, &facts.path, name, version);
        package.dev = attribute("developmentDependency").eq_ignore_ascii_case("true");
        facts.packages.push(package);
    }
    // One line a target framework.
    facts.drop_repetitions();
    Ok(())
}
