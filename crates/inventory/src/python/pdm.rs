//! PDM's lock file.
//!
//! Format: <https://pdm-project.org/latest/usage/lockfile/>.
//! Files: `pdm.lock`.
//! Limits: groups are not told to be optional or developers'; `dev`, which PDM itself names so, is taken for developers',
//! the others are told by the `pyproject.toml` beside it.

use super::requirement::Requirement;
use super::{MAX_LOCK_FILE, lock_file, normalised, package};
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Setting, Stat};
use serde::Deserialize;
use std::collections::BTreeMap;

/// PDM's ecosystem.
pub(crate) const PDM: Ecosystem = lock_file("pdm");

/// The analyzer.
pub(crate) struct Pdm;

#[derive(Deserialize)]
struct Lock {
    #[serde(default)]
    package: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    dependencies: Vec<String>,
}

impl Analyzer for Pdm {
    fn id(&self) -> &'static str {
        "pdm"
    }

    fn version(&self) -> u32 {
        1
    }

    fn setting(&self) -> Setting {
        Setting::Project
    }

    fn names(&self) -> Names {
        Names::Are(&["pdm.lock"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.name() == "pdm.lock" && stat.size <= MAX_LOCK_FILE
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let lock: Lock = match toml::from_slice(file.bytes) {
            Ok(lock) => lock,
            Err(error) => return facts.problem(format!("broken pdm.lock: {error}")),
        };
        // A package has an entry more for each set of extras.
        let mut known: BTreeMap<(String, String), usize> = BTreeMap::new();
        for entry in lock.package {
            let name = normalised(&entry.name);
            let wanted = entry.dependencies.iter().filter_map(|text| Requirement::parse(text)).map(|r| normalised(r.name));
            let wanted: Vec<String> = wanted.filter(|wanted| *wanted != name).collect();
            let is_dev = entry.groups.iter().all(|group| group == "dev") && !entry.groups.is_empty();
            let at = *known.entry((name.clone(), entry.version.clone())).or_insert(facts.packages.len());
            if at == facts.packages.len() {
                let mut package = package(&PDM, &name, &entry.version, file.stat.path);
                package.dev = is_dev;
                facts.packages.push(package);
            }
            if let Some(package) = facts.packages.get_mut(at) {
                package.dev &= is_dev;
                package.depends_on.extend(wanted);
            }
        }
        for package in &mut facts.packages {
            package.depends_on.sort();
            package.depends_on.dedup();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/pdm.lock");

    #[test]
    fn a_real_lock_file_is_read() {
        let facts = read(&Pdm, "app/pdm.lock", SAMPLE);
        let line = |p: &tidewaiter_model::Package| format!("{} {} {} {:?}", p.name, p.version, p.dev, p.depends_on);
        insta::assert_snapshot!(facts.packages.iter().map(line).collect::<Vec<_>>().join("\n"), @r#"
        iniconfig 2.0.0 true []
        jinja2 2.11.3 false ["markupsafe"]
        markupsafe 2.0.1 false []
        "#);
    }

    #[test]
    fn extras_make_no_second_package() {
        let text = b"[[package]]\nname = \"a\"\nversion = \"1\"\ngroups = [\"dev\"]\n[[package]]\nname = \"a\"\nversion = \"1\"\nextras = [\"x\"]\ngroups = [\"default\"]\ndependencies = [\"a==1\", \"b>2\"]\n";
        let facts = read(&Pdm, "pdm.lock", text);
        assert_eq!(facts.packages.len(), 1);
        assert_eq!((facts.packages[0].dev, facts.packages[0].depends_on.as_slice()), (false, &["b".to_owned()][..]));
        assert_eq!(read(&Pdm, "pdm.lock", b"=").problems.len(), 1);
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Pdm, "pdm.lock", SAMPLE);
    }
}
