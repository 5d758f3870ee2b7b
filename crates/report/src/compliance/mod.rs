//! What came of the controls of a benchmark or a standard: a table for people, JSON in the shape that Trivy's readers know.
//!
//! Shape: <https://trivy.dev/latest/docs/compliance/compliance/>. Fields of our own are `Status` and `Reason`: `PASS`, `FAIL`, `MANUAL` and
//! `NOT_EVALUATED`. `TotalFail` is there for controls that pass or fail only.

mod json;
mod table;

pub use json::write as write_json;
pub use table::write as write_table;

/// How much to tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Each control with the number of findings that fail it.
    #[default]
    Summary,
    /// The findings, too.
    All,
}

#[cfg(test)]
mod tests;
