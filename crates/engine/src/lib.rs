//! Who scans: our own engine, Trivy and Grype, behind one contract.
//!
//! An [`Engine`] takes a [`Task`] (an image, pinned to the digest of its manifest) and answers with our report, whoever it is.
//! Engines block; whoever runs them gives them a thread, a deadline and a way to stop them.

mod contract;

pub use contract::{About, Engine, EngineError, Step, Task, Wanted};
