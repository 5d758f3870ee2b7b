//! A verdict as people and programs see it.

use super::*;
use crate::table::Style;
use tidewaiter_policy::{Policy, Subject};

fn verdict(policy: &str) -> Verdict {
    Policy::parse("strict.toml", policy).unwrap().judge(&crate::sample::report(), &Subject::default())
}

const POLICY: &str =
    "[misconfigurations]\nfail-severities = ['high', 'medium']\n[licenses]\ndeny = ['MIT']\n[coverage]\nincomplete = 'fail'";

#[test]
fn people_see_this() {
    let mut out = Vec::new();
    write_table(&verdict(POLICY), Style::default(), &mut out).unwrap();
    insta::assert_snapshot!("failed", String::from_utf8(out).unwrap());
}

#[test]
fn programs_see_this() {
    let mut out = Vec::new();
    let verdict = verdict(POLICY);
    write_json(&verdict, &mut out).unwrap();
    let read: Verdict = serde_json::from_slice(&out).unwrap();
    assert_eq!(read, verdict);
    insta::assert_snapshot!("json", serde_json::to_string_pretty(&read).unwrap());
}

#[test]
fn a_long_list_is_cut_in_the_table_and_orders_to_the_terminal_are_not_passed_on() {
    let mut report = crate::sample::report();
    report.artifact.name += "\x1b[2J";
    let set = &mut report.results[0];
    let found = set.vulnerabilities[0].clone();
    set.vulnerabilities =
        (0..30).map(|number| tidewaiter_model::Vulnerability { id: format!("CVE-{number:02}\x1b"), ..found.clone() }).collect();
    let mut out = Vec::new();
    write_table(&Policy::default().judge(&report, &Subject::default()), Style::default(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("CVE-19") && !text.contains("CVE-20") && text.contains("and 10 more"), "{text}");
    assert!(!text.contains('\x1b'));
}
