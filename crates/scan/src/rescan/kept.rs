//! Advisories that stay open from one inventory to the next.

use crate::judge::Advisories;
use std::collections::BTreeMap;
use tidewaiter_advisory::matching::{Exploits, Ratings};
use tidewaiter_advisory::shard::{AdvisoryShard, ArchiveShard};

/// Opens each shard once, or is told once that it cannot be had.
pub struct Kept<'a> {
    source: Box<dyn Advisories + 'a>,
    advisories: BTreeMap<String, Result<AdvisoryShard, String>>,
    ratings: Option<Result<Ratings, String>>,
    exploits: Option<Exploits>,
}

impl<'a> Kept<'a> {
    /// Those of a source.
    #[must_use]
    pub fn new(source: impl Advisories + 'a) -> Self {
        Self { source: Box::new(source), advisories: BTreeMap::new(), ratings: None, exploits: None }
    }
}

impl Advisories for Kept<'_> {
    fn advisories(&mut self, ecosystem: &str) -> Result<AdvisoryShard, String> {
        if let Some(known) = self.advisories.get(ecosystem) {
            return known.clone();
        }
        let opened = self.source.advisories(ecosystem);
        self.advisories.insert(ecosystem.to_owned(), opened.clone());
        opened
    }

    fn ratings(&mut self) -> Result<Ratings, String> {
        self.ratings.get_or_insert_with(|| self.source.ratings()).clone()
    }

    fn archives(&mut self) -> Vec<ArchiveShard> {
        self.source.archives()
    }

    fn exploits(&mut self) -> Exploits {
        self.exploits.get_or_insert_with(|| self.source.exploits()).clone()
    }
}
