//! The environments that projects ask conda for.
//!
//! Format: <https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html#create-env-file-manually>.
//! Files: `environment.yml`, `environment.yaml`.
//! Limits: `name=1.2` lets conda choose among 1.2's releases; the version is told as it is written. What leaves a wider
//! choice is stated without a version. Packages that pip is told to install count where they are pinned.

use super::package;
use crate::python;
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Setting, Stat};
use serde::Deserialize;
use serde::de::IgnoredAny;
use tidewaiter_model::Class;

/// The ecosystem of environment files.
pub(crate) const ENVIRONMENT: Ecosystem = Ecosystem {
    id: "conda-environment",
    class: Class::LangPkgs,
    kind: "conda-environment",
    target: None,
    evr: false,
    advisories: None,
};

/// The analyzer.
pub(crate) struct CondaEnvironment;

const MAX: u64 = 1 << 20;

#[derive(Deserialize)]
struct Environment {
    #[serde(default)]
    dependencies: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Item {
    Conda(String),
    Pip { pip: Vec<String> },
    Other(IgnoredAny),
}

impl Analyzer for CondaEnvironment {
    fn id(&self) -> &'static str {
        "conda-environment"
    }

    fn version(&self) -> u32 {
        1
    }

    fn setting(&self) -> Setting {
        Setting::Project
    }

    fn names(&self) -> Names {
        Names::Are(&["environment.yml", "environment.yaml"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        matches!(stat.name(), "environment.yml" | "environment.yaml") && stat.size <= MAX
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let environment: Environment = match serde_saphyr::from_slice(file.bytes) {
            Ok(environment) => environment,
            // Other tools have files of this name.
            Err(_) if !file.bytes.windows(13).any(|window| window == b"dependencies:") => return,
            Err(error) => return facts.problem(format!("broken environment: {error}")),
        };
        for item in &environment.dependencies {
            match item {
                Item::Conda(wanted) => {
                    let (name, version) = parted(wanted);
                    if !name.is_empty() {
                        facts.packages.push(package(&ENVIRONMENT, name, version, file.stat.path));
                    }
                }
                Item::Pip { pip } => {
                    facts.packages.extend(pip.iter().filter_map(|wanted| python::pinned(wanted, file.stat.path)))
                }
                Item::Other(_) => {}
            }
        }
    }
}

/// Name and version of `channel::name=1.2=build`; no version where several are allowed.
fn parted(wanted: &str) -> (&str, &str) {
    let wanted = wanted.rsplit("::").next().unwrap_or(wanted).trim();
    let at = wanted.find(['=', '<', '>', '!', '~', ' ', '[']).unwrap_or(wanted.len());
    let (name, rest) = wanted.split_at(at);
    let Some(rest) = rest.trim_start().strip_prefix('=') else { return (name, "") };
    let rest = rest.strip_prefix('=').unwrap_or(rest);
    let version = rest.split('=').next().unwrap_or("").trim();
    let is_one = !version.contains(['*', ',', '|', '<', '>', '!', '~', ' ']);
    (name, if is_one { version } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};
    use tidewaiter_model::Package;

    const SAMPLE: &[u8] = include_bytes!("testdata/environment.yml");

    #[test]
    fn an_environment_is_read() {
        let facts = read(&CondaEnvironment, "environment.yml", SAMPLE);
        let line = |p: &Package| format!("{} {} {}", p.ecosystem, p.name, p.version);
        insta::assert_snapshot!(facts.packages.iter().map(line).collect::<Vec<_>>().join("\n"), @r"
        conda-environment python 3.9
        conda-environment numpy 1.26.4
        conda-environment openssl 
        conda-environment pip 
        pip requests 2.31.0
        ");
    }

    #[test]
    fn versions_are_those_that_alone_are_allowed() {
        for (wanted, expected) in [
            ("python=3.9", ("python", "3.9")),
            ("conda-forge::numpy==1.26.4=py312_0", ("numpy", "1.26.4")),
            ("a >=1", ("a", "")),
            ("a=1.*", ("a", "")),
            ("a", ("a", "")),
        ] {
            assert_eq!(parted(wanted), expected, "{wanted}");
        }
    }

    #[test]
    fn damage_is_survived() {
        assert!(read(&CondaEnvironment, "environment.yml", b"[").is_empty());
        assert_eq!(read(&CondaEnvironment, "environment.yml", b"dependencies: [").problems.len(), 1);
        assert_survives_damage(&CondaEnvironment, "environment.yml", SAMPLE);
    }
}
