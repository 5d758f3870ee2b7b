//! The readers against samples of every format, and against odd and broken ones.

use super::{config, deps, lock, paket, props};
use crate::testing::{assert_survives_damage, listing, read, told};
use crate::text_format::TextFormat;
use crate::{Analyzer, Setting, Stat};

const SAMPLES: [(&str, &TextFormat, &str, &str); 8] = [
    ("deps", &deps::ANALYZER, "app/Web.deps.json", include_str!("testdata/web.deps.json")),
    ("deps-selfcontained", &deps::ANALYZER, "app/tool.deps.json", include_str!("testdata/selfcontained.deps.json")),
    (
        "deps-runtime",
        &deps::ANALYZER,
        "usr/share/dotnet/shared/Microsoft.NETCore.App/8.0.8/Microsoft.NETCore.App.deps.json",
        include_str!("testdata/Microsoft.NETCore.App.deps.json"),
    ),
    ("lock", &lock::ANALYZER, "packages.lock.json", include_str!("testdata/packages.lock.json")),
    ("config", &config::ANALYZER, "packages.config", include_str!("testdata/packages.config")),
    ("props", &props::ANALYZER, "Directory.Packages.props", include_str!("testdata/Directory.Packages.props")),
    ("paket", &paket::ANALYZER, "paket.lock", include_str!("testdata/paket.lock")),
    ("paket-dependencies", &paket::MANIFEST, "paket.dependencies", include_str!("testdata/paket.dependencies")),
];

#[test]
fn every_format_is_read() {
    for (name, analyzer, path, sample) in SAMPLES {
        insta::assert_snapshot!(name, listing(&read(analyzer, path, sample.as_bytes())));
    }
}

#[test]
fn a_root_is_found_without_its_name() {
    let sample = SAMPLES[0].3;
    let renamed = told(&deps::ANALYZER, "app/other.deps.json", sample);
    assert!(renamed.contains("Web@1.0.0 root") && renamed.contains("Api@1.2.0 workspace"), "{renamed}");
    let text =
        r#"{"libraries":{"A/1":{"type":"project"},"B/1":{"type":"project"},"C/1":{"type":"package"},"D":{"type":"package"}}}"#;
    insta::assert_snapshot!(told(&deps::ANALYZER, "x.deps.json", text), @r"
    dotnet-core pkg:nuget/A@1 workspace
    dotnet-core pkg:nuget/B@1 workspace
    dotnet-core pkg:nuget/C@1
    ");
}

#[test]
fn libraries_that_name_each_other_end() {
    let text = r#"{"runtimeTarget":{"name":"t"},"targets":{"t":{"A/1":{"dependencies":{"B":"1"}},"B/1":{"dependencies":{"A":"1","C":"1"}},
        "C/1":{"native":{"c":{}},"dependencies":{"A":"1"}}}},"libraries":{"C/1":{"type":"package"}}}"#;
    assert_eq!(told(&deps::ANALYZER, "x.deps.json", text), "dotnet-core pkg:nuget/C@1 -> C@1");
}

#[test]
fn properties_that_name_themselves_end() {
    let group = "<Project><PropertyGroup><A>$(A)1</A><B>$(B)$(B)</B></PropertyGroup><ItemGroup>";
    for version in ["$(A)", "$(B)", "$(", "$([MSBuild]::X(1))", "(1,2)", "*", ""] {
        let text = format!("{group}<PackageVersion Include='X' Version='{version}'/></ItemGroup></Project>");
        assert_eq!(told(&props::ANALYZER, "Packages.props", &text), "", "{version}");
    }
}

#[test]
fn broken_files_are_problems() {
    for (analyzer, path, text) in [
        (&deps::ANALYZER, "a.deps.json", "{\"libraries\": {"),
        (&deps::ANALYZER, "a.deps.json", "[1]"),
        (&lock::ANALYZER, "packages.lock.json", "{\"dependencies\": 3}"),
        (&config::ANALYZER, "packages.config", "<packages><package id='a'/></packages>"),
        (&config::ANALYZER, "packages.config", "<configuration/>"),
        (&props::ANALYZER, "Packages.props", "<Project"),
        (&props::ANALYZER, "Packages.props", "<a/>"),
        (&paket::ANALYZER, "paket.lock", "\u{0}"),
    ] {
        assert_eq!(read(analyzer, path, text.as_bytes()).problems.len(), 1, "{path}: {text}");
    }
}

#[test]
fn what_the_framework_ships_counts_in_images() {
    for analyzer in [&deps::ANALYZER, &config::ANALYZER] {
        assert_ne!(analyzer.setting(), Setting::Project, "{}", analyzer.id());
    }
    for analyzer in [&lock::ANALYZER, &props::ANALYZER, &paket::ANALYZER] {
        assert_eq!(analyzer.setting(), Setting::Project, "{}", analyzer.id());
    }
}

#[test]
fn other_files_are_left_alone() {
    for (analyzer, path) in [
        (&lock::ANALYZER, "x/project.lock.json"),
        (&props::ANALYZER, "Directory.Build.props"),
        (&deps::ANALYZER, "x/deps.json"),
        (&config::ANALYZER, "app/web.config"),
    ] {
        assert!(!analyzer.wants(&Stat::new(path, 1, 0o644)), "{path}");
    }
    assert!(lock::ANALYZER.wants(&Stat::new("packages.web.lock.json", 1, 0o644)));
}

#[test]
fn damage_is_survived() {
    for (_, analyzer, path, sample) in SAMPLES {
        assert_survives_damage(analyzer, path, sample.as_bytes());
    }
}
