//! Every analyzer with every real sample that it reads, found rather than listed.
//!
//! A unit's samples lie in its `testdata/`; the paths under which analyzers want them stand as literals in the unit's own
//! sources, where its readers and tests name them. Each analyzer is offered each sample under each of these paths.

use super::{listing, read};
use crate::{Analyzer, FileFacts, OsFact, Stat, analyzers};
use std::collections::BTreeSet;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Bytes from which on a sample is a program, not a document.
pub(super) const LARGE: usize = 100_000;

/// One sample, as one analyzer reads it.
pub(super) struct Case {
    pub(super) analyzer: &'static dyn Analyzer,
    /// Where in an image it lies.
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    /// What it states.
    pub(super) facts: FileFacts,
}

/// All samples that state something, each once for what it states.
pub(super) static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| units().iter().flat_map(|unit| cases(unit)).collect());

/// The folders that hold samples.
fn units() -> Vec<PathBuf> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    files(&source, false).into_iter().filter(|path| path.join("testdata").is_dir()).collect()
}

fn cases(unit: &Path) -> Vec<Case> {
    let (paths, samples) = (paths(unit), samples(unit));
    let mut cases: Vec<Case> = Vec::new();
    for analyzer in analyzers().iter().copied() {
        for bytes in &samples {
            let from = cases.len();
            for path in &paths {
                let stat = Stat::new(path, bytes.len() as u64, 0o755);
                // What programs state does not depend on their paths.
                let is_settled = bytes.len() > LARGE && cases.len() > from;
                if is_settled || !analyzer.wants(&stat) || !analyzer.sniff(&bytes[..bytes.len().min(512)]) {
                    continue;
                }
                let facts = read(analyzer, path, bytes);
                let known = |case: &Case| alike(&case.facts) == alike(&facts);
                if facts.problems.is_empty() && !facts.is_empty() && !cases[from..].iter().any(known) {
                    cases.push(Case { analyzer, path: path.clone(), bytes: bytes.clone(), facts });
                }
            }
        }
    }
    cases
}

/// What facts say, without the path that they came from.
fn alike(facts: &FileFacts) -> (String, Option<OsFact>, [bool; 2]) {
    (listing(facts), facts.os.clone(), [facts.owned.is_empty(), facts.licenses.is_empty()])
}

/// The texts of a unit's sources that may be paths, and the names of its samples.
fn paths(unit: &Path) -> BTreeSet<String> {
    let sources = files(unit, true).into_iter().filter(|path| path.extension().is_some_and(|ext| ext == "rs"));
    let texts: Vec<String> = sources.map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let literals = texts.iter().flat_map(|text| text.lines()).flat_map(|line| line.split('"').skip(1).step_by(2));
    let is_path = |text: &&str| !text.is_empty() && text.len() < 160 && !text.contains(['\\', '{', ' ', '\t']);
    let mut paths: BTreeSet<String> = literals.filter(is_path).map(str::to_owned).collect();
    let names = files(&unit.join("testdata"), true).into_iter();
    paths.extend(names.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()));
    paths
}

/// A unit's samples; those that lie there in gzip as they are in an image.
fn samples(unit: &Path) -> Vec<Vec<u8>> {
    let is_sample = |path: &PathBuf| path.extension().is_none_or(|ext| ext != "sh");
    files(&unit.join("testdata"), true)
        .iter()
        .filter(|path| is_sample(path))
        .map(|path| {
            let bytes = std::fs::read(path).unwrap();
            if path.extension().is_none_or(|ext| ext != "gz") {
                return bytes;
            }
            let mut inflated = Vec::new();
            flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut inflated).unwrap();
            inflated
        })
        .collect()
}

/// What lies in a folder, in order: its own entries, or all files below.
fn files(folder: &Path, below: bool) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    if below {
        found = found.into_iter().flat_map(|path| if path.is_dir() { files(&path, true) } else { vec![path] }).collect();
    }
    found.sort();
    found
}

#[test]
fn every_analyzer_reads_a_sample() {
    let mut told: BTreeSet<&str> = CASES.iter().map(|case| case.analyzer.id()).collect();
    // Some know folders by their paths alone: a list of such is their sample.
    for unit in units() {
        let lists = samples(&unit).into_iter().filter_map(|bytes| String::from_utf8(bytes).ok());
        let names: Vec<String> = lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect();
        for folder in paths(&unit) {
            let knows = |analyzer: &dyn Analyzer| names.iter().any(|name| analyzer.folder(&format!("{folder}/{name}")).is_some());
            let untold: Vec<_> = analyzers().iter().copied().filter(|a| !told.contains(a.id())).collect();
            told.extend(untold.into_iter().filter(|analyzer| knows(*analyzer)).map(|analyzer| analyzer.id()));
        }
    }
    let without: Vec<&str> = analyzers().iter().map(|a| a.id()).filter(|id| !told.contains(id)).collect();
    assert!(
        without.is_empty(),
        "no sample in testdata/ states anything to {without:?} under a path that its unit's sources name"
    );
}
