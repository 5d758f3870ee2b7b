//! Eggs: packages that are installed as one zip file.
//!
//! Format: <https://setuptools.pypa.io/en/latest/deprecated/python_eggs.html>.
//! Files: `*.egg` that are files; as folders they hold an `EGG-INFO/PKG-INFO` of their own.
//! Limits: a description of more than 16 MiB is cut.

use super::installed;
use crate::{Analyzer, File, FileFacts, Names, Stat};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The analyzer.
pub(crate) struct Egg;

const MAX: u64 = 512 << 20;
const MAX_METADATA: u64 = 16 << 20;

impl Analyzer for Egg {
    fn id(&self) -> &'static str {
        "python-egg"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::End(&[".egg"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.path.ends_with(".egg") && stat.size <= MAX
    }

    fn sniff(&self, head: &[u8]) -> bool {
        head.starts_with(b"PK")
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let mut metadata = Vec::new();
        let read = ZipArchive::new(Cursor::new(file.bytes)).and_then(|mut archive| {
            let entry = archive.by_name("EGG-INFO/PKG-INFO")?;
            Ok(entry.take(MAX_METADATA).read_to_end(&mut metadata)?)
        });
        match read {
            Ok(_) => installed::metadata(&metadata, file.stat.path, facts),
            Err(error) => facts.problem(format!("unreadable egg: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{assert_survives_damage, read};

    const SAMPLE: &[u8] = include_bytes!("testdata/sample-1.2.egg");

    #[test]
    fn a_real_egg_is_read() {
        let facts = read(&Egg, "usr/lib/python3/sample-1.2-py3.11.egg", SAMPLE);
        assert_eq!((facts.packages[0].name.as_str(), facts.packages[0].version.as_str()), ("sample", "1.2"));
        assert_eq!(facts.packages[0].licenses, ["MIT"]);
    }

    #[test]
    fn damage_is_survived() {
        assert_eq!(read(&Egg, "a.egg", b"PK").problems.len(), 1);
        assert_survives_damage(&Egg, "a.egg", SAMPLE);
    }
}
