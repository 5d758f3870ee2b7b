//! Fetches feeds and builds the shards of a store.

use super::{ADVISORIES, Kind, NVD, OSV, Store, lock};
use crate::artifact::{ArtifactError, Pulled, Reach};
use crate::import::documents::Documents;
use crate::import::feed::{Feed, ImportError};
use crate::import::{nvd, osv, osv_archive};
use crate::record::Record;
use crate::shard::ratings::SourceRating;
use crate::shard::{
    About, AdvisoryShard, CveRating, RatingShard, ShardError, write_advisories, write_archives, write_exploits, write_ratings,
};
use crate::source::{FetchError, Mirror, Progress, Step};
use std::collections::HashMap;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// More changed records than this are cheaper to fetch as a whole.
const MAX_DELTA: usize = 2_000;
/// NVD's feeds begin with 2002, mirrors made from other data earlier.
const FIRST_YEAR: u64 = 1999;

/// A shard could not be built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// A feed could not be fetched.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The archive is no zip file. Whose fault: the mirror.
    #[error("{name}/all.zip is not a zip archive")]
    Archive {
        /// The ecosystem.
        name: String,
        /// Why.
        source: zip::result::ZipError,
    },
    /// The archive has no readable record of the ecosystem.
    #[error("there is no advisory of {name}")]
    Empty {
        /// The ecosystem.
        name: String,
    },
    /// A feed of NVD is broken.
    #[error("{file} is not a feed of NVD")]
    Nvd {
        /// The feed.
        file: String,
        /// Why.
        source: serde_json::Error,
    },
    /// A feed of its own is not readable.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// Shards that somebody has built could not be taken.
    #[error(transparent)]
    Artifact(#[from] ArtifactError),
    /// The shard could not be written or read.
    #[error(transparent)]
    Shard(#[from] ShardError),
}

/// What was built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Built {
    /// The whole feed was fetched.
    Whole(About),
    /// Only these many changed records were fetched.
    Changes(About, usize),
    /// Nothing has changed.
    UpToDate(About),
}

/// Builds the shards of a store from mirrors.
pub struct Builder<'a> {
    /// Where the shards go.
    pub store: &'a Store,
    /// The mirror of the OSV bucket.
    pub osv: &'a Mirror,
    /// The mirror of NVD's feeds.
    pub nvd: &'a Mirror,
    /// How artifacts are reached.
    pub reach: &'a Reach,
    /// Is told what goes on.
    pub progress: &'a Progress<'a>,
}

