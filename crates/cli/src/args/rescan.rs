//! What the command line says of judging stored inventories again.

use super::{DatabaseArgs, Format, FreshnessArgs, severity};
use clap::Args as ClapArgs;
use std::path::PathBuf;
use tidewaiter_model::Severity;

#[derive(ClapArgs)]
pub(crate) struct RescanArgs {
    /// Reports with packages (our JSON, Trivy's) and bills of materials: files, folders of them, and .jsonl files with one a line; -
    /// reads lines from standard input
    #[arg(required = true, value_name = "INVENTORY")]
    pub(crate) inventories: Vec<PathBuf>,
    /// The cache folder with the advisories of before: only what changed advisories touch is judged again
    #[arg(long, value_name = "FOLDER", help_heading = "Source")]
    pub(crate) since: Option<PathBuf>,
    /// The format of what is told; json is a line an inventory
    #[arg(short, long, value_enum, default_value = "table", help_heading = "Output")]
    pub(crate) format: Format,
    /// Write it to a file
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Write the new reports to this folder, as JSON
    #[arg(long, value_name = "FOLDER", help_heading = "Output")]
    pub(crate) output_dir: Option<PathBuf>,
    /// Severities to tell changes of
    #[arg(short, long, value_delimiter = ',', value_parser = severity, default_value = "UNKNOWN,LOW,MEDIUM,HIGH,CRITICAL", help_heading = "Output")]
    pub(crate) severity: Vec<Severity>,
    /// End with this code when there are new findings
    #[arg(long, default_value_t = 0, help_heading = "Output")]
    pub(crate) exit_code: u8,
    /// Whose severities count, first to last; auto: the package's own, the advisory database's, NVD's, any other
    #[arg(long, default_value = "auto", help_heading = "Scan")]
    pub(crate) vuln_severity_source: String,
    /// Inventories to judge at the same time [default: one a core]
    #[arg(long, help_heading = "Scan")]
    pub(crate) parallel: Option<usize>,
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    #[command(flatten)]
    pub(crate) freshness: FreshnessArgs,
}
