//! The engines that there are on this machine, set up as its user has them.

use super::login::variable;
use std::ffi::OsString;
use std::path::PathBuf;
use tidewaiter_advisory::artifact::Reach;
use tidewaiter_advisory::source::Mirror;
use tidewaiter_engine::{Engines, GrypeOptions, Native, NativeOptions, Programs, TrivyOptions};

/// What other engines are told of our environment: the way to the network, and where their databases are published. Nothing else.
const TOLD: [&str; 14] = [
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "no_proxy",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "TRIVY_DB_REPOSITORY",
    "TRIVY_JAVA_DB_REPOSITORY",
    "GRYPE_DB_UPDATE_URL",
    "GRYPE_DB_CA_CERT",
    "GRYPE_REGISTRY_CA_CERT",
    "GRYPE_DB_VALIDATE_BY_HASH_ON_START",
];

/// How the engines are to work.
pub(super) struct Wishes {
    /// Where our own advisories are.
    pub(super) cache_dir: PathBuf,
    /// Where they come from,
    pub(super) osv: Mirror,
    /// and the ratings,
    pub(super) nvd: Mirror,
    /// and how.
    pub(super) reach: Reach,
    /// Fetch advisories and databases.
    pub(super) may_fetch: bool,
    /// After how many days they are outdated.
    pub(super) max_age_days: u64,
    /// Trivy's cache folder, if it is not the usual one.
    pub(super) trivy_cache_dir: Option<PathBuf>,
    /// Layers of one image that our own engine reads at the same time.
    pub(super) threads: usize,
    /// How much our own engine keeps of layers that it has read.
    pub(super) layer_cache_bytes: u64,
}

pub(super) fn engines(wishes: Wishes) -> Engines {
    let users = variable("XDG_CACHE_HOME").or_else(|| Some(variable("HOME")?.join(".cache"))).unwrap_or_else(std::env::temp_dir);
    let environment: Vec<(OsString, OsString)> =
        TOLD.iter().filter_map(|name| Some((name.into(), std::env::var_os(name)?))).collect();
    let trivy = TrivyOptions {
        cache_dir: wishes.trivy_cache_dir.or_else(|| variable("TRIVY_CACHE_DIR")).unwrap_or_else(|| users.join("trivy")),
        skip_db_update: !wishes.may_fetch,
        offline: !wishes.may_fetch,
        max_age_days: wishes.max_age_days,
        environment: environment.clone(),
    };
    let grype = GrypeOptions {
        cache_dir: variable("GRYPE_DB_CACHE_DIR").unwrap_or_else(|| users.join("grype/db")),
        skip_db_update: !wishes.may_fetch,
        max_age_days: wishes.max_age_days,
        environment,
    };
    let options = NativeOptions {
        osv: wishes.osv,
        nvd: wishes.nvd,
        reach: wishes.reach,
        fetch: wishes.may_fetch,
        max_age_days: wishes.max_age_days,
        threads: wishes.threads,
        layer_cache_bytes: wishes.layer_cache_bytes,
    };
    let programs = Programs { path: std::env::var_os("PATH").unwrap_or_default(), own: std::env::current_exe().ok() };
    Engines::installed(&programs, &trivy, &grype, Native::new(&wishes.cache_dir, options))
}
