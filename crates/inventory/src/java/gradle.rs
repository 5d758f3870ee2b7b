//! Gradle's lock files.
//!
//! Format: <https://docs.gradle.org/current/userguide/dependency_locking.html>: a line for each artifact, with the
//! configurations that resolve to it.
//! Files: `gradle.lockfile`, `*gradle.lockfile`, and `gradle/dependency-locks/*.lockfile` of Gradle before 7.
//! Limits: the file tells neither dependencies nor what was asked for.

use super::{Coordinates, package};
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Setting, Stat};

/// Gradle's ecosystem.
pub(crate) const GRADLE: Ecosystem = Ecosystem { id: "gradle", kind: "gradle", target: None, ..super::ECOSYSTEM };

/// The analyzer.
pub(crate) struct Gradle;

const MAX: u64 = 16 << 20;

impl Analyzer for Gradle {
    fn id(&self) -> &'static str {
        "gradle"
    }

    fn version(&self) -> u32 {
        1
    }

    fn setting(&self) -> Setting {
        Setting::Project
    }

    fn names(&self) -> Names {
        Names::End(&[".lockfile"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        let is_old = || stat.path.ends_with(".lockfile") && stat.path.rsplit('/').nth(1) == Some("dependency-locks");
        stat.size <= MAX && (stat.name().ends_with("gradle.lockfile") || is_old())
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let text = String::from_utf8_lossy(file.bytes);
        let is_of_tests = file.stat.name().starts_with("test");
        for (index, line) in text.lines().enumerate().map(|(index, line)| (index, line.trim())) {
            if line.is_empty() || line.starts_with('#') || line.starts_with("empty=") {
                continue;
            }
            let (name, configurations) = line.split_once('=').unwrap_or((line, ""));
            let [group, artifact, version] = name.split(':').collect::<Vec<_>>()[..] else {
                facts.problem(format!("line {}: not group:artifact:version", index + 1));
                continue;
            };
            let found = Coordinates { group: group.to_owned(), artifact: artifact.to_owned(), version: version.to_owned() };
            let mut package = package(&GRADLE, found, file.stat.path);
            let only_tests = || configurations.split(',').all(|name| name.trim().starts_with("test"));
            package.dev = if configurations.is_empty() { is_of_tests } else { only_tests() };
            facts.packages.push(package);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/gradle.lockfile");

    #[test]
    fn a_lock_file_is_read() {
        let facts = read(&Gradle, "app/gradle.lockfile", SAMPLE);
        let told: Vec<_> = facts.packages.iter().map(|p| (p.name.as_str(), p.version.as_str(), p.dev)).collect();
        assert_eq!(
            told,
            [
                ("com.fasterxml.jackson.core:jackson-core", "2.9.8", false),
                ("junit:junit", "4.13.2", true),
                ("org.springframework:spring-core", "5.3.17", false)
            ]
        );
        assert!(facts.problems.is_empty());
    }

    #[test]
    fn older_files_have_no_configurations() {
        let facts = read(&Gradle, "gradle/dependency-locks/testCompileClasspath.lockfile", b"# x\na:b:1\nnothing\n");
        assert!(facts.packages[0].dev);
        assert_eq!(facts.problems[0].message, "line 3: not group:artifact:version");
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Gradle, "gradle.lockfile", SAMPLE);
    }
}
