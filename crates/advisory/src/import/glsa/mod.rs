//! Gentoo's security advisories.
//!
//! Format: XML, one file an advisory, <https://www.gentoo.org/glep/glep-0014.html> and <https://www.gentoo.org/dtd/glsa.dtd>; what its
//! ranges mean is told by Portage's `glsa.py`.
//! Files: `glsa-*.xml` of <https://gitweb.gentoo.org/data/glsa.git>, or of `metadata/glsa` in a tree of ebuilds.
//! Limits: architectures are not told apart. Nor are slots, since what is installed does not say its own, but where a slot is the
//! beginning of its versions (`2.7`), as is the habit. What no advisory was written for is not known.

mod range;

use super::documents::Documents;
use super::feed::{Feed, ImportError, Imported};
use super::xml::{self, Element};
use crate::record::{Affected, Details, Record};

/// Gentoo Linux Security Advisories.
pub(super) const FEED: Feed = Feed {
    id: "glsa",
    name: "security advisories of Gentoo",
    home: "https://gitweb.gentoo.org/data/glsa.git",
    alone_speaks_of: Some("Gentoo"),
    read,
};

fn read(documents: &mut Documents, imported: &mut Imported) -> Result<(), ImportError> {
    imported.each_document(documents, "an advisory of Gentoo", &mut |imported, name, bytes| {
        // The folder also holds lists of the files' digests and times.
        if !name.ends_with(".xml") {
            return Ok(());
        }
        let outcome = xml::each(bytes, &["glsa"], &mut |glsa| match record(&glsa) {
            Ok(record) if record.affected.is_empty() => {}
            Ok(record) => imported.add("Gentoo", record),
            Err(reason) => imported.unreadable.push((name.to_owned(), reason)),
        });
        // Old checkouts have an index among them.
        xml::expect_root(outcome, &["glsa", "glsaindex"])
    })
}

fn record(glsa: &Element) -> Result<Record, String> {
    let id = glsa.attribute("id");
    if id.is_empty() {
        return Err("it has no id".to_owned());
    }
    let packages = glsa.at(&["affected"]).map(Element::children).unwrap_or_default();
    let affected: Result<Vec<_>, String> = packages.iter().filter(|package| package.name == "package").map(affected).collect();
    let links = glsa.at(&["references"]).map(Element::children).unwrap_or_default();
    Ok(Record {
        id: format!("GLSA-{id}"),
        upstream: links.iter().filter_map(|link| cve(link.text())).collect(),
        published: date(glsa.text_at(&["announced"])).unwrap_or_default(),
        modified: date(glsa.text_at(&["revised"])).unwrap_or_default(),
        severity_word: severity(glsa.at(&["impact"]).map_or("", |impact| impact.attribute("type"))).to_owned(),
        details: Details {
            summary: words(glsa.text_at(&["title"])),
            description: words(glsa.text_at(&["synopsis"])),
            references: links.iter().map(|link| link.attribute("link").to_owned()).filter(|link| !link.is_empty()).collect(),
            ..Details::default()
        },
        affected: affected?.into_iter().filter(|affected| !affected.ranges.is_empty()).collect(),
        ..Record::default()
    })
}

fn affected(package: &Element) -> Result<Affected, String> {
    let name = package.attribute("name");
    let said = |kind: &str| -> Result<Vec<range::Interval>, String> {
        let told = package.all(kind).map(|range| range::read(range.attribute("range"), range.text(), range.attribute("slot")));
        told.collect::<Result<_, _>>().map_err(|reason| format!("{name}: {reason}"))
    };
    let ranges = range::affected(&said("vulnerable")?, &said("unaffected")?);
    Ok(Affected { package: name.to_owned(), ranges, ..Affected::default() })
}

/// `CVE-2004-0803`, which old advisories call the candidate that it was then, `CAN-2004-0803`.
fn cve(text: &str) -> Option<String> {
    let number = text.strip_prefix("CVE-").or_else(|| text.strip_prefix("CAN-"))?;
    Some(format!("CVE-{}", number.split_whitespace().next()?))
}

/// Its words for what an attacker gains, in those of ratings.
fn severity(impact: &str) -> &str {
    match impact {
        "normal" => "medium",
        "minimal" => "low",
        other => other,
    }
}

