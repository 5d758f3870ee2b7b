//! The standard lock file of Python projects.
//!
//! Specification: <https://packaging.python.org/en/latest/specifications/pylock-toml/> (PEP 751).
//! Files: `pylock.toml`, `pylock.*.toml`.
//! Limits: of markers only those are looked at that tie a package to dependency groups which are not installed by default.

use super::requirement::Requirement;
use super::{MAX_LOCK_FILE, lock_file, normalised, package};
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Setting, Stat};
use serde::Deserialize;

/// The standard lock file's ecosystem.
pub(crate) const PYLOCK: Ecosystem = lock_file("pylock");

/// The analyzer.
pub(crate) struct Pylock;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Lock {
    #[serde(default)]
    default_groups: Vec<String>,
    #[serde(default)]
    packages: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    /// Left out where it is computed: folders and version control.
    #[serde(default)]
    version: String,
    #[serde(default)]
    marker: String,
    #[serde(default)]
    dependencies: Vec<Wanted>,
    #[serde(default)]
    tool: Tool,
}

/// PDM states dependencies in a table of its own.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Tool {
    pdm: PdmTool,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PdmTool {
    dependencies: Vec<String>,
}

#[derive(Deserialize)]
struct Wanted {
    #[serde(default)]
    name: String,
    version: Option<String>,
}

impl Analyzer for Pylock {
    fn id(&self) -> &'static str {
        "pylock"
    }

    fn version(&self) -> u32 {
        1
    }

    fn setting(&self) -> Setting {
        Setting::Project
    }

    fn names(&self) -> Names {
        Names::End(&[".toml"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        let name = stat.name();
        let is_named = || name.strip_prefix("pylock.").is_some_and(|rest| rest.strip_suffix(".toml").is_some_and(is_word));
        stat.size <= MAX_LOCK_FILE && (name == "pylock.toml" || is_named())
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let lock: Lock = match toml::from_slice(file.bytes) {
            Ok(lock) => lock,
            Err(error) => return facts.problem(format!("broken lock file: {error}")),
        };
        for entry in lock.packages.iter().filter(|entry| !entry.version.is_empty()) {
            let mut package = package(&PYLOCK, &normalised(&entry.name), &entry.version, file.stat.path);
            package.dev = is_dev(&entry.marker, &lock.default_groups);
            let wanted = entry.dependencies.iter().filter(|wanted| !wanted.name.is_empty());
            package.depends_on = wanted
                .map(|wanted| match &wanted.version {
                    Some(version) => format!("{}@{version}", normalised(&wanted.name)),
                    None => normalised(&wanted.name),
                })
                .collect();
            let of_pdm = entry.tool.pdm.dependencies.iter().filter_map(|text| Requirement::parse(text));
            package.depends_on.extend(of_pdm.map(|requirement| normalised(requirement.name)));
            facts.packages.push(package);
        }
    }
}

fn is_word(name: &str) -> bool {
    !name.is_empty() && !name.contains('.')
}

/// Whether every alternative of a marker asks for a group that is not installed by default: `"dev" in dependency_groups`.
fn is_dev(marker: &str, default_groups: &[String]) -> bool {
    let optional = |alternative: &str| {
        let (before, _) = alternative.split_once("in dependency_groups")?;
        let group = before.trim_end().trim_end_matches(['"', '\'']).rsplit(['"', '\'']).next()?;
        Some(!default_groups.iter().any(|default| default == group))
    };
    !marker.is_empty() && marker.split(" or ").all(|alternative| optional(alternative).unwrap_or(false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/pylock.toml");

    #[test]
    fn a_real_lock_file_is_read() {
        let facts = read(&Pylock, "pylock.toml", SAMPLE);
        let line = |p: &tidewaiter_model::Package| format!("{} {} {} {:?}", p.name, p.version, p.dev, p.depends_on);
        insta::assert_snapshot!(facts.packages.iter().map(line).collect::<Vec<_>>().join("\n"), @r#"
        iniconfig 2.0.0 true []
        jinja2 2.11.3 false ["markupsafe"]
        markupsafe 2.0.1 false []
        "#);
    }

    #[test]
    fn groups_that_are_not_installed_by_default_are_developers() {
        let default = ["default".to_owned()];
        assert!(is_dev(r#""dev" in dependency_groups"#, &default));
        assert!(is_dev("python_version > '3' and 'dev' in dependency_groups", &default));
        assert!(!is_dev(r#""dev" in dependency_groups or "default" in dependency_groups"#, &default));
        assert!(!is_dev("python_version > '3'", &default) && !is_dev("'socks' in extras or 'a' in dependency_groups", &default));
        assert!(!Pylock.wants(&Stat::new("pylock.a.b.toml", 1, 0)));
        let facts = read(
            &Pylock,
            "pylock.prod.toml",
            b"[[packages]]\nname='a'\nversion='1'\ndependencies=[{name='B',version='2'}]\n[[packages]]\nname='here'\n",
        );
        assert_eq!((facts.packages.len(), facts.packages[0].depends_on[0].as_str()), (1, "b@2"));
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Pylock, "pylock.toml", SAMPLE);
    }
}
