//! Policies: what is tolerated in an artifact, and of whom.
//!
//! Form: TOML, as `testdata/example.toml` shows it with all that can be said. What a file does not say is as the [`Flags`] say.
//! Limits: what an artifact says of itself (its base's name, its date, its agent's type) is believed.

use crate::rules::Rules;
use crate::section::Case;
use crate::value::{Pattern, unique};
use crate::{Counts, PolicyId, Verdict};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::collections::BTreeMap;
use tidewaiter_model::{CheckStatus, Digest, Report, Severity};

/// Which kinds of findings fail, where no file says more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags {
    /// Vulnerabilities of critical severity.
    pub fail_on_critical: bool,
    /// Those of high severity.
    pub fail_on_high: bool,
    /// Secrets.
    pub fail_on_secrets: bool,
    /// What was not judged in full, or by outdated advisories: else it is told in a warning.
    pub strict: bool,
    /// After how many days advisories are outdated.
    pub max_database_age_days: u64,
}

/// Advisories change every day; a week without them is too long for most.
const MAX_DATABASE_AGE_DAYS: u64 = 7;

impl Default for Flags {
    fn default() -> Self {
        Self {
            fail_on_critical: true,
            fail_on_high: false,
            fail_on_secrets: true,
            strict: false,
            max_database_age_days: MAX_DATABASE_AGE_DAYS,
        }
    }
}

/// Whose image it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The type of the agent that runs it.
    pub agent_type: Option<String>,
    /// The namespace that it belongs to.
    pub namespace: Option<String>,
}

/// A text that is no policy. Whose fault: whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{policy}: line {line}: {reason}")]
pub struct PolicyError {
    /// The policy, as it was named.
    pub policy: String,
    /// Where, from 1.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

/// What is tolerated.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    id: PolicyId,
    /// With everything that counts where the file says nothing.
    pub(crate) rules: Rules,
    /// What stands over the rules for agents of a type.
    pub(crate) agent_types: BTreeMap<Word, Rules>,
    /// What stands over both for images of a namespace.
    pub(crate) namespaces: BTreeMap<Pattern, Rules>,
}

/// A name in which upper and lower case are the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String")]
pub(crate) struct Word(pub(crate) String);

impl From<String> for Word {
    fn from(text: String) -> Self {
        Self(text.trim().to_ascii_lowercase())
    }
}

/// The file. Its parts are those of [`Rules`], which TOML's reader cannot take in one piece and still tell lines.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    name: Option<String>,
    vulnerabilities: crate::section::Vulnerabilities,
    secrets: crate::section::Secrets,
    misconfigurations: crate::section::Misconfigurations,
    licenses: crate::section::Licenses,
    image: crate::section::Image,
    coverage: crate::section::Coverage,
    #[serde(deserialize_with = "unique")]
    agent_types: BTreeMap<Word, Rules>,
    #[serde(deserialize_with = "unique")]
    namespaces: BTreeMap<Pattern, Rules>,
}

impl Default for Policy {
    fn default() -> Self {
        Flags::default().into()
    }
}

impl From<Flags> for Policy {
    fn from(flags: Flags) -> Self {
        Self::new("default".to_owned(), Rules::of(flags), BTreeMap::new(), BTreeMap::new())
    }
}

impl Policy {
    /// Reads a policy. `name` is what it is called in errors, and in verdicts unless the file says its name.
    ///
    /// # Errors
    /// It is no TOML, or says something that policies do not say.
    pub fn parse(name: &str, text: &str) -> Result<Self, PolicyError> {
        Self::parse_over(Flags::default(), name, text)
    }

