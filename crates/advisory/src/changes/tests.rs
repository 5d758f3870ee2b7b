//! Stores that say the same, and that do not.

use super::Changes;
use crate::record::{Affected, Event, Record};
use crate::shard::ratings::SourceRating;
use crate::shard::{About, CveRating, write_advisories, write_ratings};
use crate::store::Store;

fn record(id: &str, package: &str, release: &str, fixed: &str) -> Record {
    let affected = Affected {
        package: package.to_owned(),
        release: release.to_owned(),
        ranges: vec![vec![Event::Introduced("0".to_owned()), Event::Fixed(fixed.to_owned())]],
        ..Affected::default()
    };
    Record { id: id.to_owned(), affected: vec![affected], ..Record::default() }
}

fn store(ecosystem: &str, records: Vec<Record>, word: &str) -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    write_advisories(&store.folder().join(format!("{ecosystem}.advisories")), About::default(), records).unwrap();
    let rating = SourceRating { source: "nvd".to_owned(), word: word.to_owned(), vectors: Vec::new() };
    let rating = CveRating { cve: "CVE-2024-3".to_owned(), ratings: vec![rating], ..CveRating::default() };
    write_ratings(&store.folder().join("nvd.ratings"), About::default(), vec![rating]).unwrap();
    (folder, store)
}

fn usual() -> Vec<Record> {
    vec![record("CVE-2024-1", "zlib", "12", "2"), record("CVE-2024-2", "curl", "12", "2"), record("CVE-2024-3", "a.b", "", "2")]
}

fn touched(before: Vec<Record>, now: Vec<Record>, words: [&str; 2]) -> Vec<&'static str> {
    let (_old, before) = store("Debian", before, words[0]);
    let (_new, now) = store("Debian", now, words[1]);
    let changes = Changes::between(&before, &now).unwrap();
    let asked = [("zlib", "12"), ("curl", "12"), ("curl", "11"), ("A_B", ""), ("new", "12")];
    asked
        .into_iter()
        .filter(|(package, release)| changes.touch("Debian", &["x".to_owned(), (*release).to_owned()], package))
        .map(|(package, _)| package)
        .collect()
}

#[test]
fn the_same_records_are_the_same_wherever_they_lie() {
    assert!(touched(usual(), usual(), ["LOW", "LOW"]).is_empty());
    let mut more = usual();
    more.push(record("CVE-2024-0", "aaa", "12", "99"));
    more.push(record("CVE-2024-9", "new", "12", "1"));
    let mut later = more.clone();
    later.iter_mut().for_each(|record| (record.modified = "2024-01-01".to_owned(), record.details.summary = "x".to_owned()).0);
    assert_eq!(touched(usual(), later, ["LOW", "LOW"]), ["new"]);
}

#[test]
fn what_is_said_otherwise_or_no_more_touches_its_package() {
    let mut other = usual();
    other[0] = record("CVE-2024-1", "zlib", "12", "3");
    other.remove(1);
    assert_eq!(touched(usual(), other, ["LOW", "LOW"]), ["zlib", "curl"]);
    assert_eq!(touched(usual(), usual(), ["LOW", "HIGH"]), ["A_B"], "it is rated otherwise");
}

#[test]
fn an_ecosystem_that_was_not_there_is_new_as_a_whole() {
    let (_old, before) = store("Debian", usual(), "LOW");
    let (_new, now) = store("Alpine", usual(), "LOW");
    let changes = Changes::between(&before, &now).unwrap();
    assert!(changes.touch("Alpine", &[String::new()], "any") && changes.touch("Debian", &[String::new()], "any"));
    assert!(!changes.touch("npm", &[String::new()], "any"));
    assert_eq!(changes.count(), None);
    let nothing = tempfile::tempdir().unwrap();
    assert!(Changes::between(&Store::new(nothing.path()), &now).is_err());
}
