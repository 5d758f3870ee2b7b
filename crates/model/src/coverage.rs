//! What a report could and could not judge.
//!
//! "No findings" means something only when everything was looked at, so each report says what was not.

use serde::{Deserialize, Serialize};

/// Something that could not be read, and was left out of the scan.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Problem {
    /// The file, relative to the root; empty when it is not about one.
    pub path: String,
    /// Which analyzer or part of the scanner met it.
    pub origin: String,
    /// What is wrong, for people: `line 3: expected a colon`.
    pub message: String,
}

/// A reason why the artifact was not fully judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Gap {
    /// There are system packages, but no release file tells which system it is.
    UnknownOs {
        /// How many packages were not matched.
        packages: usize,
    },
    /// The system is known, but nobody here has advisories for it.
    UnsupportedOs {
        /// `ID` and version.
        os: String,
        /// How many packages were not matched.
        packages: usize,
    },
    /// The advisories do not know this release of the system.
    UnknownRelease {
        /// `debian 4`.
        os: String,
        /// The OSV ecosystem that was asked for: `Debian:4`.
        ecosystem: String,
        /// How many packages were not matched.
        packages: usize,
    },
    /// The system's release is past its end of life: new vulnerabilities are no longer tracked.
    EndOfLife {
        /// `debian 9`.
        os: String,
        /// When it ended, `YYYY-MM-DD`.
        since: String,
    },
    /// The advisories of an ecosystem are missing.
    MissingShard {
        /// The feed that alone speaks of it; `None` if the OSV bucket carries it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        feed: Option<String>,
        /// The OSV ecosystem.
        ecosystem: String,
        /// How many packages were not matched.
        packages: usize,
        /// Why it could not be had.
        reason: String,
    },
    /// The ratings of vulnerabilities are missing, so severities may be unknown.
    MissingRatings {
        /// Why they could not be had.
        reason: String,
    },
    /// Advisories are older than allowed.
    OutdatedShard {
        /// The OSV ecosystem.
        ecosystem: String,
        /// Whole days since it was built.
        days: u64,
    },
    /// Files could not be read; [`Coverage::problems`] names them.
    Unreadable {
        /// How many.
        files: usize,
    },
    /// Rules or checks of the user could not be used; [`Coverage::problems`] names them.
    UnusableRules {
        /// How many.
        rules: usize,
    },
    /// The engine that scanned does not look for everything that was asked for.
    Unsought {
        /// Which: `grype`.
        engine: String,
        /// What was asked for: `secrets`, `misconfigurations`.
        what: String,
    },
    /// Nobody publishes advisories about packages of their kind.
    Unadvised {
        /// How many.
        packages: usize,
    },
    /// Packages without a version cannot be matched.
    Unversioned {
        /// How many.
        packages: usize,
    },
}

/// How old the advisories of one ecosystem are.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ShardAge {
    /// The OSV ecosystem.
    pub ecosystem: String,
    /// When it was built, RFC 3339.
    pub built: String,
    /// The newest modification date among its records, RFC 3339.
    pub newest: String,
}

/// The statement that goes with every report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Why the artifact was not fully judged; empty when it was.
    pub gaps: Vec<Gap>,
    /// What was left out.
    pub problems: Vec<Problem>,
    /// The advisories that were used.
    pub shards: Vec<ShardAge>,
    /// Packages that somebody else than the distribution built, and that were therefore not matched against it.
    pub third_party: Vec<String>,
    /// Whether every layer's contents were checked against its diff ID.
    pub layers_verified: bool,
}

impl Coverage {
    /// Notes rules or checks of the user that could not be used.
    pub fn add_unusable(&mut self, problems: &[Problem]) {
        if !problems.is_empty() {
            self.gaps.push(Gap::UnusableRules { rules: problems.len() });
            self.problems.extend(problems.iter().cloned());
        }
    }

    /// Whether everything was judged.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.gaps.iter().any(Gap::leaves_unjudged)
    }
}

impl Gap {
    /// Whether findings may be missing because of it. Old advisories, packages that nobody publishes advisories about,
    /// and those that are the artifact's own and so have no version, are worth a word but leave nothing out.
    #[must_use]
    pub fn leaves_unjudged(&self) -> bool {
        !matches!(self, Self::OutdatedShard { .. } | Self::Unadvised { .. } | Self::Unversioned { .. })
    }
}
