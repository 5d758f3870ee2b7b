//! The list of packages in Microsoft's distroless images, whose database is removed.
//!
//! Format: one package a line, ten columns parted by tabs: name, version-release, installation time, build time, vendor, epoch,
//! size, architecture, epoch as a number, source package's file; see
//! <https://github.com/microsoft/azurelinux/blob/3.0/toolkit/docs/building/prerequisites-mariner.md> for the images.
//! Limits: it names no files, licences or dependencies.

use super::package::{Stated, package};
use crate::FileFacts;

/// States the packages of a manifest.
pub(super) fn read(bytes: &[u8], facts: &mut FileFacts) {
    let text = String::from_utf8_lossy(bytes);
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let columns: Vec<&str> = line.split('\t').map(str::trim).collect();
        let stated = match columns[..] {
            [name, evr, _, _, vendor, _, _, arch, epoch, source_rpm, ..] if !name.is_empty() => evr
                .rsplit_once('-')
                .filter(|(version, release)| !version.is_empty() && !release.is_empty())
                .map(|(version, release)| Stated {
                    name,
                    version,
                    release,
                    epoch: epoch.parse().unwrap_or(0),
                    arch,
                    source_rpm,
                    vendor,
                    modularity: "",
                    license: "",
                }),
            _ => None,
        };
        match stated {
            Some(stated) if stated.name == "gpg-pubkey" => {}
            Some(stated) => {
                let package = package(&stated, &facts.path);
                facts.packages.push(package);
            }
            None => facts.problem(format!("line {}: not a package's ten columns", number + 1)),
        }
    }
}
