//! What a Julia project asks for.
//!
//! Format: <https://pkgdocs.julialang.org/v1/toml-files/#Project.toml>.
//! Files: `Project.toml`, `JuliaProject.toml`.
//! What stands in `[extras]` is asked for by a target alone, which is `test` or `build`. Limits: extensions ask for nothing by
//! themselves (`[weakdeps]`).

use crate::text_format::TextFormat;
use crate::{Declared, FileFacts, Names, Setting};
use toml::{Table, Value};

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "julia-project",
    version: 1,
    setting: Setting::Project,
    names: Names::Are(&["Project.toml"]),
    wants: |stat| super::is_named(stat, |name| name == "Project.toml"),
    read,
};

#[expect(clippy::unnecessary_wraps, reason = "the form of all readers; templates of projects are not TOML")]
fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let Ok(project) = text.parse::<Table>() else { return Ok(()) };
    let table = |key: &str| project.get(key).and_then(Value::as_table).into_iter().flatten();
    let mut declare = |name: &str, dev| facts.declared.push(Declared { purl_type: "julia".into(), name: name.to_owned(), dev });
    table("deps").for_each(|(name, _)| declare(name, false));
    let extras: Vec<&str> = table("extras").map(|(name, _)| name.as_str()).collect();
    let mut targeted: Vec<&str> =
        table("targets").flat_map(|(_, names)| names.as_array()).flatten().filter_map(Value::as_str).collect();
    targeted.sort_unstable();
    targeted.dedup();
    targeted.into_iter().filter(|name| extras.contains(name)).for_each(|name| declare(name, true));
    Ok(())
}
