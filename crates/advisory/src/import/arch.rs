//! Arch Linux's security tracker: groups of vulnerabilities that one version of some packages mends.
//!
//! Format: <https://security.archlinux.org/issues/all.json>, described at <https://security.archlinux.org/>: `name` (`AVG-1234`),
//! `packages`, `status`, `severity`, `affected`, `fixed` (null if nothing is yet), `issues` (CVEs), `advisories` (`ASA-…`).
//! Limits: `affected` is the version that was looked at, so every version below the fix counts as affected.

use super::documents::Documents;
use super::feed::{Feed, ImportError, Imported};
use crate::record::{Affected, Details, Event, Record};
use serde::Deserialize;
use tidewaiter_model::Status;

/// Arch's tracker.
pub(super) const FEED: Feed = Feed {
    id: "arch",
    name: "Arch Linux's security tracker",
    home: "https://security.archlinux.org/issues/all.json",
    alone_speaks_of: Some("Arch Linux"),
    read,
};

#[derive(Deserialize)]
struct Group {
    name: String,
    packages: Vec<String>,
    status: String,
    #[serde(default)]
    severity: String,
    #[serde(default, rename = "type")]
    kind: String,
    fixed: Option<String>,
    #[serde(default)]
    issues: Vec<String>,
    #[serde(default)]
    advisories: Vec<String>,
}

fn read(documents: &mut Documents, imported: &mut Imported) -> Result<(), ImportError> {
    let mut fault = None;
    documents.each(&mut |name, bytes| match serde_json::from_slice::<Vec<serde_json::Value>>(&bytes) {
        Ok(groups) => {
            for (index, group) in groups.into_iter().enumerate() {
                match serde_json::from_value::<Group>(group) {
                    Ok(group) => imported.records.entry("Arch Linux".to_owned()).or_default().extend(record(group)),
                    Err(error) => imported.unreadable.push((format!("{name}, group {}", index + 1), error.to_string())),
                }
            }
        }
        Err(error) => {
            fault = Some(ImportError::Foreign { document: name.to_owned(), expected: FEED.name, reason: error.to_string() });
        }
    })?;
    fault.map_or(Ok(()), Err)
}

fn record(group: Group) -> Option<Record> {
    let status = match group.status.as_str() {
        "Not affected" => return None,
        "Unknown" => Some(Status::UnderInvestigation),
        _ => None,
    };
    let range: Vec<Event> = std::iter::once(Event::Introduced("0".to_owned())).chain(group.fixed.map(Event::Fixed)).collect();
    let affected = |package| Affected { package, ranges: vec![range.clone()], status, ..Affected::default() };
    let page = |id: &String| format!("https://security.archlinux.org/{id}");
    Some(Record {
        details: Details {
            summary: group.kind,
            references: std::iter::once(&group.name).chain(&group.advisories).map(page).collect(),
            ..Details::default()
        },
        id: group.name,
        upstream: group.issues,
        severity_word: group.severity,
        affected: group.packages.into_iter().map(affected).collect(),
        ..Record::default()
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{imported, told};
    use super::*;

    const SAMPLE: &str = include_str!("testdata/arch.json");

    fn arch(name: &str, version: &str) -> Vec<String> {
        told(&imported(&FEED, "all.json", SAMPLE), "arch", "", name, version)
    }

    #[test]
    fn groups_are_told_by_their_vulnerabilities() {
        assert_eq!(arch("lib32-glibc", "2.38-3"), ["CVE-2023-4911 fixed 2.38-5 HIGH [AVG-2842]"]);
        assert!(arch("lib32-glibc", "2.38-5").is_empty());
        assert_eq!(arch("pam", "1.7.0-2"), ["CVE-2025-6020 affected MEDIUM [AVG-2899]"]);
        assert_eq!(arch("vim", "9.0-1"), ["CVE-2023-1264 under_investigation LOW [AVG-2830]"]);
        assert!(arch("emacs", "29.1-1").is_empty(), "not affected");
        assert_eq!(arch("wget", "1.0-1"), ["AVG-2900 fixed 1.1-1 LOW"], "a group without a CVE has its own name");
    }

    #[test]
    fn a_broken_group_loses_nothing_else() {
        let text = SAMPLE.replacen("\"packages\": [\"pam\"]", "\"packages\": 3", 1);
        let imported = FEED.import(&mut Documents::of(vec![("all.json", text.into_bytes())])).unwrap();
        assert_eq!((imported.records["Arch Linux"].len(), imported.unreadable.len()), (3, 1));
        for text in [&SAMPLE[..300], "{}", ""] {
            assert!(FEED.import(&mut Documents::of(vec![("x", text.as_bytes().to_vec())])).is_err());
        }
    }
}
