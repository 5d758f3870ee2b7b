//! What a policy says of a report: a table for people, and JSON as the gate's API has it.
//!
//! Limits: of each reason the table tells the worst findings only; JSON tells all.

mod table;

pub use table::write as write_table;

use std::io::{self, Write};
use tidewaiter_policy::Verdict;

/// Writes JSON.
///
/// # Errors
/// The output cannot be written.
pub fn write_json(verdict: &Verdict, out: impl Write) -> io::Result<()> {
    crate::json::write_value(verdict, out)
}

#[cfg(test)]
mod tests;
