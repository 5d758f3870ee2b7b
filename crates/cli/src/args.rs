//! The command line. Flags that users of other scanners know have the names that they know.

mod cache;
mod compare;
mod config;
mod gate;
mod manner;
mod policy;
mod rescan;
mod scanners;
mod settings;
mod value;
pub(crate) use cache::{CacheArgs, CacheCommand, LayerCacheArgs};
pub(crate) use compare::{CompareArgs, EngineName};
pub(crate) use config::{ConfigArgs, ConfigCommand};
pub(crate) use gate::{GateArgs, StoreArgs, TokenArgs, TokenCommand, TokenScope};
pub(crate) use manner::Manner;
pub(crate) use policy::{PolicyArgs, PolicyCommand};
pub(crate) use rescan::RescanArgs;
pub(crate) use scanners::{CheckArgs, ComplianceArgs, ReportDetail, SecretArgs};
pub(crate) use settings::SettingsArgs;
use value::{duration, path_or_nothing, severity, unless_empty};

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::time::Duration;
use tidewaiter_advisory::source::{PUBLIC_NVD, PUBLIC_OSV};
use tidewaiter_image::Platform;
use tidewaiter_model::Severity;

/// Says what is wrong with a container image: known vulnerabilities in everything that is installed in it.
#[derive(Parser)]
#[command(name = "tidewaiter", version, max_term_width = 110)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    // Usages are stated: the ones that are made up would ask for every option that the environment sets.
    /// Scan a container image
    #[command(override_usage = "tidewaiter image [OPTIONS] <REFERENCE|--input <PATH>>")]
    Image(Box<ImageArgs>),
    /// Scan a root file system in a folder
    #[command(override_usage = "tidewaiter rootfs [OPTIONS] <FOLDER>")]
    Rootfs(FolderArgs),
    /// Scan a project folder: what its lock files would install, and what is installed in it
    #[command(override_usage = "tidewaiter fs [OPTIONS] <FOLDER>")]
    Fs(FolderArgs),
    /// Check a folder's Dockerfiles, Kubernetes manifests, Compose files and charts (fs --scanners misconfig), or the gate's settings
    #[command(override_usage = "tidewaiter config [OPTIONS] <FOLDER>\n       tidewaiter config check [OPTIONS]")]
    Config(ConfigArgs),
    /// Scan a bill of materials: CycloneDX, SPDX or Syft's JSON
    #[command(override_usage = "tidewaiter sbom [OPTIONS] <FILE>")]
    Sbom(SbomArgs),
    /// Judge stored reports and bills of materials by new advisories, without their images, and say what has changed
    #[command(override_usage = "tidewaiter rescan [OPTIONS] <INVENTORY>...")]
    Rescan(Box<RescanArgs>),
    /// Build, update and look after the advisories
    Db(DbArgs),
    /// Say how much is kept of layers that were read, and remove it
    Cache(CacheArgs),
    /// Say where engines agree about an image, and where they differ
    #[command(override_usage = "tidewaiter compare [OPTIONS] <REFERENCE|--reports <FILE> <FILE>...>")]
    Compare(Box<CompareArgs>),
    /// Try a policy on a report, or have it told in sentences
    Policy(PolicyArgs),
    /// Serve the gate: agents register once their image is judged, and an API scans on request
    #[command(override_usage = "tidewaiter serve [OPTIONS]")]
    Serve(GateArgs),
    /// Scan for a gate on other machines, with which this one shares a store
    #[command(override_usage = "tidewaiter worker [OPTIONS]")]
    Worker(GateArgs),
    /// Make tokens for the gate's API, list them, and make them worthless
    Token(TokenArgs),
}

#[derive(ClapArgs)]
pub(crate) struct ImageArgs {
    /// The image: registry/repository:tag or @digest, or an engine's image ID
    #[arg(required_unless_present = "input")]
    pub(crate) reference: Option<String>,
    /// An image in a file or folder: the output of `docker save`, or an OCI layout (PATH:tag and PATH@digest choose)
    #[arg(long, value_name = "PATH", conflicts_with = "reference", help_heading = "Source")]
    pub(crate) input: Option<PathBuf>,
    /// Which image of an archive that holds several: a tag, a name or a digest
    #[arg(long, value_name = "NAME", requires = "input", help_heading = "Source")]
    pub(crate) image: Option<String>,
    /// The platform, os/architecture[/variant] [default: this machine's, then linux/amd64]
    #[arg(long, help_heading = "Source")]
    pub(crate) platform: Option<Platform>,
    #[command(flatten)]
    pub(crate) registry: RegistryArgs,
    /// Check plain layers of local archives against their diff IDs, which means to read all of them
    #[arg(long, help_heading = "Source")]
    pub(crate) verify_layers: bool,
    #[command(flatten)]
    pub(crate) layers: LayerCacheArgs,
    #[command(flatten)]
    pub(crate) scan: ScanArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImageSource {
    /// Docker's daemon
    Docker,
    /// Podman's service
    Podman,
    /// The registry
    Remote,
}

#[derive(ClapArgs)]
pub(crate) struct RegistryArgs {
    /// Where to look for the image, in this order
    #[arg(long, value_enum, value_delimiter = ',', default_value = "docker,podman,remote", help_heading = "Source")]
    pub(crate) image_src: Vec<ImageSource>,
    #[command(flatten)]
    pub(crate) login: LoginArgs,
}

#[derive(ClapArgs, Default)]
pub(crate) struct LoginArgs {
    /// User at the registry [default: who is logged in with Docker or Podman]
    #[arg(long, env = "TIDEWAITER_USERNAME", help_heading = "Source")]
    pub(crate) username: Option<String>,
    /// Password at the registry; others see it in the list of processes
    #[arg(long, env = "TIDEWAITER_PASSWORD", hide_env_values = true, requires = "username", help_heading = "Source")]
    pub(crate) password: Option<String>,
    /// Read the password from standard input
    #[arg(long, conflicts_with = "password", requires = "username", help_heading = "Source")]
    pub(crate) password_stdin: bool,
    /// Allow plain HTTP, and certificates that nobody vouches for
    #[arg(long, help_heading = "Source")]
    pub(crate) insecure: bool,
}

#[derive(ClapArgs)]
pub(crate) struct FolderArgs {
    /// The folder, or one file of it
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) scan: ScanArgs,
}