impl Builder<'_> {
    /// The advisories of an ecosystem, built if they are not there.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub fn ensure_advisories(&self, ecosystem: &str) -> Result<AdvisoryShard, BuildError> {
        if let Some(shard) = self.store.advisories(ecosystem)? {
            return Ok(shard);
        }
        let _lock = lock::acquire(self.store.folder(), &super::escaped(ecosystem), self.progress);
        if self.store.advisories(ecosystem)?.is_none() {
            self.build_advisories(ecosystem)?;
            self.build_own_ratings()?;
        }
        Ok(AdvisoryShard::open(&self.store.advisories_path(ecosystem))?)
    }

    /// Builds NVD's ratings if they are not there.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub fn ensure_ratings(&self) -> Result<(), BuildError> {
        let is_there =
            || -> Result<bool, ShardError> { Ok(self.store.ratings()?.shards.iter().any(|shard| shard.about().name == NVD)) };
        if is_there()? {
            return Ok(());
        }
        let _lock = lock::acquire(self.store.folder(), NVD, self.progress);
        if !is_there()? {
            self.build_ratings()?;
        }
        Ok(())
    }

    /// Fetches all advisories of an ecosystem and builds its shard.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub fn build_advisories(&self, ecosystem: &str) -> Result<About, BuildError> {
        self.store.sweep();
        let path = self.store.advisories_path(ecosystem);
        if let Mirror::Artifact(place) = self.osv {
            self.pull(place, &path)?;
            return Ok(AdvisoryShard::open(&path)?.about().clone());
        }
        let bytes = self.osv.fetch(&format!("{ecosystem}/all.zip"), self.progress)?;
        (self.progress)(Step::Building { what: ecosystem });
        let archive =
            osv_archive::read(&bytes, ecosystem).map_err(|source| BuildError::Archive { name: ecosystem.to_owned(), source })?;
        drop(bytes);
        for (file, reason) in archive.unreadable.iter().take(5) {
            (self.progress)(Step::Note { text: &format!("{ecosystem}/all.zip: {file} is left out: {reason}") });
        }
        if archive.records.is_empty() {
            return Err(BuildError::Empty { name: ecosystem.to_owned() });
        }
        let about = About { unreadable: archive.unreadable.len(), ..self.about(ecosystem, self.osv) };
        Ok(write_advisories(&path, about, archive.records)?)
    }

    /// Takes a shard that somebody has built.
    fn pull(&self, place: &str, path: &Path) -> Result<Pulled, ArtifactError> {
        let title = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        self.reach.ask(place, |prebuilt| prebuilt.pull(&title, self.store, self.progress))
    }

    /// Brings the advisories of an ecosystem of the OSV bucket up to date: by its changes where the mirror lists them, else as
    /// a whole.
    ///
    /// # Errors
    /// See [`BuildError`].
    pub fn update_advisories(&self, ecosystem: &str) -> Result<Built, BuildError> {
        if let Mirror::Artifact(place) = self.osv {
            let path = self.store.advisories_path(ecosystem);
            let pulled = self.pull(place, &path)?;
            let about = AdvisoryShard::open(&path)?.about().clone();
            return Ok(if pulled == Pulled::Fetched { Built::Whole(about) } else { Built::UpToDate(about) });
        }
        let Some(shard) = self.store.advisories(ecosystem)? else { return Ok(Built::Whole(self.build_advisories(ecosystem)?)) };
        let changed = match self.osv.fetch(&format!("{ecosystem}/modified_id.csv"), self.progress) {
            Ok(list) => changed_since(&String::from_utf8_lossy(&list), &shard.about().newest),
            Err(FetchError::Missing(_)) => return Ok(Built::Whole(self.build_advisories(ecosystem)?)),
            Err(error) => return Err(error.into()),
        };
        if changed.len() > MAX_DELTA {
            return Ok(Built::Whole(self.build_advisories(ecosystem)?));
        }
        let mut records: HashMap<String, Record> =
            shard.records()?.into_iter().map(|record| (record.id.clone(), record)).collect();
        for id in &changed {
            let json = self.osv.fetch(&format!("{ecosystem}/{id}.json"), self.progress)?;
            match osv::read(&json, ecosystem) {
                Ok(Some(record)) => drop(records.insert(id.clone(), record)),
                Ok(None) => drop(records.remove(id)),
                Err(error) => (self.progress)(Step::Note { text: &format!("{ecosystem}/{id}.json is left out: {error}") }),
            }
        }
        let is_unchanged = changed.is_empty();
        let about = write_advisories(
            &self.store.advisories_path(ecosystem),
            self.about(ecosystem, self.osv),
            records.into_values().collect(),
        )?;
        Ok(if is_unchanged { Built::UpToDate(about) } else { Built::Changes(about, changed.len()) })
    }

    /// Builds the shards that a feed speaks of. They take the place of those of the OSV bucket.
    ///
    /// # Errors
    /// The feed cannot be fetched, is something else, or a shard cannot be written.
    pub fn build_feed(&self, feed: &Feed, source: &str) -> Result<Vec<About>, BuildError> {
        self.store.sweep();
        let mut documents = Documents::open(source, self.reach, self.progress).map_err(ImportError::Documents)?;
        (self.progress)(Step::Building { what: feed.name });
        let imported = feed.import(&mut documents)?;
        for (what, reason) in imported.unreadable.iter().take(5) {
            (self.progress)(Step::Note { text: &format!("{}: {what} is left out: {reason}", feed.id) });
        }
        let unreadable = imported.unreadable.len();
        let about = |name: &str| About {
            name: name.to_owned(),
            origin: source.to_owned(),
            feed: feed.id.to_owned(),
            built: now(),
            unreadable,
            ..About::default()
        };
        let mut built = Vec::new();
        for (ecosystem, records) in imported.records {
            built.push(write_advisories(&self.store.advisories_path(&ecosystem), about(&ecosystem), records)?);
        }
        if !imported.ratings.is_empty() {
            built.push(write_ratings(&self.store.ratings_path(NVD), about(NVD), imported.ratings)?);
        }
        if !imported.exploits.is_empty() {
            let about = About { newest: imported.newest, ..about(feed.id) };
            built.push(write_exploits(&self.store.exploits_path(feed.id), about, imported.exploits)?);
        }
        if !imported.archives.is_empty() {
            let path = self.store.archives_path(feed.id);
            built.push(write_archives(&path, about(feed.id), imported.archives)?);
        }
        Ok(built)
    }

    /// Builds the ratings by CVE from NVD's feeds.
    ///
    /// # Errors
    /// No feed at all could be fetched, or one is broken.
    pub fn build_ratings(&self) -> Result<About, BuildError> {
        if let Mirror::Artifact(place) = self.osv {
            return self.pull_ratings(place);
        }
        let mut ratings = Vec::new();
        let mut missing = None;
        for year in FIRST_YEAR..=this_year() {
            let file = format!("nvdcve-2.0-{year}.json.gz");
            match self.nvd.fetch(&file, self.progress) {
                Ok(bytes) => {
                    let json = std::io::BufReader::with_capacity(1 << 20, flate2::read::MultiGzDecoder::new(bytes.as_slice()));
                    ratings.extend(nvd::read(json).map_err(|source| BuildError::Nvd { file, source })?);
                }
                Err(error @ FetchError::Missing(_)) => missing = Some(error),
                Err(error) => return Err(error.into()),
            }
        }
        match missing {
            Some(error) if ratings.is_empty() => return Err(error.into()),
            _ => (self.progress)(Step::Building { what: "ratings" }),
        }
        Ok(write_ratings(&self.store.ratings_path(NVD), self.about(NVD, self.nvd), ratings)?)
    }

    /// Builds the ratings that the records of all shards themselves carry. Call it after shards have changed.
    ///
    /// # Errors
    /// A shard is damaged, or the ratings cannot be written.
    pub fn build_own_ratings(&self) -> Result<About, BuildError> {
        if let Mirror::Artifact(place) = self.osv {
            return self.pull_ratings(place);
        }
        let _lock = lock::acquire(self.store.folder(), OSV, self.progress);
        let mut ratings = Vec::new();
        let unlisted = |source| ShardError::Open { path: self.store.folder().to_owned(), source };
        for entry in self
            .store
            .entries()
            .map_err(unlisted)?
            .into_iter()
            .filter(|entry| entry.kind == Kind::Advisories && entry.state.is_ok())
        {
            AdvisoryShard::open(&entry.path)?.each_record(|record| ratings.extend(own_ratings(record, &entry.name)))?;
        }
        Ok(write_ratings(&self.store.ratings_path(OSV), self.about(OSV, self.osv), ratings)?)
    }

    /// Takes everything that speaks of vulnerabilities whatever package they are in: ratings, and how they are used.
    fn pull_ratings(&self, place: &str) -> Result<About, BuildError> {
        self.reach.ask(place, |prebuilt| {
            let titles = prebuilt.shards().iter().map(|shard| shard.title.as_str());
            for title in titles.filter(|title| !title.ends_with(&format!(".{ADVISORIES}"))) {
                prebuilt.pull(title, self.store, self.progress)?;
            }
            Ok(())
        })?;
        Ok(RatingShard::open(&self.store.ratings_path(NVD))?.about().clone())
    }

    fn about(&self, name: &str, origin: &Mirror) -> About {
        About { name: name.to_owned(), origin: origin.name(), built: now(), ..About::default() }
    }
}

