//! Advisories from a cache folder, fetched when they are missing.

use crate::{Advisories, with_causes};
use tidewaiter_advisory::matching::{Exploits, Ratings};
use tidewaiter_advisory::shard::{AdvisoryShard, ArchiveShard};
use tidewaiter_advisory::store::Builder;

/// A store as a scan uses it.
pub struct Stored<'a> {
    /// The store, and where its shards come from.
    pub builder: Builder<'a>,
    /// Fetch what is missing; otherwise only what is there is used.
    pub may_fetch: bool,
}

impl Advisories for Stored<'_> {
    fn advisories(&mut self, ecosystem: &str) -> Result<AdvisoryShard, String> {
        if self.may_fetch {
            return self.builder.ensure_advisories(ecosystem).map_err(|error| with_causes(&error));
        }
        let found = self.builder.store.advisories(ecosystem).map_err(|error| with_causes(&error))?;
        found.ok_or_else(|| "they are not in the cache, and fetching is switched off".to_owned())
    }

    fn ratings(&mut self) -> Result<Ratings, String> {
        if self.may_fetch {
            self.builder.ensure_ratings().map_err(|error| with_causes(&error))?;
        }
        let ratings = self.builder.store.ratings().map_err(|error| with_causes(&error))?;
        if ratings.shards.is_empty() {
            Err("they are not in the cache, and fetching is switched off".to_owned())
        } else {
            Ok(ratings)
        }
    }

    fn archives(&mut self) -> Vec<ArchiveShard> {
        self.builder.store.archives()
    }

    fn exploits(&mut self) -> Exploits {
        self.builder.store.exploits()
    }
}
