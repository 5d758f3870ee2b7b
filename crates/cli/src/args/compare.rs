//! What the command line says of comparing engines.

use super::{DatabaseArgs, Format, LayerCacheArgs, LoginArgs, Scanner, duration};
use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;
use tidewaiter_image::Platform;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EngineName {
    /// Our own
    Native,
    /// Trivy, if it is installed
    Trivy,
    /// Grype, if it is installed
    Grype,
}

#[derive(ClapArgs)]
pub(crate) struct CompareArgs {
    /// The image: registry/repository:tag or @digest
    #[arg(required_unless_present = "reports")]
    pub(crate) reference: Option<String>,
    /// Who is to scan it
    #[arg(long, value_enum, value_delimiter = ',', default_value = "native,trivy", help_heading = "Source")]
    pub(crate) engines: Vec<EngineName>,
    /// Compare reports that are there instead: our JSON, Trivy's or Grype's
    #[arg(long, value_name = "FILE", num_args = 2.., conflicts_with = "reference", help_heading = "Source")]
    pub(crate) reports: Vec<PathBuf>,
    /// The platform, os/architecture[/variant] [default: this machine's, then linux/amd64]
    #[arg(long, help_heading = "Source")]
    pub(crate) platform: Option<Platform>,
    #[command(flatten)]
    pub(crate) login: LoginArgs,
    /// The format of what is told
    #[arg(short, long, value_enum, default_value = "table", help_heading = "Output")]
    pub(crate) format: Format,
    /// Write it to a file
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// End with this code when engines differ
    #[arg(long, default_value_t = 0, help_heading = "Output")]
    pub(crate) exit_code: u8,
    /// What to look for
    #[arg(long, value_enum, value_delimiter = ',', default_value = "vuln", help_heading = "Scan")]
    pub(crate) scanners: Vec<Scanner>,
    /// Give each engine this time: 90s, 5m, 1h
    #[arg(long, value_parser = duration, default_value = "5m", help_heading = "Scan")]
    pub(crate) timeout: Duration,
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    /// Fetch no advisories: use those that are there, all engines alike
    #[arg(long, visible_alias = "offline-scan", help_heading = "Advisories")]
    pub(crate) skip_db_update: bool,
    #[command(flatten)]
    pub(crate) layers: LayerCacheArgs,
    /// Where Trivy keeps its advisories [default: where it does by itself]
    #[arg(long, value_name = "FOLDER", env = "CONTAINER_TRIVY_CACHE_DIR", help_heading = "Advisories")]
    pub(crate) trivy_cache_dir: Option<PathBuf>,
}
