//! `image`, `rootfs`, `fs` and `sbom`: scan, filter, report.

use super::cache::LayerCache;
use super::checks::UserChecks;
use super::compliance::Compliance;
use super::helm;
use super::login::reach;
use super::output::written;
use super::secrets::Secrets;
use super::source::Finder;
use super::{cache_dir, now, parallelism};
use crate::args::{FolderArgs, Format, FreshnessArgs, ImageArgs, LoginArgs, Manner, PackageKind, SbomArgs, ScanArgs, Scanner};
use crate::exit::{Exit, Failure};
use crate::progress::Progress;
use std::io::{self, Read};
use std::path::Path;
use std::time::Instant;
use tidewaiter_advisory::matching::SeverityOrder;
use tidewaiter_advisory::source::Mirror;
use tidewaiter_advisory::store::{Builder, Store};
use tidewaiter_image::{ImageError, Limits, OpenOptions, WalkOptions};
use tidewaiter_model::{Gap, Report};
use tidewaiter_policy::{Filter, has_findings};
use tidewaiter_report::{grype, json, table};
use tidewaiter_scan::{Request, ScanError, Scanners, Skip, Stored, day, scan_directory, scan_image, scan_sbom};

/// Advisories older than this are worth a word.
pub(super) const STALE_DAYS: u64 = 7;

pub(crate) fn image(args: &ImageArgs) -> Result<Exit, Failure> {
    let finder = Finder::new(args)?;
    let source = finder.name();
    scan(&args.scan, &source, Some(args), |request, stored, progress| {
        let options = OpenOptions {
            platform: args.platform.clone(),
            image: args.image.clone(),
            stop: request.walk.stop,
            ..OpenOptions::default()
        };
        let image = finder.open(&options, progress)?;
        progress.debug(&format!("opened {source}: {} layers", image.metadata.layers.len()));
        image.notes.iter().for_each(|note| progress.note(note));
        scan_image(image, request, stored)
    })
}

pub(crate) fn folder(args: &FolderArgs, is_project: bool) -> Result<Exit, Failure> {
    let source = args.folder.display().to_string();
    scan(&args.scan, &source, None, |request, stored, _| scan_directory(&args.folder, is_project, request, stored))
}

pub(crate) fn sbom(args: &SbomArgs) -> Result<Exit, Failure> {
    let source = if args.file == Path::new("-") { "stdin".to_owned() } else { args.file.display().to_string() };
    let bytes = contents(&args.file).map_err(|error| Failure::new(Exit::Source, error, format!("cannot read {source}")))?;
    scan(&args.scan, &source, None, |request, stored, _| scan_sbom(&source, &bytes, request, stored))
}

