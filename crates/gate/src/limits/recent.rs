//! A map of callers that stays small.
//!
//! Two generations: what is asked for moves to the younger; when that is full, the older is dropped and they change places. So a caller is
//! forgotten only after as many others were seen as a generation holds, and nothing is ever searched for.

use std::collections::HashMap;
use std::hash::Hash;

pub(super) struct Recent<K, V> {
    young: HashMap<K, V>,
    old: HashMap<K, V>,
    generation: usize,
}

impl<K: Hash + Eq + Clone, V: Default> Recent<K, V> {
    /// Remembers at most so many.
    pub(super) fn new(capacity: usize) -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), generation: (capacity / 2).max(1) }
    }

    /// What is known of a caller; nothing yet of a new one.
    pub(super) fn of(&mut self, key: &K) -> &mut V {
        if !self.young.contains_key(key) && self.young.len() >= self.generation {
            self.old = std::mem::take(&mut self.young);
        }
        // After the generations changed: he may be among those that just grew old.
        let known = self.old.remove(key);
        self.young.entry(key.clone()).or_insert_with(|| known.unwrap_or_default())
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }
}
