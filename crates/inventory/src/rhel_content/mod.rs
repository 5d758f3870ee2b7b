//! The repositories that a Red Hat image was built from, which tell whether its packages come from extended support.
//!
//! Format: the image content manifest, <https://github.com/containerbuildsystem/atomic-reactor/blob/master/atomic_reactor/schemas/content_manifest.json>,
//! of which `content_sets` is read: `["rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_2"]`.
//! Files: `root/buildinfo/content_manifests/*.json`, `usr/share/buildinfo/content-sets.json`.
//! Limits: files of up to 16 MB; only the sets of extended support become facts, since everybody has the others.

use crate::{Analyzer, File, FileFacts, Names, OsFact, Stat};
use serde::Deserialize;
use tidewaiter_model::Os;

/// The analyzer.
pub(crate) struct RhelContent;

const FOLDER: &str = "root/buildinfo/content_manifests/";
const FILE: &str = "usr/share/buildinfo/content-sets.json";

#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    content_sets: Vec<String>,
}

impl Analyzer for RhelContent {
    fn id(&self) -> &'static str {
        "rhel-content"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::End(&[".json"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        let is_manifest = stat.path.strip_prefix(FOLDER).is_some_and(|name| name.ends_with(".json") && !name.contains('/'));
        stat.size <= 16 << 20 && (is_manifest || stat.path == FILE)
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let manifest: Manifest = match serde_json::from_slice(file.bytes) {
            Ok(manifest) => manifest,
            Err(error) => {
                facts.problem(format!("it does not say which repositories the image was built from: {error}"));
                return;
            }
        };
        let subscriptions: Vec<String> = manifest.content_sets.into_iter().filter(|set| is_extended(set)).collect();
        if !subscriptions.is_empty() {
            facts.os = Some(OsFact { precedence: 0, os: Os { family: "rhel".to_owned(), subscriptions, ..Os::default() } });
        }
    }
}

/// Extended, advanced and telco update support, and that for SAP; sources and debug information are not installed from.
fn is_extended(content_set: &str) -> bool {
    ["-eus-rpms", "-aus-rpms", "-tus-rpms", "-e4s-rpms"].iter().any(|kind| content_set.contains(kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::os_release::{OsRelease, merge_os};
    use crate::testing::{assert_survives_damage, read};

    const PATH: &str = "root/buildinfo/content_manifests/openshift-base-rhel9-v4.16.0.json";
    const EUS: &[u8] = include_bytes!("testdata/eus.json");

    #[test]
    fn extended_support_refines_the_system() {
        let release = read(&OsRelease, "etc/os-release", b"ID=rhel\nVERSION_ID=9.2\n").os.unwrap();
        let content = read(&RhelContent, PATH, EUS).os.unwrap();
        let os = merge_os([&content, &release].into_iter()).unwrap();
        assert_eq!((os.family.as_str(), os.version.as_str()), ("rhel", "9.2"));
        assert_eq!(
            os.subscriptions,
            ["rhel-9-for-x86_64-appstream-eus-rpms__9_DOT_2", "rhel-9-for-x86_64-baseos-eus-rpms__9_DOT_2"]
        );
    }

    #[test]
    fn everybodys_repositories_say_nothing() {
        let json = br#"{"metadata":{"icm_version":1},"content_sets":["rhel-9-for-aarch64-baseos-rpms","rhel-9-for-x86_64-baseos-eus-debug-rpms"]}"#;
        let facts = read(&RhelContent, FILE, json);
        assert!(facts.os.is_none() && facts.problems.is_empty());
        assert!(!RhelContent.wants(&Stat::new("root/buildinfo/Dockerfile-ubi9", 1, 0o644)));
    }

    #[test]
    fn broken_manifests_are_problems() {
        for bytes in [&EUS[..EUS.len() - 20], br#"{"content_sets":"x"}"#, b"\xff"] {
            assert_eq!(read(&RhelContent, PATH, bytes).problems.len(), 1);
        }
        assert_survives_damage(&RhelContent, PATH, EUS);
    }
}
