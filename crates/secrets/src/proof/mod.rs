//! What tells secrets from what only looks like them.

pub(crate) mod entropy;
pub(crate) mod placeholder;
