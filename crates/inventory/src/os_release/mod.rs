//! Release files: which operating system this is.
//!
//! Format: <https://www.freedesktop.org/software/systemd/man/latest/os-release.html>, and the one-line files from before it.
//! Files: `etc/os-release`, `usr/lib/os-release` (Bottlerocket keeps it below `sys-root`), `etc/alpine-release`,
//! `etc/debian_version`, `etc/lsb-release`, `etc/*-release`; what they leave open is found in `etc/apk/repositories` (Alpine edge), `var/lib/ubuntu-advantage/status.json` and what apt
//! has in `etc/apt` (Ubuntu Pro).
//! Limits: files of up to 64 kB, for Ubuntu Pro of up to 1 MB.

mod refine;
mod ubuntu_pro;

pub(crate) use ubuntu_pro::entitled;

use crate::{Analyzer, File, FileFacts, OsFact, Stat};
use std::borrow::Cow;
use tidewaiter_model::Os;

/// The analyzer.
pub(crate) struct OsRelease;

const OS_RELEASE: [&str; 4] = [
    "etc/os-release",
    "usr/lib/os-release",
    // Bottlerocket's `usr` is a link to these folders.
    "aarch64-bottlerocket-linux-gnu/sys-root/usr/lib/os-release",
    "x86_64-bottlerocket-linux-gnu/sys-root/usr/lib/os-release",
];
const REFINING: [&str; 2] = ["etc/alpine-release", "etc/debian_version"];
const OLD: [&str; 8] = [
    "etc/almalinux-release",
    "etc/centos-release",
    "etc/fedora-release",
    "etc/lsb-release",
    "etc/oracle-release",
    "etc/redhat-release",
    "etc/rocky-release",
    "etc/system-release",
];

impl Analyzer for OsRelease {
    fn id(&self) -> &'static str {
        "os-release"
    }

    fn version(&self) -> u32 {
        5
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        let path = stat.path;
        let is_refining = refine::wants(stat) || ubuntu_pro::wants(stat);
        is_refining || stat.size <= 64 << 10 && (OS_RELEASE.contains(&path) || REFINING.contains(&path) || OLD.contains(&path))
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let text = String::from_utf8_lossy(file.bytes);
        facts.os = match file.stat.path {
            path if OS_RELEASE.contains(&path) => {
                assignments(&text).map(|os| OsFact { precedence: if path == OS_RELEASE[0] { 10 } else { 9 }, os })
            }
            "etc/alpine-release" => refinement(&text, "alpine", 2),
            "etc/debian_version" => refinement(&text, "debian", 1),
            "etc/lsb-release" => lsb(&text),
            refine::REPOSITORIES => refine::edge(&text),
            _ if ubuntu_pro::wants(&file.stat) => ubuntu_pro::read(&text, facts),
            _ => sentence(&text),
        };
        if facts.os.is_none() && OS_RELEASE.contains(&file.stat.path) && !text.trim().is_empty() {
            facts.problem("it does not name a system");
        }
    }
}

/// The lines of os-release; `None` without an `ID`.
fn assignments(text: &str) -> Option<Os> {
    let mut os = Os::default();
    for (key, value) in text.lines().filter_map(|line| line.trim().split_once('=')) {
        let value = unquoted(value.trim());
        match key.trim() {
            "ID" => os.family = value.to_ascii_lowercase(),
            "VERSION_ID" => os.version = value.into_owned(),
            "VERSION_CODENAME" => os.codename = Some(value.into_owned()).filter(|v| !v.is_empty()),
            "PRETTY_NAME" => os.pretty_name = Some(value.into_owned()).filter(|v| !v.is_empty()),
            "ID_LIKE" => os.id_like = value.split_whitespace().map(str::to_owned).collect(),
            _ => {}
        }
    }
    (!os.family.is_empty()).then_some(os)
}

/// A value as a shell would read it.
fn unquoted(value: &str) -> Cow<'_, str> {
    let inner = match value.as_bytes() {
        [b'"', .., b'"'] | [b'\'', .., b'\''] => value.get(1..value.len() - 1).unwrap_or(""),
        _ => value,
    };
    if value.starts_with('\'') || !inner.contains('\\') {
        return Cow::Borrowed(inner);
    }
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(char) = chars.next() {
        out.push(if char == '\\' { chars.next().unwrap_or('\\') } else { char });
    }
    Cow::Owned(out)
}

/// A file that holds nothing but a version: it names its distribution only where no better file does.
fn refinement(text: &str, family: &str, precedence: u8) -> Option<OsFact> {
    let version = text.lines().next().map(str::trim).filter(|line| !line.is_empty() && line.len() < 100)?;
    Some(OsFact { precedence, os: Os { family: family.to_owned(), version: version.to_owned(), ..Os::default() } })
}

fn lsb(text: &str) -> Option<OsFact> {
    let value = |wanted: &str| {
        text.lines()
            .filter_map(|line| line.split_once('='))
            .find(|(key, _)| key.trim() == wanted)
            .map(|(_, value)| unquoted(value.trim()).into_owned())
    };
    let os = Os {
        family: value("DISTRIB_ID")?.to_ascii_lowercase(),
        version: value("DISTRIB_RELEASE").unwrap_or_default(),
        codename: value("DISTRIB_CODENAME"),
        ..Os::default()
    };
    Some(OsFact { precedence: 5, os })
}

