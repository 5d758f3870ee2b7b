//! Bills of materials: what somebody else found in an artifact, or knows to be in it.
//!
//! Formats: CycloneDX 1.x (JSON, XML), SPDX 2.x (JSON, tag-value) and 3.0 (JSON), Syft's own JSON, each alone or as the
//! predicate of an in-toto attestation.
//! Files: in an image `*.cdx.json`, `*.cdx.xml`, `*.cdx`, `*.spdx.json`, `*.spdx`, `bom.json` and `bom.xml`; what it states of
//! the system's packages is left out there, since the image's own database tells them.
//! Limits: packages are known by their package URLs; those that have none are counted, not guessed from CPEs. CycloneDX in
//! Protocol Buffers and SPDX in RDF, YAML or spreadsheets are not read. Files of up to 256 MiB.

mod attestation;
mod component;
mod cyclonedx;
pub(crate) mod native_image;
mod spdx;
mod syft;
#[cfg(test)]
mod tests;
use crate::{Advisories, Analyzer, Ecosystem, File, FileFacts, Names, Stat};
use component::Bill;
use tidewaiter_model::Class;

/// Packages of Bitnami's images, each of which lies beside an SPDX file.
pub(crate) const BITNAMI: Ecosystem = Ecosystem {
    id: "bitnami",
    class: Class::LangPkgs,
    kind: "bitnami",
    target: Some("Bitnami"),
    evr: false,
    advisories: Some(Advisories { osv: "Bitnami", order: tidewaiter_versions::BITNAMI, same_name: |a, b| a == b }),
};

/// What no other unit knows: stated, not judged.
pub(crate) const OTHER: Ecosystem =
    Ecosystem { id: "sbom", class: Class::LangPkgs, kind: "other", target: Some("Other packages"), evr: false, advisories: None };

/// The analyzer.
pub(crate) struct Sbom;

const MAX: u64 = 256 << 20;
const ENDS: [&str; 5] = [".cdx.json", ".cdx.xml", ".cdx", ".spdx.json", ".spdx"];

impl Analyzer for Sbom {
    fn id(&self) -> &'static str {
        "sbom"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::End(&[".json", ".xml", ".cdx", ".spdx"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        let name = stat.name();
        // vcpkg's own unit reads what vcpkg says of its ports.
        stat.size <= MAX
            && name != crate::vcpkg::port::NAME
            && (ENDS.iter().any(|end| name.ends_with(end)) || name == "bom.json" || name == "bom.xml")
    }

    fn sniff(&self, head: &[u8]) -> bool {
        !head.contains(&0)
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let mut stated = FileFacts::new(&facts.path, &facts.analyzer);
        match read(file.bytes, &mut stated) {
            Err(SbomError::UnknownFormat) if file.stat.name().starts_with("bom.") => return,
            Err(error) => facts.problem(error.to_string()),
            Ok(_) => {}
        }
        let is_system = |id: &str| crate::ecosystem(id).is_some_and(|ecosystem| ecosystem.class == Class::OsPkgs);
        facts.packages.extend(stated.packages.into_iter().filter(|p| !is_system(&p.ecosystem) && p.ecosystem != OTHER.id));
        facts.problems.append(&mut stated.problems);
        // The bill itself is the file that whoever installed the package owns.
        facts.packages.iter_mut().for_each(|package| package.path.clone_from(&facts.path));
    }
}

/// The kind of a bill of materials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SbomFormat {
    /// CycloneDX, in JSON or XML.
    CycloneDx,
    /// SPDX, in JSON or tag-value.
    Spdx,
    /// Syft's own JSON.
    Syft,
}

/// Why a file is not a bill of materials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SbomError {
    /// It is none of the known formats.
    UnknownFormat,
    /// It is one, but broken.
    Broken(String),
}

impl std::fmt::Display for SbomError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::UnknownFormat => {
                f.write_str("it is neither CycloneDX (JSON, XML) nor SPDX (JSON, tag-value) nor an attestation of one")
            }
            Self::Broken(reason) => write!(f, "broken bill of materials: {reason}"),
        }
    }
}

impl std::error::Error for SbomError {}

/// States all that a bill of materials does, with the system and its packages.
///
/// # Errors
/// The file is no bill of materials, or not one from the beginning to the end. What single components lack is a problem in
/// the facts.
pub fn read_sbom(path: &str, bytes: &[u8]) -> Result<(SbomFormat, FileFacts), SbomError> {
    let mut facts = FileFacts::new(path, "sbom");
    let format = read(bytes, &mut facts)?;
    Ok((format, facts))
}

fn read(bytes: &[u8], facts: &mut FileFacts) -> Result<SbomFormat, SbomError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = String::from_utf8_lossy(bytes);
    let (format, bill) = match text.trim_start().chars().next() {
        Some('{') => {
            let document = serde_json::from_str(&text).map_err(|error| SbomError::Broken(error.to_string()))?;
            json(attestation::opened(document)?)?
        }
        Some('<') => (SbomFormat::CycloneDx, cyclonedx::xml::read(&text)?),
        _ if text.lines().take(100).any(|line| line.trim_start().starts_with("SPDXVersion:")) => {
            (SbomFormat::Spdx, spdx::tag_value::read(&text))
        }
        _ => return Err(SbomError::UnknownFormat),
    };
    bill.state(facts);
    Ok(format)
}

fn json(document: serde_json::Value) -> Result<(SbomFormat, Bill), SbomError> {
    let has = |key: &str| document.get(key).is_some();
    if document.get("bomFormat").and_then(serde_json::Value::as_str) == Some("CycloneDX") {
        Ok((SbomFormat::CycloneDx, cyclonedx::json::read(document)))
    } else if has("spdxVersion") {
        Ok((SbomFormat::Spdx, spdx::json::read(document)))
    } else if has("@graph") && has("@context") {
        Ok((SbomFormat::Spdx, spdx::graph::read(&document)))
    } else if has("artifacts") && has("descriptor") {
        Ok((SbomFormat::Syft, syft::read(document)))
    } else {
        Err(SbomError::UnknownFormat)
    }
}
