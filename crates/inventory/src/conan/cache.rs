//! The packages in the cache of Conan 2, whose folders do not tell their names.
//!
//! Format: `conan/internal/cache/db` of <https://github.com/conan-io/conan>: an SQLite database, whose table `packages` has a row
//! for each binary: reference, revision of its recipe, package id, and more.
//! Files: `p/cache.sqlite3` in the folder of Conan.
//! Limits: recipes without a binary are not installed. Neither what a binary depends on nor its licence is in it.

use super::{INSTALLED, Reference};
use crate::graph::Graph;
use crate::{Analyzer, File, FileFacts, Names, Stat};
use tidewaiter_sqlite::Value;

/// The analyzer.
pub(crate) struct Cache;

/// A thousand times what the largest recipes need.
const MAX: u64 = 256 << 20;
const MAX_PROBLEMS: usize = 10;

impl Analyzer for Cache {
    fn id(&self) -> &'static str {
        "conan-cache"
    }

    fn version(&self) -> u32 {
        1
    }

    fn names(&self) -> Names {
        Names::Are(&["cache.sqlite3"])
    }

    fn wants(&self, stat: &Stat<'_>) -> bool {
        stat.path.ends_with("/p/cache.sqlite3") && stat.size <= MAX
    }

    fn sniff(&self, head: &[u8]) -> bool {
        tidewaiter_sqlite::is_database(head)
    }

    fn read(&self, file: &File<'_>, facts: &mut FileFacts) {
        let mut graph = Graph::default();
        let mut problems = Vec::new();
        tidewaiter_sqlite::each_row(file.bytes, "packages", &mut problems, &mut |(_, columns), problems| {
            let text = match columns.first() {
                Some(Value::Bytes(text)) => String::from_utf8_lossy(text),
                _ => "".into(),
            };
            match Reference::parse(&text) {
                Some(reference) => graph.add(text.as_ref(), reference.package(&INSTALLED, file.stat.path), Vec::new()),
                None => problems.push(format!("a row of packages holds no reference, but {text:?}")),
            }
        });
        graph.state(facts);
        problems.into_iter().take(MAX_PROBLEMS).for_each(|problem| facts.problem(problem));
    }
}
