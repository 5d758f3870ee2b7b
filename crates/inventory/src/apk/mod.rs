//! Alpine packages.
//!
//! Format: <https://wiki.alpinelinux.org/wiki/Apk_spec#Installed_Database_V2>.
//! Files: `lib/apk/db/installed`, `usr/lib/apk/db/installed`.
//! Limits: the text database of apk-tools 2 and 3; the binary index of apk-tools 3 is not an installed database.

use crate::license;
use crate::{Analyzer, Ecosystem, File, FileFacts, Names, Stat};
use std::collections::HashMap;
use tidewaiter_model::{Class, OwnedFiles, Package, Purl, SourcePackage};

/// Alpine's ecosystem.
pub(crate) const ECOSYSTEM: Ecosystem =
    Ecosystem { id: "apk", class: Class::OsPkgs, kind: "apk", target: None, evr: false, advisories: None };

/// The analyzer.
pub(crate) struct Apk;

impl Analyzer for Apk {
    fn id(&self) -> &'static str {
        "apk"
    }

    fn version(&self) -> u32 {
        2
    }

    fn names(&self) -> Names {
        Names::Are(&["installed"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        matches!(stat.path, "lib/apk/db/installed" | "usr/lib/apk/db/installed")
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let text = String::from_utf8_lossy(file.bytes);
        // A database ends each line; one that is cut off would give half a version.
        let whole = text.rfind('\n').and_then(|at| text.get(..=at)).unwrap_or("");
        if whole.len() < text.len() {
            facts.problem(format!("line {}: the file ends within a line", whole.matches('\n').count() + 1));
        }
        let providers = providers(whole);
        let mut line = 1;
        for record in whole.split("\n\n") {
            if !record.trim().is_empty() {
                match package(record, file.stat.path) {
                    Some((mut package, owned)) => {
                        resolve(&mut package, &providers);
                        facts.packages.push(package);
                        facts.owned.push(owned);
                    }
                    None => facts.problem(format!("line {line}: a package without a name or version")),
                }
            }
            line += record.matches('\n').count() + 2;
        }
    }
}

/// The package of a record and the files that it owns; `None` if it lacks a name or version.
fn package(record: &str, path: &str) -> Option<(Package, OwnedFiles)> {
    let mut package = Package { ecosystem: ECOSYSTEM.id.into(), path: path.to_owned(), ..Package::default() };
    let mut owned = Vec::new();
    let mut folder = "";
    for (key, value) in record.lines().filter_map(|line| line.split_once(':')) {
        match key {
            "P" => package.name = value.to_owned(),
            "V" => package.version = value.to_owned(),
            "A" => package.arch = Some(value.to_owned()),
            "L" => package.licenses = licenses(value),
            "m" => package.maintainer = Some(value.to_owned()),
            "o" => package.source = Some(SourcePackage { name: value.to_owned(), version: String::new() }),
            "D" => package.depends_on = value.split_whitespace().filter_map(bare).map(str::to_owned).collect(),
            "F" => folder = value,
            "R" if folder.is_empty() => owned.push(value.to_owned()),
            "R" => owned.push(format!("{folder}/{value}")),
            _ => {}
        }
    }
    if package.name.is_empty() || package.version.is_empty() {
        return None;
    }
    if let Some(source) = &mut package.source {
        source.version.clone_from(&package.version);
    }
    package.purl =
        Some(Purl::new("apk", "", &package.name, &package.version).with("arch", package.arch.as_deref().unwrap_or("")));
    let owned = OwnedFiles { package: package.name.clone(), paths: owned };
    Some((package, owned))
}

/// The names in a licence expression; old packages part them by spaces alone.
fn licenses(expression: &str) -> Vec<String> {
    let mut found = Vec::new();
    let words = expression.split_whitespace().map(|word| word.trim_matches(['(', ')']));
    words
        .filter(|word| !matches!(*word, "AND" | "OR" | "WITH" | "and" | "or" | "with"))
        .for_each(|word| license::add(&mut found, word));
    found
}

/// `musl` of `musl>=1.2`; `None` for a conflict, `!musl`.
fn bare(word: &str) -> Option<&str> {
    let name = word.split(['<', '>', '=', '~']).next()?;
    (!name.is_empty() && !name.starts_with('!')).then_some(name)
}

/// Which package provides what: `so:libc.musl-x86_64.so.1`, `cmd:busybox`, `/bin/sh`, another package's name. The first
/// that does counts.
fn providers(text: &str) -> HashMap<&str, &str> {
    let mut providers = HashMap::new();
    let mut package = "";
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("P:") {
            package = name;
            providers.insert(name, name);
        } else if let Some(provided) = line.strip_prefix("p:") {
            for name in provided.split_whitespace().filter_map(bare) {
                providers.entry(name).or_insert(package);
            }
        } else if line.is_empty() {
            package = "";
        }
    }
    providers
}

