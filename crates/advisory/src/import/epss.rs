//! FIRST's Exploit Prediction Scoring System: how likely each vulnerability is to be exploited within 30 days.
//!
//! Format: <https://www.first.org/epss/data_stats>, a CSV file a day whose first line names model and date.

use super::documents::Documents;
use super::feed::{Feed, ImportError, Imported};
use crate::shard::Exploit;
use tidewaiter_model::Epss;

/// EPSS.
pub(super) const FEED: Feed = Feed {
    id: "epss",
    name: "EPSS scores",
    home: "https://epss.empiricalsecurity.com/epss_scores-current.csv.gz",
    alone_speaks_of: None,
    read,
};

fn read(documents: &mut Documents, imported: &mut Imported) -> Result<(), ImportError> {
    documents.each(&mut |name, bytes| {
        let before = imported.exploits.len();
        for line in String::from_utf8_lossy(&bytes).lines() {
            match line.strip_prefix('#') {
                Some(head) => {
                    let date = head.split(',').find_map(|part| part.strip_prefix("score_date:"));
                    imported.newest = date.unwrap_or_default().replace("+0000", "Z");
                }
                None => imported.exploits.extend(score(line)),
            }
        }
        if imported.exploits.len() == before {
            imported.unreadable.push((name.to_owned(), "it has no scores".to_owned()));
        }
    })?;
    match imported.unreadable.pop() {
        Some((document, reason)) if imported.exploits.is_empty() => {
            Err(ImportError::Foreign { document, expected: FEED.name, reason })
        }
        last => {
            imported.unreadable.extend(last);
            Ok(())
        }
    }
}

fn score(line: &str) -> Option<Exploit> {
    let mut parts = line.split(',');
    let cve = parts.next().filter(|cve| cve.starts_with("CVE-"))?;
    let (probability, percentile) = (parts.next()?.trim().parse().ok()?, parts.next()?.trim().parse().ok()?);
    Some(Exploit { cve: cve.to_owned(), exploited: None, epss: Some(Epss { probability, percentile }) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_read() {
        let csv = "#model_version:v2025.03.14,score_date:2025-08-31T00:00:00+0000\ncve,epss,percentile\nCVE-2017-1,0.04847,0.87485\nbroken,x\n";
        let imported = FEED.import(&mut Documents::of(vec![("epss.csv", csv.as_bytes().to_vec())])).unwrap();
        assert_eq!(imported.exploits.len(), 1);
        assert_eq!(imported.exploits[0].epss, Some(Epss { probability: 0.04847, percentile: 0.87485 }));
        assert_eq!(imported.newest, "2025-08-31T00:00:00Z");
        assert!(FEED.import(&mut Documents::of(vec![("x", b"hello".to_vec())])).is_err());
    }
}
