//! The readers against samples of every format, and against odd and broken files.

use super::{manifest, project};
use crate::testing::{assert_survives_damage, listing, read, told};
use crate::text_format::TextFormat;
use crate::{Analyzer, Stat};

const SAMPLES: [(&str, &TextFormat, &str, &str); 3] = [
    ("manifest-2", &manifest::ANALYZER, "app/Manifest.toml", include_str!("testdata/Manifest.toml")),
    ("manifest-1", &manifest::ANALYZER, "app/JuliaManifest.toml", include_str!("testdata/Manifest-1.toml")),
    ("project", &project::ANALYZER, "app/Project.toml", include_str!("testdata/Project.toml")),
];

#[test]
fn every_format_is_read() {
    for (name, analyzer, path, sample) in SAMPLES {
        insta::assert_snapshot!(name, listing(&read(analyzer, path, sample.as_bytes())));
    }
}

#[test]
fn packages_from_repositories_are_third_partys() {
    let facts = read(&manifest::ANALYZER, "Manifest.toml", SAMPLES[0].3.as_bytes());
    let foreign: Vec<_> = facts.packages.iter().filter(|p| p.third_party.is_some()).map(|p| p.name.as_str()).collect();
    assert_eq!(foreign, ["Example"]);
}

#[test]
fn odd_and_broken_files_are_read() {
    assert_eq!(told(&manifest::ANALYZER, "Manifest.toml", ""), "");
    assert_eq!(told(&manifest::ANALYZER, "Manifest.toml", "[package]\nname = \"not Julia\"\n[[file]]\npath = \"x\"\n"), "");
    assert!(told(&manifest::ANALYZER, "Manifest.toml", "[[deps").starts_with("problem: broken Manifest.toml"));
    let mixed =
        "manifest_format = \"2.0\"\n[[deps.A]]\nuuid = 3\n[[deps.B]]\nuuid = \"b\"\nversion = \"1.0.0\"\ndeps = [\"A\"]\n";
    let told_of_mixed = told(&manifest::ANALYZER, "Manifest.toml", mixed);
    assert!(told_of_mixed.starts_with("julia pkg:julia/B@1.0.0?uuid=b\nproblem: package A"), "{told_of_mixed}");
    assert_eq!(told(&project::ANALYZER, "Project.toml", "{{ name }}"), "");
}

#[test]
fn the_manifests_of_packages_are_left_alone() {
    let wants = |path: &str| manifest::ANALYZER.wants(&Stat::new(path, 1, 0o644));
    assert!(!wants("root/.julia/packages/Pluto/6smog/Manifest.toml"));
    assert!(!wants("root/.julia/packages/Pluto/6smog/docs/Manifest.toml"));
    assert!(!wants("app/manifest.toml"));
    assert!(wants("root/.julia/environments/v1.10/Manifest.toml"));
    assert!(wants("app/Manifest-v1.11.toml") && wants("app/JuliaManifest-v1.11.toml"));
    assert!(wants("repository/packages/tool/Manifest.toml"));
}

#[test]
fn damage_is_survived() {
    for (_, analyzer, path, sample) in SAMPLES {
        assert_survives_damage(analyzer, path, sample.as_bytes());
    }
}
