//! What vcpkg has installed.
//!
//! Format: paragraphs of fields as in Debian's control files, one for each port and triplet, and one for each feature of it;
//! `statusparagraph.cpp` and `binaryparagraph.cpp` of <https://github.com/microsoft/vcpkg-tool>.
//! Files: `vcpkg/status` in `installed` or `vcpkg_installed`.
//! Limits: ports installed for several triplets in one version are told once; what vcpkg has yet to merge from `vcpkg/updates/` is
//! not seen. Which ports are tools that only build others is not written.

use crate::dpkg::control::paragraphs;
use crate::graph::Graph;
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting};
use std::collections::BTreeMap;
use tidewaiter_model::Package;

/// What is installed.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("vcpkg-installed", Some("vcpkg"));

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "vcpkg-installed",
    version: 1,
    setting: Setting::Anywhere,
    names: Names::Are(&["status"]),
    wants: |stat| {
        let folder = stat.path.strip_suffix("/vcpkg/status").and_then(|folder| folder.rsplit('/').next());
        matches!(folder, Some("installed" | "vcpkg_installed"))
    },
    read,
};

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let text = text.replace("\r\n", "\n");
    let mut ports: BTreeMap<String, (Package, Vec<String>)> = BTreeMap::new();
    let (mut nameless, mut lines) = (0, 0);
    for paragraph in paragraphs(&text) {
        lines += 1;
        let (Some(name), Some(triplet)) = (paragraph.get("Package"), paragraph.get("Architecture")) else {
            nameless += 1;
            continue;
        };
        let key = format!("{name}:{triplet}");
        if paragraph.get("Status") != Some("install ok installed") {
            if paragraph.get("Feature").is_none() {
                ports.remove(&key);
            }
            continue;
        }
        let edges = paragraph.folded("Depends").unwrap_or_default();
        let edges = edges.split(',').filter_map(|dependency| key_of(dependency, triplet));
        if paragraph.get("Feature").is_some() {
            if let Some((_, all)) = ports.get_mut(&key) {
                all.extend(edges);
            }
        } else if let Some(version) = paragraph.get("Version") {
            let revision = paragraph.get("Port-Version").unwrap_or("");
            let mut package = super::package(&ECOSYSTEM, &facts.path, name, version, revision);
            package.arch = Some(triplet.to_owned());
            ports.insert(key, (package, edges.collect()));
        } else {
            nameless += 1;
        }
    }
    let mut graph = Graph::default();
    for (key, (package, edges)) in ports {
        graph.add(key, package, edges);
    }
    graph.state(facts);
    match nameless {
        0 => Ok(()),
        _ => Err(format!("{nameless} of its {lines} paragraphs lack a name, a version or a triplet")),
    }
}

/// `zlib:x64-linux` of `zlib`, `zlib[core]` and `zlib:x64-linux`.
fn key_of(dependency: &str, triplet: &str) -> Option<String> {
    let (name, other) = dependency.trim().split_once(':').unwrap_or((dependency.trim(), triplet));
    let name = name.split('[').next().unwrap_or(name).trim();
    let other = other.split(['(', ' ']).next().unwrap_or(other);
    (!name.is_empty()).then(|| format!("{name}:{other}"))
}