    /// The same, where the flags are others.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_over(flags: Flags, name: &str, text: &str) -> Result<Self, PolicyError> {
        let file: File = toml::from_str(text).map_err(|error| PolicyError {
            policy: name.to_owned(),
            line: line(text, error.span().map_or(0, |span| span.start)),
            reason: error.message().split_whitespace().collect::<Vec<_>>().join(" "),
        })?;
        let own = Rules {
            vulnerabilities: file.vulnerabilities,
            secrets: file.secrets,
            misconfigurations: file.misconfigurations,
            licenses: file.licenses,
            image: file.image,
            coverage: file.coverage,
        };
        let name = file.name.filter(|name| !name.trim().is_empty()).unwrap_or_else(|| name.to_owned());
        Ok(Self::new(name, own.over(Rules::of(flags)), file.agent_types, file.namespaces))
    }

    fn new(
        name: String,
        mut rules: Rules,
        mut agent_types: BTreeMap<Word, Rules>,
        mut namespaces: BTreeMap<Pattern, Rules>,
    ) -> Self {
        for rules in agent_types.values_mut().chain(namespaces.values_mut()).chain([&mut rules]) {
            rules.vulnerabilities.sort();
        }
        let canonical = (&rules, agent_types.iter().collect::<Vec<_>>(), namespaces.iter().collect::<Vec<_>>());
        // Values of these types always can be written.
        let bytes = serde_json::to_vec(&canonical).unwrap_or_default();
        let id = PolicyId { name, digest: Digest::sha256(&Sha256::digest(&bytes).into()) };
        Self { id, rules, agent_types, namespaces }
    }

    /// Its name, and the digest of what it means.
    #[must_use]
    pub fn id(&self) -> PolicyId {
        self.id.clone()
    }

    /// Judges a report. The same report and subject always get the same verdict: what is today, the report says.
    #[must_use]
    pub fn judge(&self, report: &Report, subject: &Subject) -> Verdict {
        let case = Case::new(report);
        let outcome = self.rules_for(subject).judge(&case);
        Verdict {
            passed: outcome.reasons.is_empty(),
            reasons: outcome.reasons,
            warnings: outcome.warnings,
            counts: Counts::of(report),
            misconfigurations: crate::section::misconfigurations::all(&case),
            policy: self.id(),
            image: report.artifact.name.clone(),
            manifest_digest: report.artifact.image.as_ref().and_then(|image| image.manifest_digest.clone()),
            engine: report.engine.clone(),
            databases: report.coverage.shards.clone(),
            scanned_at: report.created_at.clone(),
        }
    }

    /// The rules, over them those of the agent's type, and over both those of the namespace, the longest pattern uppermost.
    fn rules_for(&self, subject: &Subject) -> Cow<'_, Rules> {
        let by_type = subject.agent_type.clone().and_then(|name| self.agent_types.get(&Word::from(name)));
        let namespace = subject.namespace.as_deref().unwrap_or("");
        let matching = self.namespaces.iter().filter(|(pattern, _)| !namespace.is_empty() && pattern.matches(namespace));
        let mut matching: Vec<(&Pattern, &Rules)> = matching.collect();
        matching.sort_by_key(|(pattern, _)| (pattern.as_str().len(), *pattern));
        let over = by_type.into_iter().chain(matching.into_iter().map(|(_, rules)| rules));
        over.fold(Cow::Borrowed(&self.rules), |base, rules| Cow::Owned(rules.clone().over(base.into_owned())))
    }
}

impl Counts {
    /// Counts what a report tells.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let mut counts = Self::default();
        for set in &report.results {
            for found in &set.vulnerabilities {
                *match found.severity {
                    Severity::Critical => &mut counts.critical,
                    Severity::High => &mut counts.high,
                    Severity::Medium => &mut counts.medium,
                    Severity::Low => &mut counts.low,
                    Severity::Unknown => &mut counts.unknown,
                } += 1;
            }
            counts.secrets += set.secrets.len();
            counts.misconfigurations += set.misconfigurations.iter().filter(|found| found.status == CheckStatus::Fail).count();
        }
        counts
    }
}

/// The line in which a byte stands.
fn line(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;
