//! Checks of how images are configured, and of the files that say how to build and run them.
//!
//! A [`Format`] recognises a kind of file (a Dockerfile, a Kubernetes manifest), reads it with its lines, and runs its checks over
//! what it read; `registry.rs` lists them. A [`Check`] is one file: what it is called, why it matters, how to mend it, a good
//! and a bad example (which are its tests), and the function that looks.

mod check;
mod checks;
mod compose;
mod dockerfile;
mod format;
mod helm;
mod ignore;
mod image;
mod kubernetes;
mod registry;
mod rego;
mod yaml;

pub use check::{About, Check, Failure, Failures};
pub use checks::Checks;
pub use dockerfile::{check_history, is_secret_name};
pub use format::{Checked, Format};
pub use helm::check_rendered;
pub use ignore::Ignores;
pub use image::{EntryFacts, EntryKind, Image, Note, SecretPlace, secret_variables};
pub use registry::{abouts, formats};
pub use rego::{Input, Kind, Policies};
