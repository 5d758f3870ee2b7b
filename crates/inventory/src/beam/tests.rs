//! The readers against what the real tools wrote, and against odd and broken files.

use super::{manifest, mix, rebar};
use crate::testing::{assert_survives_damage, listing, read, told};
use crate::text_format::TextFormat;

const SAMPLES: [(&str, &TextFormat, &str, &str); 4] = [
    ("mix", &mix::ANALYZER, "mix.lock", include_str!("testdata/mix.lock")),
    ("mix-exs", &manifest::ANALYZER, "mix.exs", include_str!("testdata/mix.exs")),
    ("rebar", &rebar::ANALYZER, "rebar.lock", include_str!("testdata/rebar.lock")),
    ("rebar-v0", &rebar::ANALYZER, "rebar.lock", include_str!("testdata/rebar-v0.lock")),
];

#[test]
fn every_format_is_read() {
    for (name, analyzer, path, sample) in SAMPLES {
        insta::assert_snapshot!(name, listing(&read(analyzer, path, sample.as_bytes())));
    }
}

#[test]
fn old_and_odd_forms_are_read() {
    let old = r#"%{"a": {:package, "0.1.0"}, "b": {:hex, :b, "0.2.0"}, "c" => {:hex, :c, "1.0.0", "00", [:mix], [{:a, "~> 0.1", []}]},
        "d": {:path, "../d"}, "e": 5}"#;
    insta::assert_snapshot!(told(&mix::ANALYZER, "mix.lock", old), @r"
    hex pkg:hex/a@0.1.0
    hex pkg:hex/b@0.2.0
    hex pkg:hex/c@1.0.0 -> a@0.1.0
    ");
    assert_eq!(told(&mix::ANALYZER, "mix.lock", "%{}\n"), "");
    assert_eq!(told(&rebar::ANALYZER, "rebar.lock", "[].\n"), "");
    let declared = "defp deps, do: [\n{:a, \"~> 1.0\"}, {:b, only: :prod},\n{:c, \">= 0.0.0\", only: [:test, :prod]}, {:d, only: :test}]\nend";
    insta::assert_snapshot!(told(&manifest::ANALYZER, "mix.exs", declared), @r"
    declares hex a
    declares hex b
    declares hex c
    declares hex d dev
    ");
    assert_eq!(told(&manifest::ANALYZER, "mix.exs", "[{:a, 1}]"), "");
}

#[test]
fn broken_files_give_what_came_before_the_break_and_a_problem() {
    let (before, _) = SAMPLES[0].3.split_once("makeup").unwrap();
    let cut = read(&mix::ANALYZER, "mix.lock", before.as_bytes());
    assert_eq!((cut.packages.len(), cut.problems.len()), (3, 1));
    for (analyzer, path, text) in [
        (&mix::ANALYZER, "mix.lock", "<<<<<<< HEAD"),
        (&mix::ANALYZER, "mix.lock", "%{\"a\": {:hex, :a, \"1"),
        (&rebar::ANALYZER, "rebar.lock", "{\"1.2.0\",\n["),
        (&rebar::ANALYZER, "rebar.lock", "\u{fffd}"),
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