/// What a record says of its CVEs' severity.
fn own_ratings(record: Record, ecosystem: &str) -> Vec<CveRating> {
    // An erratum's rating is of all that it mends together.
    if (record.vectors.is_empty() && record.severity_word.is_empty())
        || (record.aliases.is_empty() && !record.id.contains("CVE-"))
    {
        return Vec::new();
    }
    let publisher =
        if record.id.contains("CVE-") { "nvd".to_owned() } else { crate::matching::publisher(&record.id, ecosystem).id };
    let cves: Vec<String> = record.cves().into_iter().map(str::to_owned).collect();
    let rating = SourceRating { source: publisher, word: record.severity_word, vectors: record.vectors };
    cves.into_iter().map(|cve| CveRating { cve, ratings: vec![rating.clone()], ..CveRating::default() }).collect()
}

/// The ids of a `modified_id.csv` (`RFC 3339 date,id`, newest first) that are newer than a date.
fn changed_since(list: &str, newest: &str) -> Vec<String> {
    let seconds = |date: &str| date.get(..19).map(str::to_owned).unwrap_or_default();
    let newest = seconds(newest);
    let lines = list.lines().filter_map(|line| line.split_once(','));
    lines
        .filter(|(date, _)| seconds(date) > newest)
        .map(|(_, id)| id.rsplit('/').next().unwrap_or(id).trim().to_owned())
        .collect()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs())
}

/// By the mean length of a Gregorian year, which is off by a day at most.
fn this_year() -> u64 {
    1970 + now() / 31_556_952
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_newer_records_are_fetched() {
        let list = "2024-05-02T00:00:00Z,GHSA-3\n2024-05-01T00:00:01Z,GHSA-2\n2024-05-01T00:00:00Z,GHSA-1\nbroken";
        assert_eq!(changed_since(list, "2024-05-01T00:00:00.5Z"), ["GHSA-3", "GHSA-2"]);
        assert_eq!(changed_since(list, "").len(), 3);
    }

    #[test]
    fn a_records_own_rating_goes_to_each_of_its_cves() {
        let record = Record {
            id: "GHSA-1".to_owned(),
            aliases: vec!["CVE-1-1".to_owned(), "CVE-1-2".to_owned()],
            severity_word: "HIGH".to_owned(),
            ..Record::default()
        };
        let ratings = own_ratings(record, "npm");
        assert_eq!(ratings.iter().map(|r| r.cve.as_str()).collect::<Vec<_>>(), ["CVE-1-1", "CVE-1-2"]);
        assert_eq!(ratings[0].ratings[0].source, "ghsa");
    }
}
