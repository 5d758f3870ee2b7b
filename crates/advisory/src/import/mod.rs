//! Feeds, each turned into [`crate::record::Record`]s or ratings. A new feed is a module here.

pub mod modules;
pub mod nvd;
pub mod osv;
pub mod osv_archive;
