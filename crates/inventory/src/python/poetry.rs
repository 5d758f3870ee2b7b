//! Poetry's lock file.
//!
//! Format: <https://python-poetry.org/docs/basic-usage/#installing-with-poetrylock>; Poetry's own reader is
//! <https://github.com/python-poetry/poetry/blob/main/src/poetry/packages/locker.py>.
//! Files: `poetry.lock`, with `category` (before 1.5) and with `groups` (since 2.0).
//! Limits: what was asked for, and by whom between 1.5 and 2.0, only the `pyproject.toml` beside it tells.

use super::{MAX_LOCK_FILE, is_dev, lock_file, normalised, package};
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Setting, Stat};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;

/// Poetry's ecosystem.
pub(crate) const POETRY: Ecosystem = lock_file("poetry");

/// The analyzer.
pub(crate) struct Poetry;

#[derive(Deserialize)]
struct Lock {
    #[serde(default)]
    package: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    version: String,
    #[serde(default)]
    category: String,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    dependencies: BTreeMap<String, IgnoredAny>,
}

impl Analyzer for Poetry {
    fn id(&self) -> &'static str {
        "poetry"
    }

    fn version(&self) -> u32 {
        1
    }

    fn setting(&self) -> Setting {
        Setting::Project
    }

    fn names(&self) -> Names {
        Names::Are(&["poetry.lock"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.name() == "poetry.lock" && stat.size <= MAX_LOCK_FILE
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let lock: Lock = match toml::from_slice(file.bytes) {
            Ok(lock) => lock,
            Err(error) => return facts.problem(format!("broken poetry.lock: {error}")),
        };
        for entry in lock.package {
            let mut package = package(&POETRY, &normalised(&entry.name), &entry.version, file.stat.path);
            package.dev = entry.category == "dev" || is_dev(&entry.groups, "main");
            package.depends_on = entry.dependencies.keys().map(|name| normalised(name)).collect();
            facts.packages.push(package);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/poetry.lock");

    #[test]
    fn a_real_lock_file_is_read() {
        let facts = read(&Poetry, "app/poetry.lock", SAMPLE);
        let line = |p: &tidewaiter_model::Package| format!("{} {} {} {:?}", p.name, p.version, p.dev, p.depends_on);
        insta::assert_snapshot!(facts.packages.iter().map(line).collect::<Vec<_>>().join("\n"), @r#"
        iniconfig 2.0.0 true []
        jinja2 2.11.3 false ["markupsafe"]
        markupsafe 2.0.1 false []
        "#);
    }

    #[test]
    fn old_forms_are_read() {
        let old = b"[[package]]\nname = \"Jinja2\"\nversion = \"2.0\"\ncategory = \"dev\"\n[package.dependencies]\nMarkupSafe = \">=0.23\"\n";
        let facts = read(&Poetry, "poetry.lock", old);
        assert!(facts.packages[0].dev);
        assert_eq!((facts.packages[0].name.as_str(), facts.packages[0].depends_on[0].as_str()), ("jinja2", "markupsafe"));
        assert_eq!(read(&Poetry, "poetry.lock", b"[[package").problems.len(), 1);
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Poetry, "poetry.lock", SAMPLE);
    }
}
