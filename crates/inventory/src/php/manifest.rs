//! What a PHP project asks for.
//!
//! Format: <https://getcomposer.org/doc/04-schema.md#package-links>.
//! Files: `composer.json`.
//! Limits: what is asked of the platform (`php`, `ext-json`) is no package, and not declared.

use crate::text_format::TextFormat;
use crate::{Declared, FileFacts, Names, Setting};
use serde_json::Value;

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "composer-json",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["composer.json"]),
    wants: |stat| stat.name() == "composer.json" && !super::is_vendored(stat),
    read,
};

#[expect(clippy::unnecessary_wraps, reason = "the form of all readers; templates of manifests are not JSON")]
fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let Ok(manifest) = serde_json::from_str::<Value>(text) else { return Ok(()) };
    for (group, dev) in [("require", false), ("require-dev", true)] {
        for (name, _) in
            manifest.get(group).and_then(Value::as_object).into_iter().flatten().filter(|(name, _)| name.contains('/'))
        {
            facts.declared.push(Declared { purl_type: "composer".into(), name: name.to_ascii_lowercase(), dev });
        }
    }
    Ok(())
}
