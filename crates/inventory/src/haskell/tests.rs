//! The readers against what the real tools wrote, and against odd and broken files.

use super::{freeze, manifest, registered, stack};
use crate::testing::{assert_survives_damage, listing, read, told};
use crate::text_format::TextFormat;
use crate::{Analyzer, Stat};

const CONF: &str = "var/lib/ghc/package.conf.d/random-1.2.1.1.conf";

const SAMPLES: [(&str, &TextFormat, &str, &str); 5] = [
    ("freeze", &freeze::ANALYZER, "cabal.project.freeze", include_str!("testdata/cabal.project.freeze")),
    ("stack", &stack::ANALYZER, "stack.yaml.lock", include_str!("testdata/stack.yaml.lock")),
    ("registered", &registered::ANALYZER, CONF, include_str!("testdata/random.conf")),
    ("cabal", &manifest::ANALYZER, "sample.cabal", include_str!("testdata/sample.cabal")),
    ("hpack", &manifest::ANALYZER, "package.yaml", include_str!("testdata/package.yaml")),
];

#[test]
fn every_format_is_read() {
    for (name, analyzer, path, sample) in SAMPLES {
        insta::assert_snapshot!(name, listing(&read(analyzer, path, sample.as_bytes())));
    }
}

#[test]
fn odd_forms_are_read() {
    let flags = "constraints: any.a ==1.0 || ==1.1,\n             a +fast -slow,\n             b ==2\nindex-state: x ==1\nconstraints: any.c installed\n";
    insta::assert_snapshot!(told(&freeze::ANALYZER, "cabal.project.freeze", flags), @r"
    hackage pkg:hackage/a@1.0
    hackage pkg:hackage/a@1.1
    hackage pkg:hackage/b@2
    ");
    let part = "name: z-attoparsec-z-internal\nversion: 0.14\npackage-name: attoparsec\nlib-name: internal\n";
    assert_eq!(told(&registered::ANALYZER, CONF, part), "");
    assert_eq!(told(&stack::ANALYZER, "stack.yaml.lock", "packages: []\nsnapshots: []\n"), "");
    assert_eq!(told(&manifest::ANALYZER, "package.yaml", "- 1\n"), "");
}

#[test]
fn packages_from_repositories_are_third_partys() {
    let facts = read(&stack::ANALYZER, "stack.yaml.lock", SAMPLES[1].3.as_bytes());
    let foreign: Vec<_> = facts.packages.iter().filter_map(|p| Some((p.name.as_str(), p.third_party.as_deref()?))).collect();
    assert_eq!(foreign, [("tool", "https://github.com/Acme/tool.git")]);
}

#[test]
fn broken_files_are_problems() {
    for (analyzer, path, text) in [
        (&freeze::ANALYZER, "cabal.project.freeze", "<<<<<<< HEAD"),
        (&stack::ANALYZER, "stack.yaml.lock", "packages: ["),
        (&stack::ANALYZER, "stack.yaml.lock", "packages: 3"),
        (&stack::ANALYZER, "stack.yaml.lock", "packages:\n- completed:\n    hackage: nothing\n"),
        (&registered::ANALYZER, CONF, "name: a\nversion: x\n"),
        (&registered::ANALYZER, CONF, "\u{fffd}"),
    ] {
        assert_eq!(read(analyzer, path, text.as_bytes()).problems.len(), 1, "{text}");
    }
}

#[test]
fn other_files_are_left_alone() {
    for path in ["etc/ld.so.conf", "etc/apt/apt.conf.d/a.conf", "var/lib/ghc/package.conf.d/package.cache"] {
        assert!(!registered::ANALYZER.wants(&Stat::new(path, 1, 0o644)), "{path}");
    }
}

#[test]
fn damage_is_survived() {
    for (_, analyzer, path, sample) in SAMPLES {
        assert_survives_damage(analyzer, path, sample.as_bytes());
    }
}
