//! An `all.zip` of the public OSV bucket: every record of one ecosystem, a JSON file each.
//!
//! Specification: <https://google.github.io/osv.dev/data/#data-dumps>.
//! Limits: a record of more than 16 MiB is not one; records that cannot be read are counted and left out.

use super::osv;
use crate::record::Record;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

const MAX_RECORD: u64 = 16 << 20;

/// What an archive held.
#[derive(Debug, Default)]
pub struct Archive {
    /// Its readable records of the ecosystem.
    pub records: Vec<Record>,
    /// Names of the files that could not be read, with the reason.
    pub unreadable: Vec<(String, String)>,
}

/// Reads an archive on all cores.
///
/// # Errors
/// It is not a zip archive.
pub fn read(bytes: &[u8], ecosystem: &str) -> Result<Archive, ZipError> {
    let archive = ZipArchive::new(Cursor::new(bytes))?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let share = archive.len().div_ceil(threads).max(1);
    let parts: Vec<Archive> = std::thread::scope(|scope| {
        let starts = (0..archive.len()).step_by(share);
        let workers: Vec<_> = starts
            .map(|start| {
                let archive = archive.clone();
                scope.spawn(move || read_part(archive, start, share, ecosystem))
            })
            .collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).collect()
    });
    let mut whole = Archive::default();
    for part in parts {
        whole.records.extend(part.records);
        whole.unreadable.extend(part.unreadable);
    }
    Ok(whole)
}

fn read_part(mut archive: ZipArchive<Cursor<&[u8]>>, start: usize, count: usize, ecosystem: &str) -> Archive {
    let mut part = Archive::default();
    let mut json = Vec::new();
    for index in start..archive.len().min(start + count) {
        json.clear();
        let file = match archive.by_index(index) {
            Ok(file) => file,
            Err(error) => {
                part.unreadable.push((format!("entry {index}"), error.to_string()));
                continue;
            }
        };
        let name = file.name().map(|name| name.into_owned()).unwrap_or_else(|_| format!("entry {index}"));
        if !name.ends_with(".json") {
            continue;
        }
        let read = file.take(MAX_RECORD).read_to_end(&mut json).map_err(|error| error.to_string());
        let outcome = read.and_then(|_| osv::read(&json, ecosystem).map_err(|error| error.to_string()));
        match outcome {
            Ok(record) => part.records.extend(record),
            Err(reason) => part.unreadable.push((name, reason)),
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    #[test]
    fn a_broken_record_loses_nothing_else() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, json) in [
            ("A.json", r#"{"id":"A","affected":[{"package":{"ecosystem":"npm","name":"a"}}]}"#),
            ("B.json", r#"{"id":"B","aff"#),
            ("README.txt", "text"),
            ("C.json", r#"{"id":"C","affected":[{"package":{"ecosystem":"npm","name":"c"}}]}"#),
        ] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(json.as_bytes()).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let archive = read(&bytes, "npm").unwrap();
        assert_eq!(archive.records.iter().map(|r| r.id.as_str()).collect::<Vec<_>>(), ["A", "C"]);
        assert_eq!(archive.unreadable.len(), 1);
        assert_eq!(archive.unreadable[0].0, "B.json");
        assert!(read(b"not a zip", "npm").is_err());
    }
}
