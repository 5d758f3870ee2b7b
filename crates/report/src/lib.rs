//! A report in every format: one folder a format, each a pure function of the report.

pub mod changes;
pub mod comparison;
pub mod compliance;
pub mod grype;
pub mod json;
#[cfg(test)]
mod sample;
pub mod table;
pub mod verdict;
