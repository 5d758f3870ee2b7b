//! CISA's list of vulnerabilities that are known to be exploited.
//!
//! Format: <https://www.cisa.gov/known-exploited-vulnerabilities-catalog> (JSON schema beside it).

use super::documents::Documents;
use super::feed::{Feed, ImportError, Imported};
use crate::shard::Exploit;
use serde::Deserialize;
use tidewaiter_model::Exploited;

/// CISA KEV.
pub(super) const FEED: Feed = Feed {
    id: "kev",
    name: "CISA's list of known exploited vulnerabilities",
    home: "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json",
    alone_speaks_of: None,
    read,
};

#[derive(Deserialize)]
struct Catalog {
    vulnerabilities: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    #[serde(rename = "cveID")]
    cve: String,
    date_added: String,
    #[serde(default)]
    due_date: String,
    #[serde(default)]
    known_ransomware_campaign_use: String,
}

fn read(documents: &mut Documents, imported: &mut Imported) -> Result<(), ImportError> {
    let mut fault = None;
    documents.each(&mut |name, bytes| match serde_json::from_slice::<Catalog>(&bytes) {
        Ok(catalog) => imported.exploits.extend(catalog.vulnerabilities.into_iter().map(|entry| Exploit {
            cve: entry.cve,
            exploited: Some(Exploited {
                added: entry.date_added,
                due: entry.due_date,
                by_ransomware: entry.known_ransomware_campaign_use == "Known",
            }),
            epss: None,
        })),
        Err(error) => {
            fault = Some(ImportError::Foreign { document: name.to_owned(), expected: FEED.name, reason: error.to_string() });
        }
    })?;
    fault.map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read() {
        let json = br#"{"title":"x","vulnerabilities":[{"cveID":"CVE-2024-1","dateAdded":"2024-05-01","dueDate":"2024-06-01",
            "knownRansomwareCampaignUse":"Known","cwes":[]},{"cveID":"CVE-2024-2","dateAdded":"2024-05-02"}]}"#;
        let imported = FEED.import(&mut Documents::of(vec![("kev.json", json.to_vec())])).unwrap();
        let told: Vec<bool> = imported.exploits.iter().map(|e| e.exploited.as_ref().unwrap().by_ransomware).collect();
        assert_eq!(told, [true, false]);
        assert!(FEED.import(&mut Documents::of(vec![("x", b"{}".to_vec())])).is_err());
    }
}
