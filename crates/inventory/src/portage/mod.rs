//! Packages of Portage, the package manager of Gentoo.
//!
//! Format: `/var/db/pkg` in <https://dev.gentoo.org/~zmedico/portage/doc/man/portage.5.html>; how a folder's name is parted into
//! name and version, <https://projects.gentoo.org/pms/8/pms.html#package-names>.
//! Files: `var/db/pkg/CATEGORY/NAME-VERSION/CONTENTS`, whose path states the package and whose lines the files that it owns, and
//! `LICENSE` beside it.
//! Limits: the folder's other files are not read, so nothing is known of dependencies and of the overlay that a package comes
//! from; of one that is installed in several slots, the licences of one are told for all.

use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Stat, license};
use tidewaiter_model::{Class, OwnedFiles, Package, Purl};
use tidewaiter_versions::PORTAGE;

/// Gentoo's ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem =
    Ecosystem { id: "portage", class: Class::OsPkgs, kind: "portage", target: None, evr: false, advisories: None };

/// The analyzer.
pub(crate) struct Portage;

const DATABASE: &str = "var/db/pkg/";
/// The largest packages own some hundred thousand files.
const MAX: u64 = 256 << 20;

impl Analyzer for Portage {
    fn id(&self) -> &'static str {
        "portage"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::Are(&["CONTENTS", "LICENSE"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.size <= MAX && Entry::of(stat.path).is_some()
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let Some(Entry { category, name, version, file: kind }) = Entry::of(file.stat.path) else { return };
        let text = String::from_utf8_lossy(file.bytes);
        let full_name = format!("{category}/{name}");
        if kind == "LICENSE" {
            return facts.license(&ECOSYSTEM, full_name, licenses(&text));
        }
        let mut paths = Vec::new();
        for (number, line) in text.lines().enumerate() {
            match owned(line) {
                Ok(path) => paths.extend(path),
                Err(()) => {
                    facts.problem(format!("line {}: not an entry of CONTENTS", number + 1));
                    break;
                }
            }
        }
        facts.owned.push(OwnedFiles { package: full_name.clone(), paths });
        facts.packages.push(Package {
            ecosystem: ECOSYSTEM.id.into(),
            name: full_name,
            version: version.to_owned(),
            path: file.stat.path.to_owned(),
            purl: Some(Purl::new("ebuild", category, name, version)),
            ..Package::default()
        });
    }
}

/// A file of the database, by its path.
struct Entry<'a> {
    category: &'a str,
    name: &'a str,
    version: &'a str,
    file: &'a str,
}

impl<'a> Entry<'a> {
    fn of(path: &'a str) -> Option<Self> {
        let mut parts = path.strip_prefix(DATABASE)?.split('/');
        let (category, folder, file) = (parts.next()?, parts.next()?, parts.next()?);
        let is_wanted = matches!(file, "CONTENTS" | "LICENSE") && parts.next().is_none() && !category.is_empty();
        // A merge that broke off leaves its folder under another name.
        let (name, version) = name_and_version(folder).filter(|_| is_wanted && !folder.starts_with('-'))?;
        Some(Self { category, name, version, file })
    }
}

/// `gtk+` and `3.24.41-r1` of `gtk+-3.24.41-r1`: no name ends in what looks like a version, so the last that does is it.
fn name_and_version(folder: &str) -> Option<(&str, &str)> {
    let mut hyphens = folder.rmatch_indices('-').map(|(at, _)| folder.split_at(at));
    hyphens.find_map(|(name, rest)| {
        let version = rest.get(1..)?;
        (!name.is_empty() && PORTAGE.is_valid(version)).then_some((name, version))
    })
}

/// The file of a line; `None` for a folder, which belongs to many.
fn owned(line: &str) -> Result<Option<String>, ()> {
    let (kind, rest) = line.split_once(' ').ok_or(())?;
    let path = match kind {
        "dir" | "fif" | "dev" => return Ok(None),
        // A checksum and a time follow, neither of which has spaces.
        "obj" => rest.rsplitn(3, ' ').nth(2),
        "sym" => rest.split_once(" -> ").map(|(path, _)| path),
        _ => None,
    };
    path.map(|path| Some(path.trim_start_matches('/').to_owned())).ok_or(())
}

/// The names in an expression like `|| ( GPL-2+ MIT ) BSD`.
fn licenses(expression: &str) -> Vec<String> {
    let mut found = Vec::new();
    let names = expression.split_whitespace().filter(|word| !matches!(*word, "||" | "(" | ")") && !word.ends_with('?'));
    names.for_each(|name| license::add(&mut found, name));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, listing, read};

    const PATH: &str = "var/db/pkg/app-misc/tide-watch-1.2.3_p4-r2/CONTENTS";
    const SAMPLE: &[u8] = include_bytes!("testdata/CONTENTS");

    #[test]
    fn a_package_and_its_files_are_read() {
        let facts = read(&Portage, PATH, SAMPLE);
        insta::assert_snapshot!(listing(&facts), @"portage pkg:ebuild/app-misc/tide-watch@1.2.3_p4-r2");
        assert_eq!(facts.packages[0].name, "app-misc/tide-watch");
        assert_eq!(facts.owned[0].paths, ["usr/bin/tide", "usr/share/tide/high water", "usr/bin/tide-watch"]);
    }

    #[test]
    fn licences_have_a_file_of_their_own() {
        let facts = read(&Portage, "var/db/pkg/app-misc/tide-watch-1.2.3_p4-r2/LICENSE", include_bytes!("testdata/LICENSE"));
        assert_eq!(facts.licenses[0].package, "app-misc/tide-watch");
        assert_eq!(facts.licenses[0].licenses, ["GPL-2.0-or-later", "MIT"]);
        assert_eq!(super::licenses("doc? ( BSD )"), ["BSD-3-Clause"]);
    }

    #[test]
    fn names_may_hold_hyphens_and_digits() {
        for (folder, name, version) in [
            ("gtk+-3.24.41-r1", "gtk+", "3.24.41-r1"),
            ("font-adobe-100dpi-1.0.4", "font-adobe-100dpi", "1.0.4"),
            ("openssl-1.1.1w", "openssl", "1.1.1w"),
            ("mpg123-base-1.32_rc1_p2", "mpg123-base", "1.32_rc1_p2"),
        ] {
            assert_eq!(name_and_version(folder), Some((name, version)));
        }
        assert_eq!(name_and_version("no-version"), None);
    }

    #[test]
    fn other_files_and_broken_merges_are_not_wanted() {
        for path in [
            "var/db/pkg/a/b-1/SLOT",
            "var/db/pkg/a/-MERGING-b-1/CONTENTS",
            "var/db/pkg/a/b-1/x/CONTENTS",
            "var/db/pkg/a/b/CONTENTS",
        ] {
            assert!(!Portage.wants(&Stat::new(path, 1, 0o644)), "{path}");
        }
    }

    #[test]
    fn what_is_broken_is_told_and_the_package_all_the_same() {
        let facts = read(&Portage, PATH, b"obj /usr/bin/a 0 1\nobj /usr/bin/b\n");
        assert_eq!(facts.packages.len(), 1);
        assert_eq!(facts.owned[0].paths, ["usr/bin/a"]);
        assert_eq!(facts.problems[0].message, "line 2: not an entry of CONTENTS");
        // A virtual package owns nothing.
        assert_eq!(read(&Portage, PATH, b"").packages.len(), 1);
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Portage, PATH, SAMPLE);
    }
}
