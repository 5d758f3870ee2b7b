//! The index of Java archives that Trivy publishes: SHA-1 of the file, group, artifact and version.
//!
//! Format: the SQLite database of <https://github.com/aquasecurity/trivy-java-db>, tables `artifacts` and `indices`; published as the
//! OCI artifact `ghcr.io/aquasecurity/trivy-java-db:1`.
//! Limits: it is no feed of advisories: it names archives that do not name themselves. Optional, since it is large.

use super::documents::Documents;
use super::feed::{Feed, ImportError, Imported};
use std::collections::HashMap;
use tidewaiter_sqlite::{Value, each_row, is_database};

/// The index.
pub(super) const FEED: Feed = Feed {
    id: "java-index",
    name: "Trivy's index of Java archives",
    home: "oci://ghcr.io/aquasecurity/trivy-java-db:1",
    alone_speaks_of: None,
    read,
};

fn read(documents: &mut Documents, imported: &mut Imported) -> Result<(), ImportError> {
    let mut found = None;
    documents.each(&mut |name, bytes| {
        if is_database(&bytes) {
            read_database(name, &bytes, imported);
            found = Some(name.to_owned());
        }
    })?;
    let foreign = |reason: &str| ImportError::Foreign {
        document: found.clone().unwrap_or_else(|| documents.source().to_owned()),
        expected: FEED.name,
        reason: reason.to_owned(),
    };
    match found {
        None => Err(foreign("there is no SQLite database in it")),
        Some(_) if imported.archives.is_empty() => Err(foreign("it names no archive")),
        Some(_) => Ok(()),
    }
}

fn read_database(name: &str, bytes: &[u8], imported: &mut Imported) {
    let mut problems = Vec::new();
    let mut names: HashMap<i64, String> = HashMap::new();
    each_row(bytes, "artifacts", &mut problems, &mut |(id, columns), _| {
        if let [_, Value::Bytes(group), Value::Bytes(artifact), ..] = columns {
            names.insert(id, format!("{}:{}", String::from_utf8_lossy(group), String::from_utf8_lossy(artifact)));
        }
    });
    each_row(bytes, "indices", &mut problems, &mut |(_, columns), problems| match columns {
        [Value::Number(id), Value::Bytes(version), Value::Bytes(sha1), ..] => {
            if let (Some(name), Ok(sha1)) = (names.get(id), <&[u8; 20]>::try_from(*sha1)) {
                imported.archives.add(sha1, name, &String::from_utf8_lossy(version));
            }
        }
        _ => problems.push("a row of indices has other columns".to_owned()),
    });
    imported.unreadable.extend(problems.into_iter().map(|problem| (name.to_owned(), problem)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shard::{About, ArchiveShard, write_archives};

    const SAMPLE: &[u8] = include_bytes!("testdata/trivy-java.db");

    #[test]
    fn archives_are_known_by_their_digests() {
        let mut imported = FEED.import(&mut Documents::of(vec![("trivy-java.db", SAMPLE.to_vec())])).unwrap();
        assert!(imported.unreadable.is_empty(), "{:?}", imported.unreadable);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("java.archives");
        assert_eq!(write_archives(&path, About::default(), std::mem::take(&mut imported.archives)).unwrap().records, 601);
        let shard = ArchiveShard::open(&path).unwrap();
        let hex = "e709af88b40e1b3df193df3460faef44da41fd51";
        let sha1: Vec<u8> = (0..20).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect();
        assert_eq!(shard.find(&sha1.try_into().unwrap()), Some(("org.springframework:spring-core", "5.3.17")));
    }

    #[test]
    fn other_databases_and_damaged_ones_are_told() {
        for bytes in [b"text".to_vec(), SAMPLE[..100].to_vec(), SAMPLE[..4096].to_vec()] {
            assert!(matches!(FEED.import(&mut Documents::of(vec![("x", bytes)])), Err(ImportError::Foreign { .. })));
        }
        let cut = SAMPLE[..SAMPLE.len() / 2].to_vec();
        let told = FEED.import(&mut Documents::of(vec![("x", cut)]));
        assert!(told.is_err() || !told.unwrap().unreadable.is_empty());
    }
}
