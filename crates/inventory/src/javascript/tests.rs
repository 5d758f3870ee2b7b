//! The readers against one project, locked by each package manager in each of its formats, and against odd forms.

use super::{bun, deno, is_local, manifest, npm, pnpm, split_name, yarn};
use crate::testing::{assert_survives_damage, listing, read};
use crate::text_format::TextFormat;
use crate::{Analyzer, Stat};

const SAMPLES: [(&str, &TextFormat, &str, &str); 12] = [
    ("npm-v1", &npm::ANALYZER, "package-lock.json", include_str!("testdata/package-lock-v1.json")),
    ("npm-v2", &npm::ANALYZER, "package-lock.json", include_str!("testdata/package-lock-v2.json")),
    ("npm-v3", &npm::ANALYZER, "npm-shrinkwrap.json", include_str!("testdata/package-lock-v3.json")),
    ("yarn-v1", &yarn::ANALYZER, "yarn.lock", include_str!("testdata/yarn-v1.lock")),
    ("yarn-berry", &yarn::ANALYZER, "yarn.lock", include_str!("testdata/yarn-berry.lock")),
    ("pnpm-v5", &pnpm::ANALYZER, "pnpm-lock.yaml", include_str!("testdata/pnpm-v5.yaml")),
    ("pnpm-v5.4", &pnpm::ANALYZER, "pnpm-lock.yaml", include_str!("testdata/pnpm-v5.4.yaml")),
    ("pnpm-v6", &pnpm::ANALYZER, "pnpm-lock.yaml", include_str!("testdata/pnpm-v6.yaml")),
    ("pnpm-v9", &pnpm::ANALYZER, "pnpm-lock.yaml", include_str!("testdata/pnpm-v9.yaml")),
    ("bun", &bun::ANALYZER, "bun.lock", include_str!("testdata/bun.lock")),
    ("deno", &deno::ANALYZER, "deno.lock", include_str!("testdata/deno.lock")),
    ("manifest", &manifest::ANALYZER, "package.json", include_str!("testdata/package.json")),
];

#[test]
fn one_project_is_read_from_all_its_lock_files() {
    for (name, analyzer, path, sample) in SAMPLES {
        insta::assert_snapshot!(name, listing(&read(analyzer, path, sample.as_bytes())));
    }
}

/// What the lock file says of each package, without the file's own type.
fn told(analyzer: &TextFormat, path: &str, text: &str) -> Vec<String> {
    let facts = read(analyzer, path, text.as_bytes());
    listing(&facts).lines().map(|line| line.split_once(' ').map_or(line, |(_, rest)| rest).to_owned()).collect()
}

