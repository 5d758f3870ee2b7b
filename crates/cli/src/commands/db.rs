//! `db`: build, update, status, clear; `artifact` has what travels.

use super::login::reach;
use super::{artifact, cache_dir, now};
use crate::args::{DbArgs, DbCommand, LoginArgs};
use crate::exit::{Exit, Failure};
use crate::progress::Progress;
use std::collections::BTreeSet;
use std::io::{self, Write};
use tidewaiter_advisory::import::feed::{Feed, feed, feeds};
use tidewaiter_advisory::source::{FetchError, Mirror, Step};
use tidewaiter_advisory::store::{BuildError, Builder, Built, Entry, Kind, Store};
use tidewaiter_inventory::{distributions, ecosystems};
use tidewaiter_scan::rfc3339;

pub(crate) fn run(args: &DbArgs) -> Result<Exit, Failure> {
    let store = Store::new(&cache_dir(args.database.cache_dir.as_deref())?);
    let progress = Progress::new(&args.database);
    let told = |step: Step<'_>| progress.step(step);
    let from = match &args.command {
        DbCommand::Build { from: Some(from), .. } => from,
        _ => &args.database.db_source,
    };
    let (osv, nvd) = (Mirror::parse(from), Mirror::parse(&args.database.nvd_source));
    let reach = reach(args.database.verify_key.as_deref(), args.command.login().unwrap_or(&LoginArgs::default()))?;
    let builder = Builder { store: &store, osv: &osv, nvd: &nvd, reach: &reach, progress: &told };
    let outcome = match &args.command {
        DbCommand::Push { place, signing, .. } => artifact::push(&builder, place, signing, &progress),
        DbCommand::Pull { place, ecosystem, .. } => artifact::pull(&builder, place, ecosystem, &progress),
        DbCommand::Bundle { file, signing } => artifact::bundle(&builder, file, signing, &progress),
        DbCommand::Build { feed, .. } if !feed.is_empty() => build_feeds(&builder, feed, &progress),
        DbCommand::Build { ecosystem, skip_ratings, .. } => build(&builder, ecosystem, *skip_ratings, &progress),
        DbCommand::Update { .. } => update(&builder, &progress),
        DbCommand::Status => status(&store),
        DbCommand::Clear => clear(&store),
    };
    progress.finish();
    outcome
}

fn build(builder: &Builder<'_>, wanted: &[String], skip_ratings: bool, progress: &Progress) -> Result<Exit, Failure> {
    if let Mirror::Artifact(place) = builder.osv {
        return artifact::pull(builder, place, wanted, progress);
    }
    let names = if wanted.is_empty() { available(builder)? } else { wanted.to_vec() };
    let mut built = 0;
    for name in &names {
        match builder.build_advisories(name) {
            Ok(about) => {
                built += 1;
                progress.note(&format!("{name}: {} records", about.records));
            }
            // A folder beside the ecosystems is none of them.
            Err(BuildError::Fetch(FetchError::Missing(_))) if wanted.is_empty() => {}
            Err(error) => return Err(failure(error, format!("cannot build the advisories of {name}"))),
        }
    }
    if built == 0 {
        let message = format!("{} holds no ECOSYSTEM/all.zip", builder.osv.name());
        return Err(Failure::message(Exit::Database, message).hint(Some("name a mirror of the OSV bucket with --from")));
    }
    builder.build_own_ratings().map_err(|error| failure(error, "cannot build the ratings".to_owned()))?;
    if !skip_ratings {
        let about = builder.build_ratings().map_err(|error| {
            failure(error, "cannot build the ratings by CVE".to_owned())
                .hint(Some("name a mirror of NVD's feeds with --nvd-source, or go without them with --skip-ratings"))
        })?;
        progress.note(&format!("ratings: {} CVEs", about.records));
    }
    Ok(Exit::Done)
}

fn build_feed(builder: &Builder<'_>, feed: &Feed, source: &str, progress: &Progress) -> Result<(), Failure> {
    let built = builder.build_feed(feed, source).map_err(|error| {
        failure(error, format!("cannot build from {}", feed.id)).hint(Some(format!("it is published at {}", feed.home)))
    })?;
    for about in built {
        progress.note(&format!("{} from {}: {} records", about.name, feed.id, about.records));
    }
    Ok(())
}

fn build_feeds(builder: &Builder<'_>, wanted: &[String], progress: &Progress) -> Result<Exit, Failure> {
    // All names are looked at before anything is built.
    let mut chosen = Vec::new();
    for text in wanted {
        let known = || feeds().iter().map(|feed| feed.id).collect::<Vec<_>>().join(", ");
        let (name, source) = text.split_once('=').map_or((text.as_str(), None), |(name, source)| (name, Some(source)));
        let parts = feed(name).and_then(|feed| Some((feed, source.or(feed.is_one_file().then_some(feed.home))?)));
        let Some((feed, source)) = parts else {
            let failure = Failure::message(Exit::Usage, format!("`{text}` is not a feed: expected NAME=PATH_OR_URL"));
            return Err(failure.hint(Some(format!("feeds are: {}", known()))));
        };
        chosen.push((feed, source));
    }
    for (feed, source) in chosen {
        build_feed(builder, feed, source, progress)?;
    }
    builder.build_own_ratings().map_err(|error| failure(error, "cannot build the ratings".to_owned()))?;
    Ok(Exit::Done)
}

