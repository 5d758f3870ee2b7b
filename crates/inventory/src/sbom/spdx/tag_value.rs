//! SPDX 2 in the tag-value form: one `Tag: value` a line; `<text>` marks values of several lines.

use super::super::component::Bill;
use super::{Stated, bill};

/// Reads a document; tags that state nothing of packages are passed over.
pub(in crate::sbom) fn read(text: &str) -> Bill {
    let mut packages: Vec<Stated> = Vec::new();
    let mut relationships = Vec::new();
    // Between a package's files stand tags of the same names that are not the package's.
    let mut is_package = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some((tag, value)) = line.trim_start().split_once(':').filter(|(tag, _)| !tag.starts_with('#')) else { continue };
        let value = value.trim();
        if value.starts_with("<text>") && !value.contains("</text>") {
            lines.by_ref().find(|line| line.contains("</text>"));
        }
        let value = value.trim_start_matches("<text>").trim_end_matches("</text>");
        match tag {
            "PackageName" => {
                is_package = true;
                packages.push(Stated { name: value.to_owned(), ..Stated::default() });
                continue;
            }
            "FileName" | "SnippetSPDXID" | "LicenseID" => is_package = false,
            "Relationship" => {
                let words: Vec<&str> = value.split_whitespace().collect();
                if let [from, kind, to] = words.as_slice() {
                    relationships.push(((*from).to_owned(), (*kind).to_owned(), (*to).to_owned()));
                }
            }
            _ => {}
        }
        if let Some(package) = packages.last_mut().filter(|_| is_package) {
            state(package, tag, value);
        }
    }
    bill(packages, relationships, Vec::new())
}

fn state(package: &mut Stated, tag: &str, value: &str) {
    match tag {
        "SPDXID" => value.clone_into(&mut package.id),
        "PackageVersion" => value.clone_into(&mut package.version),
        "PrimaryPackagePurpose" => value.clone_into(&mut package.purpose),
        "PackageSupplier" => value.clone_into(&mut package.supplier),
        "PackageSourceInfo" => value.clone_into(&mut package.source_info),
        "PackageLicenseDeclared" if value != "NOASSERTION" => package.licenses = vec![value.to_owned()],
        "PackageLicenseConcluded" if package.licenses.is_empty() => package.licenses.push(value.to_owned()),
        "ExternalRef" => {
            let mut words = value.split_whitespace().skip(1);
            if words.next() == Some("purl") {
                words.next().unwrap_or_default().clone_into(&mut package.purl);
            }
        }
        _ => {}
    }
}
