//! Debian's security tracker: every vulnerability of every source package, with urgencies and decisions.
//!
//! Format: <https://security-tracker.debian.org/tracker/data/json>, described at
//! <https://security-team.debian.org/security_tracker.html>.
//! Limits: issues without a CVE (`TEMP-…`) are kept under their own name; which binary packages a source makes is not told.

use super::documents::Documents;
use super::feed::{Feed, ImportError, Imported};
use crate::record::{Affected, Details, Event};
use serde::Deserialize;
use std::collections::BTreeMap;
use tidewaiter_model::Status;

/// Debian's tracker.
pub(super) const FEED: Feed = Feed {
    id: "debian",
    name: "Debian's security tracker",
    home: "https://security-tracker.debian.org/tracker/data/json",
    alone_speaks_of: None,
    read,
};

/// Codenames and the numbers that OSV uses; sid is the next release to come.
const RELEASES: [(&str, &str); 10] = [
    ("squeeze", "6.0"),
    ("wheezy", "7"),
    ("jessie", "8"),
    ("stretch", "9"),
    ("buster", "10"),
    ("bullseye", "11"),
    ("bookworm", "12"),
    ("trixie", "13"),
    ("forky", "14"),
    ("duke", "15"),
];

#[derive(Deserialize)]
struct Issue {
    #[serde(default)]
    description: String,
    #[serde(default)]
    releases: BTreeMap<String, Release>,
}

#[derive(Deserialize)]
struct Release {
    status: String,
    fixed_version: Option<String>,
    #[serde(default)]
    urgency: String,
    nodsa_reason: Option<String>,
}

fn read(documents: &mut Documents, imported: &mut Imported) -> Result<(), ImportError> {
    let mut foreign = None;
    documents.each(&mut |name, bytes| match serde_json::from_slice::<BTreeMap<String, BTreeMap<String, Issue>>>(&bytes) {
        Ok(packages) => packages.into_iter().for_each(|(package, issues)| read_package(&package, issues, imported)),
        Err(error) => foreign = Some((name.to_owned(), error.to_string())),
    })?;
    match foreign {
        Some((document, reason)) => Err(ImportError::Foreign { document, expected: FEED.name, reason }),
        None => Ok(()),
    }
}

fn read_package(package: &str, issues: BTreeMap<String, Issue>, imported: &mut Imported) {
    for (id, issue) in issues {
        let affected: Vec<Affected> = issue.releases.into_iter().filter_map(|(name, r)| affected(package, &name, r)).collect();
        if affected.is_empty() {
            continue;
        }
        let record = imported.record("Debian", &id);
        if record.details.description.is_empty() {
            record.details = Details { description: issue.description, ..Details::default() };
        }
        record.affected.extend(affected);
    }
}

fn affected(package: &str, codename: &str, release: Release) -> Option<Affected> {
    let (_, number) = RELEASES.iter().find(|(name, _)| *name == codename)?;
    let fix = match (release.status.as_str(), release.fixed_version) {
        // Version 0 says that no version of this release was ever affected.
        ("resolved", Some(version)) if version == "0" => return None,
        ("resolved", Some(version)) => Some(Event::Fixed(version)),
        ("open", _) => None,
        // Nobody has looked yet.
        _ => return None,
    };
    let status = match (release.urgency.as_str(), release.nodsa_reason.as_deref()) {
        ("end-of-life", _) => Some(Status::EndOfLife),
        (_, Some("ignored")) => Some(Status::WillNotFix),
        (_, Some("postponed")) => Some(Status::FixDeferred),
        _ => None,
    };
    let rating = match release.urgency.trim_end_matches('*') {
        "not yet assigned" | "end-of-life" => String::new(),
        urgency => urgency.to_owned(),
    };
    let range = std::iter::once(Event::Introduced("0".to_owned())).chain(fix).collect();
    Some(Affected {
        package: package.to_owned(),
        release: (*number).to_owned(),
        ranges: vec![range],
        rating,
        status,
        ..Affected::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decisions_become_statuses_and_version_0_no_statement() {
        let json = br#"{"openssl":{"CVE-2024-1":{"scope":"local","description":"Bad","releases":{
            "bookworm":{"status":"resolved","repositories":{"bookworm":"3.0.9-1"},"fixed_version":"3.0.9-1","urgency":"low"},
            "bullseye":{"status":"open","urgency":"not yet assigned","nodsa":"Minor","nodsa_reason":"ignored"},
            "buster":{"status":"open","urgency":"end-of-life"},
            "trixie":{"status":"resolved","fixed_version":"0","urgency":"unimportant"},
            "sid":{"status":"open","urgency":"medium**"},
            "forky":{"status":"open","urgency":"medium**","nodsa_reason":"postponed"},
            "stretch":{"status":"undetermined","urgency":"low"}}}},
          "other":{"CVE-2024-1":{"releases":{"bookworm":{"status":"open","urgency":"high","nodsa_reason":""}}}}}"#;
        let imported = FEED.import(&mut Documents::of(vec![("json", json.to_vec())])).unwrap();
        let records = &imported.records["Debian"];
        assert_eq!(records.len(), 1, "one vulnerability is one record, whatever packages have it");
        let mut told: Vec<(&str, &str, &str, Option<Status>, usize)> = records[0]
            .affected
            .iter()
            .map(|a| (a.package.as_str(), a.release.as_str(), a.rating.as_str(), a.status, a.ranges[0].len()))
            .collect();
        told.sort_by_key(|(package, release, ..)| (*package, *release));
        assert_eq!(
            told,
            [
                ("openssl", "10", "", Some(Status::EndOfLife), 1),
                ("openssl", "11", "", Some(Status::WillNotFix), 1),
                ("openssl", "12", "low", None, 2),
                ("openssl", "14", "medium", Some(Status::FixDeferred), 1),
                ("other", "12", "high", None, 1),
            ]
        );
        assert_eq!(records[0].details.description, "Bad");
    }

    #[test]
    fn something_else_is_told_so() {
        let error = FEED.import(&mut Documents::of(vec![("x", b"[1]".to_vec())])).unwrap_err();
        assert!(error.to_string().starts_with("x is not Debian's security tracker"), "{error}");
    }
}
