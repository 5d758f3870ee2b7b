//! Debian packages.
//!
//! Format: <https://www.debian.org/doc/debian-policy/ch-controlfields.html>; the database is described in dpkg(1).
//! Files: `var/lib/dpkg/status`, `var/lib/dpkg/status.d/*` (distroless), `var/lib/dpkg/info/*.list` and
//! `status.d/*.md5sums` for the files that packages own.
//! `usr/share/doc/*/copyright` for licences.
//! Limits: a copyright file of more than 4 MiB is left out.

pub(crate) mod control;
mod copyright;
mod ubuntu_pro;
mod vendor;

use crate::{Analyzer, Ecosystem, File, FileFacts, Stat};
pub(crate) use ubuntu_pro::entitlement;
pub(crate) use vendor::third_party;

use control::Paragraph;
use tidewaiter_model::{Class, OwnedFiles, Package, Purl, SourcePackage};

/// Debian's ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem =
    Ecosystem { id: "dpkg", class: Class::OsPkgs, kind: "dpkg", target: None, evr: true, advisories: None };

/// The analyzer.
pub(crate) struct Dpkg;

const STATUS: &str = "var/lib/dpkg/status";
const STATUS_D: &str = "var/lib/dpkg/status.d/";
const INFO: &str = "var/lib/dpkg/info/";

/// The largest that Debian has are about 1 MiB.
const MAX_COPYRIGHT: u64 = 4 << 20;

impl Analyzer for Dpkg {
    fn id(&self) -> &'static str {
        "dpkg"
    }

    fn version(&self) -> u32 {
        3
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        let path = stat.path;
        let is_database = path.starts_with("var/lib/dpkg/")
            && (path == STATUS || path.starts_with(STATUS_D) || (path.starts_with(INFO) && path.ends_with(".list")));
        is_database || (stat.size <= MAX_COPYRIGHT && copyright::package(path).is_some())
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let text = String::from_utf8_lossy(file.bytes);
        let path = file.stat.path;
        if let Some(package) = path.strip_prefix(INFO).and_then(|name| name.strip_suffix(".list")) {
            let paths = text.lines().map(|line| line.trim_start_matches('/')).filter(|line| !line.is_empty() && *line != ".");
            facts.owned.push(OwnedFiles { package: package.to_owned(), paths: paths.map(str::to_owned).collect() });
        } else if let Some(package) = path.strip_prefix(STATUS_D).and_then(|name| name.strip_suffix(".md5sums")) {
            let paths =
                text.lines().filter_map(|line| line.split_once("  ")).map(|(_, path)| path.trim_start_matches('/').to_owned());
            facts.owned.push(OwnedFiles { package: package.to_owned(), paths: paths.collect() });
        } else if let Some(package) = copyright::package(path) {
            facts.license(&ECOSYSTEM, package, copyright::licenses(&text));
        } else {
            let is_database = path == STATUS;
            let (whole, is_cut_off) = if is_database { control::whole_lines(&text) } else { (&*text, false) };
            if is_cut_off {
                facts.problem(format!("line {}: the file ends within a line", whole.matches('\n').count() + 1));
            }
            for paragraph in control::paragraphs(whole) {
                match package(&paragraph, is_database, path) {
                    Ok(package) => facts.packages.extend(package),
                    Err(reason) => facts.problem(format!("line {}: {reason}", paragraph.line)),
                }
            }
            facts.os = entitlement(facts);
        }
    }
}

/// The package of a paragraph; `None` if its files are not on disk.
fn package(paragraph: &Paragraph<'_>, is_database: bool, path: &str) -> Result<Option<Package>, &'static str> {
    let name = paragraph.get("Package").ok_or("a paragraph without a package's name")?;
    // Want, flag and state: the last says whether the files are there. Distroless images write no status.
    let state = paragraph.get("Status").and_then(|status| status.split_whitespace().nth(2));
    match state {
        Some("installed" | "half-configured" | "triggers-awaited" | "triggers-pending" | "unpacked" | "half-installed") => {}
        None if !is_database => {}
        None => return Err("a package without a status"),
        Some(_) => return Ok(None),
    }
    let version = paragraph.get("Version").ok_or("a package without a version")?;
    let arch = paragraph.get("Architecture");
    let source = paragraph.get("Source").map(|source| match source.split_once('(') {
        Some((name, version)) => (name.trim(), version.trim_end_matches(')').trim()),
        None => (source, version),
    });
    let maintainer = paragraph.get("Maintainer");
    let (epoch, without_epoch) = version.split_once(':').unwrap_or(("", version));
    let depends = [paragraph.folded("Pre-Depends"), paragraph.folded("Depends")];
    Ok(Some(Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        arch: arch.map(str::to_owned),
        source: source.map(|(name, version)| SourcePackage { name: name.to_owned(), version: version.to_owned() }),
        maintainer: maintainer.map(str::to_owned),
        third_party: maintainer.and_then(third_party).map(str::to_owned),
        depends_on: depends.iter().flatten().flat_map(|list| list.split([',', '|'])).filter_map(dependency).collect(),
        path: path.to_owned(),
        purl: Some(Purl::new("deb", "", name, without_epoch).with("arch", arch.unwrap_or("")).with("epoch", epoch)),
        ..Package::default()
    }))
}