#[test]
fn formats_agree_with_each_other() {
    let plain = |name: &str| {
        let (_, analyzer, path, sample) = SAMPLES.into_iter().find(|(known, ..)| *known == name).unwrap();
        let mut facts = read(analyzer, path, sample.as_bytes());
        facts.packages.retain(|package| package.name != "leaf");
        facts.packages.iter_mut().for_each(|package| package.licenses.clear());
        let lines = listing(&facts);
        lines.lines().map(|line| line.split_once(' ').unwrap().1.to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(plain("npm-v2"), plain("npm-v3"));
    assert_eq!(plain("npm-v3"), plain("bun"));
    assert_eq!(plain("pnpm-v5.4"), plain("pnpm-v5"));
    assert_eq!(plain("pnpm-v6"), plain("pnpm-v9"));
    assert_eq!(plain("pnpm-v9"), plain("bun"));
}

#[test]
fn yarn_takes_packages_from_everywhere() {
    let text = r#"# yarn lockfile v1
"b@git+https://example.org/b.git":
  version "2.0.0"
  dependencies:
    "@s/a" "^1.0.0"
"@s/a@^1.0.0", "@s/a@1":
  version "1.2.0"
"c@file:./c":
  version "0.0.0"
broken:
"#;
    let lines = told(&yarn::ANALYZER, "yarn.lock", text);
    assert_eq!(
        lines,
        ["pkg:npm/%40s/a@1.2.0", "pkg:npm/b@2.0.0 -> @s/a@1.2.0", "broken yarn.lock: 1 entries without a name or version"]
    );
    let patched = "__metadata:\n  version: 4\n\"a@1.0\":\n  version: 1.10\n  resolution: \"a@npm:1.10\"\n\"a@patch:a@1.0#x\":\n  version: 1.10\n  resolution: \"a@patch:a@npm%3A1.10#x\"\n\"b@^1\":\n  version: 1.0.0\n  resolution: \"b@npm:1.0.0\"\n  dependencies:\n    a: 1.0\n";
    assert_eq!(told(&yarn::ANALYZER, "yarn.lock", patched), ["pkg:npm/a@1.10", "pkg:npm/b@1.0.0 -> a@1.10"]);
}

#[test]
fn pnpm_writes_peers_hosts_and_repositories_into_keys() {
    let old = "lockfileVersion: 5.3\ndependencies:\n  '@s/a': 1.0.0_b@2.0.0\ndevDependencies:\n  c: github.com/o/c/abc\n  d: link:../d\npackages:\n  /@s/a/1.0.0_b@2.0.0:\n    dependencies:\n      b: 2.0.0\n  /b/2.0.0: {}\n  github.com/o/c/abc:\n    name: c\n    version: 3.0.0\n  registry.example.org/e/4.0.0: {}\n";
    let direct = [
        "pkg:npm/%40s/a@1.0.0 direct -> b@2.0.0",
        "pkg:npm/b@2.0.0 indirect",
        "pkg:npm/c@3.0.0 direct dev",
        "pkg:npm/e@4.0.0 indirect",
    ];
    assert_eq!(told(&pnpm::ANALYZER, "pnpm-lock.yaml", old), direct);
    let new = "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      '@s/a':\n        specifier: ^1\n        version: 1.0.0(b@2.0.0)\npackages:\n  '@s/a@1.0.0': {}\n  b@2.0.0: {}\n  c@https://example.org/c.tgz:\n    version: 3.0.0\nsnapshots:\n  '@s/a@1.0.0(b@2.0.0)':\n    dependencies:\n      b: 2.0.0\n      c: https://example.org/c.tgz\n  b@2.0.0: {}\n  c@https://example.org/c.tgz: {}\n";
    let told_new = ["pkg:npm/%40s/a@1.0.0 direct -> b@2.0.0 c@3.0.0", "pkg:npm/b@2.0.0 indirect", "pkg:npm/c@3.0.0 indirect"];
    assert_eq!(told(&pnpm::ANALYZER, "pnpm-lock.yaml", new), told_new);
}

#[test]
fn deno_took_packages_from_two_registries_in_several_forms() {
    let third = r#"{"version":"3","packages":{"specifiers":{"jsr:@std/path@1":"jsr:@std/path@1.0.8","npm:chalk@5":"npm:chalk@5.3.0"},
      "jsr":{"@std/path@1.0.8":{"dependencies":["npm:chalk@5"]}},"npm":{"chalk@5.3.0":{"dependencies":{"ms":"ms@2.0.0_a@1.0.0"}},"ms@2.0.0_a@1.0.0":{"dependencies":{}}}},
      "workspace":{"dependencies":["jsr:@std/path@1"]}}"#;
    let lines = [
        "pkg:jsr/%40std/path@1.0.8 direct -> chalk@5.3.0",
        "pkg:npm/chalk@5.3.0 indirect -> ms@2.0.0",
        "pkg:npm/ms@2.0.0 indirect",
    ];
    assert_eq!(told(&deno::ANALYZER, "deno.lock", third), lines);
    let second = r#"{"version":"2","npm":{"specifiers":{"chalk":"chalk@5.0.1"},"packages":{"chalk@5.0.1":{"dependencies":{}}}}}"#;
    assert!(told(&deno::ANALYZER, "deno.lock", second)[0].starts_with("pkg:npm/chalk@5.0.1"));
}

#[test]
fn bun_writes_comments_and_commas() {
    let text = "// c\n{\"packages\":{/* c, */\"a\":[\"a@1.0.0\",\"\",{\"dependencies\":{\"b\":\"// no\"},},\"\\\",\"],\n\"a/b\":[\"b@github:o/b#c\",],},}";
    assert_eq!(told(&bun::ANALYZER, "bun.lock", text), ["pkg:npm/a@1.0.0 indirect -> b", "pkg:npm/b indirect"]);
}

#[test]
fn npm_takes_packages_from_repositories() {
    let text = r#"{"lockfileVersion":1,"dependencies":{"a":{"version":"git+ssh://git@example.org/a.git#1"},"b":{"version":"npm:c@2.0.0"},"d":{"version":"file:d"}}}"#;
    assert_eq!(told(&npm::ANALYZER, "package-lock.json", text), ["pkg:npm/a", "pkg:npm/c@2.0.0"]);
    assert!(read(&npm::ANALYZER, "package-lock.json", br#"{"lockfileVersion":3}"#).is_empty());
}

#[test]
fn broken_files_are_problems() {
    for (_, analyzer, path, _) in SAMPLES.iter().filter(|(name, ..)| *name != "manifest") {
        let broken = read(*analyzer, path, b"{\"a\": [");
        assert_eq!(broken.problems.len(), 1, "{path}");
    }
}

#[test]
fn what_packages_keep_for_their_own_development_is_not_read() {
    for (_, analyzer, path, _) in SAMPLES {
        let path = format!("app/node_modules/a/{path}");
        assert!(!analyzer.wants(&Stat { path: &path, size: 1, mode: 0 }));
    }
}

#[test]
fn scopes_are_part_of_names() {
    assert_eq!(split_name("@s/a@npm:1"), Some(("@s/a", "npm:1")));
    assert_eq!(split_name("a@1@2"), Some(("a", "1@2")));
    assert_eq!((split_name("@s/a"), split_name("@"), split_name("")), (None, None, None));
    assert!(is_local("workspace:."));
}

#[test]
fn damage_is_survived() {
    for (_, analyzer, path, sample) in SAMPLES {
        assert_survives_damage(analyzer, path, sample.as_bytes());
    }
}
