//! Security databases of apk distributions: which version of each package mends what.
//!
//! Format: <https://secdb.alpinelinux.org/> (a file a release and repository), and the same of Wolfi
//! <https://packages.wolfi.dev/os/security.json> and Chainguard <https://packages.cgr.dev/chainguard/security.json>.
//! Limits: only mended vulnerabilities are told; what has no fix yet is not known.

use super::documents::Documents;
use super::feed::{Feed, ImportError, Imported};
use crate::record::{Affected, Event};
use serde::Deserialize;
use std::collections::BTreeMap;

/// secdb.
pub(super) const FEED: Feed =
    Feed { id: "secdb", name: "an apk security database", home: "https://secdb.alpinelinux.org/", alone_speaks_of: None, read };

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
struct Database {
    #[serde(default)]
    distroversion: String,
    #[serde(default)]
    urlprefix: String,
    #[serde(default)]
    packages: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    pkg: Package,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    // An empty list stands for an empty map in some files.
    #[serde(default)]
    secfixes: Fixes,
}

#[derive(Default, Deserialize)]
#[serde(untagged)]
enum Fixes {
    Some(BTreeMap<String, Option<Vec<String>>>),
    #[default]
    None,
    Odd(serde::de::IgnoredAny),
}

fn read(documents: &mut Documents, imported: &mut Imported) -> Result<(), ImportError> {
    let mut read_any = false;
    documents.each(&mut |name, bytes| match serde_json::from_slice::<Database>(&bytes) {
        Ok(database) if !database.packages.is_empty() || !database.urlprefix.is_empty() => {
            read_any = true;
            read_database(database, imported);
        }
        Ok(_) => imported.unreadable.push((name.to_owned(), "it has no packages".to_owned())),
        Err(error) => imported.unreadable.push((name.to_owned(), error.to_string())),
    })?;
    if read_any {
        return Ok(());
    }
    let (document, reason) = imported.unreadable.pop().unwrap_or_default();
    Err(ImportError::Foreign { document, expected: FEED.name, reason })
}

/// Files of Wolfi and Chainguard have no releases, and are told apart by where their packages are.
fn ecosystem(database: &Database) -> &'static str {
    match database.urlprefix.as_str() {
        prefix if prefix.contains("wolfi.dev") => "Wolfi",
        prefix if prefix.contains("cgr.dev") => "Chainguard",
        prefix if prefix.contains("minim.") => "MinimOS",
        _ => "Alpine",
    }
}

fn read_database(database: Database, imported: &mut Imported) {
    let ecosystem = ecosystem(&database);
    for Entry { pkg: package } in database.packages {
        let Fixes::Some(fixes) = package.secfixes else { continue };
        for (version, ids) in fixes {
            // `0`: no version was ever affected.
            if version == "0" {
                continue;
            }
            for id in ids.iter().flatten().filter_map(|line| name(line)) {
                let range = vec![Event::Introduced("0".to_owned()), Event::Fixed(version.clone())];
                imported.record(ecosystem, id).affected.push(Affected {
                    package: package.name.clone(),
                    release: database.distroversion.clone(),
                    ranges: vec![range],
                    ..Affected::default()
                });
            }
        }
    }
}

/// A line may hold several names of one vulnerability, `CVE-2019-1 GHSA-x (+ note)`; the CVE is the one to tell.
fn name(line: &str) -> Option<&str> {
    let mut words = line.split_whitespace();
    words.clone().find(|word| word.starts_with("CVE-")).or_else(|| words.next()).filter(|word| word.contains('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixes_become_ranges() {
        let json = br#"{"apkurl":"x","distroversion":"v3.18","reponame":"main","urlprefix":"https://dl-cdn.alpinelinux.org/alpine",
            "packages":[{"pkg":{"name":"openssl","secfixes":{"3.1.4-r0":["CVE-2023-1 GHSA-a","CVE-2023-2"],"0":["CVE-2023-3"],"3":null}}},
            {"pkg":{"name":"empty","secfixes":[]}}, {"pkg":{"name":"musl","secfixes":{"1-r1":["CVE-2023-1","odd"]}}}]}"#;
        let imported = FEED.import(&mut Documents::of(vec![("v3.18/main.json", json.to_vec()), ("x", b"[]".to_vec())])).unwrap();
        let records = &imported.records["Alpine"];
        assert_eq!(records.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["CVE-2023-1", "CVE-2023-2"]);
        assert_eq!(records[0].affected.iter().map(|a| a.package.as_str()).collect::<Vec<_>>(), ["openssl", "musl"]);
        assert_eq!(records[0].affected[0].release, "v3.18");
        assert_eq!(imported.unreadable.len(), 1);
    }

    #[test]
    fn the_distribution_is_told_by_where_its_packages_are() {
        for (prefix, expected) in
            [("https://packages.wolfi.dev/os", "Wolfi"), ("https://packages.cgr.dev/chainguard", "Chainguard")]
        {
            let json =
                format!(r#"{{"urlprefix":"{prefix}","packages":[{{"pkg":{{"name":"a","secfixes":{{"1-r0":["CVE-1-1"]}}}}}}]}}"#);
            let imported = FEED.import(&mut Documents::of(vec![("security.json", json.into_bytes())])).unwrap();
            assert_eq!(imported.records[expected][0].affected[0].release, "");
        }
        assert!(FEED.import(&mut Documents::of(vec![("x", b"{}".to_vec())])).is_err());
    }
}
