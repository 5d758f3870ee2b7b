//! The gate's settings: what is in force, where it comes from, and everything that is wrong with them at once.
//!
//! Each concern has a struct and a table of its settings, a line each (`definition`), from which the file's keys, the environment's
//! names, flags, `tidewaiter config check` and the reference are made. The names that begin with `CONTAINER_`, `ARCP_`, `SBOM_`, `DPOP_`,
//! `MTLS_`, `AGENT_` and `JWT_` are those of the registry's own server.

mod consistency;
mod definition;
mod file;
mod network;
mod reader;
mod reference;
mod registration;
mod scan;
mod service;
mod size;
mod unknown;
mod value;
mod word;

pub use definition::Definition;
pub use network::{HostPattern, NetworkGroup, Reach};
pub use reader::Sources;
pub use reference::{example, reference};
pub use registration::{Agents, Bills, Certificates, Proofs, Registration, Tokens};
pub use scan::{Advisories, Judging, Scan};
pub use service::{Http, Limits, Memory, Telling};
pub use size::{ByteSize, InvalidSize};
pub use value::{BaseUrl, CollectorUrl, Secret, StoreUrl};
pub use word::{BillFormat, LogFormat, ProofAlgorithm, Scanner};

use crate::quotas::PerMinute;
use reader::Reader;
use std::fmt;

/// All settings.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "each group says what it is")]
pub struct Settings {
    pub scan: Scan,
    pub judging: Judging,
    pub advisories: Advisories,
    pub registration: Registration,
    pub agents: Agents,
    pub tokens: Tokens,
    pub proofs: Proofs,
    pub certificates: Certificates,
    pub bills: Bills,
    pub reach: Reach,
    pub http: Http,
    pub limits: Limits,
    pub memory: Memory,
    pub telling: Telling,
    /// Every setting with its value and where that comes from, in the order of the reference.
    pub in_force: Vec<InForce>,
    /// What is odd and no reason not to start.
    pub notes: Vec<String>,
}

/// A setting as it is in force.
#[derive(Clone, Debug)]
pub struct InForce {
    /// Which.
    pub definition: &'static Definition,
    /// Its value; secrets are `(set)`, and what is not set is empty.
    pub value: String,
    /// Who says so.
    pub origin: Origin,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody says anything.
    Default,
    /// A file.
    File {
        /// Its name.
        name: String,
        /// The line.
        line: usize,
    },
    /// The environment.
    Environment {
        /// The variable.
        name: String,
    },
    /// The command line.
    Flag {
        /// Its name, without hyphens before it.
        name: String,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { name, line } => write!(f, "file {name} line {line}"),
            Self::Environment { name } => write!(f, "environment {name}"),
            Self::Flag { name } => write!(f, "flag --{name}"),
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where; `None` if it is about several settings.
    pub origin: Option<Origin>,
    /// The setting, and what is said of it, unless that is secret.
    pub said: String,
    /// What is wrong, or what was expected.
    pub reason: String,
}

impl Fault {
    fn wrong(definition: &Definition, text: &str, origin: Origin) -> Self {
        let said = if definition.is_secret {
            definition.key.to_owned()
        } else {
            format!("{} = {:?}", definition.key, definition.shown(text))
        };
        Self { origin: Some(origin), said, reason: format!("expected {}", definition.expected()) }
    }
}

impl Fault {
    /// The file's first, by line; the rest in the order of the settings.
    fn place(&self) -> usize {
        match &self.origin {
            Some(Origin::File { line, .. }) => *line,
            _ => usize::MAX,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(origin) = &self.origin {
            write!(f, "{origin}: ")?;
        }
        if !self.said.is_empty() {
            write!(f, "{}: ", self.said)?;
        }
        f.write_str(&self.reason)
    }
}

/// Settings that cannot be used. Whose fault: the operator's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", told(.0))]
pub struct SettingsError(pub Vec<Fault>);

fn told(faults: &[Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

impl Settings {
    /// Reads all settings.
    ///
    /// # Errors
    /// Everything that is wrong with them.
    pub fn load(sources: Sources<'_>) -> Result<Self, SettingsError> {
        let mut reader = Reader::new(sources);
        let scan = Scan::read(&mut reader);
        let judging = Judging::read(&mut reader);
        let advisories = Advisories::read(&mut reader);
        let registration = Registration::read(&mut reader);
        let agents = Agents::read(&mut reader);
        let tokens = Tokens::read(&mut reader);
        let proofs = Proofs::read(&mut reader);
        let certificates = Certificates::read(&mut reader);
        let bills = Bills::read(&mut reader);
        let reach = Reach::read(&mut reader);
        let http = Http::read(&mut reader);
        let limits = Limits::read(&mut reader);
        let memory = Memory::read(&mut reader);
        let telling = Telling::read(&mut reader);
        let (in_force, mut faults) = reader.finish();
        faults.extend(unknown::refused(sources.environment));
        let settings = || {
            Some(Self {
                scan: scan?,
                judging: judging?,
                advisories: advisories?,
                registration: registration?,
                agents: agents?,
                tokens: tokens?,
                proofs: proofs?,
                certificates: certificates?,
                bills: bills?,
                reach: reach?,
                http: http?,
                limits: limits?,
                memory: memory?,
                telling: telling?,
                in_force,
                notes: unknown::notes(sources.environment),
            })
        };
        match settings() {
            Some(settings) if faults.is_empty() => settings.checked(),
            _ => Err(SettingsError(faults)),
        }
    }

    /// Every setting, in the order of the reference.
    pub fn definitions() -> impl Iterator<Item = &'static Definition> {
        [
            Scan::DEFINITIONS,
            Judging::DEFINITIONS,
            Advisories::DEFINITIONS,
            Registration::DEFINITIONS,
            Agents::DEFINITIONS,
            Tokens::DEFINITIONS,
            Proofs::DEFINITIONS,
            Certificates::DEFINITIONS,
            Bills::DEFINITIONS,
            Reach::DEFINITIONS,
            Http::DEFINITIONS,
            Limits::DEFINITIONS,
            Memory::DEFINITIONS,
            Telling::DEFINITIONS,
        ]
        .into_iter()
        .flatten()
    }

    /// How often who may ask.
    #[must_use]
    pub fn per_minute(&self) -> PerMinute {
        PerMinute {
            temporary_token: self.registration.rate_temporary,
            validation: self.registration.rate_validation,
            registration: self.registration.rate_registration,
            scan: self.limits.rate_scan,
            api: self.limits.rate_api,
            ..PerMinute::default()
        }
    }
}

#[cfg(test)]
mod tests;
