//! `rescan`: stored inventories by new advisories. They stream through: each worker holds one, and what it comes to is told in the order
//! of the inventories.

mod inventories;
mod queue;
mod reports;

use super::login::reach;
use super::output::written;
use super::scan::{STALE_DAYS, refuse_outdated};
use super::{cache_dir, now, parallelism};
use crate::args::{Format, LoginArgs, RescanArgs};
use crate::exit::{Exit, Failure};
use crate::progress::Progress;
use inventories::{Inventories, Item};
use queue::Queue;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc::{SyncSender, sync_channel};
use tidewaiter_advisory::changes::{Changes as ChangedAdvisories, ChangesError};
use tidewaiter_advisory::matching::SeverityOrder;
use tidewaiter_advisory::source::Mirror;
use tidewaiter_advisory::store::{Builder, Store};
use tidewaiter_model::Gap;
use tidewaiter_report::changes::{Changes, Summary, Unread, write_json, write_table};
use tidewaiter_report::table;
use tidewaiter_scan::{Kept, Rescan, Rescanner, Stored, with_causes};

/// What became of an inventory.
type Outcome = Result<Changes, Unread>;

/// What all of them came to, and of each kind of gap how many had it, and one that did.
#[derive(Default)]
struct Totals {
    summary: Summary,
    gaps: BTreeMap<String, (usize, String)>,
    is_outdated: bool,
}

pub(crate) fn run(args: &RescanArgs) -> Result<Exit, Failure> {
    let progress = Progress::new(&args.database);
    let inventories = Mutex::new(Inventories::of(&args.inventories)?);
    let store = Store::new(&cache_dir(args.database.cache_dir.as_deref())?);
    let (osv, nvd) = (Mirror::parse(&args.database.db_source), Mirror::parse(&args.database.nvd_source));
    let told = |step: tidewaiter_advisory::source::Step<'_>| progress.step(step);
    let reach = reach(args.database.verify_key.as_deref(), &LoginArgs::default())?;
    let stored = |store, may_fetch| {
        let builder = Builder { store, osv: &osv, nvd: &nvd, reach: &reach, progress: &told };
        Kept::new(Stored { builder, may_fetch })
    };
    let before = args.since.as_deref().map(Store::new);
    let changed = before.as_ref().map(|before| changed(before, &store, &progress)).transpose()?;
    let severity = args.vuln_severity_source.parse().unwrap_or(SeverityOrder::Auto);
    let how = Rescan {
        severity: &severity,
        wanted: &args.severity,
        changed: changed.as_ref(),
        whole: args.output_dir.is_some(),
        max_age_days: args.freshness.max_db_age.unwrap_or(STALE_DAYS),
        now: now(),
    };
    let failed = Mutex::new(None);
    let queue = Queue::default();
    let work = |outcomes: SyncSender<(usize, Outcome)>| {
        let of_before = before.as_ref().map(|before| stored(before, false));
        let mut rescanner = Rescanner::new(how, stored(&store, !args.freshness.skip_db_update), of_before);
        loop {
            let Some(item) = inventories.lock().ok().and_then(|mut inventories| inventories.next()) else { return };
            let number = item.number;
            match judged(item, &mut rescanner, args.output_dir.as_deref()) {
                Ok(outcome) => {
                    queue.wait(number);
                    // Nobody listens any more once telling has failed.
                    if outcomes.send((number, outcome)).is_err() {
                        return;
                    }
                }
                Err(failure) => {
                    if let Ok(mut failed) = failed.lock() {
                        failed.get_or_insert(failure);
                    }
                    // What comes after it is not waited for.
                    queue.open();
                    return;
                }
            }
        }
    };
    let mut totals = Totals::default();
    let telling = written(args.output.as_deref(), |style, out| {
        let outcome: std::io::Result<()> = std::thread::scope(|scope| {
            let threads = args.parallel.unwrap_or_else(parallelism).max(1);
            let (sender, outcomes) = sync_channel(4 * threads);
            for _ in 0..threads {
                let sender = sender.clone();
                scope.spawn(|| work(sender));
            }
            drop(sender);
            queue.in_order(outcomes, |outcome| {
                match args.format {
                    Format::Json => write_json(outcome.as_ref(), &mut *out)?,
                    Format::Table => outcome.as_ref().map_or(Ok(()), |changes| write_table(changes, style, &mut *out))?,
                }
                totals.add(outcome, &progress);
                Ok(())
            })
        });
        outcome?;
        if args.format == Format::Table { totals.summary.write(style, out) } else { Ok(()) }
    });
    progress.finish();
    telling?;
    if let Some(failure) = failed.into_inner().ok().flatten() {
        return Err(failure);
    }
    conclude(&totals, args, &progress)
}

