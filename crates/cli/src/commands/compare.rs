//! `compare`: one image by several engines, or reports that are there already.

use super::engines::{Wishes, engines};
use super::login::{reach, registry_options};
use super::output::written;
use super::scan::{STALE_DAYS, contents};
use super::{cache_dir, parallelism};
use crate::args::{CompareArgs, EngineName, Format, LoginArgs, Scanner};
use crate::exit::{Exit, Failure};
use crate::progress::Progress;
use std::path::Path;
use std::time::Instant;
use tidewaiter_advisory::source::Mirror;
use tidewaiter_engine::{Choice, Engine, EngineError, Step, Task, Wanted};
use tidewaiter_image::{OpenOptions, Reference, RegistryOptions, resolve};
use tidewaiter_model::Report;
use tidewaiter_report::comparison::{Comparison, write_json, write_table};
use tidewaiter_report::{grype, json, table};

pub(crate) fn run(args: &CompareArgs) -> Result<Exit, Failure> {
    let progress = Progress::new(&args.database);
    let reports = match &args.reference {
        Some(reference) => scanned(args, reference, &progress)?,
        None => read(args)?,
    };
    let comparison = Comparison::of(&reports);
    written(args.output.as_deref(), |style, out| match args.format {
        Format::Json => write_json(&comparison, out),
        Format::Table => write_table(&comparison, style, out),
    })?;
    let mut is_complete = true;
    for (name, report) in &reports {
        report.coverage.gaps.iter().for_each(|gap| progress.note(&format!("{name}: {}", table::sentence(gap))));
        is_complete &= report.coverage.is_complete();
    }
    let differs = !comparison.differing.is_empty() || !comparison.rated_differently.is_empty();
    Ok(match (differs, is_complete) {
        (true, _) if args.exit_code != 0 => Exit::Findings(args.exit_code),
        (_, false) => Exit::Incomplete,
        _ => Exit::Done,
    })
}

/// What each engine says of the image that the reference leads to now.
fn scanned(args: &CompareArgs, reference: &str, progress: &Progress) -> Result<Vec<(String, Report)>, Failure> {
    let reference: Reference = reference
        .parse()
        .map_err(|error: tidewaiter_image::InvalidReference| Failure::message(Exit::Usage, error.to_string()))?;
    let engines = engines(Wishes {
        cache_dir: cache_dir(args.database.cache_dir.as_deref())?,
        osv: Mirror::parse(&args.database.db_source),
        nvd: Mirror::parse(&args.database.nvd_source),
        reach: reach(args.database.verify_key.as_deref(), &LoginArgs::default())?,
        may_fetch: !args.skip_db_update,
        max_age_days: STALE_DAYS,
        trivy_cache_dir: args.trivy_cache_dir.clone(),
        threads: parallelism(),
        layer_cache_bytes: if args.layers.no_cache { 0 } else { args.layers.size.cache_size.0 },
    });
    let mut chosen = Vec::new();
    for name in &args.engines {
        let choice = match name {
            EngineName::Native => Choice::Native,
            EngineName::Trivy => Choice::Trivy,
            EngineName::Grype => Choice::Grype,
        };
        chosen.push(engines.find(choice).map_err(|error| failure(error, &reference))?);
    }
    let registry = registry_options(&args.login, Some(Instant::now() + args.timeout))?;
    let options = OpenOptions { platform: args.platform.clone(), ..OpenOptions::default() };
    let resolved = resolve(&reference, &registry, &options).map_err(|error| failure(EngineError::Image(error), &reference))?;
    progress.debug(&format!("{reference} is {}", resolved.image));
    let mut reports = Vec::new();
    for engine in chosen {
        let registry = RegistryOptions { deadline: None, ..registry.clone() };
        reports.push((engine.name().to_owned(), scan(&*engine, &resolved.image, &registry, args, progress)?));
    }
    progress.finish();
    Ok(reports)
}

fn scan(
    engine: &dyn Engine,
    image: &Reference,
    registry: &RegistryOptions,
    args: &CompareArgs,
    progress: &Progress,
) -> Result<Report, Failure> {
    let told = |step: Step| progress.debug(&format!("{}: {step}", engine.name()));
    let task = Task {
        image,
        platform: None,
        registry,
        wanted: Wanted {
            vulnerabilities: args.scanners.contains(&Scanner::Vuln),
            secrets: args.scanners.contains(&Scanner::Secret),
            misconfigurations: args.scanners.contains(&Scanner::Misconfig),
        },
        timeout: args.timeout,
        stop: &|| false,
        progress: &|step| told(step),
    };
    engine.scan(&task).map_err(|error| failure(error, image))
}

fn failure(error: EngineError, image: &Reference) -> Failure {
    let context = || format!("cannot scan {image}");
    match error {
        EngineError::Missing => {
            Failure::message(Exit::Usage, error.to_string()).hint(Some("--engines names those that are to scan"))
        }
        EngineError::TimedOut { .. } => {
            Failure::message(Exit::Timeout, error.to_string()).hint(Some("allow more with --timeout"))
        }
        EngineError::Image(error) => {
            let hint = error.hint();
            Failure::new(Exit::Source, error, context()).hint(hint)
        }
        EngineError::NoDatabase { .. } | EngineError::Scan(_) => Failure::new(Exit::Database, error, context()),
        error => Failure::new(Exit::Internal, error, context()),
    }
}

/// The reports, each by its engine's name, or by its file's where engines are the same.
fn read(args: &CompareArgs) -> Result<Vec<(String, Report)>, Failure> {
    let mut reports = Vec::new();
    for path in &args.reports {
        reports.push((path, read_one(path)?));
    }
    let is_shared = |name: &str| reports.iter().filter(|(_, report)| report.engine.name == name).count() > 1;
    let name = |path: &Path, report: &Report| match &report.engine.name {
        name if is_shared(name) => path.display().to_string(),
        name => name.clone(),
    };
    let names: Vec<String> = reports.iter().map(|(path, report)| name(path, report)).collect();
    Ok(names.into_iter().zip(reports.into_iter().map(|(_, report)| report)).collect())
}

fn read_one(path: &Path) -> Result<Report, Failure> {
    let cannot = || format!("cannot read the report {}", path.display());
    let bytes = contents(path).map_err(|error| Failure::new(Exit::Source, error, cannot()))?;
    let hint = "a report is what `tidewaiter image`, `trivy image` and `grype` write as JSON";
    json::read(&bytes).or_else(|error| {
        // What is neither is told as what it is not of ours.
        grype::read(&bytes).map_err(|_| Failure::new(Exit::Source, error, cannot()).hint(Some(hint)))
    })
}
