//! Feeds, each turned into [`crate::record::Record`]s or ratings.
//!
//! The OSV bucket and NVD's feeds are what `db build` fetches by itself; `feed` lists the others, which are built on
//! demand from a file, folder or URL. A new feed is a module here and a line there.

mod debian_tracker;
pub mod documents;
mod epss;
pub mod feed;
mod java_index;
mod kev;
pub mod modules;
pub mod nvd;
pub mod osv;
pub mod osv_archive;
mod secdb;
mod trivy_db;
