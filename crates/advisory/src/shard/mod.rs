//! Shards: the compiled advisories of one ecosystem, the compiled ratings of vulnerabilities, and what is known of their use.
//!
//! Each is one `container` file with the same five sections: a header about the whole, texts that are stored once,
//! a table from hashed keys to groups, the groups, and the blocks of details.

pub(crate) mod advisories;
mod archives;
mod blocks;
mod codec;
mod container;
mod exploits;
pub(crate) mod ratings;
pub(crate) mod statement;
pub(crate) mod table;
mod write;

pub use advisories::AdvisoryShard;
pub use archives::{ArchiveShard, Archives, write_archives};
pub(crate) use container::{FORMAT, readable_by_others};
pub use exploits::{Exploit, ExploitShard, write_exploits};
pub use ratings::{CveRating, RatingShard};
pub use statement::{Meta, Statement};
pub use write::{write_advisories, write_ratings};

use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use tidewaiter_model::Status;

/// What went wrong with a shard's file.
#[derive(Debug, thiserror::Error)]
pub enum ShardError {
    /// It is not there or not readable. Whose fault: the cache folder's owner.
    #[error("cannot open {path}")]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is cut, changed, foreign, or of another version. Mended by building it anew.
    #[error("{path} cannot be used: {what}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: &'static str,
    },
    /// It could not be written: a full disk, or a folder that is not ours.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// More than the format can hold. Our fault.
    #[error("{path} would be larger than the format can hold")]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
}

/// What a shard says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    /// The OSV ecosystem, or the name of the ratings.
    pub name: String,
    /// Where its records came from.
    pub origin: String,
    /// When it was built, seconds since 1970.
    pub built: u64,
    /// The newest modification date among its records, RFC 3339.
    pub newest: String,
    /// How many records.
    pub records: usize,
    /// The releases of a distribution that it knows, sorted.
    pub releases: Vec<String>,
    /// Records of the source that could not be read.
    pub unreadable: usize,
    /// The feed that `origin` is one of; empty for the OSV bucket and NVD.
    #[serde(default)]
    pub feed: String,
}

/// Statuses by their number in the file, which begins with 1; 0 is none. New ones go to the end.
const STATUSES: [Status; 6] =
    [Status::Affected, Status::Fixed, Status::WillNotFix, Status::FixDeferred, Status::UnderInvestigation, Status::EndOfLife];

const ADVISORIES: u32 = 1;
const RATINGS: u32 = 2;
const EXPLOITS: u32 = 3;
const ARCHIVES: u32 = 4;

/// The sections' positions.
mod section {
    pub(super) const ABOUT: usize = 0;
    pub(super) const TEXTS: usize = 1;
    pub(super) const TABLE: usize = 2;
    pub(super) const GROUPS: usize = 3;
    pub(super) const RECORDS: usize = 4;
    pub(super) const DETAILS: usize = 5;
    pub(super) const COUNT: usize = 6;
}
