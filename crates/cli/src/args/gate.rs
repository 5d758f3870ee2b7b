//! What the command line says of the gate: its settings are flags by themselves, and its tokens are made by hand.

use super::{Format, SettingsArgs, duration};
use clap::{Args as ClapArgs, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;
use tidewaiter_gate::api::Scope;

#[derive(ClapArgs)]
pub(crate) struct GateArgs {
    #[command(flatten)]
    pub(crate) settings: SettingsArgs,
}

#[derive(ClapArgs)]
pub(crate) struct TokenArgs {
    #[command(flatten)]
    pub(crate) store: StoreArgs,
    #[command(subcommand)]
    pub(crate) command: TokenCommand,
}

/// Where the gate keeps its memory.
#[derive(ClapArgs)]
pub(crate) struct StoreArgs {
    /// The gate's store [default: as its settings say]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) store: Option<String>,
    /// The gate's settings, a TOML file [default: tidewaiter.toml in the current folder, if it is there]
    #[arg(long, global = true, value_name = "FILE", env = "TIDEWAITER_SETTINGS")]
    pub(crate) settings: Option<PathBuf>,
}

#[derive(Subcommand)]
pub(crate) enum TokenCommand {
    /// Make a token. It is shown this once; the store keeps its digest
    Add {
        /// What it is called
        name: String,
        /// What it allows
        #[arg(long, value_enum, value_delimiter = ',', default_value = "scan,read")]
        scopes: Vec<TokenScope>,
        /// How long it is good: 12h, 30d [default: until it is revoked]
        #[arg(long, value_name = "TIME", value_parser = duration)]
        expires_in: Option<Duration>,
        /// Let in whoever shows a client certificate of this one's key, instead of a token: PEM or DER
        #[arg(long, value_name = "FILE")]
        certificate: Option<PathBuf>,
    },
    /// List the tokens
    List {
        /// The answer's format
        #[arg(short, long, value_enum, default_value = "table")]
        format: Format,
    },
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
    /// Read metrics
    Metrics,
    /// Everything, and the audit log
    Admin,
}

impl From<TokenScope> for Scope {
    fn from(scope: TokenScope) -> Self {
        match scope {
            TokenScope::Scan => Self::Scan,
            TokenScope::Read => Self::Read,
            TokenScope::Metrics => Self::Metrics,
            TokenScope::Admin => Self::Admin,
        }
    }
}
