//! What a Rust project asks for.
//!
//! Format: <https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html>.
//! Files: `Cargo.toml`.
//! Limits: what builds the project counts as what runs it; `[workspace.dependencies]` asks for nothing by itself.

use crate::text_format::TextFormat;
use crate::{Declared, FileFacts, Names, Setting};
use toml::{Table, Value};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "cargo-toml",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["Cargo.toml"]),
    wants: |stat| stat.name() == "Cargo.toml",
    read,
};

#[expect(clippy::unnecessary_wraps, reason = "the form of all readers; templates of manifests are not TOML")]
fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let Ok(manifest) = text.parse::<Table>() else { return Ok(()) };
    let shared = manifest.get("workspace").and_then(|workspace| workspace.get("dependencies"));
    declare(&manifest, shared, facts);
    for (_, target) in manifest.get("target").and_then(Value::as_table).into_iter().flatten() {
        target.as_table().into_iter().for_each(|target| declare(target, shared, facts));
    }
    Ok(())
}

fn declare(table: &Table, shared: Option<&Value>, facts: &mut FileFacts) {
    let groups = ["dependencies", "build-dependencies", "build_dependencies", "dev-dependencies", "dev_dependencies"];
    for group in groups {
        for (name, asked) in table.get(group).and_then(Value::as_table).into_iter().flatten() {
            let renamed = asked.get("package").or_else(|| shared?.get(name)?.get("package")).and_then(Value::as_str);
            let name = renamed.unwrap_or(name).to_owned();
            facts.declared.push(Declared { purl_type: "cargo".into(), name, dev: group.starts_with("dev") });
        }
    }
}
