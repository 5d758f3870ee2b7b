//! Why a scan came to nothing.

use std::error::Error;
use tidewaiter_advisory::shard::ShardError;
use tidewaiter_image::ImageError;
use tidewaiter_inventory::SbomError;

/// A scan that gave no report. What is merely missing from a report is in its coverage instead.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// The image or folder cannot be read.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// The file is no bill of materials.
    #[error(transparent)]
    Sbom(#[from] SbomError),
    /// A shard was damaged after it was opened, or its file is not readable for us.
    #[error(transparent)]
    Shard(#[from] ShardError),
}

/// An error with its causes, on one line.
#[must_use]
pub fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text = format!("{text}: {next}");
        cause = next.source();
    }
    text
}
