//! What one file states.

use crate::Ecosystem;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use tidewaiter_model::{EcosystemId, Os, OwnedFiles, Package, Problem};

/// The facts of one file, stated by one analyzer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileFacts {
    /// The file, relative to the root, without a leading slash.
    pub path: String,
    /// The analyzer's id.
    pub analyzer: String,
    /// What it says of the operating system, and how much it is to be trusted against other files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub os: Option<OsFact>,
    /// The packages that it states.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub packages: Vec<Package>,
    /// The files that it says belong to packages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owned: Vec<OwnedFiles>,
    /// Licences of packages whose own records do not state them (Debian's copyright files).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licenses: Vec<Licensed>,
    /// What a project's manifest asks for (`package.json`, `Cargo.toml`): a lock file beside it often does not say which of
    /// its packages were asked for, and which of these by developers only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub declared: Vec<Declared>,
    /// What could not be read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

/// Licences of a package that another file states.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licensed {
    /// The package's ecosystem.
    pub ecosystem: EcosystemId,
    /// Its name; `name@version` where versions of one package may differ.
    pub package: String,
    /// The licences, SPDX identifiers where they could be found out.
    pub licenses: Vec<String>,
}

/// One dependency that a project's manifest asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// The purl type of its packages, which joins manifest and lock file: `npm`, `cargo`.
    pub purl_type: Cow<'static, str>,
    /// Its name, as the lock file spells it.
    pub name: String,
    /// Whether only developers need it.
    pub dev: bool,
}

/// What one release file says of the operating system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OsFact {
    /// Higher is better: the winner names the system, the others only fill what it leaves empty or refine its version.
    pub precedence: u8,
    /// The statement. `family` is empty where the file only refines a version (`etc/debian_version`).
    pub os: Os,
}

impl FileFacts {
    /// Empty facts of a file, for an analyzer to fill.
    #[must_use]
    pub fn new(path: &str, analyzer: &str) -> Self {
        Self { path: path.to_owned(), analyzer: analyzer.to_owned(), ..Self::default() }
    }

    /// States licences of a package that is stated elsewhere; nothing if there are none.
    pub(crate) fn license(&mut self, ecosystem: &Ecosystem, package: impl Into<String>, licenses: Vec<String>) {
        if !licenses.is_empty() {
            self.licenses.push(Licensed { ecosystem: ecosystem.id.into(), package: package.into(), licenses });
        }
    }

    /// Notes what could not be read.
    pub fn problem(&mut self, message: impl Into<String>) {
        self.problems.push(Problem { path: self.path.clone(), origin: self.analyzer.clone(), message: message.into() });
    }

    /// Whether nothing was stated.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.os.is_none()
            && self.packages.is_empty()
            && self.owned.is_empty()
            && self.licenses.is_empty()
            && self.declared.is_empty()
            && self.problems.is_empty()
    }
}
