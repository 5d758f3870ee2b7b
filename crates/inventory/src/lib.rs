//! Analyzers: what a file system holds.
//!
//! One folder an ecosystem, each with its reader, its own samples in `testdata/` (and the script that made them) and its
//! [`Ecosystem`]; `registry.rs` lists them. Readers are pure functions of one file's bytes.

mod analyzer;
mod ecosystem;
mod facts;
mod registry;

pub use analyzer::{Analyzer, File, Stat};
pub use ecosystem::{Advisories, Distribution, Ecosystem};
pub use facts::{FileFacts, OsFact};
pub use registry::{analyzers, distribution, distributions, ecosystem, ecosystems};
