//! What the command line says of the cache of layers.

use super::{Format, duration, path_or_nothing};
use clap::{Args as ClapArgs, Subcommand};
use std::path::PathBuf;
use std::time::Duration;
use tidewaiter_gate::settings::ByteSize;

#[derive(ClapArgs)]
pub(crate) struct LayerCacheArgs {
    /// Read all layers, whether they were read before or not, and keep nothing of them
    #[arg(long, help_heading = "Layers")]
    pub(crate) no_cache: bool,
    #[command(flatten)]
    pub(crate) size: CacheSizeArgs,
}

#[derive(ClapArgs)]
pub(crate) struct CacheSizeArgs {
    /// How much is kept of layers that were read: 500MB, 2GiB; 0 for nothing
    #[arg(long, value_name = "SIZE", env = "TIDEWAITER_CACHE_SIZE", default_value = "1GiB", help_heading = "Layers")]
    pub(crate) cache_size: ByteSize,
}

#[derive(ClapArgs)]
pub(crate) struct CacheArgs {
    #[command(subcommand)]
    pub(crate) command: CacheCommand,
    /// The cache folder [default: tidewaiter in the user's]
    #[arg(long, global = true, env = "TIDEWAITER_CACHE_DIR", value_parser = path_or_nothing())]
    pub(crate) cache_dir: Option<PathBuf>,
    /// The answer's format
    #[arg(short, long, global = true, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

#[derive(Subcommand)]
pub(crate) enum CacheCommand {
    /// Say how many layers are kept, and how much they take
    Status {
        #[command(flatten)]
        size: CacheSizeArgs,
    },
    /// Remove what was not used for the longest time
    Prune {
        /// Leave so much: 500MB, 2GiB [default: what --cache-size says of scans]
        #[arg(long, value_name = "SIZE")]
        max_size: Option<ByteSize>,
        /// Remove what was not used for so long, too: 12h, 30d
        #[arg(long, value_name = "TIME", value_parser = duration)]
        older_than: Option<Duration>,
        #[command(flatten)]
        size: CacheSizeArgs,
    },
    /// Remove everything
    Clear,
}
