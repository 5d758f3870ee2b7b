//! Packages of rpm.
//!
//! Format: <https://rpm-software-management.github.io/rpm/manual/format_header.html>; how databases store headers stands at the
//! heads of `ndb.rs` and `berkeley.rs`; SQLite has a room of its own.
//! Files: `Packages` (Berkeley DB), `Packages.db` (ndb) and `rpmdb.sqlite` in `var/lib/rpm/`, `usr/lib/sysimage/rpm/` and
//! `usr/share/rpm/`; `var/lib/rpmmanifest/container-manifest-2` of Microsoft's distroless images.
//! Limits: what SQLite has not yet moved from `rpmdb.sqlite-wal` into the database is not seen. rpm does move it when it ends, so
//! images rarely have one. A package in the `.rpm` form is not an installed one.

mod berkeley;
mod bytes;
mod header;
mod manifest;
mod ndb;
mod package;
mod vendor;

pub(crate) use package::{Stated, package, source};
pub(crate) use vendor::is_distribution;

use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Stat};
use package::Installed;
use tidewaiter_model::Class;

/// The ecosystem of rpm.
pub(crate) const ECOSYSTEM: Ecosystem =
    Ecosystem { id: "rpm", class: Class::OsPkgs, kind: "rpm", target: None, evr: true, advisories: None };

/// The analyzer.
pub(crate) struct Rpm;

const FOLDERS: [&str; 3] = ["var/lib/rpm/", "usr/lib/sysimage/rpm/", "usr/share/rpm/"];
const DATABASES: [&str; 3] = ["Packages", "Packages.db", "rpmdb.sqlite"];
const MANIFEST: &str = "var/lib/rpmmanifest/container-manifest-2";

/// A damaged database can have as many faults as pages; these are enough to tell.
const MAX_PROBLEMS: usize = 10;

impl Analyzer for Rpm {
    fn id(&self) -> &'static str {
        "rpm"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::Are(&["Packages", "Packages.db", "rpmdb.sqlite", "container-manifest-2"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        let name = |folder: &&str| stat.path.strip_prefix(*folder);
        stat.path == MANIFEST || FOLDERS.iter().find_map(name).is_some_and(|name| DATABASES.contains(&name))
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        if file.stat.path == MANIFEST {
            return manifest::read(file.bytes, facts);
        }
        let mut problems = Vec::new();
        let mut installed = Vec::new();
        let mut each = |blob: &[u8], problems: &mut Vec<String>| match package::read(blob, file.stat.path) {
            Ok(found) => installed.extend(found),
            Err(reason) => problems.push(format!("a package's header is broken: {reason}")),
        };
        if tidewaiter_sqlite::is_database(file.bytes) {
            tidewaiter_sqlite::each_row(
                file.bytes,
                "Packages",
                &mut problems,
                &mut |(_, columns), problems| match columns.get(1) {
                    Some(tidewaiter_sqlite::Value::Bytes(header)) => each(header, problems),
                    _ => problems.push("a row of Packages holds no header".to_owned()),
                },
            );
        } else if ndb::is_database(file.bytes) {
            ndb::each_header(file.bytes, &mut each, &mut problems);
        } else if berkeley::is_database(file.bytes) {
            berkeley::each_header(file.bytes, &mut each, &mut problems);
        } else if !file.bytes.is_empty() {
            problems.push("it is no database that rpm writes".to_owned());
        }
        state(installed, facts);
        tell(problems, facts);
    }
}

/// States packages with what they depend on, sorted, since databases keep them in no order.
fn state(mut installed: Vec<Installed>, facts: &mut FileFacts) {
    package::relate(&mut installed);
    installed.sort_by(|a, b| {
        let key = |i: &Installed| (i.package.name.clone(), i.package.version.clone(), i.package.arch.clone());
        key(a).cmp(&key(b))
    });
    for Installed { package, owned, .. } in installed {
        facts.packages.push(package);
        if !owned.paths.is_empty() {
            facts.owned.push(owned);
        }
    }
}

fn tell(problems: Vec<String>, facts: &mut FileFacts) {
    let count = problems.len();
    problems.into_iter().take(MAX_PROBLEMS).for_each(|problem| facts.problem(problem));
    if count > MAX_PROBLEMS {
        facts.problem(format!("and {} more", count - MAX_PROBLEMS));
    }
}

#[cfg(test)]
mod tests;
