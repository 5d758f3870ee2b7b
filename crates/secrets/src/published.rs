//! What everybody has who installed the same package gives nothing away: keys in the tests of a library, passwords in its manual.
//!
//! In folders of package managers nothing is told of tests, examples and documentation; elsewhere in those of languages only what
//! belongs to somebody by its form: a token of a service, a private key. In one's own files everything is told, tests and all.
//! Limits: whether a package is public, nobody here knows. Who installs packages of his own switches this off by
//! `disable-allow-rules: [published-packages]`.

/// The name by which users switch it off.
pub(crate) const ALLOW_RULE: &str = "published-packages";

/// Folders in which languages' package managers keep packages,
const PACKAGES: [&str; 11] = [
    "/node_modules/",
    "/site-packages/",
    "/dist-packages/",
    "/gems/",
    "/vendor/bundle/",
    "/go/pkg/mod/",
    "/.cargo/registry/",
    "/.m2/repository/",
    "/usr/local/go/",
    "/lib/python",
    "/opt/yarn-v",
];
/// and those of distributions, where people put things of their own, too.
const SYSTEM: [&str; 4] = ["/usr/share/", "/usr/lib/", "/usr/include/", "/usr/src/"];
/// Folders of such, and beginnings of their names, that are for reading or trying.
const SAMPLES: [&str; 14] = [
    "test", "tests", "testing", "testdata", "spec", "specs", "fixture", "fixtures", "example", "examples", "doc", "docs", "man",
    "demo",
];
/// Parts of file names that say the same.
const NAMES: [&str; 8] = ["test", "spec", "example", "fixture", "sample", "readme", "changelog", "mock"];
/// Ends of texts for people.
const TEXTS: [&str; 7] = [".md", ".markdown", ".rst", ".txt", ".pod", ".html", ".adoc"];

/// Whether a find is public with the package that it lies in. `is_common` says that its form alone belongs to nobody.
pub(crate) fn is(path: &str, member: &str, is_common: bool) -> bool {
    let path = format!("/{path}");
    let inside = |folders: &[&str]| folders.iter().find_map(|folder| path.split_once(folder)).map(|(_, rest)| rest.to_owned());
    match (inside(&PACKAGES), inside(&SYSTEM)) {
        (Some(rest), _) => is_common || is_sample(&rest) || is_sample(member),
        (None, Some(rest)) => is_sample(&rest) || is_sample(member),
        (None, None) => false,
    }
}

/// Whether a path is one of a test, an example or a manual.
fn is_sample(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let is_sample_folder = |folder: &str| {
        let word = folder.trim_matches('_');
        SAMPLES.contains(&word) || word.starts_with("test") || word.ends_with("tests") || word.ends_with("examples")
    };
    folders.split('/').any(is_sample_folder)
        || NAMES.iter().any(|word| name.contains(word))
        || TEXTS.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_everybody_has_is_told_apart_from_what_one_has() {
        for path in [
            "app/node_modules/public-encrypt/test/key.pem",
            "app/node_modules/selfsigned/README.md",
            "usr/share/doc/git/contrib/credential/netrc/test.netrc",
            "usr/local/lib/python3.11/dist-packages/x/tests/a.py",
            "srv/node_modules/aws-sdk/apis/s3.examples.json",
            "opt/python/lib/python3.12/test/certdata/keycert.pem",
        ] {
            assert!(is(path, "", false), "{path}");
        }
        assert!(!is("usr/share/app/settings.ini", "", true));
        for path in ["app/test/key.pem", "app/README.md", "app/node_modules/mine/lib/key.pem", "srv/mynode_modules/test/a"] {
            assert!(!is(path, "", false), "{path}");
        }
        assert!(is("app/node_modules/debug/.coveralls.yml", "", true) && !is("app/.coveralls.yml", "", true));
        assert!(is("usr/share/java/a.jar", "META-INF/test/key.pem", false));
    }
}
