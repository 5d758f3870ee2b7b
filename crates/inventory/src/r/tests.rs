//! The readers against what R wrote, and against odd and broken files.

use super::{installed, lock, project};
use crate::testing::{assert_survives_damage, listing, read, told};
use crate::text_format::TextFormat;

const INSTALLED: &str = "usr/lib/R/library/sample/DESCRIPTION";

const SAMPLES: [(&str, &TextFormat, &str, &str); 5] = [
    ("installed", &installed::ANALYZER, INSTALLED, include_str!("testdata/sample.dcf")),
    ("installed-cran", &installed::ANALYZER, INSTALLED, include_str!("testdata/R6.dcf")),
    ("installed-bioconductor", &installed::ANALYZER, INSTALLED, include_str!("testdata/BiocGenerics.dcf")),
    ("project", &project::ANALYZER, "DESCRIPTION", include_str!("testdata/project.dcf")),
    ("renv", &lock::ANALYZER, "renv.lock", include_str!("testdata/renv.lock")),
];

#[test]
fn every_format_is_read() {
    for (name, analyzer, path, sample) in SAMPLES {
        insta::assert_snapshot!(name, listing(&read(analyzer, path, sample.as_bytes())));
    }
}

#[test]
fn packages_from_elsewhere_are_third_partys() {
    for (at, place) in [(0, "https://github.com/acme/sample"), (4, "GitHub acme/sample")] {
        let (_, analyzer, path, sample) = SAMPLES[at];
        let facts = read(analyzer, path, sample.as_bytes());
        let foreign: Vec<_> = facts.packages.iter().filter_map(|p| p.third_party.as_deref()).collect();
        assert_eq!(foreign, [place]);
    }
}

#[test]
fn a_description_is_of_an_installed_package_or_of_a_project() {
    assert_eq!(told(&installed::ANALYZER, INSTALLED, SAMPLES[3].3), "");
    assert_eq!(told(&project::ANALYZER, "DESCRIPTION", SAMPLES[0].3), "");
    assert_eq!(told(&installed::ANALYZER, INSTALLED, "Name: octave-io\nVersion: 2.6.4\n"), "");
}

#[test]
fn licences_are_named_one_by_one() {
    let with = |license: &str| {
        let text = format!("Package: a\nVersion: 1.0\nLicense: {license}\nBuilt: R 4\n");
        read(&installed::ANALYZER, INSTALLED, text.as_bytes()).packages.remove(0).licenses
    };
    assert_eq!(with("GPL-2 | GPL-3 | file LICENCE"), ["GPL-2.0-only", "GPL-3.0-only"]);
    assert_eq!(with("Apache License (>= 2.0)"), ["Apache-2.0"]);
    assert_eq!(with("MIT + file LICENSE"), ["MIT"]);
    assert!(with("file LICENSE").is_empty());
}

#[test]
fn broken_files_are_problems() {
    for (analyzer, path, text) in [
        (&installed::ANALYZER, INSTALLED, "Package: a\nBuilt: R 4.2.2"),
        (&lock::ANALYZER, "renv.lock", "{\"Packages\": {"),
        (&lock::ANALYZER, "renv.lock", "[R]\nVersion=3.5.1\n"),
        (&lock::ANALYZER, "renv.lock", "{\"Packages\": {\"a\": {\"Package\": \"a\"}}}"),
        (&lock::ANALYZER, "renv.lock", "{\"Packages\": {\"a\": 3}}"),
    ] {
        assert_eq!(read(analyzer, path, text.as_bytes()).problems.len(), 1, "{text}");
    }
}

#[test]
fn damage_is_survived() {
    for (_, analyzer, path, sample) in SAMPLES {
        assert_survives_damage(analyzer, path, sample.as_bytes());
    }
}
