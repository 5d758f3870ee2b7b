//! What the command line says of policies.

use super::Format;
use clap::{Args as ClapArgs, Subcommand};
use std::path::PathBuf;

#[derive(ClapArgs)]
pub(crate) struct PolicyArgs {
    #[command(subcommand)]
    pub(crate) command: PolicyCommand,
}

#[derive(Subcommand)]
pub(crate) enum PolicyCommand {
    /// Judge a report: ends with 1 if it fails
    Test {
        /// The policy, a TOML file; default for the one that counts where there is none (./default for a file of that name)
        policy: PathBuf,
        /// The report, in our JSON or Trivy's; - reads standard input
        report: PathBuf,
        /// The type of the agent whose image it is
        #[arg(long, value_name = "TYPE")]
        agent_type: Option<String>,
        /// The namespace of the image
        #[arg(long, value_name = "NAME")]
        namespace: Option<String>,
        /// The verdict's format
        #[arg(short, long, value_enum, default_value = "table")]
        format: Format,
        /// Write the verdict to a file
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Say in sentences what a policy says
    Explain {
        /// The policy, a TOML file
        #[arg(default_value = "default")]
        policy: PathBuf,
        /// The answer's format
        #[arg(short, long, value_enum, default_value = "table")]
        format: Format,
    },
}