/// The bytes of a file; `-` is standard input.
pub(super) fn contents(file: &Path) -> io::Result<Vec<u8>> {
    if file != Path::new("-") {
        return std::fs::read(file);
    }
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn scan(
    args: &ScanArgs,
    source: &str,
    image: Option<&ImageArgs>,
    scan: impl FnOnce(&Request<'_>, &mut Stored<'_>, &Progress) -> Result<Report, ScanError>,
) -> Result<Exit, Failure> {
    let progress = Progress::new(&args.database);
    let compliance = Compliance::of(&args.compliance)?;
    let scanners = compliance.as_ref().map_or_else(|| args.scanners.clone(), Compliance::scanners);
    let cache_dir = cache_dir(args.database.cache_dir.as_deref())?;
    let store = Store::new(&cache_dir);
    let layers = image.and_then(|image| LayerCache::of(&image.layers, &cache_dir, &progress));
    let (osv, nvd) = (Mirror::parse(&args.database.db_source), Mirror::parse(&args.database.nvd_source));
    let told = |step: tidewaiter_advisory::source::Step<'_>| progress.step(step);
    let reach = reach(args.database.verify_key.as_deref(), &LoginArgs::default())?;
    let builder = Builder { store: &store, osv: &osv, nvd: &nvd, reach: &reach, progress: &told };
    let mut stored = Stored { builder, may_fetch: !args.freshness.skip_db_update };
    let deadline = Instant::now() + args.timeout;
    let stop = || Instant::now() >= deadline;
    let severity = args.vuln_severity_source.parse().unwrap_or(SeverityOrder::Auto);
    let limits = Limits::default();
    let is_secret_wanted = scanners.contains(&Scanner::Secret);
    let key = layers.as_ref().map(LayerCache::key);
    let secrets = if is_secret_wanted { Some(Secrets::of(&args.secrets, key, &progress)?) } else { None };
    let is_checking = scanners.contains(&Scanner::Misconfig);
    let checks = if is_checking { Some(UserChecks::of(&args.checks, &day(now()), &progress)?) } else { None };
    let helm = helm::find().map(|program| move |chart: &Path| helm::render(&program, chart));
    let skip = Skip::new(&args.skip_files, &args.skip_dirs)
        .map_err(|error| Failure::new(Exit::Usage, error, "cannot tell what to skip".to_owned()))?;
    let request = Request {
        scanners: Scanners {
            packages: scanners.contains(&Scanner::Vuln),
            secrets: secrets.as_ref().map(Secrets::scanner),
            checks: checks.as_ref().map(UserChecks::checks),
        },
        baseline: secrets.as_ref().and_then(Secrets::accepted),
        skip: &skip,
        cache: layers.as_ref().map(LayerCache::facts),
        render: helm.as_ref().map(|render| render as _),
        walk: WalkOptions { limits: &limits, verify_diff_ids: image.is_some_and(|image| image.verify_layers), stop: Some(&stop) },
        threads: args.parallel.unwrap_or_else(parallelism).max(1),
        severity: &severity,
        os_packages: args.pkg_types.contains(&PackageKind::Os),
        library_packages: args.pkg_types.contains(&PackageKind::Library),
        dev_packages: args.include_dev_deps,
        max_age_days: args.freshness.max_db_age.unwrap_or(STALE_DAYS),
        now: now(),
    };
    let outcome = scan(&request, &mut stored, &progress);
    progress.finish();
    layers.iter().for_each(|layers| layers.conclude(&progress));
    let mut report = outcome.map_err(|error| failure(error, source, args))?;
    if args.manner != Manner::Own {
        refuse_unjudged(&report)?;
    }
    progress.debug("scanned");
    if let Some(secrets) = &secrets {
        secrets.conclude(&mut report)?;
    }
    if let Some(checks) = &checks {
        checks.conclude(&mut report);
    }
    if let Some(compliance) = &compliance {
        let judged = compliance.judge(&report, &args.pkg_types);
        written(args.output.as_deref(), |style, out| compliance.write(&judged, &report, args.format, style, out))?;
        return conclude(&report, judged.has_failures(), args, &progress);
    }
    Filter {
        severities: args.severity.clone(),
        ignore_unfixed: args.ignore_unfixed,
        non_failures: args.checks.include_non_failures,
    }
    .apply(&mut report);
    let options = json::Options { packages: args.list_all_pkgs.unwrap_or(true) };
    written(args.output.as_deref(), |style, out| match args.format {
        Format::Json => match args.manner {
            Manner::Own => json::write(&report, options, out),
            Manner::Trivy => json::write_with_targets(&report, options, out),
            Manner::Grype { .. } => grype::write(&report, out),
        },
        Format::Table => table::write(&report, style, out),
    })?;
    conclude(&report, has_findings(&report), args, &progress)
}

/// Readers of others' reports have no words for what was not judged, and take nothing found for nothing there.
fn refuse_unjudged(report: &Report) -> Result<(), Failure> {
    let is_serious = |gap: &&Gap| {
        let is_unmatched = matches!(gap, Gap::UnknownOs { .. } | Gap::UnsupportedOs { .. } | Gap::UnknownRelease { .. });
        is_unmatched || matches!(gap, Gap::MissingShard { .. } | Gap::MissingRatings { .. })
    };
    report.coverage.gaps.iter().find(is_serious).map_or(Ok(()), |gap| Err(Failure::message(Exit::Database, table::sentence(gap))))
}

/// Advisories that are older than allowed are an error, once somebody said what is allowed.
pub(super) fn refuse_outdated(is_outdated: bool, freshness: &FreshnessArgs) -> Result<(), Failure> {
    let Some(days) = freshness.max_db_age.filter(|_| is_outdated) else { return Ok(()) };
    let message = format!("Vulnerability database is outdated: it is older than {days} days");
    Err(Failure::message(Exit::Database, message).hint(Some("run `tidewaiter db update`")))
}

fn failure(error: ScanError, source: &str, args: &ScanArgs) -> Failure {
    match error {
        ScanError::Image(ImageError::Stopped) => {
            let message = format!("scan of {source} timed out after {} seconds", args.timeout.as_secs());
            Failure::message(Exit::Timeout, message).hint(Some("allow more with --timeout"))
        }
        ScanError::Image(error) => {
            let hint = error.hint();
            Failure::new(Exit::Source, error, format!("cannot scan {source}")).hint(hint)
        }
        ScanError::Sbom(error) => Failure::new(Exit::Source, error, format!("cannot scan {source}"))
            .hint(Some("a bill of materials is what `syft` or `trivy --format cyclonedx` write")),
        ScanError::Shard(error) => Failure::new(Exit::Database, error, "cannot use the advisories".to_owned())
            .hint(Some("build them again with `tidewaiter db build`")),
    }
}

fn conclude(report: &Report, has_failed: bool, args: &ScanArgs, progress: &Progress) -> Result<Exit, Failure> {
    if args.scanners == [Scanner::Misconfig] && report.results.is_empty() {
        progress.note("nothing was checked: there is no Dockerfile, manifest, Compose file or chart");
    }
    let is_elsewhere = args.format == Format::Json || args.output.is_some();
    for gap in report.coverage.gaps.iter().filter(|_| is_elsewhere) {
        progress.note(&table::sentence(gap));
    }
    let is_outdated = report.coverage.gaps.iter().any(|gap| matches!(gap, Gap::OutdatedShard { .. }));
    refuse_outdated(is_outdated, &args.freshness)?;
    if let Manner::Grype { fail_on: Some(least) } = args.manner {
        let mut found = report.results.iter().flat_map(|set| &set.vulnerabilities);
        return Ok(if found.any(|found| found.severity >= least) { Exit::Findings(2) } else { Exit::Done });
    }
    Ok(match (has_failed, report.coverage.is_complete()) {
        (true, _) if args.exit_code != 0 => Exit::Findings(args.exit_code),
        (_, false) => Exit::Incomplete,
        _ => Exit::Done,
    })
}