#[derive(ClapArgs)]
pub(crate) struct SbomArgs {
    /// The file; - reads standard input
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) scan: ScanArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scanner {
    Vuln,
    Secret,
    Misconfig,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PackageKind {
    Os,
    Library,
}

#[derive(ClapArgs)]
pub(crate) struct ScanArgs {
    #[arg(skip)]
    pub(crate) manner: Manner,
    /// The report's format
    #[arg(short, long, value_enum, default_value = "table", help_heading = "Output")]
    pub(crate) format: Format,
    /// Write the report to a file
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub(crate) output: Option<PathBuf>,
    /// Severities to report
    #[arg(short, long, value_delimiter = ',', value_parser = severity, default_value = "UNKNOWN,LOW,MEDIUM,HIGH,CRITICAL", help_heading = "Output")]
    pub(crate) severity: Vec<Severity>,
    /// Leave out vulnerabilities without a fix
    #[arg(long, help_heading = "Output")]
    pub(crate) ignore_unfixed: bool,
    /// Tell all packages, with findings or without (JSON does unless this is false)
    #[arg(long, num_args = 0..=1, default_missing_value = "true", help_heading = "Output")]
    pub(crate) list_all_pkgs: Option<bool>,
    /// End with this code when findings remain
    #[arg(long, default_value_t = 0, help_heading = "Output")]
    pub(crate) exit_code: u8,
    /// What to look for
    #[arg(
        long,
        visible_alias = "security-checks",
        value_enum,
        value_delimiter = ',',
        default_value = "vuln,secret",
        help_heading = "Scan"
    )]
    pub(crate) scanners: Vec<Scanner>,
    /// Files to leave alone, by pattern: app/*.pem, **/fixtures/** (repeat for several)
    #[arg(long, value_name = "PATTERN", value_delimiter = ',', help_heading = "Scan")]
    pub(crate) skip_files: Vec<String>,
    /// Folders to leave alone, by pattern: usr/share/doc, **/node_modules (repeat for several)
    #[arg(long, value_name = "PATTERN", value_delimiter = ',', help_heading = "Scan")]
    pub(crate) skip_dirs: Vec<String>,
    #[command(flatten)]
    pub(crate) secrets: SecretArgs,
    #[command(flatten)]
    pub(crate) checks: CheckArgs,
    #[command(flatten)]
    pub(crate) compliance: ComplianceArgs,
    /// Packages to match: the system's, languages'
    #[arg(long, value_enum, value_delimiter = ',', default_value = "os,library", help_heading = "Scan")]
    pub(crate) pkg_types: Vec<PackageKind>,
    /// Report packages that only developers need, too, where lock files tell
    #[arg(long, help_heading = "Scan")]
    pub(crate) include_dev_deps: bool,
    /// Whose severities count, first to last; auto: the package's own, the advisory database's, NVD's, any other
    #[arg(long, default_value = "auto", help_heading = "Scan")]
    pub(crate) vuln_severity_source: String,
    /// Give up after this time: 90s, 5m, 1h
    #[arg(long, value_parser = duration, default_value = "5m", help_heading = "Scan")]
    pub(crate) timeout: Duration,
    /// Layers to read at the same time [default: one a core]
    #[arg(long, help_heading = "Scan")]
    pub(crate) parallel: Option<usize>,
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
    #[command(flatten)]
    pub(crate) freshness: FreshnessArgs,
}

/// How new advisories have to be.
#[derive(ClapArgs)]
pub(crate) struct FreshnessArgs {
    /// Fetch no advisories: use those that are there
    #[arg(long, visible_alias = "offline-scan", help_heading = "Advisories")]
    pub(crate) skip_db_update: bool,
    /// Fail if advisories are older than so many days [default: warn after 7]
    #[arg(long, value_name = "DAYS", help_heading = "Advisories")]
    pub(crate) max_db_age: Option<u64>,
}

