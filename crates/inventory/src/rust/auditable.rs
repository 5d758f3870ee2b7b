//! Programs built by `cargo auditable`, which carry the list of their crates.
//!
//! Format: <https://github.com/rust-secure-code/cargo-auditable/blob/master/PARSING.md>: zlib-compressed JSON in a section
//! `.dep-v0` of ELF, Mach-O or PE.
//! Limits: what only built the program is not told. Lists of up to 8 MiB, 64 MiB inflated.

use crate::graph::Graph;
use crate::source::cached;
use crate::{Analyzer, Ecosystem, File, FileFacts, Partial, Source, Stat, executable};
use flate2::read::ZlibDecoder;
use object::{Object, ObjectSection, ReadRef};
use serde::Deserialize;
use std::io::Read;
use tidewaiter_model::Relationship;

/// Crates in programs.
pub(crate) const ECOSYSTEM: Ecosystem = super::ecosystem("rustbinary", "rustbinary");

/// The analyzer.
pub(crate) struct Auditable;

const SECTION: &str = ".dep-v0";
const MAX_PACKED: usize = 8 << 20;
const MAX: u64 = 64 << 20;

#[derive(Deserialize)]
struct List {
    packages: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    name: String,
    version: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    dependencies: Vec<usize>,
    #[serde(default)]
    root: bool,
}

impl Analyzer for Auditable {
    fn id(&self) -> &'static str {
        "rustbinary"
    }

    fn version(&self) -> u32 {
        1
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        executable::wants(stat)
    }

    fn sniff(&self, head: &[u8]) -> bool {
        executable::sniff(head)
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        self.look(&file.stat, &file.bytes, facts);
    }

    fn partial(&self) -> Option<&dyn Partial> {
        Some(self)
    }
}

impl Partial for Auditable {
    fn look(&self, _stat: &Stat<'_>, source: &dyn Source, facts: &mut FileFacts) {
        match source.whole() {
            Some(bytes) => read_section(bytes, facts),
            None => read_section(&cached(source), facts),
        }
    }
}

fn read_section<'a>(program: impl ReadRef<'a>, facts: &mut FileFacts) {
    let Ok(program) = object::File::parse(program) else { return };
    let Some(packed) = program.section_by_name(SECTION).and_then(|section| section.data().ok()) else { return };
    match list(packed) {
        Ok(list) => state(&list, facts),
        Err(error) => facts.problem(format!("broken list of crates: {error}")),
    }
}

fn list(packed: &[u8]) -> Result<List, String> {
    if packed.len() > MAX_PACKED {
        return Err(format!("larger than {MAX_PACKED} bytes"));
    }
    let mut json = Vec::new();
    let read = ZlibDecoder::new(packed).take(MAX + 1).read_to_end(&mut json).map_err(|error| error.to_string())?;
    if read as u64 > MAX {
        return Err(format!("larger than {MAX} bytes inflated"));
    }
    serde_json::from_slice(&json).map_err(|error| error.to_string())
}

fn state(list: &List, facts: &mut FileFacts) {
    let mut graph = Graph::default();
    let mut direct = Vec::new();
    for (index, entry) in list.packages.iter().enumerate().filter(|(_, entry)| entry.kind != "build") {
        let edges: Vec<String> = entry.dependencies.iter().map(usize::to_string).collect();
        let foreign = (entry.source == "git").then_some("git");
        let mut package = super::package(&ECOSYSTEM, &facts.path, &entry.name, &entry.version, foreign);
        if entry.root {
            package.relationship = Relationship::Root;
            direct.extend(edges.iter().cloned());
        } else if entry.source == "local" {
            package.relationship = Relationship::Workspace;
        }
        graph.add(index.to_string(), package, edges);
    }
    graph.mark_direct(&direct);
    graph.state(facts);
}
