//! Distributions: whose advisories speak of a system's packages. One file each.

pub(crate) mod alpine;
pub(crate) mod debian;
