//! Shards that travel: built at one place, put into a registry or a file, taken from there everywhere else.
//!
//! One OCI artifact holds all shards of a store, a blob each, so that whoever has most of them already fetches the others only.
//! Its manifest is signed as cosign signs images.
//! Specification: <https://github.com/opencontainers/image-spec/blob/main/manifest.md#guidelines-for-artifact-usage>.
//! Limits: shards of another format version are refused; they are built or pulled with the version that made them.

mod manifest;
mod pull;
mod push;
mod reach;

pub use manifest::Listed;
pub use pull::{Prebuilt, Pulled};
pub use push::{Pushed, push};
pub use reach::{Reach, SCHEME};

use crate::shard::ShardError;
use std::io;
use std::path::PathBuf;
use tidewaiter_image::ImageError;
use tidewaiter_image::artifact::cosign::SignatureError;

/// Shards could not be put or taken.
#[derive(Debug, thiserror::Error)]
pub enum ArtifactError {
    /// The registry or file cannot be read or written.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// It is not signed by whom it should be.
    #[error(transparent)]
    Signature(#[from] SignatureError),
    /// There is nothing to take or to put.
    #[error("{0} has no advisories")]
    Empty(String),
    /// It is something else. Whose fault: the caller who named it, or whoever pushed it.
    #[error("{name} holds no advisories of ours: {reason}")]
    Foreign {
        /// The artifact.
        name: String,
        /// Why.
        reason: String,
    },
    /// It holds shards, but not this one.
    #[error("{name} has no {title}")]
    Missing {
        /// The artifact.
        name: String,
        /// Which shard.
        title: String,
    },
    /// What came is not what the manifest promises: damage, or somebody exchanged it.
    #[error("{title} in {name} is not what its manifest says")]
    Exchanged {
        /// The artifact.
        name: String,
        /// Which shard.
        title: String,
    },
    /// A shard cannot be used or written.
    #[error(transparent)]
    Shard(#[from] ShardError),
    /// A file of the store cannot be read or written.
    #[error("cannot read or write {path}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}