/// All ecosystems of a folder; of a server those that our analyzers ask for.
fn available(builder: &Builder<'_>) -> Result<Vec<String>, Failure> {
    if let Mirror::Folder(_) = builder.osv {
        return builder.osv.names(builder.progress).map_err(|error| failure(error.into(), "cannot list the mirror".to_owned()));
    }
    let languages = ecosystems().iter().filter_map(|ecosystem| ecosystem.advisories).map(|advisories| advisories.osv);
    let mut names: Vec<String> = languages.chain(distributions().iter().map(|d| d.osv)).map(str::to_owned).collect();
    names.sort();
    Ok(names)
}

fn update(builder: &Builder<'_>, progress: &Progress) -> Result<Exit, Failure> {
    let entries =
        builder.store.entries().map_err(|error| Failure::new(Exit::Database, error, "cannot list the advisories".to_owned()))?;
    if entries.is_empty() {
        return Err(Failure::message(Exit::Database, "there are no advisories yet".to_owned())
            .hint(Some("`tidewaiter db build` builds them; a scan fetches those that it needs")));
    }
    if let Mirror::Artifact(place) = builder.osv {
        let names: Vec<String> = entries.into_iter().map(|entry| entry.name).collect();
        return artifact::pull(builder, place, &names, progress);
    }
    // A damaged shard does not say where it is from, and is fetched as the usual ones are.
    let about = |entry: &Entry| entry.state.as_ref().map(|(about, _)| about.clone()).unwrap_or_default();
    let sources: BTreeSet<(String, String)> = entries.iter().map(about).map(|about| (about.feed, about.origin)).collect();
    for (name, source) in sources.iter().filter(|(name, _)| !name.is_empty()) {
        let Some(feed) = feed(name) else {
            progress.note(&format!("{name}: this version knows no such feed; what it gave is left as it is"));
            continue;
        };
        build_feed(builder, feed, source, progress)?;
    }
    let is_usual = |entry: &&Entry| about(entry).feed.is_empty();
    for entry in entries.iter().filter(is_usual).filter(|entry| entry.kind == Kind::Advisories) {
        let name = &entry.name;
        match builder
            .update_advisories(name)
            .map_err(|error| failure(error, format!("cannot update the advisories of {name}")))?
        {
            Built::Whole(about) => progress.note(&format!("{name}: fetched as a whole, {} records", about.records)),
            Built::Changes(about, changed) => progress.note(&format!("{name}: {changed} changed, {} records", about.records)),
            Built::UpToDate(_) => progress.note(&format!("{name}: nothing has changed")),
        }
    }
    builder.build_own_ratings().map_err(|error| failure(error, "cannot build the ratings".to_owned()))?;
    if entries.iter().filter(is_usual).any(|entry| entry.kind == Kind::Ratings && entry.name == "nvd") {
        builder.build_ratings().map_err(|error| failure(error, "cannot update the ratings by CVE".to_owned()))?;
    }
    Ok(Exit::Done)
}

fn status(store: &Store) -> Result<Exit, Failure> {
    let entries =
        store.entries().map_err(|error| Failure::new(Exit::Database, error, "cannot list the advisories".to_owned()))?;
    match list(store, &entries, &mut io::stdout().lock()) {
        // Who closes the pipe has seen enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            return Err(Failure::new(Exit::Internal, error, "cannot write to standard output".to_owned()));
        }
        _ => {}
    }
    Ok(if entries.iter().all(|entry| entry.state.is_ok()) { Exit::Done } else { Exit::Database })
}

fn list(store: &Store, entries: &[Entry], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", store.folder().display())?;
    for entry in entries {
        let name = match entry.kind {
            Kind::Advisories => entry.name.clone(),
            Kind::Ratings => format!("{} (ratings)", entry.name),
            Kind::Exploits => format!("{} (exploits)", entry.name),
            Kind::Archives => format!("{} (archives)", entry.name),
        };
        match &entry.state {
            Ok((about, size)) => {
                let days = now().saturating_sub(about.built) / 86_400;
                let newest = if about.newest.is_empty() { String::new() } else { format!("  newest {}", about.newest) };
                writeln!(
                    out,
                    "  {name:<16} {:>7} records {:>7.1} MB  built {} ({days} days ago){newest}",
                    about.records,
                    *size as f64 / 1e6,
                    rfc3339(about.built),
                )?;
            }
            Err(error) => writeln!(out, "  {name:<16} {error}")?,
        }
    }
    if entries.is_empty() {
        writeln!(out, "  nothing yet: `tidewaiter db build` builds advisories, and a scan fetches those that it needs")?;
    }
    out.flush()
}

fn clear(store: &Store) -> Result<Exit, Failure> {
    store.clear().map_err(|error| Failure::new(Exit::Database, error, format!("cannot clear {}", store.folder().display())))?;
    Ok(Exit::Done)
}

fn failure(error: BuildError, context: String) -> Failure {
    Failure::new(Exit::Database, error, context)
}
