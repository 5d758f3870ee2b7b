//! Feeds, each turned into [`crate::record::Record`]s or ratings.
//!
//! The OSV bucket and NVD's feeds are what `db build` fetches by itself; `feed` lists the others, which are built on
//! demand from a file, folder or URL. A new feed is a module here and a line there.

mod arch;
mod csaf;
mod debian_tracker;
pub mod documents;
mod epss;
pub mod feed;
mod glsa;
mod java_index;
mod kev;
pub mod modules;
pub mod nvd;
pub mod osv;
pub mod osv_archive;
mod osv_feed;
mod oval;
mod photon;
mod secdb;
#[cfg(test)]
mod testing;
mod trivy_db;
mod ubuntu_pro;
mod ubuntu_tracker;
mod updateinfo;
mod xml;
