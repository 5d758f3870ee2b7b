//! Lines of a file that a finding shows.

use serde::{Deserialize, Serialize};

/// One line of a file, as it may be shown: secrets in it are masked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeLine {
    /// Its number, from 1.
    pub number: usize,
    /// Its text, cut to a bearable length.
    pub content: String,
    /// Whether the finding is about it, and not about one beside it.
    pub is_cause: bool,
    /// Whether text was left out.
    pub is_truncated: bool,
}
