//! Text files beside programs that state which version these are.
//!
//! Files: `release` of Java runtimes (<https://openjdk.org/jeps/223>), `VERSION` of Go's toolchain, `OTP_VERSION` of Erlang
//! (<https://www.erlang.org/doc/system/versions.html>), the `.app` files of Elixir, RabbitMQ and CouchDB
//! (<https://www.erlang.org/doc/apps/kernel/app.html>).
//! Limits: a Java version's fourth number, which advisories do not count, stays in the package URL alone.

use super::package;
use crate::text_format::TextFormat;
use crate::{FileFacts, Names, Setting, Stat, go_binary};

/// The analyzer.
pub(crate) const STATED: TextFormat = TextFormat {
    id: "binary-stated",
    version: 1,
    setting: Setting::Anywhere,
    names: Names::Are(&["release", "VERSION", "OTP_VERSION", "elixir.app", "rabbit.app", "couch.app"]),
    wants: |stat| kind(stat).is_some(),
    read,
};

const MAX: u64 = 1 << 20;

#[derive(Clone, Copy)]
enum Kind {
    Java,
    Go,
    Erlang,
    /// An application of Erlang: its name in package URLs and in advisories.
    Application(&'static str, Option<&'static str>),
}

fn kind(stat: &Stat<'_>) -> Option<Kind> {
    let path = stat.path;
    let kind = match stat.name() {
        "release" => Kind::Java,
        "VERSION" => Kind::Go,
        "OTP_VERSION" => Kind::Erlang,
        "elixir.app" => Kind::Application("elixir", None),
        "rabbit.app" => Kind::Application("rabbitmq", Some("rabbitmq")),
        "couch.app" => Kind::Application("couchdb", Some("couchdb")),
        _ => return None,
    };
    let folder = path.rsplit('/').nth(1).unwrap_or("");
    let is_toolchain = || folder.starts_with("go") || folder.starts_with("toolchain@");
    let is_elsewhere = matches!(kind, Kind::Go) && !is_toolchain() || path.starts_with("opt/bitnami/");
    (stat.size <= MAX && !is_elsewhere).then_some(kind)
}

fn read(text: &str, facts: &mut FileFacts) -> Result<(), String> {
    let path = facts.path.clone();
    let Some(kind) = kind(&Stat::new(&path, 0, 0)) else { return Ok(()) };
    let found = match kind {
        Kind::Java => java(text, &path),
        Kind::Go => text
            .lines()
            .next()
            .and_then(|line| line.trim().strip_prefix("go"))
            .filter(|v| is_version(v))
            .map(|version| go_binary::package(&go_binary::ECOSYSTEM, "toolchain", &format!("v{version}"), &path)),
        Kind::Erlang => Some(text.trim()).filter(|v| is_version(v)).map(|version| package("erlang", None, version, &path)),
        Kind::Application(name, advised) => {
            after(text, "{vsn,", '"').filter(|v| is_version(v)).map(|version| package(name, advised, version, &path))
        }
    };
    facts.packages.extend(found);
    Ok(())
}

/// The text in quotes that follows a word.
fn after<'a>(text: &'a str, word: &str, quote: char) -> Option<&'a str> {
    let (_, rest) = text.split_once(word)?;
    let value = rest.trim_start().strip_prefix(quote)?;
    value.split_once(quote).map(|(value, _)| value).filter(|version| is_version(version))
}

fn is_version(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+' | '_');
    text.len() < 60 && text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(is_part)
}

/// `1.8.0_402` is told as `8.0.402`, as Java counts since 9.
fn java(text: &str, path: &str) -> Option<tidewaiter_model::Package> {
    let value = |wanted: &str| {
        let mut lines = text.lines().filter_map(|line| line.split_once('='));
        lines.find(|(key, _)| *key == wanted).map(|(_, value)| value.trim().trim_matches('"'))
    };
    let stated = value("JAVA_VERSION").filter(|v| is_version(v))?;
    let version = match stated.strip_prefix("1.") {
        Some(old) => old.replace('_', "."),
        None => stated.to_owned(),
    };
    let counted: Vec<&str> = version.splitn(4, '.').take(3).collect();
    let mut package = package("openjdk", Some("java"), &counted.join("."), path);
    if let Some(purl) = &mut package.purl {
        value("JAVA_RUNTIME_VERSION").filter(|v| is_version(v)).unwrap_or(stated).clone_into(&mut purl.version);
    }
    package.maintainer = value("IMPLEMENTOR").filter(|implementor| !implementor.is_empty()).map(str::to_owned);
    Some(package)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    fn told(path: &str, text: &str) -> Option<String> {
        let facts = read(&STATED, path, text.as_bytes());
        assert_eq!(facts.problems, []);
        facts.packages.first().map(|p| format!("{} {} {}", p.ecosystem, p.id(), p.purl.as_ref().unwrap()))
    }

    #[test]
    fn what_real_files_state() {
        for (path, text, expected) in [
            (
                "usr/lib/jvm/x/release",
                include_str!("testdata/release"),
                "binary java@17.0.21 pkg:generic/openjdk@17.0.21.1%2B2-1-deb12u1-Debian",
            ),
            ("opt/java/release", include_str!("testdata/release.jlink"), "binary java@25.0.2 pkg:generic/openjdk@25.0.2"),
            ("usr/local/go/VERSION", include_str!("testdata/VERSION"), "go toolchain@v1.26.8 pkg:golang/toolchain@v1.26.8"),
            (
                "x/releases/25/OTP_VERSION",
                include_str!("testdata/OTP_VERSION"),
                "binary-unadvised erlang@25.2.3 pkg:generic/erlang@25.2.3",
            ),
            (
                "x/ebin/elixir.app",
                include_str!("testdata/elixir.app"),
                "binary-unadvised elixir@1.14.0 pkg:generic/elixir@1.14.0",
            ),
            ("x/ebin/rabbit.app", include_str!("testdata/rabbit.app"), "binary rabbitmq@3.10.8 pkg:generic/rabbitmq@3.10.8"),
        ] {
            assert_eq!(told(path, text).as_deref(), Some(expected), "{path}");
        }
    }

    #[test]
    fn old_java_is_counted_as_new() {
        assert_eq!(
            told("jre/release", "JAVA_VERSION=\"1.8.0_402\"\nIMPLEMENTOR=\"Temurin\"\n").as_deref(),
            Some("binary java@8.0.402 pkg:generic/openjdk@1.8.0_402")
        );
    }

    #[test]
    fn other_files_of_these_names_say_nothing() {
        for (path, text) in [
            ("usr/share/release", "hello"),
            ("go/VERSION", "1.2.3"),
            ("x/OTP_VERSION", "\n"),
            ("x/elixir.app", "{vsn,\"\"}"),
            ("a/release", "JAVA_VERSION=\"; rm -rf\"\n"),
        ] {
            assert_eq!(told(path, text), None, "{path}");
        }
        assert!(kind(&Stat::new("app/VERSION", 1, 0)).is_none());
    }

    #[test]
    fn damage_is_survived() {
        for (path, sample) in
            [("a/release", &include_bytes!("testdata/release")[..]), ("a/elixir.app", include_bytes!("testdata/elixir.app"))]
        {
            assert_survives_damage(&STATED, path, sample);
        }
    }
}
