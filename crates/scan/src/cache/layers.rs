//! The layers of one image, and what is known of them.

use super::entry::{self, Kept};
use super::key::Common;
use super::{FactsCache, FactsKey, fitness};
use crate::assemble::Request;
use crate::mask::Mask;
use crate::survey::{LayerFacts, Surveyed};
use tidewaiter_image::{Identity, Image, LayerOutcome};

/// The layers of one image that can be known again.
pub(crate) struct CachedLayers<'a> {
    cache: &'a FactsCache,
    image: &'a Image,
    request: &'a Request<'a>,
    /// By layer, what it is known by, as it was before it was read.
    known_by: Vec<Option<(Identity, FactsKey)>>,
}

impl<'a> CachedLayers<'a> {
    pub(crate) fn new(cache: &'a FactsCache, image: &'a Image, request: &'a Request<'a>) -> Self {
        let common = Common::new(request);
        let known_by = |index| {
            let identity = image.identity(index)?;
            let key = common.key(&identity, index == 0);
            Some((identity, key))
        };
        Self { cache, image, request, known_by: (0..image.metadata.layers.len()).map(known_by).collect() }
    }

    /// What is known of a layer.
    pub(crate) fn find(&self, index: usize) -> Option<Surveyed> {
        let (_, key) = self.known_by.get(index)?.as_ref()?;
        let holds = |kept: &Kept| {
            let is_of_today = kept.day.as_deref().is_none_or(|day| self.today() == Some(day));
            is_of_today && (kept.outcome.diff_id_verified || !self.request.walk.verify_diff_ids)
        };
        let kept = self.cache.find(key, |bytes| entry::decode(key, bytes).filter(holds))?;
        Some((kept.facts, kept.outcome))
    }

    /// Keeps what a layer came to, if that is what anybody would find who reads it again.
    pub(crate) fn keep(&self, index: usize, facts: &LayerFacts, outcome: &LayerOutcome, mask: &Mask<'_>) {
        let Some(Some((identity, key))) = self.known_by.get(index) else { return };
        let is_certain = match identity {
            Identity::Digests { .. } => outcome.diff_id_verified,
            // It must not have changed meanwhile.
            Identity::Part { .. } => self.image.identity(index).as_ref() == Some(identity),
        };
        let is_whole = self.request.scanners.checks.is_none_or(|checks| checks.is_whole());
        if !is_certain || !is_whole || !fitness::is_fit(facts, outcome, mask) {
            return;
        }
        let is_dated = facts.checked.iter().any(|checked| checked.is_dated);
        let day = if is_dated { self.today().map(str::to_owned) } else { None };
        match entry::encode(key, &Kept { facts, outcome, day }) {
            Ok(bytes) => self.cache.keep(key, &bytes),
            Err(error) => self.cache.note("written", &error),
        }
    }

    fn today(&self) -> Option<&str> {
        self.request.scanners.checks.map(|checks| checks.today())
    }
}