fn changed(before: &Store, now: &Store, progress: &Progress) -> Result<ChangedAdvisories, Failure> {
    let changed = ChangedAdvisories::between(before, now).map_err(|error: ChangesError| {
        Failure::new(Exit::Database, error, "cannot tell which advisories have changed".to_owned())
            .hint(Some("--since names a copy of the cache folder, made before `tidewaiter db update`"))
    })?;
    match changed.count() {
        Some(count) => progress.debug(&format!("advisories say something else of {count} packages")),
        None => progress.debug("there are advisories of another ecosystem than before"),
    }
    Ok(changed)
}

/// Judges one, and writes its report if that is asked for.
fn judged(item: Item, rescanner: &mut Rescanner<'_>, reports: Option<&Path>) -> Result<Outcome, Failure> {
    let Item { source, report, contents, .. } = item;
    let read = contents.read().map_err(|error| error.to_string());
    let rescanned = read.and_then(|bytes| rescanner.rescan(&source, &bytes).map_err(|error| with_causes(&error)));
    let rescanned = match rescanned {
        Ok(rescanned) => rescanned,
        Err(error) => return Ok(Err(Unread { source, error })),
    };
    if let (Some(folder), Some(whole)) = (reports, &rescanned.report) {
        let path = folder.join(report);
        reports::write(whole, &path)
            .map_err(|error| Failure::new(Exit::Internal, error, format!("cannot write the report {}", path.display())))?;
    }
    Ok(Ok(rescanned.changes))
}

impl Totals {
    fn add(&mut self, outcome: Outcome, progress: &Progress) {
        let changes = match outcome {
            Ok(changes) => changes,
            Err(unread) => {
                progress.note(&format!("{}: {}", unread.source, unread.error));
                return self.summary.add_unread();
            }
        };
        self.summary.add(&changes);
        for gap in &changes.gaps {
            self.is_outdated |= matches!(gap, Gap::OutdatedShard { .. });
            let told = || (0, format!("{}: {}", changes.source, table::sentence(gap)));
            self.gaps.entry(kind(gap)).or_insert_with(told).0 += 1;
        }
    }
}

/// What inventories with the same gap have in common.
fn kind(gap: &Gap) -> String {
    match gap {
        Gap::MissingShard { ecosystem, .. } | Gap::OutdatedShard { ecosystem, .. } | Gap::UnknownRelease { ecosystem, .. } => {
            format!("{:?} {ecosystem}", std::mem::discriminant(gap))
        }
        Gap::EndOfLife { os, .. } | Gap::UnsupportedOs { os, .. } => format!("{:?} {os}", std::mem::discriminant(gap)),
        _ => format!("{:?}", std::mem::discriminant(gap)),
    }
}

fn conclude(totals: &Totals, args: &RescanArgs, progress: &Progress) -> Result<Exit, Failure> {
    for (count, sentence) in totals.gaps.values() {
        let others = if *count > 1 { format!(" (and so with {} others)", count - 1) } else { String::new() };
        progress.note(&format!("{sentence}{others}"));
    }
    refuse_outdated(totals.is_outdated, &args.freshness)?;
    let summary = &totals.summary;
    Ok(match summary.new {
        1.. if args.exit_code != 0 => Exit::Findings(args.exit_code),
        _ if summary.unread > 0 || summary.incomplete > 0 => Exit::Incomplete,
        _ => Exit::Done,
    })
}
