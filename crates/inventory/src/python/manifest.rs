//! What Python projects ask for.
//!
//! Specifications: <https://packaging.python.org/en/latest/specifications/pyproject-toml/>,
//! <https://packaging.python.org/en/latest/specifications/dependency-groups/>,
//! <https://python-poetry.org/docs/pyproject/>, <https://github.com/pypa/pipfile>.
//! Files: `pyproject.toml`, `Pipfile`.
//! Limits: every dependency group is taken for developers'; optional dependencies (extras) are not.

use super::normalised;
use super::requirement::Requirement;
use crate::{Analyzer, Declared, File, FileFacts, Names, Setting, Stat};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;

/// The analyzer.
pub(crate) struct PythonManifest;

const MAX: u64 = 4 << 20;

type Table = BTreeMap<String, IgnoredAny>;
type Lists = BTreeMap<String, Vec<Item>>;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Manifest {
    project: Project,
    dependency_groups: Lists,
    tool: Tool,
    // A Pipfile's.
    packages: Table,
    dev_packages: Table,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct Project {
    dependencies: Vec<Item>,
    optional_dependencies: Lists,
}

/// A requirement, or something that includes another group.
#[derive(Deserialize)]
#[serde(untagged)]
enum Item {
    Requirement(String),
    Other(IgnoredAny),
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Tool {
    poetry: PoetryTool,
    pdm: DevelopersLists,
    uv: DevelopersList,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct PoetryTool {
    dependencies: Table,
    dev_dependencies: Table,
    group: BTreeMap<String, PoetryGroup>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PoetryGroup {
    dependencies: Table,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct DevelopersLists {
    dev_dependencies: Lists,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
struct DevelopersList {
    dev_dependencies: Vec<Item>,
}

impl Analyzer for PythonManifest {
    fn id(&self) -> &'static str {
        "python-manifest"
    }

    fn version(&self) -> u32 {
        1
    }

    fn setting(&self) -> Setting {
        Setting::Project
    }

    fn names(&self) -> Names {
        Names::Are(&["pyproject.toml", "Pipfile"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        matches!(stat.name(), "pyproject.toml" | "Pipfile") && stat.size <= MAX
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let manifest: Manifest = match toml::from_slice(file.bytes) {
            Ok(manifest) => manifest,
            Err(error) => return facts.problem(format!("broken manifest: {error}")),
        };
        let Manifest { project, dependency_groups, tool, packages, dev_packages } = &manifest;
        let run = names(&project.dependencies)
            .chain(project.optional_dependencies.values().flat_map(|list| names(list)))
            .chain(tool.poetry.dependencies.keys().map(String::as_str))
            .chain(packages.keys().map(String::as_str));
        declare(facts, run, false);
        let groups = dependency_groups.values().chain(tool.pdm.dev_dependencies.values());
        let develop = groups
            .flat_map(|list| names(list))
            .chain(names(&tool.uv.dev_dependencies))
            .chain(tool.poetry.dev_dependencies.keys().map(String::as_str))
            .chain(tool.poetry.group.values().flat_map(|group| group.dependencies.keys()).map(String::as_str))
            .chain(dev_packages.keys().map(String::as_str));
        declare(facts, develop, true);
    }
}

fn names(items: &[Item]) -> impl Iterator<Item = &str> {
    items.iter().filter_map(|item| match item {
        // A requirement by URL still names what it asks for.
        Item::Requirement(text) => {
            let by_url = || text.split_once('@').map(|(name, _)| name.split('[').next().unwrap_or(name).trim());
            Requirement::parse(text).map(|requirement| requirement.name).or_else(by_url)
        }
        Item::Other(_) => None,
    })
}

/// Lock files spell names as the index does, requirements files as their authors do; both are declared.
fn declare<'a>(facts: &mut FileFacts, names: impl Iterator<Item = &'a str>, dev: bool) {
    // Poetry states the interpreter among the dependencies.
    for name in names.filter(|name| *name != "python") {
        let mut add = |name: String| {
            let declared = Declared { purl_type: "pypi".into(), name, dev };
            if !facts.declared.contains(&declared) {
                facts.declared.push(declared);
            }
        };
        add(normalised(name));
        add(name.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/pyproject.toml");

    fn declared(path: &str, bytes: &[u8]) -> Vec<(String, bool)> {
        read(&PythonManifest, path, bytes).declared.into_iter().map(|declared| (declared.name, declared.dev)).collect()
    }

    fn of(name: &str, dev: bool) -> (String, bool) {
        (name.to_owned(), dev)
    }

    #[test]
    fn what_a_project_asks_for_is_told() {
        assert_eq!(declared("pyproject.toml", SAMPLE), [of("jinja2", false), of("iniconfig", true)]);
    }

    #[test]
    fn all_tools_tables_are_read() {
        let text = br#"
            [project]
            dependencies = ["A_b>=1"]
            optional-dependencies.x = ["c @ https://example.com/c.zip"]
            [dependency-groups]
            dev = [{ include-group = "other" }, "d"]
            [tool.poetry.dependencies]
            python = "^3"
            e = { version = "1" }
            [tool.poetry.dev-dependencies]
            f = "*"
            [tool.poetry.group.g.dependencies]
            g = "*"
            [tool.pdm.dev-dependencies]
            h = ["h"]
            [tool.uv]
            dev-dependencies = ["i"]
        "#;
        let run = ["a-b", "A_b", "c", "e"].map(|name| of(name, false));
        let develop = ["d", "h", "i", "f", "g"].map(|name| of(name, true));
        assert_eq!(declared("pyproject.toml", text), [&run[..], &develop[..]].concat());
        let pipfile = b"[[source]]\nurl='x'\n[packages]\na='*'\n[dev-packages]\nb='*'\n";
        assert_eq!(declared("Pipfile", pipfile), [of("a", false), of("b", true)]);
    }

    #[test]
    fn damage_is_survived() {
        assert_eq!(read(&PythonManifest, "pyproject.toml", b"[").problems.len(), 1);
        assert_survives_damage(&PythonManifest, "pyproject.toml", SAMPLE);
    }
}
