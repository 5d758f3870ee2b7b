//! The commands, one file each, and what they share.

mod artifact;
mod cache;
mod checks;
mod compare;
mod compliance;
mod db;
mod engines;
mod gate;
mod helm;
mod login;
mod output;
mod policy;
mod rescan;
mod scan;
mod secrets;
pub(crate) mod settings;
mod source;

use crate::args::{Args, Command, ConfigArgs, ConfigCommand, Scanner};
use crate::exit::{Exit, Failure};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Does what the command line says.
pub(crate) fn run(args: Args) -> Result<Exit, Failure> {
    match args.command {
        Command::Image(image) => scan::image(&image),
        Command::Rootfs(folder) => scan::folder(&folder, false),
        Command::Fs(folder) => scan::folder(&folder, true),
        Command::Config(ConfigArgs::Folder(mut folder)) => {
            folder.scan.scanners = vec![Scanner::Misconfig];
            scan::folder(&folder, true)
        }
        Command::Config(ConfigArgs::Command(ConfigCommand::Check { settings: of, format })) => settings::check(&of, format),
        Command::Config(ConfigArgs::Command(ConfigCommand::Example)) => settings::example(),
        Command::Sbom(sbom) => scan::sbom(&sbom),
        Command::Rescan(rescan) => rescan::run(&rescan),
        Command::Db(db) => db::run(&db),
        Command::Cache(of) => cache::run(&of),
        Command::Compare(compare) => compare::run(&compare),
        Command::Policy(policy) => policy::run(&policy.command),
        Command::Serve(gate) => gate::serve(&gate.settings),
        Command::Worker(gate) => gate::work(&gate.settings),
        Command::Token(token) => gate::token(&token),
    }
}

/// The cache folder: the one named, else the user's.
pub(crate) fn cache_dir(named: Option<&Path>) -> Result<PathBuf, Failure> {
    let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let users =
        || from("XDG_CACHE_HOME").or_else(|| from("HOME").map(|home| home.join(".cache"))).or_else(|| from("LOCALAPPDATA"));
    let missing =
        || Failure::message(Exit::Database, "no folder for the advisories: neither HOME nor XDG_CACHE_HOME is set".to_owned());
    let folder = named
        .filter(|folder| !folder.as_os_str().is_empty())
        .map(Path::to_path_buf)
        .or_else(|| users().map(|users| users.join("tidewaiter")));
    folder.ok_or_else(missing).map_err(|failure| failure.hint(Some("name one with --cache-dir")))
}

/// How much can be done at the same time.
fn parallelism() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs())
}