/// `libc6:any (>= 2.34)` is about `libc6`.
fn dependency(text: &str) -> Option<String> {
    let name = text.trim().split([' ', '(', ':', '[']).next()?;
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/status");

    #[test]
    fn the_database_of_a_real_system_is_read() {
        let facts = read(&Dpkg, STATUS, SAMPLE);
        assert!(facts.problems.is_empty(), "{:?}", facts.problems);
        let find = |name: &str| facts.packages.iter().find(|p| p.name == name).unwrap();
        let libc = find("libc6");
        assert_eq!(libc.source_name_version().0, "glibc");
        assert_eq!(libc.purl.as_ref().unwrap().to_string().split('@').next(), Some("pkg:deb/libc6"));
        let rebuilt = find("libselinux1");
        assert_eq!((rebuilt.version.as_str(), rebuilt.source_name_version()), ("3.4-1+b6", ("libselinux", "3.4-1")));
        assert!(libc.depends_on.contains(&"libgcc-s1".to_owned()));
        assert!(facts.packages.iter().all(|p| p.third_party.is_none()));
    }

    #[test]
    fn only_packages_whose_files_are_there_count() {
        let text = "Package: gone\nStatus: deinstall ok config-files\nVersion: 1\n\nPackage: here\nStatus: install ok installed\nVersion: 1:2-3\nArchitecture: all\nMaintainer: NodeSource <x@nodesource.com>\n\nPackage: broken\nStatus: install ok installed\n";
        let facts = read(&Dpkg, STATUS, text.as_bytes());
        assert_eq!(facts.packages.len(), 1);
        assert_eq!(facts.packages[0].purl.as_ref().unwrap().to_string(), "pkg:deb/here@2-3?arch=all&epoch=1");
        assert_eq!(facts.packages[0].third_party.as_deref(), Some("NodeSource"));
        assert_eq!(facts.problems.len(), 1);
        assert_eq!(facts.problems[0].message, "line 11: a package without a version");
    }

    #[test]
    fn distroless_images_have_a_file_a_package() {
        let facts = read(&Dpkg, "var/lib/dpkg/status.d/tzdata", b"Package: tzdata\nVersion: 2024a-0\nArchitecture: all\n");
        assert_eq!(facts.packages[0].name, "tzdata");
        let owned = read(&Dpkg, "var/lib/dpkg/status.d/tzdata.md5sums", b"0123  usr/share/zoneinfo/UTC\n");
        assert_eq!(owned.owned[0].paths, ["usr/share/zoneinfo/UTC"]);
        let owned = read(&Dpkg, "var/lib/dpkg/info/libc6:amd64.list", b"/.\n/lib\n/lib/x.so\n");
        assert_eq!((owned.owned[0].package.as_str(), owned.owned[0].paths.len()), ("libc6:amd64", 2));
    }

    #[test]
    fn versions_tell_what_an_ubuntu_is_entitled_to() {
        let told = |version: &str| {
            let facts = read(&Dpkg, "var/lib/dpkg/status.d/a", format!("Package: a\nVersion: {version}\n").as_bytes());
            facts.os.map(|fact| fact.os.subscriptions.join(" ")).unwrap_or_default()
        };
        assert_eq!(told("1.1.1-1ubuntu2.1~18.04.23+esm3"), "esm-infra");
        assert_eq!(told("7.35.0-1ubuntu2.20+esm6"), "esm-infra");
        assert_eq!(told("1.1.1f-1ubuntu2.fips.16"), "fips-updates");
        assert_eq!(told("3.0.2-0ubuntu1.9+Fips1"), "fips-updates");
        assert_eq!(told("3.0.11-1~deb12u2"), "");
    }

    #[test]
    fn a_cut_off_database_gives_what_is_whole() {
        let text =
            b"Package: a\nStatus: install ok installed\nVersion: 1\n\nPackage: b\nStatus: install ok installed\nVersion: 2.1";
        let facts = read(&Dpkg, STATUS, text);
        assert_eq!(facts.packages.iter().map(|p| p.name.as_str()).collect::<Vec<_>>(), ["a"]);
        let told: Vec<&str> = facts.problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(told, ["line 7: the file ends within a line", "line 5: a package without a version"]);
    }

    #[test]
    fn licences_come_from_copyright_files() {
        let facts = read(&Dpkg, "usr/share/doc/dash/copyright", include_bytes!("testdata/copyright"));
        assert_eq!(facts.licenses[0].package, "dash");
        assert!(read(&Dpkg, "usr/share/doc/x/copyright", b"All rights reserved.\n").is_empty());
        assert!(!Dpkg.wants(&Stat { path: "usr/share/doc/x/copyright", size: MAX_COPYRIGHT + 1, mode: 0o644 }));
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Dpkg, STATUS, &SAMPLE[..SAMPLE.len().min(6000)]);
        assert_survives_damage(&Dpkg, "usr/share/doc/dash/copyright", include_bytes!("testdata/copyright"));
    }
}
