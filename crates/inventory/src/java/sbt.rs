//! sbt's lock file.
//!
//! Format: <https://stringbean.github.io/sbt-dependency-lock/file-formats/>.
//! Files: `build.sbt.lock`.
//! Limits: the file tells neither dependencies nor what was asked for.

use super::{Coordinates, package};
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Setting, Stat};
use serde::Deserialize;

/// sbt's ecosystem.
pub(crate) const SBT: Ecosystem = Ecosystem { id: "sbt", kind: "sbt", target: None, ..super::ECOSYSTEM };

/// The analyzer.
pub(crate) struct Sbt;

const MAX: u64 = 64 << 20;

#[derive(Deserialize)]
struct Lock {
    #[serde(default)]
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    org: String,
    name: String,
    version: String,
    #[serde(default)]
    configurations: Vec<String>,
}

impl Analyzer for Sbt {
    fn id(&self) -> &'static str {
        "sbt"
    }

    fn version(&self) -> u32 {
        1
    }

    fn setting(&self) -> Setting {
        Setting::Project
    }

    fn names(&self) -> Names {
        Names::Are(&["build.sbt.lock"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.name() == "build.sbt.lock" && stat.size <= MAX
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let lock: Lock = match serde_json::from_slice(file.bytes) {
            Ok(lock) => lock,
            Err(error) => return facts.problem(format!("broken build.sbt.lock: {error}")),
        };
        for Dependency { org, name, version, configurations } in lock.dependencies {
            let mut package = package(&SBT, Coordinates { group: org, artifact: name, version }, file.stat.path);
            package.dev = !configurations.is_empty() && configurations.iter().all(|name| name.starts_with("test"));
            facts.packages.push(package);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/build.sbt.lock");

    #[test]
    fn a_lock_file_is_read() {
        let facts = read(&Sbt, "build.sbt.lock", SAMPLE);
        let told: Vec<_> = facts.packages.iter().map(|p| (p.name.as_str(), p.version.as_str(), p.dev)).collect();
        assert_eq!(told, [("org.apache.commons:commons-lang3", "3.9", false), ("org.scalatest:scalatest_2.12", "3.0.8", true)]);
    }

    #[test]
    fn damage_is_survived() {
        assert_eq!(read(&Sbt, "build.sbt.lock", b"{").problems.len(), 1);
        assert_survives_damage(&Sbt, "build.sbt.lock", SAMPLE);
    }
}
