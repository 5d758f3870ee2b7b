//! Who scans: our own engine, Trivy and Grype, behind one contract.
//!
//! An [`Engine`] takes a [`Task`] (an image, pinned to the digest of its manifest) and answers with our report, whoever it is.
//! Engines block; whoever runs them gives them a thread, a deadline and a way to stop them.

mod child;
mod clock;
mod contract;
mod hush;
mod private;
#[cfg(all(test, unix))]
mod testing;
mod trivy;

pub use contract::{About, Engine, EngineError, Step, Task, Wanted};
pub use trivy::{Trivy, TrivyOptions};
