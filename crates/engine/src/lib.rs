//! Who scans: our own engine, Trivy and Grype, behind one contract.
//!
//! An [`Engine`] takes a [`Task`] (an image, pinned to the digest of its manifest) and answers with our report, whoever it is.
//! Engines block; whoever runs them gives them a thread, a deadline and a way to stop them.

mod child;
mod clock;
mod contract;
mod find;
mod grype;
mod hush;
mod native;
mod pinned;
mod private;
mod shared;
#[cfg(test)]
mod testing;
mod trivy;

pub use contract::{About, Engine, EngineError, Step, Task, Wanted};
pub use find::{Choice, Engines, Programs};
pub use grype::{Grype, GrypeOptions};
pub use native::{Native, NativeOptions};
pub use trivy::{Trivy, TrivyOptions};
