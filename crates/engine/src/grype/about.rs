//! What Grype says of itself: `grype version -o json`, `grype db status -o json`.

use super::{Grype, NAME};
use crate::child::Until;
use crate::private::Private;
use crate::{About, EngineError, clock};
use serde::Deserialize;
use std::ffi::OsString;
use std::time::{Duration, Instant};
use tidewaiter_model::ShardAge;

/// It answers at once, but for the database's checksum.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Deserialize)]
struct Version {
    version: String,
}

#[derive(Deserialize)]
struct Status {
    built: Option<String>,
}

impl Grype {
    pub(super) fn ask_about(&self) -> Result<About, EngineError> {
        let version: Version = self.ask(&["version", "--output", "json"])?;
        // It fails where there is no database, or a damaged one.
        let status: Option<Status> = self.ask(&["db", "status", "--output", "json"]).ok();
        let built = status.and_then(|status| status.built).filter(|built| !built.starts_with("0001-"));
        let age = |built: &String| ShardAge { ecosystem: "grype-db".to_owned(), built: built.clone(), newest: String::new() };
        let days = built.as_deref().and_then(|built| clock::days_since(built, clock::now()));
        Ok(About {
            version: version.version,
            databases: built.iter().map(age).collect(),
            is_outdated: days.is_none_or(|days| days > self.options.max_age_days),
        })
    }

    fn ask<T: for<'de> Deserialize<'de>>(&self, arguments: &[&str]) -> Result<T, EngineError> {
        let private = Private::new(NAME)?;
        let environment = self.environment(&private, self.options.cache_dir.clone(), None);
        let arguments: Vec<OsString> = arguments.iter().map(Into::into).collect();
        let until = Until { deadline: Instant::now() + PATIENCE, seconds: PATIENCE.as_secs(), stop: &|| false };
        let output = self.program(&private, &environment).run(&arguments, until)?;
        let what = arguments.first().map(|argument| argument.to_string_lossy().into_owned()).unwrap_or_default();
        serde_json::from_slice(&output)
            .map_err(|error| EngineError::Output { engine: NAME, reason: format!("its answer to {what} is none: {error}") })
    }
}
