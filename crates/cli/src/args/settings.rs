//! The gate's settings as flags, made from their table: a new setting is a flag by itself. Secrets are none, since everybody sees
//! command lines.

use clap::builder::ValueParser;
use clap::{Arg, ArgMatches, Args, Command, Error, FromArgMatches};
use std::collections::BTreeMap;
use std::path::PathBuf;
use tidewaiter_gate::settings::{Definition, Settings};

#[derive(Clone, Debug)]
pub(crate) struct SettingsArgs {
    /// Where the file is, if it is named.
    pub(crate) file: Option<PathBuf>,
    /// What is said, by the setting's key.
    pub(crate) flags: BTreeMap<&'static str, String>,
}

const FILE: &str = "settings";

fn flags() -> impl Iterator<Item = &'static Definition> {
    Settings::definitions().filter(|definition| !definition.is_secret)
}

fn flag(definition: &'static Definition) -> Arg {
    let default = match definition.default {
        "" => String::new(),
        default => format!(" [default: {default}]"),
    };
    let arg = Arg::new(definition.key)
        .long(definition.flag())
        .value_name("VALUE")
        .help(format!("{}{default} [env: {}]", definition.doc.trim().trim_end_matches('.'), definition.env))
        .help_heading("Settings");
    // A switch alone is switched on.
    if matches!(definition.default, "true" | "false") {
        return arg.num_args(0..=1).require_equals(true).default_missing_value("true");
    }
    arg
}

impl Args for SettingsArgs {
    fn augment_args(command: Command) -> Command {
        let file = Arg::new(FILE)
            .long(FILE)
            .value_name("FILE")
            .env("TIDEWAITER_SETTINGS")
            .value_parser(ValueParser::path_buf())
            .help("Settings in a TOML file [default: tidewaiter.toml in the current folder, if it is there]");
        flags().fold(command.arg(file), |command, definition| command.arg(flag(definition)))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SettingsArgs {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let said = |definition: &'static Definition| Some((definition.key, matches.get_one::<String>(definition.key)?.clone()));
        let file = matches.get_one::<PathBuf>(FILE).filter(|file| !file.as_os_str().is_empty()).cloned();
        Ok(Self { file, flags: flags().filter_map(said).collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
