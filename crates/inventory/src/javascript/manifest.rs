//! What a project of npm, yarn, pnpm or bun asks for.
//!
//! Format: <https://docs.npmjs.com/cli/v10/configuring-npm/package-json#dependencies>.
//! Files: `package.json` outside of `node_modules`.
//! Limits: what versions it asks for is the lock file's affair.

use super::split_name;
use crate::text_format::TextFormat;
use crate::{Declared, FileFacts, Names, Setting};
use serde_json::{Map, Value};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "package-json",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["package.json"]),
    wants: |stat| stat.name() == "package.json",
    read,
};

#[expect(clippy::unnecessary_wraps, reason = "the form of all readers; templates and test fixtures are broken on purpose")]
fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let Ok(manifest) = serde_json::from_str::<Map<String, Value>>(text) else { return Ok(()) };
    let groups =
        [("dependencies", false), ("optionalDependencies", false), ("peerDependencies", false), ("devDependencies", true)];
    for (group, dev) in groups {
        for (name, range) in manifest.get(group).and_then(Value::as_object).into_iter().flatten() {
            let alias = range.as_str().and_then(|range| range.strip_prefix("npm:")).and_then(split_name);
            let name = alias.map_or(name.as_str(), |(name, _)| name);
            facts.declared.push(Declared { purl_type: "npm".into(), name: name.to_owned(), dev });
        }
    }
    Ok(())
}
