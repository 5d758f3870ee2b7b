//! Secrets: keys, tokens and passwords that a file gives away.

mod anchors;
mod assignment;
mod candidate;
mod detector;
mod proof;
mod rule;
mod rules;
mod search;