/// `CentOS Linux release 7.9.2009 (Core)`.
fn sentence(text: &str) -> Option<OsFact> {
    const NAMES: [(&str, &str); 9] = [
        ("centos", "centos"),
        ("red hat", "rhel"),
        ("rocky", "rocky"),
        ("almalinux", "almalinux"),
        ("oracle", "ol"),
        ("fedora", "fedora"),
        ("amazon", "amzn"),
        ("photon", "photon"),
        ("mariner", "mariner"),
    ];
    let line = text.lines().next()?.trim();
    let lower = line.to_ascii_lowercase();
    let family = NAMES.iter().find(|(name, _)| lower.starts_with(name)).map(|(_, family)| *family)?;
    let version = line.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit())).unwrap_or("");
    let os = Os { family: family.to_owned(), version: version.to_owned(), pretty_name: Some(line.to_owned()), ..Os::default() };
    Some(OsFact { precedence: 4, os })
}

/// The system, from what all release files say: the best file names it, a file of the same distribution that knows the
/// version more precisely refines it.
#[must_use]
pub fn merge_os<'a>(facts: impl Iterator<Item = &'a OsFact>) -> Option<Os> {
    let mut facts: Vec<&OsFact> = facts.collect();
    // The family and version decide between equals, so that the order of the files does not.
    facts.sort_by(|a, b| (b.precedence, &a.os.family, &a.os.version).cmp(&(a.precedence, &b.os.family, &b.os.version)));
    let mut os = facts.first()?.os.clone();
    for other in facts.iter().skip(1).filter(|other| other.os.family == os.family) {
        let is_more_precise =
            other.os.version.strip_prefix(&os.version).is_some_and(|rest| os.version.is_empty() || rest.starts_with('.'));
        // A system that takes its packages from edge is no release, whichever it was made from.
        if is_more_precise || other.os.version == refine::EDGE {
            os.version.clone_from(&other.os.version);
        }
        os.subscriptions.extend(other.os.subscriptions.iter().cloned());
        os.codename = os.codename.or_else(|| other.os.codename.clone());
        os.pretty_name = os.pretty_name.or_else(|| other.os.pretty_name.clone());
    }
    os.subscriptions.sort();
    os.subscriptions.dedup();
    Some(os)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::read;

    fn os(files: &[(&str, &str)]) -> Option<Os> {
        let facts: Vec<OsFact> = files.iter().filter_map(|(path, text)| read(&OsRelease, path, text.as_bytes()).os).collect();
        merge_os(facts.iter())
    }

    #[test]
    fn debian_is_refined_by_its_version_file() {
        let files = [("etc/os-release", include_str!("testdata/debian12")), ("etc/debian_version", "12.8\n")];
        let os = os(&files).unwrap();
        assert_eq!((os.family.as_str(), os.version.as_str(), os.codename.as_deref()), ("debian", "12.8", Some("bookworm")));
    }

    #[test]
    fn bottlerockets_file_lies_below_its_sys_root() {
        let text = "NAME=Bottlerocket\nID=bottlerocket\nVERSION=\"1.34.0 (aws-ecs-2)\"\nVERSION_ID=1.34.0\n";
        let os = os(&[("aarch64-bottlerocket-linux-gnu/sys-root/usr/lib/os-release", text)]).unwrap();
        assert_eq!((os.family.as_str(), os.version.as_str()), ("bottlerocket", "1.34.0"));
    }

    #[test]
    fn a_testing_system_has_its_codename_for_a_version() {
        let sid = os(&[
            ("usr/lib/os-release", "PRETTY_NAME=\"Debian GNU/Linux trixie/sid\"\nID=debian\nVERSION_CODENAME=trixie\n"),
            ("etc/debian_version", "trixie/sid\n"),
        ]);
        assert_eq!(sid.unwrap().version, "trixie/sid");
    }

    #[test]
    fn old_files_do_where_there_is_no_other() {
        let centos = os(&[("etc/centos-release", "CentOS release 6.10 (Final)\n")]).unwrap();
        assert_eq!((centos.family.as_str(), centos.version.as_str()), ("centos", "6.10"));
        assert_eq!(os(&[("etc/alpine-release", "3.10.9\n")]).unwrap().family, "alpine");
        assert_eq!(os(&[("etc/lsb-release", "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=22.04\n")]).unwrap().version, "22.04");
        assert_eq!(os(&[("etc/system-release", "nonsense")]), None);
    }

    #[test]
    fn the_order_of_files_does_not_matter() {
        let fact = |family: &str, version: &str, precedence| OsFact {
            precedence,
            os: Os { family: family.to_owned(), version: version.to_owned(), ..Os::default() },
        };
        let facts = [fact("debian", "12", 9), fact("rhel", "9.3", 4), fact("centos", "9", 4), fact("debian", "12.8", 1)];
        let merged = merge_os(facts.iter());
        assert_eq!(merged.as_ref().map(|os| os.version.as_str()), Some("12.8"));
        assert_eq!(merge_os(facts.iter().rev()), merged);
        assert_eq!(merge_os(facts[1..3].iter()), merge_os(facts[1..3].iter().rev()));
        assert_eq!(merge_os(std::iter::empty()), None);
    }

    #[test]
    fn damage_is_survived() {
        let sample = include_bytes!("testdata/debian12");
        for path in ["etc/os-release", "etc/lsb-release", "etc/system-release", "etc/debian_version"] {
            crate::testing::assert_survives_damage(&OsRelease, path, sample);
        }
    }

    #[test]
    fn values_are_unquoted_as_a_shell_does() {
        assert_eq!(unquoted(r#""a \"b\" \$c""#), r#"a "b" $c"#);
        assert_eq!(unquoted("'a\\b'"), "a\\b");
        assert_eq!(unquoted("\""), "\"");
    }
}
