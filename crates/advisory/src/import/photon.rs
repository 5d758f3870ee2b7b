//! Photon OS: which version of each source package mends a vulnerability.
//!
//! Format: `cve_data_photon5.0.json` of <https://packages.broadcom.com/photon/photon_cve_metadata/>, one file a release: a list of
//! `cve_id`, `pkg`, `cve_score`, `aff_ver` (a sentence), `res_ver` (a version or `NA`) and `status`.
//! Limits: what has neither a fixed version nor a sentence says nothing.

use super::documents::Documents;
use super::feed::{Feed, ImportError, Imported};
use crate::record::{Affected, Event};
use serde::Deserialize;
use tidewaiter_model::Severity;

/// Photon's metadata.
pub(super) const FEED: Feed = Feed {
    id: "photon",
    name: "Photon OS's CVE metadata",
    home: "https://packages.broadcom.com/photon/photon_cve_metadata/",
    alone_speaks_of: Some("Photon OS"),
    read,
};

#[derive(Deserialize)]
struct Entry {
    cve_id: String,
    pkg: String,
    cve_score: Option<f64>,
    #[serde(default)]
    aff_ver: String,
    #[serde(default)]
    res_ver: String,
    #[serde(default)]
    status: String,
}

fn read(documents: &mut Documents, imported: &mut Imported) -> Result<(), ImportError> {
    imported.each_document(documents, FEED.name, &mut |imported, name, bytes| {
        // Beside the releases' files lies a list of them.
        let entries: Vec<serde_json::Value> = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        for (index, entry) in entries.into_iter().enumerate() {
            let told = serde_json::from_value::<Entry>(entry).map_err(|error| error.to_string());
            if let Err(reason) = told.and_then(|entry| read_entry(entry, name, imported)) {
                imported.unreadable.push((format!("{name}, entry {}", index + 1), reason));
            }
        }
        Ok(())
    })
}

fn read_entry(entry: Entry, document: &str, imported: &mut Imported) -> Result<(), String> {
    let is_version = |text: &str| text.contains(|c: char| c.is_ascii_digit());
    let mut range = vec![Event::Introduced("0".to_owned())];
    match (entry.status.as_str(), is_version(&entry.res_ver)) {
        ("Not Affected", _) => return Ok(()),
        (_, true) => range.push(Event::Fixed(entry.res_ver.clone())),
        // `all versions are vulnerable`; `NA` says nothing.
        (_, false) if !entry.aff_ver.contains("vulnerable") => return Ok(()),
        (_, false) => {}
    }
    let release = release(&entry.res_ver, &entry.aff_ver, document).ok_or("nothing tells its release")?;
    let score = entry.cve_score.filter(|score| *score > 0.0);
    imported.record("Photon OS", &entry.cve_id).affected.push(Affected {
        package: entry.pkg,
        release,
        ranges: vec![range],
        rating: score.map(|score| Severity::from_score(score).as_str().to_owned()).unwrap_or_default(),
        ..Affected::default()
    });
    Ok(())
}

/// `5.0` of a version that ends with `.ph5`, or else of a document's name.
fn release(fixed: &str, affected: &str, document: &str) -> Option<String> {
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
    let of_version = |text: &str| text.split_once(".ph").map(|(_, rest)| digits(rest)).filter(|major| !major.is_empty());
    let major = of_version(fixed).or_else(|| of_version(affected)).or_else(|| {
        let name = document.rsplit('/').next().unwrap_or(document);
        name.split_once("photon").map(|(_, rest)| digits(rest)).filter(|major| !major.is_empty())
    })?;
    Some(format!("{major}.0"))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{imported, told};
    use super::*;

    const SAMPLE: &str = include_str!("testdata/cve_data_photon4.0.json");

    fn photon(release: &str, name: &str, version: &str) -> Vec<String> {
        told(&imported(&FEED, "cve_data_photon4.0.json", SAMPLE), "photon", release, name, version)
    }

    #[test]
    fn fixes_are_told_by_package_and_release() {
        assert_eq!(
            photon("4.0", "curl", "7.86.0-1.ph4"),
            ["CVE-2023-38545 fixed 7.88.1-4.ph4 CRITICAL", "CVE-2023-38546 fixed 7.88.1-4.ph4 LOW"]
        );
        assert!(photon("4.0", "curl", "7.88.1-4.ph4").is_empty());
        assert!(photon("5.0", "curl", "7.86.0-1.ph5").is_empty(), "another release's");
        assert!(photon("4.0", "httpd", "1").is_empty(), "not affected");
        assert!(photon("4.0", "python3", "1").is_empty(), "it says nothing");
        assert_eq!(photon("4.0", "grub2", "2.06-1.ph4"), ["CVE-2024-45775 affected MEDIUM"]);
        assert_eq!(photon("4.0", "krb5-devel", "1.17-1.ph4"), ["BDSA-2025-0719 fixed 1.17-15.ph4 HIGH"]);
    }

    #[test]
    fn a_broken_entry_loses_nothing_else() {
        let text = SAMPLE.replacen("\"curl\"", "7", 1);
        let documents = vec![("cve_data_photon4.0.json", text.into_bytes()), ("photon_versions.json", b"{}".to_vec())];
        let imported = FEED.import(&mut Documents::of(documents)).unwrap();
        assert_eq!((imported.records["Photon OS"].len(), imported.unreadable.len()), (3, 2));
        for text in [&SAMPLE[..300], "{}", ""] {
            assert!(FEED.import(&mut Documents::of(vec![("x", text.as_bytes().to_vec())])).is_err());
        }
    }
}