/// A text without the line breaks of its paragraph.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// RFC 3339 of `2024-02-04`, or of `October 26, 2007: 02`, whose number counts the revisions.
fn date(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    if text.get(..10).is_some_and(|day| day.bytes().all(|b| b.is_ascii_digit() || b == b'-')) {
        return text.get(..10).map(|day| format!("{day}T00:00:00Z"));
    }
    let mut words = text.split([' ', ',', ':']).filter(|word| !word.is_empty());
    let (month, day, year) = (words.next()?.get(..3)?.to_ascii_lowercase(), words.next()?, words.next()?);
    let (month, day, year) =
        (MONTHS.iter().position(|known| *known == month)? + 1, day.parse::<u8>().ok()?, year.parse::<u16>().ok()?);
    Some(format!("{year:04}-{month:02}-{day:02}T00:00:00Z"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{imported, told};
    use super::*;

    const OPENSSL: &str = include_str!("testdata/glsa-202402-08.xml");
    const PYTHON: &str = include_str!("testdata/glsa-202003-26.xml");
    const OLD: &str = include_str!("testdata/glsa-200502-09.xml");

    fn gentoo(text: &str, name: &str, version: &str) -> Vec<String> {
        told(&imported(&FEED, "glsa.xml", text), "gentoo", "", name, version)
    }

    #[test]
    fn advisories_are_told_by_their_vulnerabilities() {
        assert_eq!(
            gentoo(OPENSSL, "dev-libs/openssl", "3.0.9-r1"),
            ["CVE-2023-2975 fixed 3.0.10 LOW [GLSA-202402-08]", "CVE-2023-3446 fixed 3.0.10 LOW [GLSA-202402-08]"]
        );
        assert!(gentoo(OPENSSL, "dev-libs/openssl", "3.0.10").is_empty());
        assert!(gentoo(OPENSSL, "dev-libs/libressl", "3.0.9").is_empty());
    }

    #[test]
    fn slots_are_lines_of_versions() {
        assert_eq!(gentoo(PYTHON, "dev-lang/python", "2.7.16"), ["CVE-2019-20907 fixed 2.7.17 MEDIUM [GLSA-202003-26]"]);
        assert_eq!(gentoo(PYTHON, "dev-lang/python", "3.6.9"), ["CVE-2019-20907 fixed 3.6.10 MEDIUM [GLSA-202003-26]"]);
        for version in ["2.7.17", "3.6.10", "3.8.0", "3.5.4"] {
            assert!(gentoo(PYTHON, "dev-lang/python", version).is_empty(), "{version}");
        }
    }

    #[test]
    fn revisions_of_several_lines_mend_an_old_one() {
        let told = |version| gentoo(OLD, "dev-lang/python", version);
        for version in ["2.3.4", "2.3.3-r1", "2.2.3-r5", "2.1", "2.3.5"] {
            assert_eq!(!told(version).is_empty(), version != "2.3.5", "{version}");
        }
        for version in ["2.3.4-r1", "2.3.3-r2", "2.3.3-r3", "2.2.3-r6"] {
            assert!(told(version).is_empty(), "{version}");
        }
        assert_eq!(told("2.2.3-r5"), ["CVE-2005-0089 fixed 2.2.3-r6 HIGH [GLSA-200502-09]"]);
    }

    #[test]
    fn details_are_read() {
        let imported = imported(&FEED, "glsa.xml", OLD);
        let record = &imported.records["Gentoo"][0];
        assert_eq!((record.published.as_str(), record.modified.as_str()), ("2005-02-08T00:00:00Z", "2007-10-26T00:00:00Z"));
        assert_eq!(record.details.summary, "Python: Arbitrary code execution through SimpleXMLRPCServer");
        assert_eq!(record.details.references.len(), 1);
        assert_eq!(date("2024-02-04").unwrap(), "2024-02-04T00:00:00Z");
        assert_eq!((date("soon"), date("May 1"), date("Mäy 1, 2007")), (None, None, None));
    }

    #[test]
    fn what_is_broken_is_told_beside_what_is_whole() {
        let broken = OPENSSL.replace("range=\"lt\"", "range=\"near\"");
        let documents =
            vec![("a.xml", broken.into_bytes()), ("b.xml", OLD.into()), ("c.xml", b"<glsa/>".to_vec()), ("Manifest", vec![0xff])];
        let imported = FEED.import(&mut Documents::of(documents)).unwrap();
        assert_eq!((imported.records["Gentoo"].len(), imported.unreadable.len()), (1, 2));
        assert_eq!(imported.unreadable[0].1, "dev-libs/openssl: there is no range near");
        for text in ["<x/>", "", &OLD[..500]] {
            assert!(FEED.import(&mut Documents::of(vec![("x.xml", text.as_bytes().to_vec())])).is_err());
        }
    }
}