/// Replaces what a package asks for by the packages that provide it. What nobody provides stays if it may be a package.
fn resolve(package: &mut Package, providers: &HashMap<&str, &str>) {
    let mut found: Vec<String> = Vec::new();
    for wanted in std::mem::take(&mut package.depends_on) {
        let name = match providers.get(wanted.as_str()) {
            Some(provider) => (*provider).to_owned(),
            None if wanted.contains(':') || wanted.starts_with('/') => continue,
            None => wanted,
        };
        if name != package.name && !name.is_empty() && !found.contains(&name) {
            found.push(name);
        }
    }
    package.depends_on = found;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/installed");

    #[test]
    fn the_database_of_a_real_system_is_read() {
        let facts = read(&Apk, "lib/apk/db/installed", SAMPLE);
        assert!(facts.problems.is_empty());
        let names: Vec<_> =
            facts.packages.iter().map(|p| (p.name.as_str(), p.version.as_str(), p.source_name_version().0)).collect();
        assert!(names.contains(&("libssl3", "3.1.7-r0", "openssl")), "{names:?}");
        let busybox = facts.packages.iter().find(|p| p.name == "busybox").unwrap();
        assert_eq!(busybox.licenses, ["GPL-2.0-only"]);
        let owned = facts.owned.iter().find(|o| o.package == "busybox").unwrap();
        assert!(owned.paths.contains(&"bin/busybox".to_owned()), "{:?}", owned.paths);
    }

    #[test]
    fn a_broken_record_loses_nothing_else() {
        let facts = read(&Apk, "lib/apk/db/installed", b"P:a\nV:1-r0\n\nP:b\n\nP:c\nV:2-r0\nD:so:x a>1 !d\n");
        assert_eq!(facts.packages.len(), 2);
        assert_eq!(facts.packages[1].depends_on, ["a"]);
        assert_eq!(facts.problems.len(), 1);
        assert_eq!(facts.problems[0].message, "line 4: a package without a name or version");
    }

    #[test]
    fn what_is_asked_for_leads_to_who_provides_it() {
        let text = b"P:musl\nV:1-r0\np:so:libc.musl.so.1=1 /bin/sh\n\nP:a\nV:1-r0\nD:so:libc.musl.so.1 /bin/sh so:gone b\nL:GPL2 BSD\n\n";
        let facts = read(&Apk, "lib/apk/db/installed", text);
        assert_eq!(facts.packages[1].depends_on, ["musl", "b"]);
        assert_eq!(facts.packages[1].licenses, ["GPL-2.0-only", "BSD-3-Clause"]);
        let real = read(&Apk, "lib/apk/db/installed", SAMPLE);
        let libssl = real.packages.iter().find(|p| p.name == "libssl3").unwrap();
        assert_eq!(libssl.depends_on, ["musl"]);
    }

    #[test]
    fn a_cut_off_version_is_not_believed() {
        let facts = read(&Apk, "lib/apk/db/installed", b"P:a\nV:1-r0\n\nP:b\nV:2.1");
        assert_eq!(facts.packages.len(), 1);
        assert_eq!(facts.problems[0].message, "line 5: the file ends within a line");
    }

    #[test]
    fn damage_is_survived() {
        assert_survives_damage(&Apk, "lib/apk/db/installed", &SAMPLE[..SAMPLE.len().min(8000)]);
    }
}
