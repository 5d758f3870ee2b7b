//! Slices of Ubuntu's packages, as Chisel cuts them into images without dpkg.
//!
//! Format: <https://documentation.ubuntu.com/chisel/en/latest/reference/manifest/>: JSON objects, one a line, packed with zstd.
//! Files: `manifest.wall`, which slices put into `var/lib/chisel`.
//! Limits: manifests of up to 64 MiB unpacked. The manifest names no source packages; those of the common packages are known
//! by a table (`sources`).

mod sources;

use crate::{Analyzer, File, FileFacts, Names, Stat, dpkg};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Read;
use tidewaiter_model::{OwnedFiles, Package, Purl, SourcePackage};

/// The analyzer.
pub(crate) struct Chisel;

const MAX: u64 = 16 << 20;
const MAX_UNPACKED: u64 = 64 << 20;
/// A file with more broken lines is no manifest.
const MAX_PROBLEMS: usize = 10;
const MAGIC: &[u8] = b"\x28\xb5\x2f\xfd";

impl Analyzer for Chisel {
    fn id(&self) -> &'static str {
        "chisel"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::Are(&["manifest.wall"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.name() == "manifest.wall" && stat.size <= MAX
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(MAGIC)
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let mut unpacked = Vec::new();
        let decoder = zstd::stream::read::Decoder::with_buffer(file.bytes);
        let outcome = decoder.and_then(|decoder| decoder.take(MAX_UNPACKED + 1).read_to_end(&mut unpacked));
        if let Err(error) = outcome {
            facts.problem(format!("broken manifest: {error}"));
        } else if unpacked.len() as u64 > MAX_UNPACKED {
            facts.problem("the manifest is larger than 64 MiB");
        }
        state(&String::from_utf8_lossy(&unpacked), facts);
        facts.os = dpkg::entitlement(facts);
    }
}

/// What the two kinds of lines that count hold.
#[derive(Deserialize)]
struct Entry<'a> {
    #[serde(borrow)]
    kind: std::borrow::Cow<'a, str>,
    #[serde(default)]
    name: String,
    #[serde(default)]
    version: String,
    #[serde(default)]
    arch: String,
    #[serde(default)]
    path: String,
    #[serde(default)]
    slices: Vec<String>,
}

fn state(text: &str, facts: &mut FileFacts) {
    let mut owned: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (number, line) in text.lines().enumerate() {
        // The header has another form.
        if line.is_empty() || number == 0 && line.contains("\"jsonwall\"") {
            continue;
        }
        if facts.problems.len() >= MAX_PROBLEMS {
            break;
        }
        let entry: Entry<'_> = match serde_json::from_str(line) {
            Ok(entry) => entry,
            Err(error) => {
                facts.problem(format!("line {}: {error}", number + 1));
                continue;
            }
        };
        match entry.kind.as_ref() {
            "package" if entry.name.is_empty() || entry.version.is_empty() => {
                facts.problem(format!("line {}: a package without a name or version", number + 1));
            }
            "package" => facts.packages.push(package(&entry, &facts.path)),
            "path" if !entry.path.ends_with('/') => {
                for package in entry.slices.iter().filter_map(|slice| slice.split_once('_')).map(|(package, _)| package) {
                    owned.entry(package.to_owned()).or_default().push(entry.path.trim_start_matches('/').to_owned());
                }
            }
            _ => {}
        }
    }
    facts.owned.extend(owned.into_iter().map(|(package, paths)| OwnedFiles { package, paths }));
}

fn package(entry: &Entry<'_>, path: &str) -> Package {
    let Entry { name, version, arch, .. } = entry;
    let (epoch, without_epoch) = version.split_once(':').unwrap_or(("", version));
    let source = sources::source(name, version);
    Package {
        ecosystem: dpkg::ECOSYSTEM.id.into(),
        name: name.clone(),
        version: version.clone(),
        arch: Some(arch.clone()).filter(|arch| !arch.is_empty()),
        source: (source != *name).then(|| SourcePackage { name: source, version: version.clone() }),
        path: path.to_owned(),
        purl: Some(Purl::new("deb", "", name, without_epoch).with("arch", arch).with("epoch", epoch)),
        ..Package::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const PATH: &str = "var/lib/chisel/manifest.wall";
    const SAMPLE: &[u8] = include_bytes!("testdata/manifest.wall");

    #[test]
    fn packages_and_their_files_are_read() {
        let facts = read(&Chisel, PATH, SAMPLE);
        insta::assert_snapshot!(listing(&facts), @r"
        dpkg pkg:deb/base-files@13ubuntu10.1?arch=amd64
        dpkg pkg:deb/libc6@2.39-0ubuntu8.3?arch=amd64
        dpkg pkg:deb/libssl3t64@3.0.13-0ubuntu3.4?arch=amd64
        dpkg pkg:deb/openssl@3.0.13-0ubuntu3.4?arch=amd64
        ");
        let sources: Vec<&str> = facts.packages.iter().map(|package| package.source_name_version().0).collect();
        assert_eq!(sources, ["base-files", "glibc", "openssl", "openssl"]);
        let owned: Vec<String> = facts.owned.iter().map(|owned| format!("{} {}", owned.package, owned.paths.join(" "))).collect();
        insta::assert_snapshot!(owned.join("\n"), @r"
        base-files etc/os-release
        libc6 usr/lib/x86_64-linux-gnu/libc.so.6
        libssl3t64 usr/lib/x86_64-linux-gnu/libcrypto.so.3
        openssl usr/bin/openssl
        ");
    }

    #[test]
    fn what_is_broken_is_told() {
        let pack = |text: &[u8]| zstd::encode_all(text, 1).unwrap();
        let text = b"{\"jsonwall\":\"1.0\"}\n{\"kind\":\"package\",\"name\":\"a\",\"version\":\"1:2\"}\n{\"kind\":\"package\",\"name\":\"b\"}\n{\"kind\":3}\n{\"kind\":\"pa";
        let facts = read(&Chisel, PATH, &pack(text));
        assert_eq!((facts.packages.len(), facts.problems.len()), (1, 3));
        assert_eq!(facts.packages[0].purl.as_ref().unwrap().to_string(), "pkg:deb/a@2?epoch=1");
        // What comes before the damage counts.
        let cut = &SAMPLE[..SAMPLE.len() - 10];
        assert!(read(&Chisel, PATH, cut).problems[0].message.starts_with("broken manifest"));
        assert!(read(&Chisel, PATH, b"{\"jsonwall\":\"1.0\"}").is_empty());
        assert_eq!(read(&Chisel, PATH, &pack(&b"x\n".repeat(1000))).problems.len(), MAX_PROBLEMS);
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let bomb = zstd::encode_all(std::io::repeat(b'\n').take(MAX_UNPACKED + 10), 1).unwrap();
        assert!(read(&Chisel, PATH, &bomb).problems.iter().any(|problem| problem.message.contains("larger")));
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Chisel, PATH, SAMPLE);
    }
}
