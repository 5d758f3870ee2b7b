//! Trivy as an engine.
//!
//! Its program: <https://trivy.dev/latest/docs/references/configuration/cli/trivy_image/>. Options that came with late versions are
//! given as variables of the environment, which earlier ones do not mind.
//!
//! Each scan has a cache folder of its own, which shows the shared databases (`CONTAINER_TRIVY_CACHE_DIR`) and nothing else: Trivy locks
//! its cache of layers for the whole scan and gives up after five seconds, so that scans of one folder fail each other; of twenty at a
//! time two did. The price is that a layer is read once a scan; results are kept by whoever runs engines.
//! Limits: where a registry redirects to and which token server it names is Trivy's affair, and not bound by `RegistryOptions::networks`;
//! whoever resolved the reference before was. Checks are those that are built into the program, or those that lie in the shared folder;
//! they are never fetched.

mod about;
mod coverage;
mod database;

use crate::child::{Program, Until};
use crate::hush::told;
use crate::pinned::{is_of, pinned};
use crate::private::Private;
use crate::{About, Engine, EngineError, Step, Task, clock};
use database::Databases;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::{Duration, Instant};
use tidewaiter_model::Report;
use tidewaiter_report::json;

/// The name.
pub(crate) const NAME: &str = "trivy";
/// We end it when time runs out; this is for when we are not there any more.
const GRACE: Duration = Duration::from_secs(10);

/// How to run Trivy.
#[derive(Clone, Debug)]
pub struct TrivyOptions {
    /// The shared cache folder: `db/`, `java-db/` and `policy/` in it are used.
    pub cache_dir: PathBuf,
    /// Never fetch databases.
    pub skip_db_update: bool,
    /// Ask nobody but the registry.
    pub offline: bool,
    /// Databases older than this many days are told as outdated.
    pub max_age_days: u64,
    /// What it sees of the environment beside what is made for it: proxies, certificates.
    pub environment: Vec<(OsString, OsString)>,
}

/// Trivy.
#[derive(Debug)]
pub struct Trivy {
    program: PathBuf,
    options: TrivyOptions,
    databases: Databases,
}

impl Trivy {
    /// Trivy, by this program.
    #[must_use]
    pub fn new(program: PathBuf, options: TrivyOptions) -> Self {
        let databases = Databases::new(options.cache_dir.clone());
        Self { program, options, databases }
    }

    fn program<'a>(&'a self, private: &'a Private, environment: &'a [(OsString, OsString)]) -> Program<'a> {
        Program { engine: NAME, path: &self.program, environment, folder: private.path() }
    }

    /// What Trivy takes from the environment.
    fn environment(&self, private: &Private, task: Option<&Task<'_>>) -> Vec<(OsString, OsString)> {
        let mut environment = private.environment(&self.options.environment);
        let mut set = |name: &str| environment.push((name.into(), "true".into()));
        ["TRIVY_SKIP_CHECK_UPDATE", "TRIVY_SKIP_VERSION_CHECK", "TRIVY_DISABLE_TELEMETRY"].into_iter().for_each(&mut set);
        if self.options.offline {
            set("TRIVY_OFFLINE_SCAN");
        }
        if task.is_some_and(|task| task.registry.insecure) {
            set("TRIVY_INSECURE");
        }
        environment
    }
}

impl Engine for Trivy {
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
        let may_fetch = task.wanted.vulnerabilities && !self.options.skip_db_update && !self.options.offline;
        if may_fetch {
            self.update(until)?;
        }
        let shown = self.databases.show(&private, task.wanted.vulnerabilities)?;
        let mut environment = self.environment(&private, Some(task));
        if !may_fetch || shown.archives.is_some() {
            environment.push(("TRIVY_SKIP_JAVA_DB_UPDATE".into(), "true".into()));
        }
        let output = self.program(&private, &environment).run(&arguments(&pinned, &private, task, until), until)?;
        (task.progress)(Step::Concluding);
        if may_fetch {
            self.keep_archives(&private, until);
        }
        let mut report = read(&output, &pinned, task)?;
        coverage::complete(&mut report, shown, self.options.max_age_days, clock::now());
        tidewaiter_scan::adopt(&mut report, clock::now());
        Ok(report)
    }
}

fn arguments(pinned: &str, private: &Private, task: &Task<'_>, until: Until<'_>) -> Vec<OsString> {
    let left = until.deadline.saturating_duration_since(Instant::now()) + GRACE;
    let wanted = task.wanted;
    let scanners = [(wanted.vulnerabilities, "vuln"), (wanted.secrets, "secret"), (wanted.misconfigurations, "misconfig")];
    let of = |scanners: &[(bool, &str)]| {
        scanners.iter().filter(|(is_wanted, _)| *is_wanted).map(|(_, name)| *name).collect::<Vec<_>>().join(",")
    };
    let mut arguments: Vec<OsString> =
        ["image", "--format", "json", "--quiet", "--no-progress", "--list-all-pkgs"].map(Into::into).into();
    arguments.extend(["--image-src", "remote", "--skip-db-update", "--scanners"].map(Into::into));
    arguments.push(of(&scanners).into());
    // The configuration itself can only be looked at for these.
    if wanted.secrets || wanted.misconfigurations {
        arguments.extend(["--image-config-scanners".into(), of(&scanners[1..]).into()]);
    }
    arguments.extend(["--timeout".into(), format!("{}s", left.as_secs()).into()]);
    arguments.extend(["--cache-dir".into(), private.path().join(database::SHOWN).into()]);
    if let Some(platform) = task.platform {
        arguments.extend(["--platform".into(), platform.to_string().into()]);
    }
    arguments.extend(["--".into(), pinned.into()]);
    arguments
}

/// The report, if it is one of the image that was asked for.
fn read(output: &[u8], pinned: &str, task: &Task<'_>) -> Result<Report, EngineError> {
    let refused = |reason: String| EngineError::Output { engine: NAME, reason };
    let mut report = json::read(output).map_err(|error| refused(told(&error)))?;
    is_of(&report, NAME, pinned)?;
    let Some(image) = &mut report.artifact.image else { return Err(refused("it does not tell the image".to_owned())) };
    let digest =
        task.image.digest.as_ref().filter(|digest| image.repo_digests.iter().any(|told| told.ends_with(&format!("@{digest}"))));
    if digest.is_none() || image.image_id.is_none() {
        return Err(refused(format!("it does not say that it is about the digest of {pinned}")));
    }
    if task.platform.is_none() {
        image.manifest_digest = digest.cloned();
    }
    Ok(report)
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
