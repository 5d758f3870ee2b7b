//! Any OSV records: a folder, a zip or tar archive, or one file, such as Canonical's export of Ubuntu
//! (<https://github.com/canonical/ubuntu-security-notices>, `osv/`; as one archive `osv-all.tar.xz`).
//!
//! Specification: <https://ossf.github.io/osv-schema/>. Each ecosystem that the records speak of becomes a shard.
//! Limits: those of `osv`; files that do not end with `.json` are passed over.

use super::documents::Documents;
use super::feed::{Feed, ImportError, Imported};
use super::osv;

/// OSV records.
pub(super) const FEED: Feed = Feed {
    id: "osv",
    name: "OSV records",
    home: "https://github.com/canonical/ubuntu-security-notices",
    alone_speaks_of: None,
    read,
};

fn read(documents: &mut Documents, imported: &mut Imported) -> Result<(), ImportError> {
    documents.each(&mut |name, bytes| {
        if !name.ends_with(".json") && !bytes.starts_with(b"{") {
            return;
        }
        match osv::read_all(&bytes) {
            Ok(records) => records.into_iter().for_each(|(ecosystem, record)| imported.add(&ecosystem, record)),
            Err(error) => imported.unreadable.push((name.to_owned(), error.to_string())),
        }
    })?;
    if !imported.records.is_empty() {
        return Ok(());
    }
    let (document, reason) =
        imported.unreadable.pop().unwrap_or_else(|| (documents.source().to_owned(), "it holds no record".to_owned()));
    Err(ImportError::Foreign { document, expected: FEED.name, reason })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{imported, told};
    use super::*;

    const CVE: &str = include_str!("testdata/ubuntu/UBUNTU-CVE-2022-24823.json");
    const NOTICE: &str = include_str!("testdata/ubuntu/USN-7284-1.json");

    #[test]
    fn what_pro_alone_mends_stays_without_it() {
        let imported = imported(&FEED, "UBUNTU-CVE-2022-24823.json", CVE);
        let told = |release: &str, version: &str| told(&imported, "ubuntu", release, "netty", version);
        let esm = "1:4.1.48-4+deb11u2ubuntu0.1~esm1";
        assert_eq!(told("22.04.4", "1:4.1.48-4"), ["CVE-2022-24823 affected LOW [UBUNTU-CVE-2022-24823]"]);
        assert_eq!(told("22.04+esm-apps", "1:4.1.48-4"), [format!("CVE-2022-24823 fixed {esm} LOW [UBUNTU-CVE-2022-24823]")]);
        assert!(told("22.04+esm-apps", esm).is_empty());
        assert!(told("22.04", esm).is_empty(), "it was built with Pro");
        assert_eq!(told("25.10", "1:4.1.48-10"), ["CVE-2022-24823 affected LOW [UBUNTU-CVE-2022-24823]"], "it has no fix at all");
        assert_eq!(told("24.04", "1:4.1.48-7")[0].split(' ').nth(2), Some("1:4.1.48-9ubuntu0.1"), "its own entry counts");
        let affected = &imported.records["Ubuntu"][0].affected;
        assert!(affected.iter().all(|affected| affected.versions.is_empty()));
        assert_eq!(affected.iter().filter(|affected| affected.release == "20.04:LTS").count(), 0, "FIPS is another source");
    }

    #[test]
    fn a_notice_is_told_beside_its_vulnerability() {
        let documents = vec![("a/cve.json", CVE.as_bytes().to_vec()), ("a/usn.json", NOTICE.as_bytes().to_vec())];
        let imported = FEED.import(&mut Documents::of(documents)).unwrap();
        assert_eq!(
            told(&imported, "ubuntu", "24.04", "netty", "1:4.1.48-7"),
            ["CVE-2022-24823 fixed 1:4.1.48-9ubuntu0.1 LOW [UBUNTU-CVE-2022-24823 USN-7284-1]"]
        );
    }

    #[test]
    fn every_ecosystem_is_kept_and_a_broken_record_loses_nothing() {
        let two = br#"{"id":"GHSA-1","affected":[{"package":{"ecosystem":"npm","name":"a"},"versions":["1"]},
            {"package":{"ecosystem":"PyPI","name":"b"}}]}"#;
        let documents = vec![("x.json", two.to_vec()), ("cut.json", two[..40].to_vec()), ("README.md", b"text".to_vec())];
        let imported = FEED.import(&mut Documents::of(documents)).unwrap();
        assert_eq!(imported.records.keys().collect::<Vec<_>>(), ["PyPI", "npm"]);
        assert_eq!(imported.records["npm"][0].affected[0].versions, ["1"]);
        assert_eq!(imported.unreadable[0].0, "cut.json");
        assert!(FEED.import(&mut Documents::of(vec![("x.json", b"[]".to_vec())])).is_err());
    }
}
