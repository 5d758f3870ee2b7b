//! What the command line says of secrets: rules of one's own, and a baseline.

use crate::args::SecretArgs;
use crate::exit::{Exit, Failure};
use crate::progress::Progress;
use std::fs;
use std::path::{Path, PathBuf};
use tidewaiter_model::{Problem, Report};
use tidewaiter_secrets::{Baseline, Config, Key, Scanner};

/// Files that are taken if they are there and none is named.
const USUAL: [&str; 2] = ["tidewaiter-secret.yaml", "trivy-secret.yaml"];

/// A scanner, and what was accepted.
pub(super) struct Secrets {
    scanner: Scanner,
    accepted: Option<Baseline>,
    /// The baseline to be written, and where.
    written: Option<(Baseline, PathBuf)>,
    problems: Vec<Problem>,
}

impl Secrets {
    /// Reads the files that the command line names. A baseline's key goes before the usual one.
    pub(super) fn of(args: &SecretArgs, usual_key: Option<Key>, progress: &Progress) -> Result<Self, Failure> {
        let usual = || USUAL.iter().map(PathBuf::from).find(|path| path.is_file());
        let mut problems = Vec::new();
        let mut scanner = match args.secret_config.clone().or_else(usual) {
            Some(path) => {
                let config = config(&path)?;
                progress.debug(&format!("secrets as {} says", path.display()));
                for message in &config.problems {
                    progress.note(&format!("{}: {message}", path.display()));
                }
                let problem = |message: &String| Problem {
                    path: path.display().to_string(),
                    origin: "secret-config".to_owned(),
                    message: message.clone(),
                };
                problems.extend(config.problems.iter().map(problem));
                config.scanner()
            }
            None => Scanner::default(),
        };
        let key = args.baseline_key.as_ref().filter(|key| !key.is_empty()).map(String::as_bytes);
        let accepted = args.baseline.as_ref().map(|path| baseline(path, key)).transpose()?;
        let written = match (&args.write_baseline, &accepted) {
            (None, _) => None,
            (Some(path), Some(accepted)) => Some((accepted.clone(), path.clone())),
            (Some(path), None) => {
                let new = Baseline::new(key)
                    .map_err(|error| Failure::new(Exit::Internal, error, "cannot make a baseline".to_owned()))?;
                Some((new, path.clone()))
            }
        };
        let baseline = written.as_ref().map(|(baseline, _)| baseline).or(accepted.as_ref());
        if let Some(key) = baseline.map(Baseline::key).or(usual_key) {
            scanner = scanner.with_key(key);
        }
        Ok(Self { scanner, accepted, written, problems })
    }

    pub(super) fn scanner(&self) -> &Scanner {
        &self.scanner
    }

    pub(super) fn accepted(&self) -> Option<&Baseline> {
        self.accepted.as_ref()
    }

    /// Puts into the report what the settings could not do, and writes the baseline.
    pub(super) fn conclude(&self, report: &mut Report) -> Result<(), Failure> {
        report.coverage.add_unusable(&self.problems);
        let Some((baseline, path)) = &self.written else { return Ok(()) };
        let mut baseline = baseline.clone();
        for set in &report.results {
            for secret in &set.secrets {
                baseline.accept(&secret.fingerprint, &secret.rule_id, &set.target);
            }
        }
        let cannot = || format!("cannot write the baseline to {}", path.display());
        let json = baseline.to_json().map_err(|error| Failure::new(Exit::Internal, error, cannot()))?;
        fs::write(path, json).map_err(|error| Failure::new(Exit::Internal, error, cannot()))
    }
}

fn config(path: &Path) -> Result<Config, Failure> {
    let cannot = || format!("cannot use {}", path.display());
    let bytes = fs::read(path).map_err(|error| Failure::new(Exit::Usage, error, cannot()))?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let read = |extended: &str| fs::read(folder.join(extended)).map_err(|error| error.to_string());
    Config::read(&path.to_string_lossy(), &bytes, &read).map_err(|error| {
        Failure::new(Exit::Usage, error, cannot())
            .hint(Some("it has the form of trivy-secret.yaml, or of gitleaks.toml if it ends in .toml"))
    })
}

fn baseline(path: &Path, key: Option<&[u8]>) -> Result<Baseline, Failure> {
    let cannot = || format!("cannot use the baseline {}", path.display());
    let bytes =
        fs::read(path).map_err(|error| Failure::new(Exit::Usage, error, cannot()).hint(Some("--write-baseline writes one")))?;
    Baseline::read(&bytes, key).map_err(|error| Failure::new(Exit::Usage, error, cannot()))
}
