//! OSV records, as JSON, into [`Record`].
//!
//! Specification: <https://ossf.github.io/osv-schema/>.
//! Limits: ranges over commits (`GIT`) are passed over, since images hold versions; a withdrawn record becomes none, and so does
//! an erratum that mends no vulnerability.

use super::ubuntu_pro;
use crate::record::{Affected, Details, Event, Record};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;
use tidewaiter_model::Status;

/// Reads one OSV record and keeps what it says of an ecosystem (`Debian`, without a release).
/// `Ok(None)`: it is withdrawn, or says nothing of that ecosystem.
///
/// # Errors
/// The JSON is broken or has other types than the schema.
pub fn read(json: &[u8], ecosystem: &str) -> Result<Option<Record>, serde_json::Error> {
    let mut osv: Osv = serde_json::from_slice(json)?;
    Ok(osv.take_affected().remove(ecosystem).and_then(|affected| osv.record(affected)))
}

/// Reads one OSV record: what it says of each ecosystem.
///
/// # Errors
/// The JSON is broken or has other types than the schema.
pub(super) fn read_all(json: &[u8]) -> Result<Vec<(String, Record)>, serde_json::Error> {
    let mut osv: Osv = serde_json::from_slice(json)?;
    let by_ecosystem = osv.take_affected();
    Ok(by_ecosystem.into_iter().filter_map(|(ecosystem, affected)| Some((ecosystem, osv.record(affected)?))).collect())
}

impl Osv {
    /// What it says of packages, by ecosystem without release; nothing if it is withdrawn.
    fn take_affected(&mut self) -> BTreeMap<String, Vec<Affected>> {
        let mut by_ecosystem: BTreeMap<String, Vec<Affected>> = BTreeMap::new();
        if self.withdrawn.is_some() {
            return by_ecosystem;
        }
        let priority = priority(self.severity.as_deref());
        for mut entry in self.affected.take().unwrap_or_default() {
            let Some(package) = entry.package.take() else { continue };
            let (base, release) = package.ecosystem.split_once(':').unwrap_or((&package.ecosystem, ""));
            let mut affected = entry.affected(package.name, release);
            if affected.rating.is_empty() {
                affected.rating.clone_from(&priority);
            }
            by_ecosystem.entry(base.to_owned()).or_default().push(affected);
        }
        // A notice speaks of nothing but what it mends.
        if let Some(affected) = by_ecosystem.get_mut("Ubuntu").filter(|_| self.id.contains("CVE-")) {
            ubuntu_pro::tell_base_releases(affected);
        }
        by_ecosystem
    }

    fn record(&self, mut affected: Vec<Affected>) -> Option<Record> {
        let is_distribution = affected.iter().any(|affected| !affected.release.is_empty());
        // Errata of distributions (DSA, ALSA) name the vulnerabilities that they mend as related; elsewhere `related` means
        // no more than what it says.
        let mut upstream = self.upstream.clone().unwrap_or_default();
        if is_distribution && upstream.is_empty() && self.aliases.as_ref().is_none_or(Vec::is_empty) {
            let related = self.related.iter().flatten();
            upstream = related.filter(|id| id.starts_with("CVE-")).cloned().collect();
        }
        let specific = self.database_specific.as_ref();
        let summary = self.summary.clone().unwrap_or_default();
        if is_distribution {
            affected = super::modules::name_streams(affected, &summary);
        }
        let record = Record {
            id: self.id.clone(),
            aliases: self.aliases.clone().unwrap_or_default(),
            upstream,
            published: self.published.clone().unwrap_or_default(),
            modified: self.modified.clone().unwrap_or_default(),
            vectors: vectors(self.severity.as_deref()),
            severity_word: match specific.and_then(|s| s.severity.as_ref()) {
                Some(Lenient(word)) => word.clone(),
                None if is_distribution => word_of(&summary).to_owned(),
                None => String::new(),
            },
            details: Details {
                summary,
                description: self.details.clone().unwrap_or_default(),
                cwe_ids: specific.and_then(|s| s.cwe_ids.clone()).unwrap_or_default(),
                references: self.references.iter().flatten().map(|r| r.url.clone()).collect(),
            },
            affected,
        };
        (!is_distribution || !is_other_update(&record)).then_some(record)
    }
}

