//! Secrets: keys, tokens and passwords that a file gives away.
//!
//! A [`Scanner`] is set up once and then shown files: `container` finds the texts in them, `search` what is a secret by its shape
//! (literal anchors in one pass, patterns only around them, `proof` for what only looks like one), `decode` what is encoded, and
//! `lines` tells where it stands without telling what it is. `rules/` has the rules, a file a provider.

mod anchors;
mod assignment;
mod baseline;
mod candidate;
mod caution;
mod config;
mod container;
mod decode;
mod detector;
mod exceptions;
mod lines;
mod proof;
mod published;
mod rule;
mod rules;
mod scanner;
mod search;

pub use baseline::{Baseline, BaselineError, Key};
pub use config::{Config, ConfigError, ReadFile};
pub use rules::{About, abouts};
pub use scanner::{Found, Pieces, Scanner};
