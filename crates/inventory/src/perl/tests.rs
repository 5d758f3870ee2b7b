//! The readers against what the real tools wrote, and against odd and broken files.

use super::{installed, licenses, log, name_and_version, snapshot};
use crate::testing::{assert_survives_damage, listing, read};
use crate::{Analyzer, Stat};

const RECORD: &str = "opt/app/lib/perl5/x86_64-linux/.meta/Acme-Sample-v1.2.3/install.json";
const META: &str = "opt/app/lib/perl5/x86_64-linux/.meta/Acme-Base-0.02/MYMETA.json";

const SAMPLES: [(&str, &dyn Analyzer, &str, &str); 4] = [
    ("installed", &installed::ANALYZER, RECORD, include_str!("testdata/install.json")),
    ("licenses", &licenses::ANALYZER, META, include_str!("testdata/MYMETA.json")),
    ("log", &log::Log, "usr/lib/perl5/perllocal.pod", include_str!("testdata/perllocal.pod")),
    ("snapshot", &snapshot::ANALYZER, "cpanfile.snapshot", include_str!("testdata/cpanfile.snapshot")),
];

#[test]
fn every_format_is_read() {
    for (name, analyzer, path, sample) in SAMPLES {
        let facts = read(analyzer, path, sample.as_bytes());
        let licenses = facts
            .licenses
            .iter()
            .map(|stated| format!("licences of {} {}: {:?}", stated.ecosystem, stated.package, stated.licenses));
        insta::assert_snapshot!(name, listing(&facts) + &licenses.collect::<String>());
    }
}

fn told(analyzer: &dyn Analyzer, path: &str, text: &str) -> String {
    listing(&read(analyzer, path, text.as_bytes()))
}

#[test]
fn names_and_versions_are_parted() {
    for (id, parts) in [
        ("Acme-Sample-v1.2.3", Some(("Acme-Sample", "v1.2.3"))),
        ("libwww-perl-6.76", Some(("libwww-perl", "6.76"))),
        ("Acme-1.23-TRIAL", Some(("Acme", "1.23-TRIAL"))),
        ("Acme-undef", None),
        ("-1", None),
    ] {
        assert_eq!(name_and_version(id), parts, "{id}");
    }
}

#[test]
fn odd_forms_are_read() {
    let elsewhere = r#"{"dist":"Acme-1.0","version":1,"pathname":"https://git.example.org/acme.git"}"#;
    let facts = read(&installed::ANALYZER, RECORD, elsewhere.as_bytes());
    assert_eq!(facts.packages[0].third_party.as_deref(), Some("https://git.example.org/acme.git"));
    let twice = SAMPLES[2].3.replace("Acme::Sample", "Acme::Base").replace("v1.2.3", "0.10");
    assert_eq!(told(&log::Log, "perllocal.pod", &twice), "cpan-installed pkg:cpan/Acme-Base@0.10");
    assert_eq!(told(&log::Log, "perllocal.pod", ""), "");
}

#[test]
fn broken_files_are_problems() {
    for (analyzer, path, text) in [
        (&installed::ANALYZER as &dyn Analyzer, RECORD, "{\"dist\":"),
        (&installed::ANALYZER, RECORD, "{\"dist\": \"Acme\"}"),
        (&licenses::ANALYZER, META, "[]"),
        (&log::Log, "perllocal.pod", "\u{fffd}"),
        (&snapshot::ANALYZER, "cpanfile.snapshot", "<<<<<<< HEAD"),
        (&snapshot::ANALYZER, "cpanfile.snapshot", "# carton snapshot format: version 1.0\nDISTRIBUTIONS\n  Acme-undef\n"),
    ] {
        assert_eq!(read(analyzer, path, text.as_bytes()).problems.len(), 1, "{text}");
    }
}

#[test]
fn other_files_are_left_alone() {
    assert!(!installed::ANALYZER.wants(&Stat { path: "usr/share/app/install.json", size: 1, mode: 0o644 }));
    assert!(!licenses::ANALYZER.wants(&Stat { path: "src/MYMETA.json", size: 1, mode: 0o644 }));
}

#[test]
fn damage_is_survived() {
    for (_, analyzer, path, sample) in SAMPLES {
        assert_survives_damage(analyzer, path, sample.as_bytes());
    }
}
