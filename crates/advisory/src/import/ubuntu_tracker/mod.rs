//! Ubuntu's CVE tracker: the state of every package of every release, with priorities and decisions.
//!
//! Format: the files `active/CVE-…` and `retired/CVE-…` of <https://git.launchpad.net/ubuntu-cve-tracker>; what their states mean:
//! <https://documentation.ubuntu.com/security/security-updates/cve-status/>.
//! Ubuntu Pro's states (`esm-infra/xenial`, `trusty/esm`) go to `Pro:16.04:LTS`; where Pro says that a package is not affected,
//! that is a statement too, for it stands against the one of the release itself.
//! Limits: FIPS, real time and other variants are passed over; so are releases before 12.04, snaps and `upstream`.

mod file;

use super::documents::Documents;
use super::feed::{Feed, ImportError, Imported};
use crate::record::{Affected, Details, Event};
use file::{File, State};
use tidewaiter_model::Status;

/// The tracker.
pub(super) const FEED: Feed = Feed {
    id: "ubuntu",
    name: "Ubuntu's CVE tracker",
    home: "https://git.launchpad.net/ubuntu-cve-tracker",
    alone_speaks_of: None,
    read,
};

const RELEASES: [(&str, &str); 29] = [
    ("precise", "12.04:LTS"),
    ("quantal", "12.10"),
    ("raring", "13.04"),
    ("saucy", "13.10"),
    ("trusty", "14.04:LTS"),
    ("utopic", "14.10"),
    ("vivid", "15.04"),
    ("wily", "15.10"),
    ("xenial", "16.04:LTS"),
    ("yakkety", "16.10"),
    ("zesty", "17.04"),
    ("artful", "17.10"),
    ("bionic", "18.04:LTS"),
    ("cosmic", "18.10"),
    ("disco", "19.04"),
    ("eoan", "19.10"),
    ("focal", "20.04:LTS"),
    ("groovy", "20.10"),
    ("hirsute", "21.04"),
    ("impish", "21.10"),
    ("jammy", "22.04:LTS"),
    ("kinetic", "22.10"),
    ("lunar", "23.04"),
    ("mantic", "23.10"),
    ("noble", "24.04:LTS"),
    ("oracular", "24.10"),
    ("plucky", "25.04"),
    ("questing", "25.10"),
    ("resolute", "26.04:LTS"),
];

fn read(documents: &mut Documents, imported: &mut Imported) -> Result<(), ImportError> {
    documents.each(&mut |name, bytes| {
        // The repository holds scripts, notes and templates beside its records.
        let base = name.rsplit('/').next().unwrap_or(name);
        if !base.starts_with("CVE-") {
            return;
        }
        let text = String::from_utf8_lossy(&bytes);
        let file = File::read(&text);
        if !file.candidate.starts_with("CVE-") {
            imported.unreadable.push((name.to_owned(), "it names no candidate".to_owned()));
            return;
        }
        read_file(&file, imported);
    })?;
    if !imported.records.is_empty() {
        return Ok(());
    }
    let (document, reason) =
        imported.unreadable.pop().unwrap_or_else(|| (documents.source().to_owned(), "it holds no record".to_owned()));
    Err(ImportError::Foreign { document, expected: FEED.name, reason })
}

fn read_file(file: &File<'_>, imported: &mut Imported) {
    let affected: Vec<Affected> = file.states.iter().filter_map(|state| affected(file, state)).collect();
    if affected.is_empty() {
        return;
    }
    let record = imported.record("Ubuntu", file.candidate);
    record.published = date(file.public_date);
    record.vectors = file.vectors.iter().map(|&vector| vector.to_owned()).collect();
    record.details = Details {
        description: file.description.clone(),
        references: file.references.iter().map(|&url| url.to_owned()).collect(),
        ..Details::default()
    };
    record.affected.extend(affected);
}

fn affected(file: &File<'_>, state: &State<'_>) -> Option<Affected> {
    let (codename, release) = release(state.release)?;
    // `trusty/esm` is the older name of what `esm-infra-legacy/trusty` goes on with.
    let is_successor = |other: &State<'_>| {
        other.package == state.package && other.release.starts_with("esm-") && other.release.ends_with(&format!("/{codename}"))
    };
    if state.release.ends_with("/esm") && file.states.iter().any(is_successor) {
        return None;
    }
    let is_pro = release.starts_with("Pro:");
    let mut range = vec![Event::Introduced("0".to_owned())];
    let status = match state.word {
        "released" if !state.note.is_empty() => {
            range.push(Event::Fixed(state.note.to_owned()));
            None
        }
        // The fix is being made or tested.
        "needed" | "active" | "pending" => None,
        "needs-triage" => Some(Status::UnderInvestigation),
        "deferred" => Some(Status::FixDeferred),
        "ignored" if state.note.contains("end of") || state.note.contains("end-of-life") => Some(Status::EndOfLife),
        // What is not built cannot harm.
        "ignored" if state.note.contains("code-not-compiled") => return None,
        "ignored" => Some(Status::WillNotFix),
        "not-affected" if is_pro => {
            range.clear();
            None
        }
        _ => return None,
    };
    if !is_pro && range.len() == 1 {
        range.extend(pro_fix(file, state.package, codename).map(Event::Limit));
    }
    Some(Affected {
        package: state.package.to_owned(),
        release,
        ranges: Some(range).filter(|range| !range.is_empty()).into_iter().collect(),
        rating: file.priority(state.package, codename).to_owned(),
        status,
        ..Affected::default()
    })
}

