//! What new advisories change about artifacts that were judged before: findings that are new, that are gone, and that are rated
//! otherwise.
//!
//! A finding is the same if package, version and vulnerability are; a vulnerability is, if the one finding gives the other's id among its
//! own, too. JSON is a line an artifact, each a document of its own.
//! Limits: which file a package was found in does not count.

mod findings;
mod table;
#[cfg(test)]
mod tests;

pub use table::{Summary, write_heading, write_table};

use findings::Findings;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};
use tidewaiter_model::{Artifact, Digest, Gap, Package, Severity, Vulnerability};

/// What was judged anew.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Changes {
    /// Where its inventory lies.
    pub source: String,
    /// The artifact, as the inventory names it.
    pub artifact_name: String,
    /// The image, if it is one.
    #[serde(rename = "ImageID", skip_serializing_if = "Option::is_none")]
    pub image_id: Option<Digest>,
    /// Its manifest, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub manifest_digest: Option<Digest>,
    /// False if no advisory that has changed speaks of its packages: then it was not judged, and nothing has changed.
    pub touched: bool,
    /// False if the inventory tells no findings with which these could be compared: then all are new.
    pub judged_before: bool,
    /// How many findings there are now.
    pub findings: BTreeMap<Severity, usize>,
    /// Findings that were not there.
    pub new: Vec<Change>,
    /// Findings that were there.
    pub gone: Vec<Change>,
    /// Findings with another severity than before.
    pub rated_differently: Vec<Change>,
    /// Why it was not fully judged.
    pub gaps: Vec<Gap>,
}

/// One vulnerability of one package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Change {
    /// The vulnerability.
    #[serde(rename = "VulnerabilityID")]
    pub id: String,
    /// The package.
    pub pkg_name: String,
    /// Its version.
    pub installed_version: String,
    /// What mends it; may be empty.
    pub fixed_version: String,
    /// How bad it is; of one that is gone, how bad it was.
    pub severity: Severity,
    /// How bad it was before, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity_before: Option<Severity>,
    /// Whether it is known to be exploited.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub exploited: bool,
}

/// An inventory that could not be judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub struct Unread {
    /// Where it lies.
    pub source: String,
    /// What is wrong with it.
    pub error: String,
}

/// A package and what was found of it.
pub type Found<'a> = (&'a Package, &'a Vulnerability);

impl Changes {
    /// Of an artifact that was not judged, since nothing can have changed.
    #[must_use]
    pub fn none(source: &str, artifact: &Artifact) -> Self {
        let image = artifact.image.as_ref();
        Self {
            source: source.to_owned(),
            artifact_name: artifact.name.clone(),
            image_id: image.and_then(|image| image.image_id.clone()),
            manifest_digest: image.and_then(|image| image.manifest_digest.clone()),
            judged_before: true,
            ..Self::default()
        }
    }

    /// Of an artifact whose findings were `before`, if that is known, and are `now`. Only severities that are `wanted` are told.
    #[must_use]
    pub fn between<'a>(
        source: &str,
        artifact: &Artifact,
        before: Option<impl Iterator<Item = Found<'a>>>,
        now: impl Iterator<Item = Found<'a>>,
        wanted: &[Severity],
    ) -> Self {
        let judged_before = before.is_some();
        let before = before.map(Findings::of).unwrap_or_default();
        let now = Findings::of(now);
        let mut changes = Self { touched: true, judged_before, ..Self::none(source, artifact) };
        for severity in now.severities().filter(|severity| wanted.contains(severity)) {
            *changes.findings.entry(severity).or_default() += 1;
        }
        let (new, gone, rated_differently) = now.since(before);
        let is_wanted = |change: &Change| {
            wanted.contains(&change.severity) || change.severity_before.is_some_and(|before| wanted.contains(&before))
        };
        for (list, found) in
            [(&mut changes.new, new), (&mut changes.gone, gone), (&mut changes.rated_differently, rated_differently)]
        {
            list.extend(found.into_iter().filter(is_wanted));
            list.sort_by(|a, b| {
                let order = b.severity.cmp(&a.severity);
                order.then_with(|| (&a.pkg_name, &a.installed_version, &a.id).cmp(&(&b.pkg_name, &b.installed_version, &b.id)))
            });
        }
        changes
    }

    /// Whether nothing has changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.gone.is_empty() && self.rated_differently.is_empty()
    }
}

/// Writes a line of JSON.
///
/// # Errors
/// The output cannot be written.
pub fn write_json(told: Result<&Changes, &Unread>, mut out: impl Write) -> io::Result<()> {
    match told {
        Ok(changes) => serde_json::to_writer(&mut out, changes),
        Err(unread) => serde_json::to_writer(&mut out, unread),
    }?;
    out.write_all(b"\n")
}
