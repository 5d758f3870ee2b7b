//! Grype's JSON: a match for each vulnerability of each package.
//!
//! Shape: <https://github.com/anchore/grype/tree/main/grype/presenter/models>; [`read()`] takes what Grype writes, [`write()`] gives
//! the same to those who read Grype's.
//! Limits: that shape knows no secrets, no misconfigurations, and of packages only those that something was found of. What is
//! missing is left out, never `null`.

mod convert;
mod kinds;
mod read;
mod schema;

pub use read::{ReadError, read};

use std::io::{self, Write};
use tidewaiter_model::Report;

/// Writes the vulnerabilities and a line feed.
///
/// # Errors
/// The output cannot be written.
pub fn write(report: &Report, out: impl Write) -> io::Result<()> {
    crate::json::write_value(&schema::Document::of(report), out)
}

#[cfg(test)]
mod tests;