impl OsvAffected {
    fn affected(self, package: String, release: &str) -> Affected {
        let mut words = self.ecosystem_specific.unwrap_or_default();
        let ranges: Vec<Vec<Event>> = self.ranges.unwrap_or_default().into_iter().filter_map(Range::into_events).collect();
        // Distributions list every version that they ever had beside a range that says the same.
        let is_told = !release.is_empty() && !ranges.is_empty();
        let versions = if is_told { Vec::new() } else { self.versions.unwrap_or_default() };
        let urgency = words.urgency.take().unwrap_or_default();
        let status = (urgency == "end-of-life").then_some(Status::EndOfLife);
        let vectors = vectors(self.severity.as_deref());
        let words = [urgency, priority(self.severity.as_deref()), words.ubuntu_priority.take().unwrap_or_default()];
        let rating = words.into_iter().find(|word| !word.is_empty()).unwrap_or_default();
        Affected { package, release: release.to_owned(), ranges, versions, rating, status, vectors }
    }
}

/// Whether an erratum mends bugs or brings features but no vulnerability: `ALBA-…`, `RHEA-…`, `SUSE-RU-…`.
fn is_other_update(record: &Record) -> bool {
    let kind = record.id.split('-').next().unwrap_or("");
    let is_red_hats = kind.len() == 4 && (kind.ends_with("BA") || kind.ends_with("EA"));
    let of_suse = record.id.strip_prefix("openSUSE-").or_else(|| record.id.strip_prefix("SUSE-"));
    let is_suses = of_suse.is_some_and(|rest| ["RU-", "FU-", "OU-"].iter().any(|kind| rest.starts_with(kind)));
    (is_red_hats || is_suses) && record.cves().is_empty()
}

fn vectors(severities: Option<&[OsvSeverity]>) -> Vec<String> {
    let severities = severities.unwrap_or_default().iter();
    let mut vectors: Vec<String> = severities.filter(|s| s.kind.starts_with("CVSS")).map(|s| s.score.clone()).collect();
    // Ubuntu copies each vector as often as it has it.
    vectors.dedup();
    vectors
}

/// `Important` of `Important: kernel security update`: where AlmaLinux and Rocky Linux say how severe an erratum is.
fn word_of(summary: &str) -> &str {
    let words = ["Critical", "Important", "Moderate", "Low"];
    summary.split_once(": ").map_or("", |(word, _)| if words.contains(&word) { word } else { "" })
}

/// Ubuntu's own word for a severity.
fn priority(severities: Option<&[OsvSeverity]>) -> String {
    let found = severities.unwrap_or_default().iter().find(|severity| severity.kind == "Ubuntu");
    found.map(|severity| severity.score.clone()).unwrap_or_default()
}

#[derive(Deserialize)]
struct Osv {
    id: String,
    modified: Option<String>,
    published: Option<String>,
    withdrawn: Option<IgnoredAny>,
    aliases: Option<Vec<String>>,
    upstream: Option<Vec<String>>,
    related: Option<Vec<String>>,
    summary: Option<String>,
    details: Option<String>,
    severity: Option<Vec<OsvSeverity>>,
    affected: Option<Vec<OsvAffected>>,
    references: Option<Vec<Reference>>,
    database_specific: Option<DatabaseSpecific>,
}

#[derive(Deserialize)]
struct OsvSeverity {
    #[serde(rename = "type")]
    kind: String,
    score: String,
}

#[derive(Deserialize)]
struct OsvAffected {
    package: Option<Package>,
    ranges: Option<Vec<Range>>,
    versions: Option<Vec<String>>,
    severity: Option<Vec<OsvSeverity>>,
    ecosystem_specific: Option<EcosystemSpecific>,
}

#[derive(Deserialize)]
struct Package {
    // Records converted from NVD name packages that are known by their repository alone.
    #[serde(default)]
    ecosystem: String,
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
struct Range {
    #[serde(rename = "type")]
    kind: String,
    events: Vec<OsvEvent>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum OsvEvent {
    Introduced(String),
    Fixed(String),
    LastAffected(String),
    Limit(String),
}

#[derive(Deserialize)]
struct Reference {
    url: String,
}

#[derive(Default, Deserialize)]
struct DatabaseSpecific {
    severity: Option<Lenient>,
    cwe_ids: Option<Vec<String>>,
}

#[derive(Default, Deserialize)]
struct EcosystemSpecific {
    urgency: Option<String>,
    ubuntu_priority: Option<String>,
}

/// A word, or anything else that some publisher puts in its place, which then counts as no word.
struct Lenient(String);

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Any {
            Word(String),
            Other(IgnoredAny),
        }
        Ok(Self(match Any::deserialize(deserializer)? {
            Any::Word(word) => word,
            Any::Other(IgnoredAny) => String::new(),
        }))
    }
}

