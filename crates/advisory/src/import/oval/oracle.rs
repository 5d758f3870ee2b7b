//! Oracle Linux: the errata of <https://linux.oracle.com/security/oval/>, in one document of all (`com.oracle.elsa-all.xml.bz2`) or
//! one a year or erratum.
//!
//! Format: see `oval`; Oracle puts its release (`Oracle Linux 9 is installed`), the architecture and a signature beside each test.
//! Builds for Ksplice and FIPS have errata of their own, whose packages are kept under the flavour's name, as modules' are under
//! their streams'.
//! Limits: the lines of the Unbreakable Enterprise Kernel within a release are not told apart; an erratum's rating is that of its
//! worst vulnerability.

use super::criteria::Statement;
use crate::import::feed::{Feed, Imported};
use crate::import::modules::{flavour, name_in_stream};
use crate::import::xml::Element;
use crate::record::{Affected, Details, Event, Record};

/// Oracle's OVAL.
pub(in crate::import) const FEED: Feed = Feed {
    id: "oracle",
    name: "Oracle Linux's OVAL definitions",
    home: "https://linux.oracle.com/security/oval/com.oracle.elsa-all.xml.bz2",
    alone_speaks_of: Some("Oracle Linux"),
    read: |documents, imported| super::read(documents, imported, take),
};

fn take(definition: &Element, statements: Vec<Statement>, _: &str, imported: &mut Imported) {
    let Some(metadata) = definition.at(&["metadata"]) else { return };
    let references: Vec<&Element> = metadata.all("reference").collect();
    let of = |source: &'static str| references.iter().filter(move |r| r.attribute("source").eq_ignore_ascii_case(source));
    let Some(id) = of("elsa").map(|r| r.attribute("ref_id")).find(|id| !id.is_empty()) else { return };
    let platforms: Vec<&str> =
        metadata.at(&["affected"]).map(|a| a.all("platform").map(Element::text).collect()).unwrap_or_default();
    let affected: Vec<Affected> = statements.iter().flat_map(|statement| affected(statement, &platforms)).collect();
    if affected.is_empty() {
        return;
    }
    let issued = metadata.at(&["advisory", "issued"]).map_or("", |issued| issued.attribute("date"));
    let word = metadata.text_at(&["advisory", "severity"]);
    imported.add(
        "Oracle Linux",
        Record {
            id: id.to_owned(),
            upstream: of("CVE").map(|r| r.attribute("ref_id").to_owned()).collect(),
            published: if issued.len() == 10 { format!("{issued}T00:00:00Z") } else { String::new() },
            severity_word: if word == "N/A" { String::new() } else { word.to_owned() },
            details: Details {
                summary: metadata.text_at(&["title"]).to_owned(),
                description: metadata.text_at(&["description"]).to_owned(),
                references: references.iter().map(|r| r.attribute("ref_url").to_owned()).filter(|url| !url.is_empty()).collect(),
                ..Details::default()
            },
            affected,
            ..Record::default()
        },
    );
}

/// For the release that the criteria name, or else for each of the definition's.
fn affected(statement: &Statement, platforms: &[&str]) -> Vec<Affected> {
    let named: Vec<&str> = match &statement.context.platform {
        Some(platform) => vec![platform],
        None => platforms.to_vec(),
    };
    // What only has to be there says nothing of versions.
    let fix = statement.range.iter().find_map(|event| if let Event::Fixed(version) = event { Some(version) } else { None });
    let Some(fix) = fix else { return Vec::new() };
    let stream = statement.context.stream.as_deref().or_else(|| flavour(fix));
    let package = stream.map_or(statement.package.clone(), |stream| name_in_stream(stream, &statement.package));
    let of = |platform: &str| {
        let release = platform.strip_prefix("Oracle Linux ")?.trim();
        Some(Affected {
            package: package.clone(),
            release: release.to_owned(),
            ranges: vec![statement.range.clone()],
            ..Affected::default()
        })
    };
    named.into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::documents::Documents;
    use crate::import::testing::{imported, told};

    const SAMPLE: &str = include_str!("testdata/oracle.xml");

    fn oracle(release: &str, name: &str, version: &str) -> Vec<String> {
        told(&imported(&FEED, "com.oracle.elsa-all.xml", SAMPLE), "ol", release, name, version)
    }

    #[test]
    fn errata_are_told_by_their_vulnerabilities() {
        assert_eq!(
            oracle("9.4", "openssl-libs", "1:3.0.7-25.0.1.el9_3"),
            [
                "CVE-2023-6129 fixed 1:3.0.7-27.0.2.el9 LOW [ELSA-2024-2447]",
                "CVE-2024-0727 fixed 1:3.0.7-27.0.2.el9 LOW [ELSA-2024-2447]"
            ]
        );
        assert!(oracle("9.4", "openssl-libs", "1:3.0.7-27.0.2.el9").is_empty());
        assert!(oracle("8.9", "openssl-libs", "1:1.0-1.el8").is_empty(), "another release's");
        assert!(oracle("9.4", "oraclelinux-release", "1").is_empty());
    }

    #[test]
    fn where_architectures_differ_the_least_fix_does() {
        assert_eq!(
            oracle("7.9", "rsyslog", "8.24.0-57.el7_9.2"),
            ["CVE-2022-24903 fixed 8.24.0-57.0.1.el7_9.3 HIGH [ELSA-2022-4803]"]
        );
        assert!(oracle("7.9", "rsyslog", "8.24.0-57.0.1.el7_9.3").is_empty());
    }

    #[test]
    fn modules_and_flavours_are_kept_apart() {
        let version = "1:18.18.2-2.module+el8.9.0+90103+4ae0b8b0";
        assert_eq!(oracle("8.9", "nodejs:18::nodejs", version).len(), 1);
        assert!(oracle("8.9", "nodejs:20::nodejs", version).is_empty());
        assert!(oracle("8.9", "nodejs", "1:10.1-1.el8").is_empty());
        assert_eq!(oracle("9.4", "fips::openssl-libs", "10:3.0.7-25.0.1.el9_fips").len(), 1);
        assert!(oracle("9.4", "fips::openssl-libs", "10:3.0.7-27.0.3.el9_fips").is_empty());
    }

    #[test]
    fn broken_documents_are_told() {
        let cut = SAMPLE.as_bytes()[..SAMPLE.len() - 3000].to_vec();
        let imported = FEED.import(&mut Documents::of(vec![("elsa.xml", cut)])).unwrap();
        assert!(!imported.records["Oracle Linux"].is_empty(), "the comments do where tests are cut off");
        assert_eq!(imported.unreadable.len(), 1);
        let bomb = "<!DOCTYPE a [<!ENTITY l \"h\">]><oval_definitions><definition>&l;</definition></oval_definitions>";
        for text in ["<x/>", "{}", "", bomb] {
            assert!(FEED.import(&mut Documents::of(vec![("x.xml", text.as_bytes().to_vec())])).is_err(), "{text}");
        }
    }
}
