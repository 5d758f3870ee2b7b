//! What every engine is asked and what it answers.

use std::fmt;
use std::time::Duration;
use tidewaiter_image::{ImageError, Platform, Reference, RegistryOptions};
use tidewaiter_model::{Report, ShardAge};

/// Scans images.
pub trait Engine: Send + Sync {
    /// `native`, `trivy` or `grype`.
    fn name(&self) -> &'static str;

    /// Which version it is and how old its advisories are. Asked anew each time, since both change while a service runs.
    ///
    /// # Errors
    /// It is not there, or cannot be asked.
    fn about(&self) -> Result<About, EngineError>;

    /// Scans.
    ///
    /// # Errors
    /// See [`EngineError`]. Half a scan is none.
    fn scan(&self, task: &Task<'_>) -> Result<Report, EngineError>;
}

/// What an engine says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its version.
    pub version: String,
    /// Its advisories, by ecosystem or as one.
    pub databases: Vec<ShardAge>,
    /// Whether they are older than they should be.
    pub is_outdated: bool,
}

/// What to look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wanted {
    /// Packages, and what is known to be wrong with them.
    pub vulnerabilities: bool,
    /// Secrets.
    pub secrets: bool,
    /// Misconfigurations.
    pub misconfigurations: bool,
}

impl Wanted {
    /// Everything.
    pub const ALL: Self = Self { vulnerabilities: true, secrets: true, misconfigurations: true };
}

/// One scan.
#[derive(Clone, Copy)]
pub struct Task<'a> {
    /// The image. Its digest is that of one manifest, so that what is judged is what was asked.
    pub image: &'a Reference,
    /// Which of an index's images, if the digest is one's.
    pub platform: Option<&'a Platform>,
    /// How to talk to the registry. Its deadline is the engine's affair.
    pub registry: &'a RegistryOptions,
    /// What to look for.
    pub wanted: Wanted,
    /// When to give up, counted from the beginning of the scan.
    pub timeout: Duration,
    /// Asked often; `true` ends the scan with [`EngineError::Cancelled`].
    pub stop: &'a (dyn Fn() -> bool + Sync),
    /// Told what is being done.
    pub progress: &'a (dyn Fn(Step) + Sync),
}

/// What an engine is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Finds manifest and configuration.
    Opening,
    /// Reads layers.
    Reading {
        /// How many there are.
        layers: usize,
    },
    /// Has finished looking and reads what was found.
    Concluding,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Opening => f.write_str("Opening the image"),
            Self::Reading { layers: 1 } => f.write_str("Reading one layer"),
            Self::Reading { layers } => write!(f, "Reading {layers} layers"),
            Self::Concluding => f.write_str("Reading what was found"),
        }
    }
}

/// Why there is no report. The text and its causes are for logs.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// No engine of that name is installed. Whose fault: the operator's.
    #[error("No container scanner available. Install Trivy or Grype")]
    Missing,
    /// Time ran out; everything that ran was ended. Whose fault: the image's size, or the registry's.
    #[error("Container scan timed out after {seconds} seconds")]
    TimedOut {
        /// How long it was given.
        seconds: u64,
    },
    /// Whoever asked does not want it any more.
    #[error("the scan was cancelled")]
    Cancelled,
    /// The image cannot be had or read. Whose fault: the caller's or the registry's.
    #[error("cannot read the image")]
    Image(#[source] ImageError),
    /// The reference names a tag alone, which may lead elsewhere tomorrow. Whose fault: the caller's.
    #[error("{image} is not pinned to a digest")]
    Unpinned {
        /// The reference.
        image: String,
    },
    /// There are no advisories to judge by. Whose fault: the operator's.
    #[error("there are no advisories: {reason}")]
    NoDatabase {
        /// What is wrong with them.
        reason: String,
    },
    /// Our own engine could not go on.
    #[error("the scan failed")]
    Scan(#[source] tidewaiter_scan::ScanError),
    /// The program failed.
    #[error("{engine} failed ({status}): {said}")]
    Failed {
        /// Which.
        engine: &'static str,
        /// How it ended.
        status: String,
        /// The end of what it wrote on standard error.
        said: String,
    },
    /// What it wrote is no report of this image. Whose fault: the engine's.
    #[error("{engine} gave no report: {reason}")]
    Output {
        /// Which.
        engine: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// It could not be run.
    #[error("cannot run {engine}")]
    Run {
        /// Which.
        engine: &'static str,
        /// What the system says.
        #[source]
        source: std::io::Error,
    },
}
