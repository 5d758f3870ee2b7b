//! Findings that came, went and were rated otherwise.

use super::{Change, Changes, Summary, Unread, write_json, write_table};
use crate::sample;
use crate::table::Style;
use serde_json::{Value, json};
use tidewaiter_model::{Package, Severity, Vulnerability};

type Found = (Package, Vulnerability);

fn found(package: &str, id: &str, others: &[&str], severity: Severity) -> Found {
    let package = Package { name: package.to_owned(), version: "1".to_owned(), ..Package::default() };
    let vendor_ids = others.iter().map(|&id| id.to_owned()).collect();
    (package, Vulnerability { id: id.to_owned(), vendor_ids, severity, ..Vulnerability::default() })
}

fn between(before: Option<&[Found]>, now: &[Found], wanted: &[Severity]) -> Changes {
    fn borrowed(all: &[Found]) -> impl Iterator<Item = super::Found<'_>> {
        all.iter().map(|(package, found)| (package, found))
    }
    Changes::between("a.json", &sample::report().artifact, before.map(borrowed), borrowed(now), wanted)
}

fn told(changes: &[Change]) -> Vec<String> {
    changes.iter().map(|change| format!("{} {} {}", change.pkg_name, change.id, change.severity)).collect()
}

fn some_changes(wanted: &[Severity]) -> Changes {
    let before = [
        found("a", "CVE-1", &[], Severity::Low),
        found("a", "GHSA-2", &[], Severity::Low),
        found("b", "CVE-3", &[], Severity::Unknown),
        found("b", "CVE-4", &[], Severity::High),
    ];
    let now = [
        found("a", "CVE-1", &[], Severity::Low),
        found("a", "CVE-1", &[], Severity::Low),
        found("a", "CVE-2", &["GHSA-2"], Severity::Low),
        found("b", "CVE-3", &[], Severity::Critical),
        found("c", "CVE-5", &[], Severity::Medium),
    ];
    between(Some(&before), &now, wanted)
}

#[test]
fn a_finding_is_the_same_by_any_of_its_names() {
    let changes = some_changes(&Severity::WORST_FIRST);
    assert_eq!(told(&changes.new), ["c CVE-5 MEDIUM"]);
    assert_eq!(told(&changes.gone), ["b CVE-4 HIGH"]);
    assert_eq!(told(&changes.rated_differently), ["b CVE-3 CRITICAL"]);
    assert_eq!(changes.rated_differently[0].severity_before, Some(Severity::Unknown));
    assert_eq!(changes.findings.values().sum::<usize>(), 4);
}

#[test]
fn only_wanted_severities_are_told() {
    let changes = some_changes(&[Severity::Critical, Severity::High]);
    assert!(changes.new.is_empty());
    assert_eq!((changes.gone.len(), changes.rated_differently.len(), changes.findings.len()), (1, 1, 1));
}

#[test]
fn what_was_never_judged_is_all_new() {
    let now = [found("a", "CVE-1", &[], Severity::Low)];
    let changes = between(None, &now, &Severity::WORST_FIRST);
    assert!(!changes.judged_before && changes.touched);
    assert_eq!(told(&changes.new), ["a CVE-1 LOW"]);
}

#[test]
fn json_is_a_line_an_artifact() {
    let mut out = Vec::new();
    write_json(Ok(&some_changes(&Severity::WORST_FIRST)), &mut out).unwrap();
    write_json(Err(&Unread { source: "b.json".to_owned(), error: "cut".to_owned() }), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["Findings"], json!({ "LOW": 2, "MEDIUM": 1, "CRITICAL": 1 }));
    assert_eq!(lines[0]["RatedDifferently"][0]["SeverityBefore"], "UNKNOWN");
    assert_eq!(lines[0]["Source"], "a.json");
    assert_eq!(lines[1], json!({ "Source": "b.json", "Error": "cut" }));
}

#[test]
fn people_see_what_changed_and_what_it_comes_to() {
    let changes = some_changes(&Severity::WORST_FIRST);
    let (mut out, mut summary) = (Vec::new(), Summary::default());
    write_table(&changes, Style::default(), &mut out).unwrap();
    write_table(&Changes::none("b.json", &sample::report().artifact), Style::default(), &mut out).unwrap();
    summary.add(&changes);
    summary.add(&Changes::none("b.json", &sample::report().artifact));
    summary.add_unread();
    summary.write(Style::default(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    for line in [
        "1 new, 1 gone, 1 rated differently",
        "was UNKNOWN  CRITICAL  CVE-3",
        "3 inventories: 1 changed, 1 not touched by changed advisories, 1 cannot be read",
        "Findings new: 1, gone: 1, rated differently: 1",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(!text.contains("b.json"), "{text}");
}
