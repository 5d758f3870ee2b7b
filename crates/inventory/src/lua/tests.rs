//! The readers against what LuaRocks wrote, and against odd and broken files.

use super::{lock, rockspec};
use crate::testing::{assert_survives_damage, listing, read, told};
use crate::text_format::TextFormat;
use crate::{Analyzer, Stat};

const INSTALLED: &str = "usr/local/lib/luarocks/rocks-5.4/sample/1.2.0-1/sample-1.2.0-1.rockspec";

const SAMPLES: [(&str, &TextFormat, &str, &str); 4] = [
    ("installed", &rockspec::ANALYZER, INSTALLED, include_str!("testdata/sample.rockspec")),
    ("installed-base", &rockspec::ANALYZER, INSTALLED, include_str!("testdata/base.rockspec")),
    ("project", &rockspec::MANIFEST, "sample-1.2.0-1.rockspec", include_str!("testdata/sample.rockspec")),
    ("lock", &lock::ANALYZER, "luarocks.lock", include_str!("testdata/luarocks.lock")),
];

#[test]
fn every_format_is_read() {
    for (name, analyzer, path, sample) in SAMPLES {
        insta::assert_snapshot!(name, listing(&read(analyzer, path, sample.as_bytes())));
    }
}

#[test]
fn an_installed_rock_goes_by_its_folder_if_its_program_does_not_tell() {
    let computed = "package = os.getenv('NAME')\nversion = f() .. '-1'\ndependencies = { 'a/lpeg>=1.0', 'luasocket' }\n";
    assert_eq!(told(&rockspec::ANALYZER, INSTALLED, computed), "rockspec pkg:luarocks/sample@1.2.0-1 -> lpeg luasocket");
    assert_eq!(
        told(&rockspec::ANALYZER, INSTALLED, "\u{fffd}"),
        "rockspec pkg:luarocks/sample@1.2.0-1\nproblem: broken sample-1.2.0-1.rockspec: it does not name its rock"
    );
}

#[test]
fn broken_files_are_problems() {
    for text in ["", "return 5", "return {\n dependencies = {\n  a = \"1.0-1\"", "<<<<<<< HEAD"] {
        assert_eq!(read(&lock::ANALYZER, "luarocks.lock", text.as_bytes()).problems.len(), 1, "{text}");
    }
}

#[test]
fn installed_rocks_are_not_projects() {
    let stat = |path| Stat::new(path, 1, 0o644);
    assert!(!rockspec::MANIFEST.wants(&stat(INSTALLED)));
    assert!(!rockspec::ANALYZER.wants(&stat("src/sample-1.2.0-1.rockspec")));
    assert!(rockspec::ANALYZER.wants(&stat("home/a/.luarocks/lib/luarocks/rocks/a/1-1/a-1-1.rockspec")));
}

#[test]
fn damage_is_survived() {
    for (_, analyzer, path, sample) in SAMPLES {
        assert_survives_damage(analyzer, path, sample.as_bytes());
    }
}
