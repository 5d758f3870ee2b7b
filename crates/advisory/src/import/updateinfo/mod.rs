//! Errata that lie within package repositories: `updateinfo.xml` of Amazon Linux, Bottlerocket and Fedora.
//!
//! Format: `<updates><update type="security"><id/><references><reference id="CVE-…" type="cve"/></references><pkglist>…`, as
//! <https://github.com/rpm-software-management/createrepo_c> writes it; `repodata/repomd.xml` of each repository names the file.
//! Amazon: <https://alas.aws.amazon.com/>. Bottlerocket: <https://advisories.bottlerocket.aws/updateinfo.xml.gz>.
//! Fedora: <https://bodhi.fedoraproject.org/>, whose references are bugs, with the vulnerability's name in their titles.
//! Limits: only what is mended is told; builds for other architectures are taken for the same.

mod amazon;

use super::documents::Documents;
use super::feed::{Feed, ImportError, Imported};
use super::xml::{self, Element};
use crate::record::{Affected, Details, Event, Record};
use std::collections::BTreeSet;

/// Amazon Linux.
pub(super) const AMAZON: Feed = Feed {
    id: "amazon",
    name: "an updateinfo.xml of Amazon Linux",
    home: "https://alas.aws.amazon.com/",
    alone_speaks_of: Some("Amazon Linux"),
    read: |documents, imported| read(documents, imported, "Amazon Linux", amazon::affected),
};

/// Bottlerocket.
pub(super) const BOTTLEROCKET: Feed = Feed {
    id: "bottlerocket",
    name: "an updateinfo.xml of Bottlerocket",
    home: "https://advisories.bottlerocket.aws/updateinfo.xml.gz",
    alone_speaks_of: Some("Bottlerocket"),
    read: |documents, imported| read(documents, imported, "Bottlerocket", |_, build| Some(build.affected("", "0"))),
};

/// Fedora.
pub(super) const FEDORA: Feed = Feed {
    id: "fedora",
    name: "an updateinfo.xml of Fedora",
    home: "https://dl.fedoraproject.org/pub/fedora/linux/updates/",
    alone_speaks_of: Some("Fedora"),
    read: |documents, imported| {
        read(documents, imported, "Fedora", |_, build| Some(build.affected(fedora_release(build.release)?, "0")))
    },
};

/// `39` of `16.fc39` and of `1.module_f39+1234`.
fn fedora_release(release: &str) -> Option<&str> {
    let at = [".fc", "module_f"].into_iter().find_map(|mark| release.rsplit_once(mark))?.1;
    let digits = at.find(|c: char| !c.is_ascii_digit()).unwrap_or(at.len());
    at.get(..digits).filter(|digits| !digits.is_empty())
}

/// A package that an erratum brings.
struct Build<'a> {
    name: &'a str,
    /// Of the package itself, `1.amzn2`.
    release: &'a str,
    /// `[epoch:]version-release`.
    version: String,
}

impl Build<'_> {
    fn affected(&self, release: &str, introduced: &str) -> Affected {
        let range = vec![Event::Introduced(introduced.to_owned()), Event::Fixed(self.version.clone())];
        Affected { package: self.name.to_owned(), release: release.to_owned(), ranges: vec![range], ..Affected::default() }
    }
}

/// What an erratum of some id says with a build; `None` if it is of no release that is known.
type Say = fn(&str, &Build<'_>) -> Option<Affected>;

fn read(documents: &mut Documents, imported: &mut Imported, ecosystem: &str, say: Say) -> Result<(), ImportError> {
    imported.each_document(documents, "an updateinfo.xml", &mut |imported, _, bytes| {
        let outcome = xml::each(bytes, &["update"], &mut |update| {
            if let Some(record) = record(&update, say) {
                imported.add(ecosystem, record);
            }
        });
        xml::expect_root(outcome, &["updates"])
    })
}

fn record(update: &Element, say: Say) -> Option<Record> {
    let id = update.text_at(&["id"]);
    if id.is_empty() || !["security", ""].contains(&update.attribute("type")) {
        return None;
    }
    let mut told = BTreeSet::new();
    let mut affected = Vec::new();
    for package in update.at(&["pkglist"])?.all("collection").flat_map(|collection| collection.all("package")) {
        let Some(build) = build(package) else { continue };
        if !build.name.contains("-debuginfo")
            && !build.name.ends_with("-debugsource")
            && told.insert((build.name, build.version.clone()))
        {
            affected.extend(say(id, &build));
        }
    }
    let references = update.at(&["references"]).map(Element::children).unwrap_or_default();
    let words = references.iter().flat_map(|r| std::iter::once(r.attribute("id")).chain(r.attribute("title").split([' ', ','])));
    let upstream: BTreeSet<String> = words.filter(|word| is_cve(word)).map(str::to_owned).collect();
    let record = Record {
        id: id.to_owned(),
        upstream: upstream.into_iter().collect(),
        published: date(update.at(&["issued"]).map_or("", |issued| issued.attribute("date"))),
        modified: date(update.at(&["updated"]).map_or("", |updated| updated.attribute("date"))),
        severity_word: update.text_at(&["severity"]).to_owned(),
        details: Details {
            summary: update.text_at(&["title"]).to_owned(),
            description: update.text_at(&["description"]).to_owned(),
            references: references.iter().map(|r| r.attribute("href").to_owned()).filter(|url| !url.is_empty()).collect(),
            ..Details::default()
        },
        affected,
        ..Record::default()
    };
    Some(record).filter(|record| !record.affected.is_empty())
}

fn build(package: &Element) -> Option<Build<'_>> {
    let [name, version, release] = ["name", "version", "release"].map(|key| package.attribute(key));
    if name.is_empty() || version.is_empty() || release.is_empty() {
        return None;
    }
    let epoch = match package.attribute("epoch") {
        "" | "0" | "(none)" => String::new(),
        epoch => format!("{epoch}:"),
    };
    Some(Build { name, release, version: format!("{epoch}{version}-{release}") })
}

/// `CVE-2024-1234`, whole.
fn is_cve(word: &str) -> bool {
    let numbers = word.strip_prefix("CVE-").and_then(|rest| rest.split_once('-'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.is_some_and(|(year, number)| is_number(year) && is_number(number))
}

/// RFC 3339 of `2018-01-12 20:58`, with seconds or without.
fn date(text: &str) -> String {
    match (text.get(..10), text.get(11..).map(|time| time.trim_end_matches([' ', 'Z'])).filter(|time| !time.is_empty())) {
        (Some(day), Some(time)) if time.len() == 5 => format!("{day}T{time}:00Z"),
        (Some(day), Some(time)) => format!("{day}T{time}Z"),
        (Some(day), None) => format!("{day}T00:00:00Z"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests;
