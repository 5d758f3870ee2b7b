//! The sample report against a few controls.

use super::*;
use crate::table::Style;
use tidewaiter_model::{ComplianceReport, Control, ControlStatus, Report, ResultSet, Severity};

fn judged(report: &Report) -> ComplianceReport {
    let control = |id: &str, status, reason: &str, results: Vec<ResultSet>| Control {
        id: id.to_owned(),
        name: format!("Asks for {id} & more"),
        description: "Why.".to_owned(),
        severity: Severity::High,
        status,
        reason: reason.to_owned(),
        results,
        ..Control::default()
    };
    let found = || report.results.iter().filter(|set| !set.misconfigurations.is_empty() || !set.secrets.is_empty()).cloned();
    ComplianceReport {
        id: "docker-cis-1.6.0".to_owned(),
        title: "CIS".to_owned(),
        version: "1.6.0".to_owned(),
        related_resources: vec!["https://example.com".to_owned()],
        controls: vec![
            control("4.1", ControlStatus::Fail, "", found().collect()),
            control("4.2", ControlStatus::Manual, "", Vec::new()),
            control("4.6", ControlStatus::Pass, "", Vec::new()),
            control("4.10", ControlStatus::NotEvaluated, "secrets were not looked for", Vec::new()),
        ],
        ..ComplianceReport::default()
    }
}

#[test]
fn the_shapes_never_change_unseen() {
    let report = crate::sample::report();
    let judged = judged(&report);
    let json = |detail| {
        let mut out = Vec::new();
        write_json(&judged, &report, detail, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("summary.json", json(Detail::Summary));
        insta::assert_snapshot!("all.json", json(Detail::All));
    });
}

#[test]
fn people_see_this() {
    let report = crate::sample::report();
    let mut out = Vec::new();
    write_table(&judged(&report), &report, Detail::All, Style::default(), &mut out).unwrap();
    insta::with_settings!({ prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("all.table", String::from_utf8(out).unwrap());
    });
}
