//! Packages of opkg, the package manager of OpenWrt (up to 24.10) and of many systems that Yocto builds.
//!
//! Format: control files like dpkg's, <https://git.yoctoproject.org/opkg/tree/libopkg/pkg_parse.c>.
//! Files: `lib/opkg/status` below `usr`, `var` or `opt` for the packages, `info/NAME.list` beside it for the files that they
//! own, `info/NAME.control` for licences.
//! Limits: nobody publishes advisories that name opkg's packages, and the status does not name what a package was built from.

use crate::dpkg::control::{self, Paragraph};
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Stat, license};
use tidewaiter_model::{Class, OwnedFiles, Package, Purl};

/// opkg's ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem =
    Ecosystem { id: "opkg", class: Class::OsPkgs, kind: "opkg", target: None, evr: true, advisories: None };

/// The analyzer.
pub(crate) struct Opkg;

const MAX: u64 = 64 << 20;
const DATABASES: [&str; 3] = ["usr/lib/opkg/", "var/lib/opkg/", "opt/lib/opkg/"];

/// What a file of the database is, by its path.
enum Kind<'a> {
    Status,
    List(&'a str),
    Control,
}

impl<'a> Kind<'a> {
    fn of(path: &'a str) -> Option<Self> {
        let file = DATABASES.iter().find_map(|database| path.strip_prefix(database))?;
        if file == "status" {
            return Some(Self::Status);
        }
        let name = file.strip_prefix("info/")?;
        let list = name.strip_suffix(".list").map(Self::List);
        list.or_else(|| name.ends_with(".control").then_some(Self::Control))
    }
}

impl Analyzer for Opkg {
    fn id(&self) -> &'static str {
        "opkg"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::AreOrEnd(&["status"], &[".list", ".control"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.size <= MAX && Kind::of(stat.path).is_some()
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let text = String::from_utf8_lossy(file.bytes);
        match Kind::of(file.stat.path) {
            None => {}
            Some(Kind::List(package)) => {
                let paths = text.lines().filter_map(|line| line.split('\t').next()).map(|path| path.trim_start_matches('/'));
                let paths = paths.filter(|path| !path.is_empty()).map(str::to_owned).collect();
                facts.owned.push(OwnedFiles { package: package.to_owned(), paths });
            }
            Some(Kind::Control) => control::paragraphs(&text)
                .filter_map(|p| licenses(&p))
                .for_each(|(name, found)| facts.license(&ECOSYSTEM, name, found)),
            Some(Kind::Status) => status(&text, facts),
        }
    }
}

fn status(text: &str, facts: &mut FileFacts) {
    let (whole, is_cut_off) = control::whole_lines(text);
    if is_cut_off {
        facts.problem(format!("line {}: the file ends within a line", whole.matches('\n').count() + 1));
    }
    for paragraph in control::paragraphs(whole) {
        match package(&paragraph, &facts.path) {
            Ok(package) => facts.packages.extend(package),
            Err(reason) => facts.problem(format!("line {}: {reason}", paragraph.line)),
        }
    }
}

/// The package of a paragraph; `None` if it is not installed.
fn package(paragraph: &Paragraph<'_>, path: &str) -> Result<Option<Package>, &'static str> {
    let name = paragraph.get("Package").ok_or("a paragraph without a package's name")?;
    let state =
        paragraph.get("Status").and_then(|status| status.split_whitespace().nth(2)).ok_or("a package without a status")?;
    if !matches!(state, "installed" | "unpacked" | "half-installed") {
        return Ok(None);
    }
    let version = paragraph.get("Version").ok_or("a package without a version")?;
    let arch = paragraph.get("Architecture");
    let depends = paragraph.folded("Depends").unwrap_or_default();
    Ok(Some(Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        arch: arch.map(str::to_owned),
        depends_on: depends.split([',', '|']).filter_map(dependency).collect(),
        path: path.to_owned(),
        purl: Some(Purl::new("opkg", "", name, version).with("arch", arch.unwrap_or(""))),
        ..Package::default()
    }))
}

/// `libgcc1` of `libgcc1 (>= 12.3.0)`.
fn dependency(text: &str) -> Option<String> {
    let name = text.trim().split([' ', '(']).next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

fn licenses(paragraph: &Paragraph<'_>) -> Option<(String, Vec<String>)> {
    let mut found = Vec::new();
    // Yocto joins names with `&` and `|`.
    let stated = paragraph.get("License")?.replace(['&', '|'], ",");
    license::names(&stated).iter().for_each(|name| license::add(&mut found, name));
    (!found.is_empty()).then_some((paragraph.get("Package")?.to_owned(), found))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const STATUS: &str = "usr/lib/opkg/status";
    const SAMPLE: &[u8] = include_bytes!("testdata/status");

    #[test]
    fn installed_packages_are_read() {
        insta::assert_snapshot!(listing(&read(&Opkg, STATUS, SAMPLE)), @r"
        opkg pkg:opkg/busybox@1.36.1-1?arch=x86_64 -> libc
        opkg pkg:opkg/libc@1.2.4-4?arch=x86_64 -> libgcc1 kernel
        ");
    }

    #[test]
    fn files_and_licences_are_read() {
        let owned = read(&Opkg, "usr/lib/opkg/info/busybox.list", include_bytes!("testdata/busybox.list")).owned;
        assert_eq!(
            (owned[0].package.as_str(), owned[0].paths.join(" ")),
            ("busybox", "bin/busybox bin/sh etc/syslog.conf".to_owned())
        );
        let licenses = read(&Opkg, "var/lib/opkg/info/busybox.control", include_bytes!("testdata/busybox.control")).licenses;
        assert_eq!((licenses[0].package.as_str(), licenses[0].licenses.concat().as_str()), ("busybox", "GPL-2.0-only"));
    }

    #[test]
    fn what_is_broken_is_told() {
        let facts = read(&Opkg, STATUS, b"Package: a\nStatus: install ok installed\n\nVersion: 1\n\nPackage: b\nVersion: 2.1");
        let told: Vec<&str> = facts.problems.iter().map(|problem| problem.message.as_str()).collect();
        insta::assert_snapshot!(told.join("\n"), @r"
        line 7: the file ends within a line
        line 1: a package without a version
        line 4: a paragraph without a package's name
        line 6: a package without a status
        ");
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Opkg, STATUS, SAMPLE);
        assert_survives_damage(&Opkg, "usr/lib/opkg/info/busybox.control", include_bytes!("testdata/busybox.control"));
    }
}
