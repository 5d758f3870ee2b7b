//! Facts of layers that were read before, by any process on this machine or of its fleet.
//!
//! What a layer holds depends on the layer and on who looks, and on nothing else; advisories, policies and what other layers hide come
//! afterwards. So facts are kept under a key of all that they depend on ([`key`]), each in a file of its own ([`entry`]) that is
//! written aside, renamed and never changed ([`folder`]). Nobody takes a lock: two who read the same layer at the same time write the
//! same file, and one who reads a file that is being removed has it to its end. A file that is damaged in any way counts as none.
//!
//! Kept are only layers that nobody can pass for others: see `tidewaiter_image::Identity`. What is in the cache is believed, so its
//! folder is its owner's alone; who may write there may make reports. It holds no secrets: [`fitness`] sees to that.
//!
//! Limits: images of engines come as one temporary file, whose layers are never known again.

mod entry;
mod eviction;
mod fitness;
mod folder;
mod key;
mod layers;
#[cfg(test)]
mod tests;

pub use eviction::{Pruned, Status};
pub use folder::FactsFolder;
pub use key::FactsKey;
pub(crate) use layers::CachedLayers;

use std::io;
use std::sync::{Mutex, PoisonError};

/// Keeps facts of layers.
pub trait FactsStore: Send + Sync {
    /// What was kept under a key, if anything was.
    ///
    /// # Errors
    /// It cannot be known.
    fn get(&self, key: &FactsKey) -> io::Result<Option<Vec<u8>>>;

    /// Keeps something under a key, in place of what was kept there.
    ///
    /// # Errors
    /// It is not kept.
    fn put(&self, key: &FactsKey, bytes: &[u8]) -> io::Result<()>;
}

/// Facts of layers that were read before.
pub struct FactsCache {
    /// Asked in this order; what one has is given to those before it.
    stores: Vec<Box<dyn FactsStore>>,
    trouble: Mutex<Option<String>>,
}

impl FactsCache {
    /// A cache of stores, the nearest first.
    #[must_use]
    pub fn new(stores: Vec<Box<dyn FactsStore>>) -> Self {
        Self { stores, trouble: Mutex::default() }
    }

    /// The first thing that went wrong, told once. A scan goes on without the cache.
    pub fn take_trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// What some store has that is good for something.
    fn find<T>(&self, key: &FactsKey, read: impl Fn(&[u8]) -> Option<T>) -> Option<T> {
        for (distance, store) in self.stores.iter().enumerate() {
            let bytes = store.get(key).unwrap_or_else(|error| {
                self.note("read", &error);
                None
            });
            let Some((bytes, found)) = bytes.and_then(|bytes| read(&bytes).map(|found| (bytes, found))) else { continue };
            self.stores.iter().take(distance).for_each(|nearer| self.put(nearer.as_ref(), key, &bytes));
            return Some(found);
        }
        None
    }

    fn keep(&self, key: &FactsKey, bytes: &[u8]) {
        self.stores.iter().for_each(|store| self.put(store.as_ref(), key, bytes));
    }

    fn put(&self, store: &dyn FactsStore, key: &FactsKey, bytes: &[u8]) {
        if let Err(error) = store.put(key, bytes) {
            self.note("written", &error);
        }
    }

    fn note(&self, what: &str, error: &io::Error) {
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        trouble.get_or_insert_with(|| format!("the cache of layers cannot be {what}: {error}"));
    }
}
