//! The readers against what the real tools wrote, and against odd and broken files.

use super::{cache, info, lock, manifest};
use crate::testing::{assert_survives_damage, listing, read};
use crate::{Analyzer, Stat};
use std::io::Read;

const INFO: &str = "root/.conan/data/poco/1.9.4/acme/stable/package/080f6d07e2dc137b2a00b152c99aa22e6eed8b2f/conaninfo.txt";

const SAMPLES: [(&str, &dyn Analyzer, &str, &str); 5] = [
    ("lock-1", &lock::ANALYZER, "conan.lock", include_str!("testdata/conan1.lock")),
    ("lock-2", &lock::ANALYZER, "conan.lock", include_str!("testdata/conan2.lock")),
    ("info", &info::ANALYZER, INFO, include_str!("testdata/conaninfo.txt")),
    ("conanfile-txt", &manifest::ANALYZER, "conanfile.txt", include_str!("testdata/conanfile.txt")),
    ("conanfile-py", &manifest::ANALYZER, "conanfile.py", include_str!("testdata/conanfile.py")),
];

const CACHE: &str = "root/.conan2/p/cache.sqlite3";

fn database() -> Vec<u8> {
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(&include_bytes!("testdata/cache.sqlite3.gz")[..]).read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn every_format_is_read() {
    for (name, analyzer, path, sample) in SAMPLES {
        insta::assert_snapshot!(name, listing(&read(analyzer, path, sample.as_bytes())));
    }
    insta::assert_snapshot!("cache", listing(&read(&cache::Cache, CACHE, &database())));
}

fn told(analyzer: &dyn Analyzer, path: &str, text: &str) -> String {
    listing(&read(analyzer, path, text.as_bytes()))
}

#[test]
fn packages_of_somebody_are_not_conan_centers() {
    let facts = read(&lock::ANALYZER, "conan.lock", SAMPLES[1].3.as_bytes());
    let foreign: Vec<_> = facts.packages.iter().filter_map(|p| Some((p.name.as_str(), p.third_party.as_deref()?))).collect();
    assert_eq!(foreign, [("poco", "acme/stable")]);
}

#[test]
fn old_and_odd_forms_are_read() {
    let first = r#"{"graph_lock": {"nodes": {"0": {"pref": null, "requires": ["1"]}, "1": {"pref": "a/1@_/_#0:5ab8#0", "requires": ["2", "9"]},
        "2": {"pref": "b/2.0@me/test#0:5ab8", "requires": ["1"]}}}, "version": "0.1"}"#;
    insta::assert_snapshot!(told(&lock::ANALYZER, "conan.lock", first), @r"
    conan pkg:conan/a@1 direct -> b@2.0
    conan pkg:conan/b@2.0?channel=test&user=me indirect -> a@1
    ");
    assert_eq!(told(&lock::ANALYZER, "conan.lock", "{}"), "");
    let program = "class P(ConanFile):\n  requires = ['a/1.0', \"b/[>=1]\", 'b2/1']\n  build_requires = \"c/1\", \\\n    'd/1'\n  name = 'x/y'\n
        def requirements(self):\n    self.requires('e/1', transitive=True)\n    #self.requires('f/1')\n    self.test_requires(\"g/1\")\n    self.requires(f\"{h}/1\")";
    insta::assert_snapshot!(told(&manifest::ANALYZER, "conanfile.py", program), @r"
    declares conan a
    declares conan b
    declares conan b2
    declares conan c dev
    declares conan d dev
    declares conan e
    declares conan g dev
    ");
}

#[test]
fn broken_files_are_problems() {
    for text in ["{\"requires\": [", "[]", "{\"requires\": 3}", "{\"requires\": [\"zlib\"]}", "\u{fffd}"] {
        assert_eq!(read(&lock::ANALYZER, "conan.lock", text.as_bytes()).problems.len(), 1, "{text}");
    }
    let database = database();
    let cut = read(&cache::Cache, CACHE, &database[..4096]);
    assert!(cut.packages.is_empty() && !cut.problems.is_empty());
}

#[test]
fn other_files_are_left_alone() {
    for (analyzer, path) in [
        (&info::ANALYZER as &dyn Analyzer, "root/.conan/data/zlib/1.2.11/_/_/build/5ab8/conaninfo.txt"),
        (&info::ANALYZER, "conaninfo.txt"),
        (&cache::Cache, "var/cache.sqlite3"),
    ] {
        assert!(!analyzer.wants(&Stat { path, size: 1, mode: 0o644 }), "{path}");
    }
    assert_eq!(told(&cache::Cache, CACHE, "not SQLite"), "");
}

#[test]
fn damage_is_survived() {
    for (_, analyzer, path, sample) in SAMPLES {
        assert_survives_damage(analyzer, path, sample.as_bytes());
    }
    assert_survives_damage(&cache::Cache, CACHE, &database());
}
