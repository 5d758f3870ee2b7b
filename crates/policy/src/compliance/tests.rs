//! Controls against small reports.

use super::*;
use tidewaiter_model::{Artifact, Coverage, Package, Problem};

const RAN: Ran = Ran { vulnerabilities: true, secrets: true };

fn report(set: ResultSet) -> Report {
    Report {
        engine: tidewaiter_model::Engine::native(),
        artifact: Artifact { name: "x".to_owned(), kind: ArtifactKind::Filesystem, image: None },
        os: None,
        end_of_life: None,
        results: vec![set],
        coverage: Coverage::default(),
        created_at: String::new(),
    }
}

fn result(id: &str, alias: &str, status: CheckStatus) -> Misconfiguration {
    Misconfiguration { id: id.to_owned(), aliases: vec![alias.to_owned()], status, ..Misconfiguration::default() }
}

/// Each control with what it came to.
fn told(report: &Report, spec: &Spec, ran: Ran) -> String {
    let line = |control: &Control| format!("{} {:?} {} {}", control.id, control.status, control.failures(), control.reason);
    judge(report, spec, ran).controls.iter().map(line).map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_empty_report_passes_nothing_that_was_not_looked_at() {
    let docker = Spec::built_in("docker-cis").unwrap();
    insta::assert_snapshot!(told(&report(ResultSet::default()), &docker, Ran::default()));
}

#[test]
fn what_was_looked_at_passes_or_fails() {
    let package = |name: &str| Package { name: name.to_owned(), ..Package::default() };
    let of = |severity, package| Vulnerability { severity, package, ..Vulnerability::default() };
    let set = ResultSet {
        packages: vec![package("a"), package("b")],
        vulnerabilities: vec![of(Severity::High, 0), of(Severity::Critical, 1)],
        secrets: vec![Secret { severity: Severity::High, ..Secret::default() }],
        misconfigurations: vec![
            result("DS-0002", "AVD-DS-0002", CheckStatus::Fail),
            result("DS-0002", "AVD-DS-0002", CheckStatus::Fail),
            result("TW-IMG-0001", "CIS-DI-0008", CheckStatus::Fail),
            result("DS-0026", "", CheckStatus::Pass),
            result("DS-0031", "", CheckStatus::Pass),
            result("DS-0005", "", CheckStatus::Exception),
        ],
        ..ResultSet::default()
    };
    let mut report = report(set);
    let docker = Spec::built_in("docker-cis").unwrap();
    insta::assert_snapshot!(told(&report, &docker, RAN));
    let judged = judge(&report, &docker, RAN);
    let scanned = &judged.controls[3].results[0];
    assert_eq!(scanned.packages[scanned.vulnerabilities[0].package].name, "b");
    report.coverage.gaps.push(Gap::Unreadable { files: 1 });
    let judged = judge(&report, &docker, RAN);
    assert_eq!(judged.controls[9].status, ControlStatus::NotEvaluated, "a secret may be in what could not be read");
    assert_eq!(judged.controls[3].status, ControlStatus::Fail, "what was found was found");
}

#[test]
fn what_could_not_be_read_passes_nothing() {
    let set = ResultSet {
        kind: "kubernetes".to_owned(),
        misconfigurations: vec![result("X-1", "", CheckStatus::Pass)],
        ..ResultSet::default()
    };
    let mut report = report(set);
    let spec =
        Spec::read("spec: {id: a, controls: [{id: '1', checks: [{id: X-1}]}, {id: '2', checks: [{id: SECRET-LOW}]}]}").unwrap();
    assert_eq!(told(&report, &spec, RAN), "1 Pass 0\n2 Pass 0");
    report.artifact.kind = ArtifactKind::Spdx;
    let problem = |origin: &str| Problem { path: "a.yaml".to_owned(), origin: origin.to_owned(), message: String::new() };
    report.coverage.problems = vec![problem("npm")];
    assert_eq!(told(&report, &spec, RAN), "1 Pass 0\n2 NotEvaluated 0 secrets were not looked for");
    report.coverage.problems = vec![problem("kubernetes")];
    assert!(told(&report, &spec, RAN).starts_with("1 NotEvaluated 0 a.yaml could not be checked in full"));
}

#[test]
fn authors_may_want_controls_to_fail_where_nothing_tells() {
    let spec = Spec::read("spec: {id: a, controls: [{id: '1', defaultStatus: FAIL, checks: [{id: X-1}]}, {id: '2', defaultStatus: FAIL}, {id: '3', defaultStatus: PASS, checks: [{id: X-1}]}]}").unwrap();
    assert_eq!(
        told(&report(ResultSet::default()), &spec, RAN),
        "1 Fail 0 nothing was found that X-1 is about\n2 Manual 0\n3 NotEvaluated 0 nothing was found that X-1 is about"
    );
}
