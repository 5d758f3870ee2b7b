//! What Trivy says of itself: `trivy version --format json`.

use super::{NAME, Trivy};
use crate::child::Until;
use crate::private::Private;
use crate::{About, EngineError, clock};
use serde::Deserialize;
use std::ffi::OsString;
use std::time::{Duration, Instant};
use tidewaiter_model::ShardAge;

/// It answers within a tenth of a second.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Version {
    version: String,
    #[serde(rename = "VulnerabilityDB")]
    vulnerability_db: Option<Metadata>,
    #[serde(rename = "JavaDB")]
    java_db: Option<Metadata>,
}

/// What a database says of itself, there and in its `metadata.json`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub(super) struct Metadata {
    pub(super) updated_at: String,
    pub(super) next_update: String,
}

impl Metadata {
    /// As coverage tells it.
    pub(super) fn age(&self, name: &str) -> ShardAge {
        ShardAge { ecosystem: name.to_owned(), built: self.updated_at.clone(), newest: String::new() }
    }
}

impl Trivy {
    pub(super) fn ask_about(&self) -> Result<About, EngineError> {
        let private = Private::new(NAME)?;
        let environment = self.environment(&private, None);
        let mut arguments: Vec<OsString> = ["version", "--format", "json", "--cache-dir"].map(Into::into).into();
        arguments.push(self.options.cache_dir.clone().into());
        let until = Until { deadline: Instant::now() + PATIENCE, seconds: PATIENCE.as_secs(), stop: &|| false };
        let output = self.program(&private, &environment).run(&arguments, until)?;
        let version: Version = serde_json::from_slice(&output)
            .map_err(|error| EngineError::Output { engine: NAME, reason: format!("its version is none: {error}") })?;
        let now = clock::now();
        let is_old = |metadata: &Metadata| is_outdated(metadata, self.options.max_age_days, now);
        let is_outdated = version.vulnerability_db.as_ref().is_none_or(is_old);
        let databases = [(version.vulnerability_db, "trivy-db"), (version.java_db, "trivy-java-db")];
        let databases = databases.into_iter().filter_map(|(metadata, name)| Some(metadata?.age(name))).collect();
        Ok(About { version: version.version, databases, is_outdated })
    }
}

/// Whether a database is older than allowed; one that does not tell its age is.
pub(super) fn is_outdated(metadata: &Metadata, max_age_days: u64, now: u64) -> bool {
    clock::days_since(&metadata.updated_at, now).is_none_or(|days| days > max_age_days)
}
