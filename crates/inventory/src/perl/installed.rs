//! A distribution that cpanminus has installed, or who works as it does (Carton, cpm, Carmel).
//!
//! Format: `save_meta` of <https://github.com/miyagawa/cpanminus>: what was installed (`dist`), from where (`pathname`), and the
//! modules in it.
//! Files: `.meta/DISTRIBUTION/install.json`.
//! Limits: its licence stands in `MYMETA.json` beside it; what it depends on does too, but as modules.

use super::{INSTALLED, name_and_version, package};
use crate::text_format::TextFormat;
use crate::{FileFacts, Names, Setting};
use serde::Deserialize;

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "cpan-installed",
    version: 1,
    setting: Setting::Anywhere,
    names: Names::Are(&["install.json"]),
    wants: |stat| stat.name() == "install.json" && is_record(stat.path),
    read,
};

#[derive(Deserialize)]
struct Installed {
    dist: String,
    #[serde(default)]
    pathname: Option<String>,
}

/// Whether a file lies in the folder of a distribution's records.
pub(super) fn is_record(path: &str) -> bool {
    path.rsplit('/').nth(2) == Some(".meta")
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let installed: Installed = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let (name, version) = name_and_version(&installed.dist).ok_or("its distribution has no name or no version")?;
    let pathname = installed.pathname.as_deref().unwrap_or("");
    facts.packages.push(package(&INSTALLED, &facts.path, name, version, pathname));
    Ok(())
}
