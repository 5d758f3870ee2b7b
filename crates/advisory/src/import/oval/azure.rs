//! Azure Linux and CBL-Mariner: the vulnerabilities of <https://github.com/microsoft/AzureLinuxVulnerabilityData>, one document a
//! release (`azurelinux-3.0-oval.xml`, `cbl-mariner-2.0-oval.xml`).
//!
//! Format: see `oval`; each definition is one CVE of one source package. Versions name their release (`3.4.0-1.azl3`) and carry an
//! epoch, which packages are not asked with.
//! Limits: what is `patchable: Not Applicable` concerns no package.

use super::criteria::Statement;
use crate::import::feed::{Feed, Imported};
use crate::import::xml::Element;
use crate::record::{Affected, Details, Event};

/// Microsoft's OVAL.
pub(in crate::import) const FEED: Feed = Feed {
    id: "azure",
    name: "Azure Linux's OVAL definitions",
    home: "https://github.com/microsoft/AzureLinuxVulnerabilityData",
    alone_speaks_of: Some("Azure Linux"),
    read: |documents, imported| super::read(documents, imported, take),
};

fn take(definition: &Element, statements: Vec<Statement>, document: &str, imported: &mut Imported) {
    let Some(metadata) = definition.at(&["metadata"]) else { return };
    let cve = metadata.all("reference").find(|r| r.attribute("source") == "CVE").map_or("", |r| r.attribute("ref_id"));
    if cve.is_empty() || metadata.text_at(&["patchable"]).eq_ignore_ascii_case("Not Applicable") {
        return;
    }
    for statement in statements {
        let Some(release) = release(&statement.range, document) else {
            imported.unreadable.push((cve.to_owned(), format!("nothing tells the release of {}", statement.package)));
            continue;
        };
        let record = imported.record("Azure Linux", cve);
        if record.affected.is_empty() {
            record.published = metadata.text_at(&["advisory_date"]).to_owned();
            let reference = metadata.all("reference").map(|r| r.attribute("ref_url").to_owned());
            record.details = Details {
                description: metadata.text_at(&["description"]).to_owned(),
                references: reference.filter(|url| !url.is_empty()).collect(),
                ..Details::default()
            };
        }
        record.affected.push(Affected {
            package: statement.package,
            release: release.to_owned(),
            ranges: vec![statement.range.iter().map(without_epoch).collect()],
            rating: metadata.text_at(&["severity"]).to_owned(),
            ..Affected::default()
        });
    }
}

/// `3` of a version that ends with `.azl3`, or else of a document's name.
fn release(range: &[Event], document: &str) -> Option<&'static str> {
    const MARKS: [(&str, &str, &str); 3] =
        [(".azl3", "azurelinux-3.0", "3"), (".cm2", "mariner-2.0", "2"), (".cm1", "mariner-1.0", "1")];
    let of_version = |end: &str| range.iter().any(|event| version(event).ends_with(end));
    let of_name = |name: &str| document.rsplit('/').next().unwrap_or(document).contains(name);
    let marked = MARKS.iter().find(|(end, ..)| of_version(end));
    marked.or_else(|| MARKS.iter().find(|(_, name, _)| of_name(name))).map(|(.., release)| *release)
}

fn version(event: &Event) -> &str {
    match event {
        Event::Introduced(version) | Event::Fixed(version) | Event::LastAffected(version) | Event::Limit(version) => version,
    }
}

fn without_epoch(event: &Event) -> Event {
    let bare = |version: &str| version.split_once(':').map_or(version, |(_, bare)| bare).to_owned();
    match event {
        Event::Introduced(version) => Event::Introduced(bare(version)),
        Event::Fixed(version) => Event::Fixed(bare(version)),
        Event::LastAffected(version) => Event::LastAffected(bare(version)),
        Event::Limit(version) => Event::Limit(bare(version)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::documents::Documents;
    use crate::import::testing::{imported, told};

    const SAMPLE: &str = include_str!("testdata/azure.xml");

    fn azure(family: &str, release: &str, name: &str, version: &str) -> Vec<String> {
        told(&imported(&FEED, "azurelinux-3.0-oval.xml", SAMPLE), family, release, name, version)
    }

    #[test]
    fn vulnerabilities_are_told_by_source_package() {
        assert_eq!(azure("azurelinux", "3.0", "ceph", "18.2.0-1.azl3"), ["CVE-2020-27304 fixed 18.2.1-1.azl3 CRITICAL"]);
        assert!(azure("azurelinux", "3.0", "ceph", "18.2.1-1.azl3").is_empty());
        assert!(azure("azurelinux", "3.0", "ceph", "16.1.0-1.azl3").is_empty(), "it came in with 16.2");
        assert_eq!(azure("mariner", "2.0.20240123", "openssl", "1.1.1k-20.cm2"), ["CVE-2022-4304 fixed 1.1.1k-21.cm2 MEDIUM"]);
    }

    #[test]
    fn what_has_no_fix_is_affected_up_to_the_newest_build() {
        assert_eq!(azure("azurelinux", "3.0", "qemu", "8.2.0-1.azl3"), ["CVE-2024-7409 affected HIGH"]);
        assert!(azure("azurelinux", "3.0", "qemu", "8.2.0-9.azl3").is_empty());
        assert!(azure("azurelinux", "3.0", "nodejs", "1").is_empty(), "not applicable");
    }

    #[test]
    fn the_documents_name_tells_the_release_at_need() {
        let text = SAMPLE.replace(".azl3", "").replace(".cm2", "");
        assert_eq!(imported(&FEED, "x/azurelinux-3.0-oval.xml", &text).records["Azure Linux"][0].affected[0].release, "3");
        let imported = FEED.import(&mut Documents::of(vec![("oval.xml", text.into_bytes())])).unwrap();
        assert_eq!(imported.unreadable.len(), 3);
    }
}
