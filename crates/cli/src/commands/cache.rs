//! The cache of layers: what scans keep of it, and `cache`: status, prune, clear.

use super::cache_dir;
use super::output::{Out, written};
use crate::args::{CacheArgs, CacheCommand, Format, LayerCacheArgs};
use crate::exit::{Exit, Failure};
use crate::progress::Progress;
use serde::Serialize;
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tidewaiter_gate::settings::ByteSize;
use tidewaiter_scan::{FactsCache, FactsFolder, Pruned, Status, rfc3339};
use tidewaiter_secrets::Key;

/// The cache of one scan.
pub(super) struct LayerCache {
    cache: FactsCache,
    /// Under which secrets are known again that were found before.
    key: Key,
}

impl LayerCache {
    /// The cache, unless nobody wants one or none can be had.
    pub(super) fn of(args: &LayerCacheArgs, cache: &Path, progress: &Progress) -> Option<Self> {
        let ByteSize(max_bytes) = args.size.cache_size;
        if args.no_cache || max_bytes == 0 {
            return None;
        }
        let folder = FactsFolder::new(cache, max_bytes);
        match folder.secrets_key() {
            Ok(key) => Some(Self { cache: FactsCache::new(vec![Box::new(folder)]), key }),
            Err(error) => {
                progress.note(&format!("all layers are read, since {} cannot be used: {error}", folder.path().display()));
                None
            }
        }
    }

    pub(super) fn facts(&self) -> &FactsCache {
        &self.cache
    }

    pub(super) fn key(&self) -> Key {
        self.key.clone()
    }

    /// Says what went wrong.
    pub(super) fn conclude(&self, progress: &Progress) {
        if let Some(trouble) = self.cache.take_trouble() {
            progress.note(&trouble);
        }
    }
}

pub(crate) fn run(args: &CacheArgs) -> Result<Exit, Failure> {
    let cache = cache_dir(args.cache_dir.as_deref())?;
    match &args.command {
        CacheCommand::Status { size } => {
            let folder = FactsFolder::new(&cache, size.cache_size.0);
            let status = folder.status().map_err(|error| failed(error, "list", &folder))?;
            written(None, |_, out| tell_status(&folder, status, args.format, out))?;
        }
        CacheCommand::Prune { max_size, older_than, size } => {
            let folder = FactsFolder::new(&cache, size.cache_size.0);
            let max_bytes = max_size.unwrap_or(size.cache_size).0;
            let pruned = folder.prune(max_bytes, *older_than).map_err(|error| failed(error, "prune", &folder))?;
            written(None, |_, out| tell_pruned(&folder, pruned, args.format, out))?;
        }
        CacheCommand::Clear => {
            let folder = FactsFolder::new(&cache, 0);
            let pruned = folder.clear().map_err(|error| failed(error, "clear", &folder))?;
            written(None, |_, out| tell_pruned(&folder, pruned, args.format, out))?;
        }
    }
    Ok(Exit::Done)
}

fn failed(error: io::Error, what: &str, folder: &FactsFolder) -> Failure {
    Failure::new(Exit::Internal, error, format!("cannot {what} {}", folder.path().display()))
}

fn tell_status(folder: &FactsFolder, status: Status, format: Format, out: &mut Out) -> io::Result<()> {
    #[derive(Serialize)]
    struct Told<'a> {
        folder: &'a Path,
        entries: usize,
        bytes: u64,
        max_bytes: u64,
        oldest: Option<String>,
    }
    let (path, max_bytes, Status { entries, bytes, oldest }) = (folder.path(), folder.max_bytes(), status);
    let oldest = oldest.map(told);
    if format == Format::Json {
        return json(&Told { folder: path, entries, bytes, max_bytes, oldest }, out);
    }
    writeln!(out, "{}", path.display())?;
    writeln!(out, "  {}, {:.1} MB of {:.1} MB", layers(entries), bytes as f64 / 1e6, max_bytes as f64 / 1e6)?;
    oldest.map_or(Ok(()), |oldest| writeln!(out, "  all used since {oldest}"))
}

fn tell_pruned(folder: &FactsFolder, pruned: Pruned, format: Format, out: &mut Out) -> io::Result<()> {
    #[derive(Serialize)]
    struct Told<'a> {
        folder: &'a Path,
        removed: usize,
        bytes: u64,
    }
    let Pruned { entries: removed, bytes } = pruned;
    if format == Format::Json {
        return json(&Told { folder: folder.path(), removed, bytes }, out);
    }
    writeln!(out, "{}", folder.path().display())?;
    writeln!(out, "  {} removed, {:.1} MB", layers(removed), bytes as f64 / 1e6)
}

fn json(told: &impl Serialize, out: &mut Out) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, told)?;
    writeln!(out)
}

fn layers(count: usize) -> String {
    if count == 1 { "1 layer".to_owned() } else { format!("{count} layers") }
}

fn told(time: SystemTime) -> String {
    rfc3339(time.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs())
}
