//! What the command line says of the gate.

use super::duration;
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;

#[derive(ClapArgs)]
pub(crate) struct TokenArgs {
    #[command(subcommand)]
    pub(crate) command: TokenCommand,
    /// The gate's store: sqlite:PATH or postgres://…
    #[arg(long, global = true, env = "TIDEWAITER_STORE", hide_env_values = true, default_value = "sqlite:tidewaiter.db")]
    pub(crate) store: String,
}

#[derive(Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token, and show it this one time
    Add {
        /// What it is for
        name: String,
        /// What it allows
        #[arg(long, value_enum, value_delimiter = ',', default_value = "scan,read")]
        scopes: Vec<TokenScope>,
        /// For how long: 12h, 90d [default: until it is revoked]
        #[arg(long, value_parser = duration)]
        expires_in: Option<Duration>,
        /// Let a client certificate in instead of a token: the certificate, in PEM or DER
        #[arg(long, value_name = "FILE")]
        certificate: Option<PathBuf>,
    },
    /// List tokens, without what lets in
    List,
    /// Make a token worthless
    Revoke {
        /// Its id or name
        token: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TokenScope {
    /// Ask for scans and cancel them
    Scan,
    /// Read scans, reports and verdicts
    Read,
    /// Everything, the audit log among it
    Admin,
    /// Read metrics
    Metrics,
}

impl TokenScope {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Scan => "scan",
            Self::Read => "read",
            Self::Admin => "admin",
            Self::Metrics => "metrics",
        }
    }
}
