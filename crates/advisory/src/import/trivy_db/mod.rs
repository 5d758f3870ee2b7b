//! The database that Trivy publishes, for sites that mirror it already.
//!
//! Format: a bbolt file `trivy.db` of schema 2, alone or in the published `db.tar.gz`; its buckets are described at
//! <https://github.com/aquasecurity/trivy-db>.
//! Limits: Red Hat's bucket, whose entries hang on content sets, is left out; so is what Trivy alone matches (Kubernetes).

mod bbolt;
mod constraint;
mod platform;

use super::documents::Documents;
use super::feed::{Feed, ImportError, Imported};
use crate::record::{Affected, Details, Event};
use crate::shard::CveRating;
use crate::shard::ratings::SourceRating;
use bbolt::{Bucket, File, Value};
use platform::Platform;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use tidewaiter_model::{Severity, Status};

/// Trivy's database.
pub(super) const FEED: Feed = Feed {
    id: "trivy-db",
    name: "a database of Trivy (schema 2)",
    home: "oci://ghcr.io/aquasecurity/trivy-db:2",
    alone_speaks_of: None,
    read,
};

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Advisory {
    #[serde(rename = "VendorIDs")]
    vendor_ids: Vec<String>,
    status: u8,
    severity: u8,
    fixed_version: String,
    affected_version: String,
    vulnerable_versions: Vec<String>,
    patched_versions: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Vulnerability<'a> {
    #[serde(borrow)]
    title: Cow<'a, str>,
    #[serde(borrow)]
    description: Cow<'a, str>,
    references: Vec<String>,
    vendor_severity: BTreeMap<String, u8>,
    #[serde(rename = "CVSS")]
    cvss: BTreeMap<String, Cvss>,
    #[serde(rename = "CweIDs")]
    cwe_ids: Vec<String>,
    published_date: String,
    last_modified_date: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Cvss {
    v2_vector: String,
    v3_vector: String,
    #[serde(rename = "V40Vector")]
    v4_vector: String,
}

fn read(documents: &mut Documents, imported: &mut Imported) -> Result<(), ImportError> {
    let foreign = |name: &str, reason: &str| {
        Some(ImportError::Foreign { document: name.to_owned(), expected: FEED.name, reason: reason.to_owned() })
    };
    let mut fault = foreign(documents.source(), "it holds no trivy.db");
    documents.each(&mut |name, bytes| match File::open(&bytes) {
        Some(file) => fault = read_file(&file, imported).map_or_else(|| foreign(name, "its tree is damaged"), |()| None),
        None if name.ends_with(".db") => fault = foreign(name, "it is no bbolt file"),
        None => {}
    })?;
    fault.map_or(Ok(()), Err)
}

fn read_file(file: &File<'_>, imported: &mut Imported) -> Option<()> {
    let mut buckets = Vec::new();
    file.each(file.root(), &mut |key, value| {
        if let (Ok(name), Value::Bucket(bucket)) = (std::str::from_utf8(key), value) {
            buckets.push((name, bucket));
        }
    })?;
    for (name, bucket) in buckets {
        match (name, Platform::of(name)) {
            ("vulnerability", _) => read_vulnerabilities(file, bucket, imported)?,
            (_, Some(platform)) => read_platform(file, bucket, &platform, imported)?,
            ("data-source", None) => {}
            (other, None) => imported.unreadable.push((other.to_owned(), "this bucket is not known".to_owned())),
        }
    }
    Some(())
}

fn read_platform(file: &File<'_>, bucket: Bucket<'_>, platform: &Platform, imported: &mut Imported) -> Option<()> {
    let mut packages = Vec::new();
    file.each(bucket, &mut |key, value| {
        if let (Ok(name), Value::Bucket(bucket)) = (std::str::from_utf8(key), value) {
            packages.push((name, bucket));
        }
    })?;
    for (package, bucket) in packages {
        file.each(bucket, &mut |key, value| {
            let (Ok(id), Value::Bytes(json)) = (std::str::from_utf8(key), value) else { return };
            match serde_json::from_slice::<Advisory>(json) {
                Ok(advisory) => read_advisory(package, id, advisory, platform, imported),
                Err(error) => imported.unreadable.push((format!("{package} {id}"), error.to_string())),
            }
        })?;
    }
    Some(())
}

fn read_advisory(package: &str, id: &str, advisory: Advisory, platform: &Platform, imported: &mut Imported) {
    let Some(ranges) = ranges(&advisory) else {
        imported.unreadable.push((format!("{package} {id}"), "its versions cannot be read".to_owned()));
        return;
    };
    let affected = Affected {
        package: package.to_owned(),
        release: platform.release.clone(),
        ranges,
        rating: word(advisory.severity).to_owned(),
        status: status(advisory.status),
        ..Affected::default()
    };
    let record = imported.record(platform.ecosystem, id);
    record.aliases.extend(advisory.vendor_ids);
    record.affected.push(affected);
}

fn ranges(advisory: &Advisory) -> Option<Vec<Vec<Event>>> {
    if advisory.vulnerable_versions.is_empty() && advisory.patched_versions.is_empty() {
        let start = if advisory.affected_version.is_empty() { "0" } else { advisory.affected_version.as_str() };
        let start = Event::Introduced(start.trim_start_matches(['>', '=', ' ']).to_owned());
        let fix = (!advisory.fixed_version.is_empty()).then(|| Event::Fixed(advisory.fixed_version.clone()));
        return Some(vec![std::iter::once(start).chain(fix).collect()]);
    }
    let mut ranges = Vec::new();
    for text in &advisory.vulnerable_versions {
        ranges.extend(constraint::ranges(text)?);
    }
    // A fix that no range ends with is told by a range of its own, which covers nothing.
    for patched in &advisory.patched_versions {
        let version = patched.trim_start_matches(['>', '=', ' ']);
        let is_told = ranges.iter().flatten().any(|event| matches!(event, Event::Fixed(fixed) if fixed == version));
        if !version.is_empty() && !is_told && !version.contains([',', ' ', '<', '~', '^']) {
            ranges.push(vec![Event::Fixed(version.to_owned())]);
        }
    }
    Some(ranges)
}

fn status(number: u8) -> Option<Status> {
    match number {
        4 => Some(Status::UnderInvestigation),
        5 => Some(Status::WillNotFix),
        6 => Some(Status::FixDeferred),
        7 => Some(Status::EndOfLife),
        _ => None,
    }
}

fn word(step: u8) -> &'static str {
    let all = [Severity::Low, Severity::Medium, Severity::High, Severity::Critical];
    all.into_iter().find(|severity| severity.rank() == step).map_or("", Severity::as_str)
}

