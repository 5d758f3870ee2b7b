//! Advisories × packages: which vulnerabilities an installed version has.
//!
//! `range` decides whether one statement covers a version; `merge` tells several records about the same
//! vulnerability once; `severity` decides whose rating counts; `publisher` knows who publishes under which ids.

mod merge;
mod publisher;
mod range;
mod severity;

pub use merge::{Advised, Builds, Query, find, is_modular};
pub use publisher::publisher;
pub(crate) use publisher::rating_source;
pub use severity::{Exploits, Ratings, SeverityOrder, rate};