/// The version in which Pro mends what the release itself does not: who has it is not affected.
fn pro_fix(file: &File<'_>, package: &str, codename: &str) -> Option<String> {
    let is_pros = |state: &&State<'_>| {
        let of = release(state.release);
        state.word == "released" && of.is_some_and(|(of, release)| of == codename && release.starts_with("Pro:"))
    };
    let states = file.states.iter().filter(|state| state.package == package);
    states.filter(is_pros).map(|state| state.note.to_owned()).find(|version| !version.is_empty())
}

/// The codename, and what OSV calls the release: `bionic` and `Pro:18.04:LTS` of `esm-infra/bionic`.
fn release(name: &str) -> Option<(&str, String)> {
    let of = |codename: &str| RELEASES.iter().find(|(known, _)| *known == codename).map(|(_, release)| *release);
    match name.split_once('/') {
        None => Some((name, of(name)?.to_owned())),
        Some((codename, "esm")) => Some((codename, format!("Pro:{}", of(codename)?))),
        Some((pocket, codename)) if pocket.starts_with("esm-") => Some((codename, format!("Pro:{}", of(codename)?))),
        Some(_) => None,
    }
}

/// `2024-01-26T09:15:00Z` of `2024-01-26 09:15:00 UTC` or of the day alone; empty for `unknown`.
fn date(text: &str) -> String {
    let mut parts = text.split(' ');
    match (parts.next().filter(|day| day.len() == 10), parts.next().filter(|time| time.len() == 8)) {
        (Some(day), Some(time)) => format!("{day}T{time}Z"),
        (Some(day), None) => format!("{day}T00:00:00Z"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{imported, told};
    use super::*;

    const SAMPLE: &str = include_str!("testdata/CVE-2024-0727");

    fn ubuntu(release: &str, name: &str, version: &str) -> Vec<String> {
        told(&imported(&FEED, "active/CVE-2024-0727", SAMPLE), "ubuntu", release, name, version)
    }

    #[test]
    fn a_fix_is_told_and_who_has_it_is_not_affected() {
        assert_eq!(ubuntu("22.04", "openssl", "3.0.2-0ubuntu1.10"), ["CVE-2024-0727 fixed 3.0.2-0ubuntu1.14 LOW"]);
        assert!(ubuntu("22.04", "openssl", "3.0.2-0ubuntu1.14").is_empty());
        assert!(ubuntu("24.04", "openssl", "3.0.13-0ubuntu1").is_empty(), "not affected");
        assert!(ubuntu("24.04", "nodejs", "1").is_empty(), "not there");
    }

    #[test]
    fn each_state_is_a_status() {
        assert_eq!(ubuntu("20.04", "edk2", "1"), ["CVE-2024-0727 fix_deferred MEDIUM"]);
        assert_eq!(ubuntu("22.04", "edk2", "1"), ["CVE-2024-0727 affected HIGH"], "of this release in particular");
        assert_eq!(ubuntu("24.04", "edk2", "1"), ["CVE-2024-0727 under_investigation MEDIUM"]);
        assert_eq!(ubuntu("24.10", "edk2", "1"), ["CVE-2024-0727 affected MEDIUM"]);
        assert_eq!(ubuntu("25.04", "edk2", "1"), ["CVE-2024-0727 affected MEDIUM"]);
        assert!(ubuntu("25.10", "edk2", "1").is_empty());
        assert_eq!(ubuntu("22.04", "nodejs", "1"), ["CVE-2024-0727 will_not_fix LOW"]);
        assert_eq!(ubuntu("23.04", "openssl", "1"), ["CVE-2024-0727 end_of_life LOW"]);
    }

    #[test]
    fn pro_has_states_of_its_own() {
        let esm = "1.0.2g-1ubuntu4.20+esm11";
        assert_eq!(ubuntu("16.04", "openssl", "1.0.2g-1ubuntu4.20"), ["CVE-2024-0727 end_of_life LOW"]);
        assert!(ubuntu("16.04", "openssl", esm).is_empty());
        assert_eq!(ubuntu("16.04+esm-infra", "openssl", "1.0.2g-1"), [format!("CVE-2024-0727 fixed {esm} LOW")]);
        assert_eq!(ubuntu("18.04+esm-infra", "openssl", "1.1.1-1"), ["CVE-2024-0727 fix_deferred LOW"]);
        assert!(ubuntu("14.04+esm-infra-legacy", "openssl", "1.0.1f-1").is_empty(), "the newer pocket says so");
        assert_eq!(ubuntu("22.04+esm-apps", "edk2", "1")[0].split(' ').nth(1), Some("fixed"));
    }

    #[test]
    fn details_are_read() {
        let imported = imported(&FEED, "CVE-2024-0727", SAMPLE);
        let record = &imported.records["Ubuntu"][0];
        assert_eq!(record.published, "2024-01-26T09:15:00Z");
        assert_eq!(record.vectors, ["CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H"]);
        assert!(record.details.description.ends_with("may lead OpenSSL to crash."));
        assert_eq!(record.details.references.len(), 3);
        assert!(!record.affected.iter().any(|affected| affected.release.contains("FIPS")));
    }

    #[test]
    fn what_is_no_record_is_passed_over_and_what_is_broken_is_told() {
        let documents = vec![
            ("x/active/CVE-2024-0727", SAMPLE.as_bytes().to_vec()),
            ("x/active/00boilerplate", b"Candidate:".to_vec()),
            ("x/active/CVE-2024-1", b"\xff\xfe: no".to_vec()),
            ("x/retired/CVE-2024-2", SAMPLE.as_bytes()[..700].to_vec()),
        ];
        let imported = FEED.import(&mut Documents::of(documents)).unwrap();
        assert_eq!(imported.unreadable, [("x/active/CVE-2024-1".to_owned(), "it names no candidate".to_owned())]);
        assert!(FEED.import(&mut Documents::of(vec![("README", b"text".to_vec())])).is_err());
    }
}
