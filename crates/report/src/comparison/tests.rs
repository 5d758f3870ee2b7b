//! Names of packages and vulnerabilities that mean the same, and that do not.

use super::{Comparison, Found, Row, write_json, write_table};
use crate::sample;
use crate::table::Style;
use tidewaiter_model::{Class, Engine, Package, Purl, Report, ResultSet, Severity, Vulnerability};

/// An id, other ids, a severity.
type Finding<'a> = (&'a str, &'a [&'a str], Severity);

/// A report of packages with findings.
fn report(engine: &str, class: Class, found: &[(Package, &[Finding<'_>])]) -> (String, Report) {
    let mut set = ResultSet { class, ..ResultSet::default() };
    for (package, findings) in found {
        for (id, others, severity) in *findings {
            set.vulnerabilities.push(Vulnerability {
                id: (*id).to_owned(),
                vendor_ids: others.iter().map(|id| (*id).to_owned()).collect(),
                severity: *severity,
                package: set.packages.len(),
                ..Vulnerability::default()
            });
        }
        set.packages.push(package.clone());
    }
    let engine = Engine { name: engine.to_owned(), version: "1".to_owned() };
    (engine.name.clone(), Report { engine, results: vec![set], ..sample::report() })
}

fn package(name: &str, version: &str, purl: Option<Purl>) -> Package {
    Package { name: name.to_owned(), version: version.to_owned(), purl, ..Package::default() }
}

fn told(rows: &[Row]) -> Vec<String> {
    let word = |found: &Option<Found>| found.as_ref().map_or("-".to_owned(), |found| format!("{}:{}", found.id, found.severity));
    rows.iter()
        .map(|row| format!("{} {} {}", row.package, row.id, row.found.iter().map(word).collect::<Vec<_>>().join(" ")))
        .collect()
}

#[test]
fn findings_are_the_same_by_any_of_their_own_names() {
    let left = |name: &str, version: &str| package(name, version, Some(Purl::new("npm", "", "left", "1.0.0")));
    let native = report(
        "native",
        Class::LangPkgs,
        &[(
            left("left", "1.0.0"),
            &[
                ("CVE-2024-1", &["GHSA-1"], Severity::High),
                ("CVE-2024-2", &["DSA-9"], Severity::Low),
                ("X-1", &[], Severity::Low),
            ],
        )],
    );
    let grype = report(
        "grype",
        Class::LangPkgs,
        &[(
            left("Left", "v1.0.0"),
            &[
                ("GHSA-1", &[], Severity::Critical),
                ("CVE-2024-3", &["DSA-9"], Severity::Low),
                ("Y-1", &["X-1"], Severity::Unknown),
            ],
        )],
    );
    let comparison = Comparison::of(&[native, grype]);
    assert_eq!((comparison.agreed, comparison.reports[0].vulnerabilities, comparison.reports[1].vulnerabilities), (2, 3, 3));
    assert_eq!(told(&comparison.rated_differently), ["left CVE-2024-1 CVE-2024-1:HIGH GHSA-1:CRITICAL"]);
    assert_eq!(told(&comparison.differing), ["left CVE-2024-2 CVE-2024-2:LOW -", "left CVE-2024-3 - CVE-2024-3:LOW"]);
}

#[test]
fn an_erratum_stands_for_all_that_it_mends() {
    let bash = || package("bash", "4.4-19.6.1", None);
    let native = report(
        "native",
        Class::OsPkgs,
        &[(bash(), &[("CVE-1", &["SU-1"], Severity::High), ("CVE-2", &["SU-1"], Severity::High)])],
    );
    let trivy = report("trivy", Class::OsPkgs, &[(bash(), &[("SU-1", &[], Severity::High)])]);
    let comparison = Comparison::of(&[trivy, native]);
    assert_eq!((comparison.agreed, comparison.differing.len()), (2, 0), "{comparison:?}");
}

#[test]
fn packages_are_the_same_by_purl_and_version() {
    let purl = |kind, namespace| Some(Purl::new(kind, namespace, "Thing", ""));
    let jar = |name, version| package(name, version, purl("maven", "org.example"));
    let finding: &[Finding<'_>] = &[("CVE-1", &[], Severity::High)];
    let compared = |a: Package, b: Package, class| {
        let comparison = Comparison::of(&[report("native", class, &[(a, finding)]), report("grype", class, &[(b, finding)])]);
        comparison.agreed
    };
    assert_eq!(compared(jar("org.example:thing", "1"), jar("thing", "1"), Class::LangPkgs), 1);
    assert_eq!(compared(jar("thing", "1"), jar("thing", "2"), Class::LangPkgs), 0);
    assert_eq!(compared(jar("thing", "1"), package("thing", "1", purl("pypi", "")), Class::LangPkgs), 0);
    assert_eq!(
        compared(
            package("stdlib", "go1.20.1", purl("golang", "")),
            package("stdlib", "v1.20.1", purl("golang", "")),
            Class::LangPkgs
        ),
        1
    );
    let rpm = |namespace, version| package("audit", version, purl("rpm", namespace));
    assert_eq!(
        compared(rpm("mariner", "3.0-1"), rpm("cbl-mariner", "0:3.0-1"), Class::OsPkgs),
        1,
        "systems are called by several names"
    );
}

#[test]
fn the_shapes_never_change_unseen() {
    let mut other = sample::report();
    other.engine = Engine { name: "trivy".to_owned(), version: "0.76.0".to_owned() };
    other.results[0].vulnerabilities[0].severity = Severity::High;
    other.results[1].vulnerabilities.clear();
    let comparison = Comparison::of(&[("native".to_owned(), sample::report()), ("trivy".to_owned(), other)]);
    let (mut table, mut json) = (Vec::new(), Vec::new());
    write_table(&comparison, Style { color: false, width: None }, &mut table).unwrap();
    write_json(&comparison, &mut json).unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::with_settings!({ snapshot_path => "snapshots", prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("comparison.table", text(table));
        insta::assert_snapshot!("comparison.json", text(json));
    });
}
