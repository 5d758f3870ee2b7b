//! Grype as an engine.
//!
//! Its program: <https://oss.anchore.com/docs/reference/grype/cli/>; its settings as variables of the environment:
//! <https://oss.anchore.com/docs/reference/grype/configuration/>.
//! Each scan has a database folder of its own, which shows the shared one (`GRYPE_DB_CACHE_DIR`), so that an update does not take the
//! database away from under it.
//! Limits: where a registry redirects to and which token server it names is Grype's affair, and not bound by `RegistryOptions::networks`.
//! Grype finds vulnerabilities only; who asked for more is told so in the report's coverage.

mod about;
mod database;

use crate::child::{Program, Until};
use crate::hush::told;
use crate::pinned::{is_of, pinned};
use crate::private::Private;
use crate::shared::Shared;
use crate::{About, Engine, EngineError, Step, Task, clock};
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Instant;
use tidewaiter_model::{Gap, Report};
use tidewaiter_report::grype;

/// The name.
pub(crate) const NAME: &str = "grype";

/// How to run Grype.
#[derive(Clone, Debug)]
pub struct GrypeOptions {
    /// The shared folder of databases: `6/vulnerability.db` in it is used.
    pub cache_dir: PathBuf,
    /// Never fetch databases.
    pub skip_db_update: bool,
    /// Databases older than this many days are told as outdated.
    pub max_age_days: u64,
    /// What it sees of the environment beside what is made for it: proxies, certificates.
    pub environment: Vec<(OsString, OsString)>,
}

/// Grype.
#[derive(Debug)]
pub struct Grype {
    program: PathBuf,
    options: GrypeOptions,
    shared: Shared,
    /// When the database was last brought up to date, or was found to be so.
    updated: std::sync::Mutex<Option<Instant>>,
}

impl Grype {
    /// Grype, by this program.
    #[must_use]
    pub fn new(program: PathBuf, options: GrypeOptions) -> Self {
        let shared = Shared::new(NAME, options.cache_dir.clone());
        Self { program, options, shared, updated: std::sync::Mutex::new(None) }
    }

    fn program<'a>(&'a self, private: &'a Private, environment: &'a [(OsString, OsString)]) -> Program<'a> {
        Program { engine: NAME, path: &self.program, environment, folder: private.path() }
    }

    /// What Grype takes from the environment. How old its database may be is for us to say, and not for it to fail by.
    fn environment(&self, private: &Private, databases: PathBuf, task: Option<&Task<'_>>) -> Vec<(OsString, OsString)> {
        let mut environment = private.environment(&self.options.environment);
        let mut set = |name: &str, value: &str| environment.push((name.into(), value.into()));
        set("GRYPE_CHECK_FOR_APP_UPDATE", "false");
        set("GRYPE_DB_AUTO_UPDATE", "false");
        set("GRYPE_DB_VALIDATE_AGE", "false");
        if task.is_some_and(|task| task.registry.insecure) {
            set("GRYPE_REGISTRY_INSECURE_USE_HTTP", "true");
            set("GRYPE_REGISTRY_INSECURE_SKIP_TLS_VERIFY", "true");
        }
        environment.push(("GRYPE_DB_CACHE_DIR".into(), databases.into()));
        environment
    }
}

impl Engine for Grype {
    fn name(&self) -> &'static str {
        NAME
    }

    fn about(&self) -> Result<About, EngineError> {
        self.ask_about()
    }

    fn scan(&self, task: &Task<'_>) -> Result<Report, EngineError> {
        let until = Until { deadline: Instant::now() + task.timeout, seconds: task.timeout.as_secs(), stop: task.stop };
        (task.progress)(Step::Opening);
        let pinned = pinned(task.image)?;
        let private = Private::new(NAME)?;
        private.log_in(task)?;
        if !self.options.skip_db_update {
            self.update(until)?;
        }
        let databases = self.show(&private)?;
        let environment = self.environment(&private, databases, Some(task));
        let output = self.program(&private, &environment).run(&arguments(&pinned, task), until)?;
        (task.progress)(Step::Concluding);
        let mut report = read(&output, &pinned, task)?;
        self.complete(&mut report, task);
        tidewaiter_scan::adopt(&mut report, clock::now());
        Ok(report)
    }
}

fn arguments(pinned: &str, task: &Task<'_>) -> Vec<OsString> {
    // The scheme says that it is neither a file nor an option.
    let mut arguments = vec![OsString::from(format!("registry:{pinned}"))];
    arguments.extend(["--output", "json", "--quiet"].map(Into::into));
    if let Some(platform) = task.platform {
        arguments.extend(["--platform".into(), platform.to_string().into()]);
    }
    arguments
}

/// The report, if it is one of the image that was asked for.
fn read(output: &[u8], pinned: &str, task: &Task<'_>) -> Result<Report, EngineError> {
    let refused = |reason: String| EngineError::Output { engine: NAME, reason };
    let mut report = grype::read(output).map_err(|error| refused(told(&error)))?;
    // Some versions leave the scheme in the name.
    if let Some(name) = report.artifact.name.strip_prefix("registry:") {
        report.artifact.name = name.to_owned();
    }
    is_of(&report, NAME, pinned)?;
    let digest = task.image.digest.as_ref();
    let is_told = report.artifact.image.as_ref().is_some_and(|image| {
        let is_listed = |digest| image.repo_digests.iter().any(|told| told.ends_with(&format!("@{digest}")));
        // What is chosen from an index has a digest of its own.
        task.platform.is_some() || image.manifest_digest.as_ref() == digest || digest.is_some_and(is_listed)
    });
    if is_told { Ok(report) } else { Err(refused(format!("it does not say that it is about the digest of {pinned}"))) }
}

impl Grype {
    /// Says what was not looked for, and whether the database is older than allowed.
    fn complete(&self, report: &mut Report, task: &Task<'_>) {
        let others = [(task.wanted.secrets, "secrets"), (task.wanted.misconfigurations, "misconfigurations")];
        let unsought = others.into_iter().filter(|(is_wanted, _)| *is_wanted);
        let gaps = unsought.map(|(_, what)| Gap::Unsought { engine: NAME.to_owned(), what: what.to_owned() });
        report.coverage.gaps.extend(gaps);
        let now = clock::now();
        for shard in &report.coverage.shards {
            let days = clock::days_since(&shard.built, now).unwrap_or_default();
            if days > self.options.max_age_days {
                report.coverage.gaps.push(Gap::OutdatedShard { ecosystem: shard.ecosystem.clone(), days });
            }
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
