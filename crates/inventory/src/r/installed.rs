//! A package in a library of R.
//!
//! Format: <https://cran.r-project.org/doc/manuals/r-release/R-exts.html#The-DESCRIPTION-file>; where a package was installed, R adds
//! `Built`, and whoever fetched it where it came from (`Repository`, `biocViews`, `RemoteType`).
//! Files: `DESCRIPTION` with `Built`.
//! Limits: a package that says nothing of its origin is taken for CRAN's. Licences are told one by one.

use super::{Origin, names, package};
use crate::dpkg::control::{Paragraph, paragraphs};
use crate::text_format::TextFormat;
use crate::{Ecosystem, FileFacts, Names, Setting, license};

/// Packages of CRAN.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("r", "CRAN", Some("R"));

/// Packages of Bioconductor.
pub(crate) const BIOCONDUCTOR: Ecosystem = super::ecosystem("r-bioconductor", "Bioconductor", Some("R"));

/// The analyzer.
pub(crate) const ANALYZER: TextFormat = TextFormat {
    id: "r",
    version: 1,
    setting: Setting::Anywhere,
    names: Names::Are(&["DESCRIPTION"]),
    wants: |stat| stat.name() == "DESCRIPTION",
    read,
};

/// No package offers more to choose from.
const MAX_LICENSES: usize = 16;

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let text = text.replace("\r\n", "\n");
    // Others have files of this name, too, and so have packages that are not installed.
    let Some(fields) = paragraphs(&text).next().filter(|fields| fields.get("Built").is_some()) else { return Ok(()) };
    let (Some(name), Some(version)) = (fields.get("Package"), fields.get("Version")) else {
        return Err("it has no name or no version".to_owned());
    };
    let mut package = package([&ECOSYSTEM, &BIOCONDUCTOR], &facts.path, name, version, origin(&fields));
    for name in fields.get("License").unwrap_or("").split('|').take(MAX_LICENSES) {
        add_license(name, &mut package.licenses);
    }
    for list in ["Depends", "Imports", "LinkingTo"].iter().filter_map(|key| fields.folded(key)) {
        package.depends_on.extend(names(&list).map(str::to_owned));
    }
    package.depends_on.sort();
    package.depends_on.dedup();
    facts.packages.push(package);
    Ok(())
}

fn origin<'a>(fields: &Paragraph<'a>) -> Origin<'a> {
    match fields.get("RemoteType") {
        Some("bioconductor" | "bioc") => Origin::Bioconductor,
        Some("standard") | None if fields.get("biocViews").is_some() => Origin::Bioconductor,
        Some("standard" | "cran") | None => Origin::Cran,
        Some(kind) => Origin::Other(fields.get("RemoteUrl").unwrap_or(kind)),
    }
}

/// `GPL (>= 2)`, `MIT + file LICENSE`; a text that lies beside the package has no name.
fn add_license(stated: &str, licenses: &mut Vec<String>) {
    let name = stated.split("+ file").next().unwrap_or(stated).trim();
    match name.split_once(" (>=").map(|(family, version)| (family, version.trim_matches([' ', ')']))) {
        Some((family, version)) if family.ends_with("GPL") => license::add(licenses, &format!("{family}-{version}+")),
        Some((family, version)) => license::add(licenses, &format!("{family} {version}")),
        None if name.starts_with("file ") => {}
        None => license::add(licenses, name),
    }
}
