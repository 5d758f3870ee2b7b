//! Vulnerabilities that are named: those that are allowed, for a reason and a time, and those that always fail.

use crate::day::Day;
use crate::value::read_word;
use serde::{Deserialize, Deserializer, Serialize};
use tidewaiter_model::{Package, Vulnerability};

/// `[[vulnerabilities.allow]]`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Allowance {
    /// The CVE, or any other id that the finding is known by.
    #[serde(deserialize_with = "stated")]
    pub(crate) id: String,
    /// The package that it is allowed in: its name, its source's, or its package URL without version. Else any.
    #[serde(default, deserialize_with = "stated_if_any", skip_serializing_if = "Option::is_none")]
    pub(crate) package: Option<String>,
    /// For whoever reads it later.
    #[serde(deserialize_with = "stated")]
    pub(crate) reason: String,
    /// The last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) expires: Option<Day>,
    /// Whether it holds for what always fails because it is exploited or likely to be.
    #[serde(default)]
    pub(crate) even_if_exploited: bool,
}

/// `[[vulnerabilities.deny]]`
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Denial {
    #[serde(deserialize_with = "stated")]
    pub(crate) id: String,
    #[serde(default, deserialize_with = "stated_if_any", skip_serializing_if = "Option::is_none")]
    pub(crate) package: Option<String>,
    #[serde(deserialize_with = "stated")]
    pub(crate) reason: String,
}

impl Allowance {
    pub(crate) fn names(&self, found: &Vulnerability, package: Option<&Package>) -> bool {
        names(&self.id, self.package.as_deref(), found, package)
    }

    /// Whether it holds on a day. One with an end holds on no day that nobody knows.
    pub(crate) fn holds_on(&self, today: Option<Day>) -> bool {
        self.expires.is_none_or(|last| today.is_some_and(|today| today <= last))
    }

    pub(crate) fn subject(&self) -> String {
        subject(&self.id, self.package.as_deref())
    }

    pub(crate) fn explain(&self) -> String {
        let until = self.expires.map_or_else(String::new, |last| format!(" through {last}"));
        let even = if self.even_if_exploited { ", even if it is exploited" } else { "" };
        format!("{} is allowed{until}{even}: {}", self.subject(), sentence(&self.reason))
    }
}

impl Denial {
    pub(crate) fn names(&self, found: &Vulnerability, package: Option<&Package>) -> bool {
        names(&self.id, self.package.as_deref(), found, package)
    }

    pub(crate) fn explain(&self) -> String {
        format!("{} always fails: {}", subject(&self.id, self.package.as_deref()), sentence(&self.reason))
    }
}

fn subject(id: &str, package: Option<&str>) -> String {
    package.map_or_else(|| id.to_owned(), |package| format!("{id} in {package}"))
}

fn sentence(reason: &str) -> String {
    let reason = reason.trim();
    if reason.ends_with(['.', '!', '?']) { reason.to_owned() } else { format!("{reason}.") }
}

fn names(id: &str, wanted: Option<&str>, found: &Vulnerability, package: Option<&Package>) -> bool {
    let is_named = found.id.eq_ignore_ascii_case(id) || found.vendor_ids.iter().any(|other| other.eq_ignore_ascii_case(id));
    is_named && wanted.is_none_or(|wanted| package.is_some_and(|package| is_called(package, wanted)))
}

fn is_called(package: &Package, wanted: &str) -> bool {
    if wanted.starts_with("pkg:") {
        let url = package.purl.as_ref().map(ToString::to_string).unwrap_or_default();
        return url.split(['@', '?', '#']).next() == Some(wanted);
    }
    package.name == wanted || package.source_name_version().0 == wanted
}

fn stated<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    read_word(deserializer, "a text", |text| match text.trim() {
        "" => Err("expected a text, and found nothing".to_owned()),
        text => Ok(text.to_owned()),
    })
}

fn stated_if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    stated(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidewaiter_model::{Purl, SourcePackage};

    #[test]
    fn a_package_is_named_by_its_name_its_source_or_its_url() {
        let package = Package {
            name: "libssl3".to_owned(),
            source: Some(SourcePackage { name: "openssl".to_owned(), version: "3".to_owned() }),
            purl: Some(Purl::new("deb", "debian", "libssl3", "3").with("epoch", "1")),
            ..Package::default()
        };
        for name in ["libssl3", "openssl", "pkg:deb/debian/libssl3"] {
            assert!(is_called(&package, name), "{name}");
        }
        for name in ["ssl", "pkg:deb/debian/openssl", "pkg:deb/debian/libssl3@3"] {
            assert!(!is_called(&package, name), "{name}");
        }
        let found = Vulnerability { id: "CVE-1".to_owned(), vendor_ids: vec!["DSA-1-1".to_owned()], ..Vulnerability::default() };
        assert!(names("dsa-1-1", Some("openssl"), &found, Some(&package)));
        assert!(!names("CVE-1", Some("curl"), &found, Some(&package)) && !names("CVE-1", Some("openssl"), &found, None));
    }

    #[test]
    fn an_allowance_holds_through_its_last_day() {
        let allowance = Allowance {
            id: "CVE-1".to_owned(),
            package: None,
            reason: "later".to_owned(),
            expires: Day::of("2026-02-16"),
            even_if_exploited: false,
        };
        assert!(allowance.holds_on(Day::of("2026-02-16T23:59:59Z")) && !allowance.holds_on(Day::of("2026-02-17")));
        assert!(!allowance.holds_on(None) && Allowance { expires: None, ..allowance }.holds_on(None));
    }
}
