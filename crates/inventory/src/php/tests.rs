//! The readers against what the real tools wrote, and against odd and broken files.

use super::pear::Pear;
use super::wordpress::WordPress;
use super::{installed, lock, manifest};
use crate::testing::{assert_survives_damage, listing, read};
use crate::{Analyzer, Stat};

const SAMPLES: [(&str, &dyn Analyzer, &str, &[u8]); 9] = [
    ("lock", &lock::ANALYZER, "composer.lock", include_bytes!("testdata/composer.lock")),
    ("manifest", &manifest::ANALYZER, "composer.json", include_bytes!("testdata/composer.json")),
    ("installed-v1", &installed::ANALYZER, "app/vendor/composer/installed.json", include_bytes!("testdata/installed-v1.json")),
    ("installed-v2", &installed::ANALYZER, "app/vendor/composer/installed.json", include_bytes!("testdata/installed-v2.json")),
    ("pear", &Pear, "usr/share/php/.registry/sample_tool.reg", include_bytes!("testdata/sample_tool.reg")),
    ("pecl", &Pear, "usr/local/lib/php/.registry/.channel.pecl.php.net/sampleext.reg", include_bytes!("testdata/sampleext.reg")),
    ("wordpress", &WordPress, "var/www/html/wp-includes/version.php", include_bytes!("testdata/version.php")),
    (
        "wordpress-plugin",
        &WordPress,
        "var/www/html/wp-content/plugins/sample-forms/main.php",
        include_bytes!("testdata/sample-forms.php"),
    ),
    ("wordpress-theme", &WordPress, "wp-content/themes/sample/style.css", include_bytes!("testdata/style.css")),
];

#[test]
fn every_format_is_read() {
    for (name, analyzer, path, sample) in SAMPLES {
        insta::assert_snapshot!(name, listing(&read(analyzer, path, sample)));
    }
}

#[test]
fn only_main_files_of_wordpress_are_wanted() {
    let wants = |path| WordPress.wants(&Stat::new(path, 1, 0o644));
    for path in ["wp-content/plugins/hello.php", "a/wp-content/mu-plugins/b/c.php", "wp-includes/version.php"] {
        assert!(wants(path), "{path}");
    }
    for path in ["version.php", "a/wp-content/plugins/b/c/d.php", "my-wp-includes/version.php", "wp-content/themes/style.css"] {
        assert!(!wants(path), "{path}");
    }
    let told = |path, text: &str| listing(&read(&WordPress, path, text.as_bytes()));
    assert_eq!(told("wp-content/plugins/a/part.php", "<?php // nothing"), "");
    let one_line = told("wp-content/plugins/hello.php", "<?php /* Plugin Name: Hello */\n# Version: 1.7.2 ?>");
    assert_eq!(one_line, "wordpress-plugin pkg:wordpress-plugin/hello@1.7.2");
    assert!(told("wp-includes/version.php", "<?php $wp_version = X;").starts_with("problem: "));
}

#[test]
fn odd_forms_are_read() {
    let told = |analyzer: &dyn Analyzer, path, text: &str| listing(&read(analyzer, path, text.as_bytes()));
    let old = r#"a:4:{s:7:"package";s:1:"A";s:7:"version";s:3:"0.9";s:15:"release_license";s:3:"PHP";s:1:"x";a:1:{i:0;d:0.5;}}"#;
    assert_eq!(told(&Pear, ".registry/a.reg", old), r#"pear pkg:pear/pear.php.net/A@0.9 ["PHP"]"#);
    let empty = r#"{"packages":[{"name":"a/B","version":"1","require":[],"license":null}],"packages-dev":null}"#;
    assert_eq!(told(&lock::ANALYZER, "composer.lock", empty), "composer pkg:composer/a/b@1");
    assert_eq!(told(&manifest::ANALYZER, "composer.json", r#"{"require":[]}"#), "");
}

#[test]
fn broken_files_are_problems() {
    let deep = format!("{}i:0;", "a:1:{i:0;".repeat(100_000));
    for (analyzer, path, text) in [
        (&lock::ANALYZER as &dyn Analyzer, "composer.lock", "{\"packages\": 1}"),
        (&lock::ANALYZER, "composer.lock", "<<<<<<< HEAD"),
        (&installed::ANALYZER, "vendor/composer/installed.json", "{}"),
        (&Pear, ".registry/a.reg", "a:1:{"),
        (&Pear, ".registry/a.reg", "s:99999999999999999999:\"a\";"),
        (&Pear, ".registry/a.reg", "s:18446744073709551615:\"a\";"),
        (&Pear, ".registry/a.reg", "a:9999999999:{}"),
        (&Pear, ".registry/a.reg", "a:0:{}"),
        (&Pear, ".registry/a.reg", &deep),
    ] {
        assert_eq!(read(analyzer, path, text.as_bytes()).problems.len(), 1, "{path}");
    }
}

#[test]
fn what_packages_keep_for_their_own_development_is_left_alone() {
    assert!(!lock::ANALYZER.wants(&Stat::new("vendor/a/b/composer.lock", 1, 0o644)));
    assert!(!manifest::ANALYZER.wants(&Stat::new("app/vendor/a/b/composer.json", 1, 0o644)));
}

#[test]
fn damage_is_survived() {
    for (_, analyzer, path, sample) in SAMPLES {
        assert_survives_damage(analyzer, path, sample);
    }
}
