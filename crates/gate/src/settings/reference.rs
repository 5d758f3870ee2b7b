//! The settings as a page and as a file, made from their table.

use super::Settings;
use std::fmt::Write as _;

/// A table of all settings, in Markdown.
#[must_use]
pub fn reference() -> String {
    let mut page = String::from("| in the file | in the environment | flag | default | what |\n|---|---|---|---|---|\n");
    for definition in Settings::definitions() {
        let flag = if definition.is_secret { "none".to_owned() } else { format!("`--{}`", definition.flag()) };
        let default = if definition.default.is_empty() { String::new() } else { format!("`{}`", definition.default) };
        let (key, env, doc) = (definition.key, definition.env, definition.doc.trim());
        // Writing into a string does not fail.
        let _ = writeln!(page, "| `{key}` | `{env}` | {flag} | {default} | {doc} Takes {}. |", definition.expected());
    }
    page
}

/// A file with all settings at their defaults, each with what it is.
#[must_use]
pub fn example() -> String {
    let mut file = String::from(
        "# All settings, as they are where nothing is said. The environment stands over this file, flags over both.\n\
         # Secrets are better kept in the environment, or in files that it names: JWT_SECRET_FILE=/run/secrets/jwt.\n",
    );
    let mut definitions: Vec<_> = Settings::definitions().collect();
    // In TOML what stands in no table comes before all tables; else the order stays.
    definitions.sort_by_key(|definition| section(definition.key).map(first));
    let mut current = None;
    for definition in definitions {
        if section(definition.key) != current {
            current = section(definition.key);
            let _ = write!(file, "\n[{}]\n", current.unwrap_or_default());
        }
        let name = definition.key.rsplit('.').next().unwrap_or(definition.key);
        let is_bare = definition.default.parse::<u64>().is_ok() || definition.default.parse::<bool>().is_ok();
        let value = if is_bare { definition.default.to_owned() } else { format!("{:?}", definition.default) };
        let _ = write!(file, "\n#{} Takes {}. {}\n# {name} = {value}\n", definition.doc, definition.expected(), definition.env);
    }
    file
}

fn section(key: &str) -> Option<&str> {
    key.split_once('.').map(|(section, _)| section)
}

/// Where a section first comes up.
fn first(name: &str) -> usize {
    Settings::definitions().position(|definition| section(definition.key) == Some(name)).unwrap_or(usize::MAX)
}
