//! A port that lies in the folder of its triplet, which says so itself: programs are often shipped with that folder alone.
//!
//! Format: SPDX 2 in JSON, as vcpkg writes it (`spdx.cpp` of <https://github.com/microsoft/vcpkg-tool>): the element
//! `SPDXRef-port` is the port, others are what was built from it and what that was fetched from.
//! Files: `share/PORT/vcpkg.spdx.json`, since 2021.
//! Limits: what a port depends on is not in it. Where vcpkg's status is there, too, that tells the port.

use super::package;
use super::status::ECOSYSTEM;
use crate::{Analyzer, File, FileFacts, Names, Stat, license};
use serde::Deserialize;

/// The analyzer.
pub(crate) struct Port;

/// The name of its files.
pub(crate) const NAME: &str = "vcpkg.spdx.json";

const MAX: u64 = 64 << 20;

#[derive(Deserialize)]
struct Document {
    #[serde(default)]
    packages: Vec<Element>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Element {
    #[serde(rename = "SPDXID")]
    id: String,
    name: String,
    version_info: String,
    license_concluded: String,
}

impl Analyzer for Port {
    fn id(&self) -> &'static str {
        "vcpkg-port"
    }

    fn version(&self) -> u32 {
        1
    }

    fn is_secondary(&self) -> bool {
        true
    }

    fn names(&self) -> Names {
        Names::Are(&[NAME])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.name() == NAME && stat.size <= MAX
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let document: Document = match serde_json::from_slice(file.bytes) {
            Ok(document) => document,
            Err(error) => return facts.problem(format!("broken {NAME}: {error}")),
        };
        let port = document.packages.iter().find(|element| element.id == "SPDXRef-port");
        let Some(port) = port.filter(|port| !port.name.is_empty() && !port.version_info.is_empty()) else {
            return facts.problem("it describes no port");
        };
        let (version, revision) = port.version_info.split_once('#').unwrap_or((&port.version_info, ""));
        let mut package = package(&ECOSYSTEM, file.stat.path, &port.name, version, revision);
        if !matches!(port.license_concluded.as_str(), "" | "NOASSERTION" | "NONE" | "NULL") {
            license::add(&mut package.licenses, &port.license_concluded);
        }
        // The status states no licences.
        facts.license(&ECOSYSTEM, package.id(), package.licenses.clone());
        facts.packages.push(package);
    }
}
