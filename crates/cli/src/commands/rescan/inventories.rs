//! The inventories that are named: files, those in folders, and lines of files.
//!
//! Folders are walked with those below them, links to folders are not followed. What is in them and has none of the usual endings is left
//! alone; a file that is named is read whatever it is called.
//! Limits: an inventory of up to 1 GiB.

use crate::exit::{Exit, Failure};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

const MAX: u64 = 1 << 30;
const ENDINGS: [&str; 5] = ["json", "jsonl", "ndjson", "spdx", "xml"];
const LINES: [&str; 2] = ["jsonl", "ndjson"];

/// One inventory.
pub(super) struct Item {
    /// Which one it is, from 0.
    pub(super) number: usize,
    /// What it is called.
    pub(super) source: String,
    /// Where its new report goes, below whatever folder reports go to.
    pub(super) report: PathBuf,
    pub(super) contents: Contents,
}

/// What it says, or where that is to be read.
pub(super) enum Contents {
    File(PathBuf),
    Line(Vec<u8>),
    Broken(io::Error),
}

impl Contents {
    pub(super) fn read(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Line(line) => Ok(line),
            Self::Broken(error) => Err(error),
            Self::File(path) => {
                let file = File::open(path)?;
                let size = file.metadata()?.len().min(MAX);
                let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
                file.take(MAX + 1).read_to_end(&mut bytes)?;
                if bytes.len() as u64 > MAX { Err(too_large()) } else { Ok(bytes) }
            }
        }
    }
}

fn too_large() -> io::Error {
    io::Error::other("it is larger than 1 GiB")
}

/// A file, and the path of its report.
struct Place {
    path: PathBuf,
    report: PathBuf,
}

/// A file with an inventory a line.
struct Lines {
    name: String,
    report: PathBuf,
    reader: Box<dyn BufRead + Send>,
    line: usize,
}

/// Gives one after the other.
pub(super) struct Inventories {
    places: std::vec::IntoIter<Place>,
    lines: Option<Lines>,
    number: usize,
}

impl Inventories {
    /// Lists what is named; nothing is read yet.
    pub(super) fn of(named: &[PathBuf]) -> Result<Self, Failure> {
        let mut places = Vec::new();
        for root in named {
            let unreadable = |error| Failure::new(Exit::Source, error, format!("cannot read {}", root.display()));
            if root == Path::new("-") {
                places.push(Place { path: root.clone(), report: "stdin".into() });
            } else if std::fs::metadata(root).map_err(unreadable)?.is_dir() {
                // Of several folders each keeps its name.
                let prefix =
                    if named.len() > 1 { root.file_name().map(PathBuf::from).unwrap_or_default() } else { PathBuf::new() };
                walk(root, &prefix, &mut places).map_err(unreadable)?;
            } else {
                let report = root.file_name().map(PathBuf::from).unwrap_or_default();
                places.push(Place { path: root.clone(), report });
            }
        }
        Ok(Self { places: places.into_iter(), lines: None, number: 0 })
    }

    fn item(&mut self, source: String, report: PathBuf, contents: Contents) -> Item {
        let number = self.number;
        self.number += 1;
        Item { number, source, report, contents }
    }

    /// The next line that says anything.
    fn next_line(&mut self) -> Option<Item> {
        let lines = self.lines.as_mut()?;
        loop {
            let mut bytes = Vec::new();
            lines.line += 1;
            let read = lines.reader.by_ref().take(MAX + 1).read_until(b'\n', &mut bytes);
            let source = format!("{}:{}", lines.name, lines.line);
            let report = lines.report.join(format!("{}.json", lines.line));
            let contents = match read {
                Ok(0) => return None,
                Ok(_) if bytes.len() as u64 > MAX => Contents::Broken(too_large()),
                Ok(_) if bytes.trim_ascii().is_empty() => continue,
                Ok(_) => Contents::Line(bytes),
                Err(error) => Contents::Broken(error),
            };
            if matches!(contents, Contents::Broken(_)) {
                // Where the next line begins is not known any more.
                self.lines = None;
            }
            return Some(self.item(source, report, contents));
        }
    }
}

impl Iterator for Inventories {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(item) = self.next_line() {
                return Some(item);
            }
            self.lines = None;
            let Place { path, report } = self.places.next()?;
            let is_stdin = path == Path::new("-");
            let name = if is_stdin { "stdin".to_owned() } else { path.display().to_string() };
            if !is_stdin && !has_ending(&path, &LINES) {
                return Some(self.item(name, report, Contents::File(path)));
            }
            let opened: io::Result<Box<dyn BufRead + Send>> = if is_stdin {
                Ok(Box::new(BufReader::new(io::stdin())))
            } else {
                File::open(&path).map(|file| Box::new(BufReader::new(file)) as _)
            };
            match opened {
                Ok(reader) => self.lines = Some(Lines { name, report: report.with_extension(""), reader, line: 0 }),
                Err(error) => return Some(self.item(name, report, Contents::Broken(error))),
            }
        }
    }
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|found| endings.iter().any(|ending| found.eq_ignore_ascii_case(ending)))
}

/// Files below a folder, by name.
fn walk(folder: &Path, report: &Path, places: &mut Vec<Place>) -> io::Result<()> {
    let mut entries = std::fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let (path, report) = (entry.path(), report.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            walk(&path, &report, places)?;
        } else if has_ending(&path, &ENDINGS) {
            places.push(Place { path, report });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_walked_and_lines_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("b.json", "one");
        write("a/many.jsonl", "two\n\n  \nthree");
        write("notes.txt", "four");
        let told = |named: &[PathBuf]| -> Vec<(usize, String, String)> {
            let items = Inventories::of(named).map_err(|failure| failure.sentence()).unwrap();
            items
                .map(|item| {
                    let text = String::from_utf8(item.contents.read().unwrap()).unwrap();
                    (item.number, item.report.display().to_string(), text.trim().to_owned())
                })
                .collect()
        };
        let of = |number, report: &str, text: &str| (number, report.to_owned(), text.to_owned());
        let all = [of(0, "a/many/1.json", "two"), of(1, "a/many/4.json", "three"), of(2, "b.json", "one")];
        assert_eq!(told(&[folder.path().to_owned()]), all);
        assert_eq!(told(&[folder.path().join("notes.txt")]), [of(0, "notes.txt", "four")]);
        assert!(Inventories::of(&[folder.path().join("none")]).is_err());
    }
}