fn read_vulnerabilities(file: &File<'_>, bucket: Bucket<'_>, imported: &mut Imported) -> Option<()> {
    file.each(bucket, &mut |key, value| {
        let (Ok(id), Value::Bytes(json)) = (std::str::from_utf8(key), value) else { return };
        match serde_json::from_slice::<Vulnerability<'_>>(json) {
            Ok(vulnerability) => imported.ratings.push(rating(id, vulnerability)),
            Err(error) => imported.unreadable.push((id.to_owned(), error.to_string())),
        }
    })
}

fn rating(id: &str, vulnerability: Vulnerability<'_>) -> CveRating {
    let mut ratings: BTreeMap<String, SourceRating> = BTreeMap::new();
    for (source, step) in vulnerability.vendor_severity {
        ratings.insert(source.clone(), SourceRating { source, word: word(step).to_owned(), vectors: Vec::new() });
    }
    for (source, cvss) in vulnerability.cvss {
        let of_source = ratings.entry(source.clone()).or_insert_with(|| SourceRating { source, ..SourceRating::default() });
        of_source.vectors.extend([cvss.v2_vector, cvss.v3_vector, cvss.v4_vector].into_iter().filter(|v| !v.is_empty()));
    }
    CveRating {
        cve: id.to_owned(),
        published: vulnerability.published_date,
        modified: vulnerability.last_modified_date,
        ratings: ratings.into_values().collect(),
        details: Details {
            summary: vulnerability.title.into_owned(),
            description: vulnerability.description.into_owned(),
            cwe_ids: vulnerability.cwe_ids,
            references: vulnerability.references,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_becomes_records_and_ratings() {
        let bytes = include_bytes!("testdata/sample.db.gz").to_vec();
        let imported = FEED.import(&mut Documents::of(vec![("trivy.db.gz", bytes)])).unwrap();
        let records = &imported.records["Debian"];
        assert_eq!((records.len(), imported.ratings.len()), (40, 1000));
        assert_eq!((records[7].id.as_str(), records[7].affected[0].package.as_str()), ("CVE-2024-0007", "package-7"));
        assert_eq!(records[7].affected[0].ranges, [vec![Event::Introduced("0".into()), Event::Fixed("1.2-3".into())]]);
        assert_eq!(
            (imported.ratings[0].ratings[0].source.as_str(), imported.ratings[0].ratings[0].word.as_str()),
            ("nvd", "HIGH")
        );
        assert_eq!(imported.unreadable, [("empty".to_owned(), "this bucket is not known".to_owned())]);
    }

    #[test]
    fn language_advisories_keep_their_fixes() {
        let advisory = |vulnerable: &[&str], patched: &[&str]| {
            let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
            Advisory { vulnerable_versions: owned(vulnerable), patched_versions: owned(patched), ..Advisory::default() }
        };
        let told = |advisory: &Advisory| format!("{:?}", ranges(advisory));
        assert_eq!(told(&advisory(&["< 2"], &["2"])), r#"Some([[Introduced("0"), Fixed("2")]])"#);
        assert_eq!(told(&advisory(&["<= 1.9"], &[">= 2"])), r#"Some([[Introduced("0"), LastAffected("1.9")], [Fixed("2")]])"#);
        assert_eq!(told(&advisory(&["^1"], &[])), "None");
    }

    #[test]
    fn something_else_is_told_so() {
        for (name, reason) in [("trivy.db", "no bbolt file"), ("metadata.json", "no trivy.db")] {
            let error = FEED.import(&mut Documents::of(vec![(name, b"{}".to_vec())])).unwrap_err();
            assert!(error.to_string().contains(reason), "{error}");
        }
    }
}