impl Range {
    fn into_events(self) -> Option<Vec<Event>> {
        (self.kind != "GIT").then(|| {
            let event = |event| match event {
                OsvEvent::Introduced(version) => Event::Introduced(version),
                OsvEvent::Fixed(version) => Event::Fixed(version),
                OsvEvent::LastAffected(version) => Event::LastAffected(version),
                OsvEvent::Limit(version) => Event::Limit(version),
            };
            self.events.into_iter().map(event).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ERRATUM: &str = r#"{"id":"DSA-1-1","modified":"2024-01-09T20:27:24Z","related":["CVE-2023-5363","RHSA-1"],
        "affected":[{"package":{"ecosystem":"Debian:12","name":"openssl"},
            "ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"3.0.11-1"}]},{"type":"GIT","events":[]}],
            "ecosystem_specific":{"urgency":"low"}},
            {"package":{"ecosystem":"Alpine:v3.18","name":"openssl"}},{"ranges":[]},{"package":{"name":"x"}}]}"#;

    #[test]
    fn only_the_asked_for_ecosystem_is_kept() {
        let record = read(ERRATUM.as_bytes(), "Debian").unwrap().unwrap();
        assert_eq!(record.cves(), ["CVE-2023-5363"]);
        assert_eq!(record.affected.len(), 1);
        let affected = &record.affected[0];
        assert_eq!((affected.release.as_str(), affected.rating.as_str()), ("12", "low"));
        assert_eq!(affected.ranges, [vec![Event::Introduced("0".into()), Event::Fixed("3.0.11-1".into())]]);
        assert_eq!(read(ERRATUM.as_bytes(), "npm").unwrap(), None);
    }

    #[test]
    fn related_is_not_upstream_outside_distributions() {
        let json = br#"{"id":"GHSA-1","related":["CVE-1"],"affected":[{"package":{"ecosystem":"npm","name":"a"}}]}"#;
        assert!(read(json, "npm").unwrap().unwrap().cves().is_empty());
    }

    #[test]
    fn an_update_that_mends_no_vulnerability_is_none() {
        let read = |id: &str, related: &str| {
            let json = format!(
                r#"{{"id":"{id}","related":[{related}],"affected":[{{"package":{{"ecosystem":"AlmaLinux:8","name":"a"}}}}]}}"#
            );
            read(json.as_bytes(), "AlmaLinux").unwrap().is_some()
        };
        assert!(!read("ALBA-2022:1993", "") && !read("RHEA-2022:1", "") && !read("SUSE-RU-2022:1", ""));
        assert!(read("ALBA-2022:1993", r#""CVE-2022-1""#) && read("ALSA-2022:1", ""));
    }

    #[test]
    fn an_erratum_says_its_severity_before_a_colon() {
        let word = |ecosystem: &str, summary: &str| {
            let affected = format!(r#"[{{"package":{{"ecosystem":"{ecosystem}","name":"a"}}}}]"#);
            let json = format!(r#"{{"id":"ALSA-1","summary":"{summary}","related":["CVE-1-1"],"affected":{affected}}}"#);
            read(json.as_bytes(), ecosystem.split(':').next().unwrap()).unwrap().unwrap().severity_word
        };
        assert_eq!(word("AlmaLinux:9", "Important: kernel security update"), "Important");
        assert_eq!(word("AlmaLinux:9", "nodejs:18 update"), "");
        assert_eq!(word("npm", "Low: a package"), "");
    }

    #[test]
    fn a_withdrawn_record_is_none_and_a_broken_one_an_error() {
        let withdrawn =
            br#"{"id":"A","withdrawn":"2024-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"npm","name":"a"}}]}"#;
        assert_eq!(read(withdrawn, "npm").unwrap(), None);
        assert!(read(b"{\"id\":", "npm").is_err());
        assert!(read(br#"{"id":"A","affected":3}"#, "npm").is_err());
    }
}
