//! The programs that are known, a table a kind. A new one is an entry.

mod languages;
mod servers;
mod tools;

use super::program::Program;

/// All of them.
pub(super) fn all() -> impl Iterator<Item = &'static Program> {
    [languages::PROGRAMS, servers::PROGRAMS, tools::PROGRAMS].into_iter().flatten()
}
