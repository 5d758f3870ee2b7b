//! What holds of every policy and report.

use super::tests::report;
use super::*;
use proptest::prelude::*;
use tidewaiter_model::{Epss, Exploited, Misconfiguration, Package, ResultSet, Secret, Vulnerability};

fn severities() -> impl Strategy<Value = Severity> {
    prop::sample::select(Severity::WORST_FIRST.to_vec())
}

prop_compose! {
    fn vulnerabilities()(
        number in 1..6u8, severity in severities(), is_fixed: bool, is_exploited: bool, day in 1..29u8,
        probability in prop::option::of(0.0..1.0f64), package in 0..4usize,
    ) -> Vulnerability {
        Vulnerability {
            id: format!("CVE-{number}"),
            severity,
            fixed_version: if is_fixed { "2".to_owned() } else { String::new() },
            exploited: is_exploited.then(Exploited::default),
            epss: probability.map(|probability| Epss { probability, percentile: 0.5 }),
            published: Some(format!("2026-02-{day:02}T00:00:00Z")),
            package,
            ..Vulnerability::default()
        }
    }
}

prop_compose! {
    fn sets()(
        vulnerabilities in prop::collection::vec(vulnerabilities(), 0..8),
        secrets in prop::collection::vec((1..4u8, severities()), 0..4),
        checks in prop::collection::vec((1..4u8, severities()), 0..4),
        licenses in prop::collection::vec(prop::sample::select(vec!["MIT", "GPL-3.0-only", "MIT OR GPL-3.0-only", ""]), 0..3),
    ) -> ResultSet {
        ResultSet {
            vulnerabilities,
            packages: licenses.into_iter().map(|license| Package { licenses: vec![license.to_owned()], ..Package::default() }).collect(),
            secrets: secrets.into_iter().map(|(rule, severity)| Secret { rule_id: format!("r{rule}"), severity, ..Secret::default() }).collect(),
            misconfigurations: checks.into_iter().map(|(id, severity)| Misconfiguration { id: format!("c{id}"), severity, ..Misconfiguration::default() }).collect(),
            ..ResultSet::default()
        }
    }
}

prop_compose! {
    fn policies()(
        limits in prop::collection::vec(prop::sample::select(vec!["'off'", "0", "1", "3"]), 5),
        only_fixable: bool, grace in 0..20u8, exploited in prop::sample::select(vec!["fail", "warn", "ignore"]),
        epss in prop::sample::select(vec!["'off'", "0.5", "0"]), expires in 1..29u8, even: bool,
    ) -> String {
        format!(
            "[vulnerabilities]\nlimits = {{ critical = {}, high = {}, medium = {}, low = {}, unknown = {} }}\nonly-fixable = {only_fixable}\n\
             grace-days.high = {grace}\nknown-exploited = '{exploited}'\nepss = {epss}\n\
             allow = [{{ id = 'CVE-1', reason = 'x', expires = 2026-02-{expires:02}, even-if-exploited = {even} }}]\n\
             deny = [{{ id = 'CVE-2', reason = 'x' }}]\n\
             [secrets]\nfail-severities = ['high']\nfail-rules = ['r1']\ntolerate-rules = ['r2']\n\
             [misconfigurations]\nfail-severities = ['low']\ntolerate-ids = ['c1']\n[licenses]\ndeny = ['GPL-*']",
            limits[0], limits[1], limits[2], limits[3], limits[4]
        )
    }
}

proptest! {
    #[test]
    fn more_findings_never_let_more_in(policy in policies(), first in sets(), second in sets()) {
        let policy = Policy::parse("p", &policy).unwrap();
        let few = report(first.clone());
        let mut many = few.clone();
        many.results.push(second);
        let (before, after) = (policy.judge(&few, &Subject::default()), policy.judge(&many, &Subject::default()));
        prop_assert!(before.passed || !after.passed);
        for reason in &before.reasons {
            prop_assert!(after.reasons.iter().any(|other| other.code == reason.code));
        }
        prop_assert_eq!(&before, &policy.judge(&few, &Subject::default()));
        let mut turned = few;
        for set in &mut turned.results {
            set.vulnerabilities.reverse();
            set.secrets.reverse();
        }
        prop_assert_eq!(before, policy.judge(&turned, &Subject::default()));
    }

    #[test]
    fn nothing_that_is_no_policy_does_harm(text in "\\PC{0,200}") {
        let _ = Policy::parse("p", &text);
    }
}
