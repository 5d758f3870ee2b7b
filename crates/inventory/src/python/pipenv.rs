//! Pipenv's lock file.
//!
//! Format: <https://github.com/pypa/pipfile#pipfilelock>.
//! Files: `Pipfile.lock`.
//! Limits: what comes from version control, a path or a URL has no version of the index and is left out. The file tells
//! neither dependencies nor what was asked for; the `Pipfile` beside it does the latter.

use super::{MAX_LOCK_FILE, lock_file, package};
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Setting, Stat};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Pipenv's ecosystem.
pub(crate) const PIPENV: Ecosystem = lock_file("pipenv");

/// The analyzer.
pub(crate) struct Pipenv;

#[derive(Deserialize)]
struct Lock {
    #[serde(default)]
    default: BTreeMap<String, Entry>,
    #[serde(default)]
    develop: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
struct Entry {
    version: Option<String>,
}

impl Analyzer for Pipenv {
    fn id(&self) -> &'static str {
        "pipenv"
    }

    fn version(&self) -> u32 {
        1
    }

    fn setting(&self) -> Setting {
        Setting::Project
    }

    fn names(&self) -> Names {
        Names::Are(&["Pipfile.lock"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.name() == "Pipfile.lock" && stat.size <= MAX_LOCK_FILE
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let lock: Lock = match serde_json::from_slice(file.bytes) {
            Ok(lock) => lock,
            Err(error) => return facts.problem(format!("broken Pipfile.lock: {error}")),
        };
        for (entries, is_dev) in [(&lock.default, false), (&lock.develop, true)] {
            for (name, entry) in entries {
                let Some(version) = entry.version.as_deref() else { continue };
                let is_told = || lock.default.get(name).is_some_and(|default| default.version.as_deref() == Some(version));
                if is_dev && is_told() {
                    continue;
                }
                let mut package = package(&PIPENV, name, version.trim_start_matches('=').trim(), file.stat.path);
                package.dev = is_dev;
                facts.packages.push(package);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/Pipfile.lock");

    #[test]
    fn a_real_lock_file_is_read() {
        let facts = read(&Pipenv, "app/Pipfile.lock", SAMPLE);
        let found: Vec<String> = facts.packages.iter().map(|p| format!("{} {} {}", p.name, p.version, p.dev)).collect();
        insta::assert_snapshot!(found.join("\n"), @r"
        jinja2 2.11.3 false
        markupsafe 2.0.1 false
        iniconfig 2.0.0 true
        ");
    }

    #[test]
    fn what_is_not_of_the_index_is_left_out() {
        let text = br#"{"default":{"a":{"git":"https://e.com/a","ref":"00"},"b":{"version":"==1.0"}},"develop":{"b":{"version":"==1.0"}}}"#;
        let facts = read(&Pipenv, "Pipfile.lock", text);
        assert_eq!(facts.packages.len(), 1);
        assert!(!facts.packages[0].dev);
        assert_eq!(read(&Pipenv, "Pipfile.lock", b"{").problems.len(), 1);
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Pipenv, "Pipfile.lock", SAMPLE);
    }
}
