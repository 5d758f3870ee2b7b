//! `config`: a folder to check, or a command about the gate's settings. A folder that is called like a command is given as `./check`.

use super::{FolderArgs, Format, SettingsArgs};
use clap::{ArgMatches, Args, Command, Error, FromArgMatches, Subcommand};

pub(crate) enum ConfigArgs {
    Folder(Box<FolderArgs>),
    Command(ConfigCommand),
}

#[derive(Subcommand)]
pub(crate) enum ConfigCommand {
    /// Say which settings of the gate are in force and why, or what is wrong with them
    #[command(override_usage = "tidewaiter config check [OPTIONS]")]
    Check {
        #[command(flatten)]
        settings: SettingsArgs,
        /// The answer's format
        #[arg(short, long, value_enum, default_value = "table")]
        format: Format,
    },
    /// Write a settings file with everything in it, as it is where nothing is said
    #[command(override_usage = "tidewaiter config example")]
    Example,
}

// Not derived: a folder's options hold for its subcommands then, which have others by the same names.
impl Args for ConfigArgs {
    fn augment_args(command: Command) -> Command {
        let command = FolderArgs::augment_args(command).mut_args(|arg| arg.global(false));
        ConfigCommand::augment_subcommands(command)
            .disable_help_subcommand(true)
            .subcommand_required(false)
            .arg_required_else_help(false)
            .subcommand_negates_reqs(true)
            .args_conflicts_with_subcommands(true)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for ConfigArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        match matches.subcommand() {
            Some(_) => ConfigCommand::from_arg_matches(matches).map(Self::Command),
            None => FolderArgs::from_arg_matches(matches).map(Box::new).map(Self::Folder),
        }
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