#[derive(ClapArgs, Default)]
pub(crate) struct DatabaseArgs {
    /// Where advisories are kept [default: tidewaiter in the user's cache folder]
    #[arg(long, global = true, env = "TIDEWAITER_CACHE_DIR", value_parser = path_or_nothing(), help_heading = "Advisories")]
    pub(crate) cache_dir: Option<PathBuf>,
    /// A mirror of the OSV bucket, a folder or URL; or what `db push` put into a registry, oci://registry/repository:tag
    #[arg(long, global = true, env = "TIDEWAITER_DB_SOURCE", value_parser = |text: &str| unless_empty(text, PUBLIC_OSV), default_value = PUBLIC_OSV, help_heading = "Advisories")]
    pub(crate) db_source: String,
    /// A mirror of NVD's yearly feeds: a folder or URL
    #[arg(long, global = true, env = "TIDEWAITER_NVD_SOURCE", value_parser = |text: &str| unless_empty(text, PUBLIC_NVD), default_value = PUBLIC_NVD, help_heading = "Advisories")]
    pub(crate) nvd_source: String,
    /// Take no built advisories that this public key has not signed: cosign.pub
    #[arg(long, global = true, value_name = "FILE", env = "TIDEWAITER_VERIFY_KEY", help_heading = "Advisories")]
    pub(crate) verify_key: Option<PathBuf>,
    /// Say nothing but the report and errors
    #[arg(short, long, global = true, help_heading = "Output")]
    pub(crate) quiet: bool,
    /// Show no progress
    #[arg(long, global = true, help_heading = "Output")]
    pub(crate) no_progress: bool,
    /// Say what is done and how long it takes
    #[arg(long, global = true, help_heading = "Output")]
    pub(crate) debug: bool,
}

#[derive(ClapArgs)]
pub(crate) struct DbArgs {
    #[command(subcommand)]
    pub(crate) command: DbCommand,
    #[command(flatten)]
    pub(crate) database: DatabaseArgs,
}

#[derive(Subcommand)]
pub(crate) enum DbCommand {
    /// Build advisories and ratings from a mirror
    Build {
        /// The mirror of the OSV bucket, a folder or URL (as --db-source)
        #[arg(long, value_name = "PATH_OR_URL")]
        from: Option<String>,
        /// Only these OSV ecosystems: Debian, npm, … [default: all of a folder; of a server those that we match]
        #[arg(long, value_delimiter = ',')]
        ecosystem: Vec<String>,
        /// Build from a feed of its own instead: amazon, arch, azure, bottlerocket, csaf (Red Hat, SUSE, openEuler), debian, epss,
        /// glsa (Gentoo), kev, oracle, osv (any OSV records), photon, secdb, trivy-db, ubuntu (repeat for several)
        #[arg(long, value_name = "NAME[=PATH_OR_URL]", conflicts_with_all = ["from", "ecosystem"])]
        feed: Vec<String>,
        /// Leave the ratings by CVE as they are
        #[arg(long)]
        skip_ratings: bool,
        #[command(flatten)]
        login: LoginArgs,
    },
    /// Bring the advisories that are there up to date
    Update {
        #[command(flatten)]
        login: LoginArgs,
    },
    /// Put all advisories into a registry, as one artifact
    #[command(override_usage = "tidewaiter db push [OPTIONS] <PLACE>")]
    Push {
        /// Where: oci://registry/repository:tag
        place: String,
        #[command(flatten)]
        signing: SigningArgs,
        #[command(flatten)]
        login: LoginArgs,
    },
    /// Take advisories from a registry or a bundle; those that are there already are not fetched again
    #[command(override_usage = "tidewaiter db pull [OPTIONS] <PLACE>")]
    Pull {
        /// From where: oci://registry/repository:tag, or a file that `db bundle` wrote
        place: String,
        /// Only these: Debian, npm, nvd, … [default: all]
        #[arg(long, value_delimiter = ',')]
        ecosystem: Vec<String>,
        #[command(flatten)]
        login: LoginArgs,
    },
    /// Write all advisories into one file, for a site without a network
    #[command(override_usage = "tidewaiter db bundle [OPTIONS] <FILE>")]
    Bundle {
        /// The file
        file: PathBuf,
        #[command(flatten)]
        signing: SigningArgs,
    },
    /// Say which advisories are there, from when and how large
    Status,
    /// Remove all advisories
    Clear,
}

impl DbCommand {
    /// Whom to be at the registry, where one is named.
    pub(crate) fn login(&self) -> Option<&LoginArgs> {
        match self {
            Self::Build { login, .. } | Self::Update { login } | Self::Push { login, .. } | Self::Pull { login, .. } => {
                Some(login)
            }
            _ => None,
        }
    }
}

#[derive(ClapArgs)]
pub(crate) struct SigningArgs {
    /// Sign with this private key: cosign.key (its password in COSIGN_PASSWORD), or any for ECDSA over P-256
    #[arg(long, value_name = "FILE", env = "TIDEWAITER_SIGN_KEY")]
    pub(crate) sign_key: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }
}
