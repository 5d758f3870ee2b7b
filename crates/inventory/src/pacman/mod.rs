//! Packages of pacman, the package manager of Arch Linux.
//!
//! Format: the local database of <https://gitlab.archlinux.org/pacman/pacman/-/blob/master/lib/libalpm/be_local.c>: fields of a
//! line `%NAME%`, a line a value, and an empty line.
//! Files: `pacman/local/NAME-VERSION-RELEASE/desc` for the package and `files` beside it for what it owns, below whatever folder
//! the system keeps the database in (`var/lib`, `usr/lib/sysimage/lib`).
//! Limits: dependencies on libraries (`libz.so=1-64`) are left out, and what is provided under another name is not traced to
//! its provider: that takes all packages' files. Who packages by himself without a name counts as a third party, since his
//! versions are his own; packages that are built for the AUR and signed by somebody cannot be told from Arch's.

use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Stat, license};
use tidewaiter_model::{Class, OwnedFiles, Package, Purl, SourcePackage};

/// Arch's ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem =
    Ecosystem { id: "pacman", class: Class::OsPkgs, kind: "pacman", target: None, evr: true, advisories: None };

/// The analyzer.
pub(crate) struct Pacman;

/// What makepkg writes for somebody who did not say who he is.
const NOBODY: &str = "Unknown Packager";
const MAX: u64 = 64 << 20;

impl Analyzer for Pacman {
    fn id(&self) -> &'static str {
        "pacman"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::Are(&["desc", "files"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.size <= MAX && entry(stat.path).is_some()
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let Some((folder, name)) = entry(file.stat.path) else { return };
        let text = String::from_utf8_lossy(file.bytes);
        // A value that is cut off is not believed; each line ends with a line feed.
        let whole = text.rfind('\n').and_then(|at| text.get(..=at)).unwrap_or("");
        if whole.len() < text.len() {
            facts.problem("the file ends within a line");
        }
        if name == "files" {
            facts.owned.extend(package_name(folder).map(|package| OwnedFiles {
                package: package.to_owned(),
                // Folders belong to many.
                paths: values(whole, "FILES").filter(|path| !path.ends_with('/')).map(str::to_owned).collect(),
            }));
            return;
        }
        match package(whole, file.stat.path) {
            Some(package) => facts.packages.push(package),
            None => facts.problem("a package without a name or version"),
        }
    }
}

/// The folder of a package and the file in it that is of interest.
fn entry(path: &str) -> Option<(&str, &str)> {
    let (folder, name) = path.rsplit_once('/').filter(|(_, name)| matches!(*name, "desc" | "files"))?;
    let (database, folder) = folder.rsplit_once('/')?;
    (database == "pacman/local" || database.ends_with("/pacman/local")).then_some((folder, name))
}

/// `gcc-libs` of `gcc-libs-13.2.1-3`.
fn package_name(folder: &str) -> Option<&str> {
    let (rest, _release) = folder.rsplit_once('-')?;
    rest.rsplit_once('-').map(|(name, _version)| name).filter(|name| !name.is_empty())
}

/// The values of a field.
fn values<'a>(text: &'a str, field: &'a str) -> impl Iterator<Item = &'a str> {
    let is_head = move |line: &str| line.strip_prefix('%').and_then(|rest| rest.strip_suffix('%')) == Some(field);
    text.lines().skip_while(move |line| !is_head(line)).skip(1).take_while(|line| !line.is_empty())
}

fn package(text: &str, path: &str) -> Option<Package> {
    let first = |field| values(text, field).next();
    let (name, version) = (first("NAME")?, first("VERSION")?);
    let arch = first("ARCH");
    let packager = first("PACKAGER");
    let base = first("BASE").filter(|base| *base != name);
    let mut licenses = Vec::new();
    values(text, "LICENSE").flat_map(license::names).for_each(|name| license::add(&mut licenses, &name));
    Some(Package {
        ecosystem: ECOSYSTEM.id.into(),
        name: name.to_owned(),
        version: version.to_owned(),
        arch: arch.map(str::to_owned),
        source: base.map(|base| SourcePackage { name: base.to_owned(), version: version.to_owned() }),
        licenses,
        maintainer: packager.map(str::to_owned),
        third_party: packager.filter(|packager| *packager == NOBODY).map(str::to_owned),
        depends_on: values(text, "DEPENDS").filter_map(dependency).collect(),
        path: path.to_owned(),
        purl: Some(Purl::new("alpm", "", name, version).with("arch", arch.unwrap_or(""))),
        ..Package::default()
    })
}

/// `glibc` of `glibc>=2.38`; `None` for a library.
fn dependency(text: &str) -> Option<String> {
    let name = text.split(['<', '>', '=']).next()?;
    (!name.is_empty() && !name.ends_with(".so")).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const TIDE: &[u8] = include_bytes!("testdata/tide.desc");

    fn desc(bytes: &[u8]) -> FileFacts {
        read(&Pacman, "var/lib/pacman/local/tide-2:1.2.3-4.1/desc", bytes)
    }

    #[test]
    fn the_database_of_real_packages_is_read() {
        let told: Vec<String> = [TIDE, include_bytes!("testdata/libtide.desc"), include_bytes!("testdata/plainsh.desc")]
            .map(|bytes| listing(&desc(bytes)))
            .into();
        insta::assert_snapshot!(told.join("\n"));
        let facts = desc(include_bytes!("testdata/libtide.desc"));
        assert_eq!(facts.packages[0].source_name_version(), ("tide", "2:1.2.3-4.1"));
        assert_eq!(facts.packages[0].third_party, None);
    }

    #[test]
    fn files_belong_to_the_package_of_their_folder() {
        let path = "usr/lib/sysimage/lib/pacman/local/tide-2:1.2.3-4.1/files";
        let facts = read(&Pacman, path, include_bytes!("testdata/tide.files"));
        let paths = ["etc/tide.conf", "usr/bin/tide", "usr/share/tide/naïve name"].map(str::to_owned).to_vec();
        assert_eq!(facts.owned, [OwnedFiles { package: "tide".to_owned(), paths }]);
        assert_eq!(package_name("gcc-libs-13.2.1-3"), Some("gcc-libs"));
        assert_eq!(package_name("odd-1"), None);
    }

    #[test]
    fn who_packages_for_himself_is_a_third_party() {
        let facts = desc(b"%NAME%\na\n\n%VERSION%\n1-1\n\n%PACKAGER%\nUnknown Packager\n\n");
        assert_eq!(facts.packages[0].third_party.as_deref(), Some("Unknown Packager"));
    }

    #[test]
    fn broken_records_are_told() {
        for (text, problem) in [
            (&b"%NAME%\na\n\n%VERSION%\n1.2"[..], "the file ends within a line"),
            (b"%VERSION%\n1\n\n", "a package without a name or version"),
            (b"\xff\xfe\n", "a package without a name or version"),
        ] {
            let facts = desc(text);
            assert!(facts.packages.is_empty());
            assert_eq!(facts.problems[0].message, problem);
        }
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Pacman, "var/lib/pacman/local/a-1-1/desc", TIDE);
        assert_survives_damage(&Pacman, "var/lib/pacman/local/a-1-1/files", include_bytes!("testdata/tide.files"));
    }
}
