//! The commands, one file each, and what they share.

mod artifact;
mod checks;
pub(crate) mod compare;
mod compliance;
pub(crate) mod db;
mod engines;
mod helm;
mod login;
mod output;
pub(crate) mod policy;
pub(crate) mod scan;
mod secrets;
mod source;

use crate::args::DatabaseArgs;
use crate::exit::{Exit, Failure};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

/// The cache folder: the one named, else the user's.
fn cache_dir(args: &DatabaseArgs) -> Result<PathBuf, Failure> {
    let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let users =
        || from("XDG_CACHE_HOME").or_else(|| from("HOME").map(|home| home.join(".cache"))).or_else(|| from("LOCALAPPDATA"));
    let missing =
        || Failure::message(Exit::Database, "no folder for the advisories: neither HOME nor XDG_CACHE_HOME is set".to_owned());
    let folder = args
        .cache_dir
        .clone()
        .filter(|folder| !folder.as_os_str().is_empty())
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
