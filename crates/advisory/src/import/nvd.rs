//! NVD's yearly feeds, `nvdcve-2.0-YYYY.json.gz`: descriptions, weaknesses and CVSS vectors by CVE.
//!
//! Specification: <https://nvd.nist.gov/vuln/data-feeds> and the CVE API's schema 2.0.
//! Limits: of several vectors of one CVSS version NVD's own ("Primary") counts before the one of whoever assigned the CVE;
//! which products are affected is left out: packages are matched by their ecosystems' advisories.

use crate::record::Details;
use crate::shard::ratings::{CveRating, SourceRating};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use std::fmt;
use std::io::Read;

/// Reads one year's feed, inflated. CVEs without a rating are kept for their descriptions; rejected ones are not.
///
/// # Errors
/// The JSON is broken or is not such a feed.
pub fn read(json: impl Read) -> Result<Vec<CveRating>, serde_json::Error> {
    let mut ratings = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_reader(json);
    deserializer.deserialize_map(Feed { ratings: &mut ratings })?;
    Ok(ratings)
}

/// The feed's object: only `vulnerabilities` is looked at, one item at a time, since a whole year as a tree is gigabytes.
struct Feed<'a> {
    ratings: &'a mut Vec<CveRating>,
}

impl<'de> Visitor<'de> for Feed<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an NVD feed")
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut has_vulnerabilities = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "vulnerabilities" {
                has_vulnerabilities = true;
                map.next_value_seed(Items { ratings: self.ratings })?;
            } else {
                map.next_value::<serde::de::IgnoredAny>()?;
            }
        }
        if has_vulnerabilities { Ok(()) } else { Err(serde::de::Error::missing_field("vulnerabilities")) }
    }
}

struct Items<'a> {
    ratings: &'a mut Vec<CveRating>,
}

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of vulnerabilities")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element::<Item>()? {
            if item.cve.vuln_status.as_deref() != Some("Rejected") {
                self.ratings.push(item.cve.into_rating());
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Item {
    cve: Cve,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Cve {
    id: String,
    #[serde(default)]
    published: String,
    #[serde(default)]
    last_modified: String,
    vuln_status: Option<String>,
    #[serde(default)]
    descriptions: Vec<Text>,
    #[serde(default)]
    metrics: Metrics,
    #[serde(default)]
    weaknesses: Vec<Weakness>,
    #[serde(default)]
    references: Vec<Reference>,
}

#[derive(Deserialize)]
struct Text {
    lang: String,
    value: String,
}

#[derive(Default, Deserialize)]
struct Metrics {
    #[serde(default, rename = "cvssMetricV2")]
    v2: Vec<Metric>,
    #[serde(default, rename = "cvssMetricV30")]
    v30: Vec<Metric>,
    #[serde(default, rename = "cvssMetricV31")]
    v31: Vec<Metric>,
    #[serde(default, rename = "cvssMetricV40")]
    v40: Vec<Metric>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metric {
    #[serde(default, rename = "type")]
    kind: String,
    cvss_data: CvssData,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CvssData {
    vector_string: String,
}

#[derive(Deserialize)]
struct Weakness {
    #[serde(default)]
    description: Vec<Text>,
}

#[derive(Deserialize)]
struct Reference {
    url: String,
}

impl Cve {
    fn into_rating(self) -> CveRating {
        let of = |metrics: &[Metric]| {
            let primary = metrics.iter().find(|m| m.kind == "Primary").or(metrics.first());
            primary.map(|m| m.cvss_data.vector_string.clone())
        };
        let v3 = of(&self.metrics.v31).or_else(|| of(&self.metrics.v30));
        let vectors: Vec<String> = [of(&self.metrics.v2), v3, of(&self.metrics.v40)].into_iter().flatten().collect();
        let mut cwe_ids: Vec<String> =
            self.weaknesses.into_iter().flat_map(|w| w.description).map(|t| t.value).filter(|v| v.starts_with("CWE-")).collect();
        cwe_ids.dedup();
        let ratings = if vectors.is_empty() {
            Vec::new()
        } else {
            vec![SourceRating { source: "nvd".to_owned(), word: String::new(), vectors }]
        };
        CveRating {
            cve: self.id,
            published: self.published,
            modified: self.last_modified,
            ratings,
            details: Details {
                summary: String::new(),
                description: self.descriptions.into_iter().find(|t| t.lang == "en").map(|t| t.value).unwrap_or_default(),
                cwe_ids,
                references: self.references.into_iter().map(|r| r.url).collect(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: &str = r#"{"format":"NVD_CVE","version":"2.0","vulnerabilities":[
        {"cve":{"id":"CVE-2024-1","published":"2024-01-01T00:00:00.000","lastModified":"2024-01-02T00:00:00.000","vulnStatus":"Analyzed",
          "descriptions":[{"lang":"es","value":"no"},{"lang":"en","value":"yes"}],
          "metrics":{"cvssMetricV31":[{"type":"Secondary","cvssData":{"vectorString":"second"}},{"type":"Primary","cvssData":{"vectorString":"first"}}],
                     "cvssMetricV2":[{"type":"Primary","cvssData":{"vectorString":"old"}}]},
          "weaknesses":[{"description":[{"lang":"en","value":"CWE-79"},{"lang":"en","value":"NVD-CWE-Other"}]}],
          "references":[{"url":"https://example.com"}]}},
        {"cve":{"id":"CVE-2024-2","vulnStatus":"Rejected"}}]}"#;

    #[test]
    fn the_primary_vector_of_each_version_counts() {
        let ratings = read(FEED.as_bytes()).unwrap();
        assert_eq!(ratings.len(), 1);
        assert_eq!(ratings[0].ratings[0].vectors, ["old", "first"]);
        assert_eq!(ratings[0].details.description, "yes");
        assert_eq!(ratings[0].details.cwe_ids, ["CWE-79"]);
    }

    #[test]
    fn a_cut_or_foreign_feed_is_an_error() {
        assert!(read(&FEED.as_bytes()[..300]).is_err());
        assert!(read(&b"{}"[..]).is_err());
        assert!(read(&b"[]"[..]).is_err());
    }
}
