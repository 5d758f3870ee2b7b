//! Sets of paths that are only asked whether they hold one: a layer may have millions.
//!
//! Kept are keyed hashes of 64 bits (SipHash-1-3, <https://www.aumasson.jp/siphash/siphash.pdf>): nobody who makes an image knows the
//! key, so nobody can make one path pass for another, and by chance it happens once in a thousand million of the largest images.

use serde::{Deserialize, Serialize};
use siphasher::sip::SipHasher13;
use std::hash::{BuildHasher, Hasher, RandomState};

/// Paths, of which only hashes are known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PathSet {
    key: (u64, u64),
    /// In order, but for those that were added since the last time.
    hashes: Vec<u64>,
    sorted: usize,
}

impl PathSet {
    /// Nothing yet, under a key that nobody knows.
    pub(crate) fn new() -> Self {
        let random = || RandomState::new().build_hasher().finish();
        Self { key: (random(), random()), ..Self::default() }
    }

    pub(crate) fn insert(&mut self, path: &str) {
        self.hashes.push(self.hash(path));
    }

    /// Makes ready to be asked.
    pub(crate) fn seal(&mut self) {
        self.hashes.sort_unstable();
        self.hashes.dedup();
        self.hashes.shrink_to_fit();
        self.sorted = self.hashes.len();
    }

    /// Whether a path was added before the set was sealed.
    pub(crate) fn contains(&self, path: &str) -> bool {
        let sorted = self.hashes.get(..self.sorted).unwrap_or_default();
        !sorted.is_empty() && sorted.binary_search(&self.hash(path)).is_ok()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    fn hash(&self, path: &str) -> u64 {
        let mut hasher = SipHasher13::new_with_keys(self.key.0, self.key.1);
        hasher.write(path.as_bytes());
        hasher.finish()
    }
}

impl<T: AsRef<str>> FromIterator<T> for PathSet {
    fn from_iter<I: IntoIterator<Item = T>>(paths: I) -> Self {
        let mut set = Self::new();
        paths.into_iter().for_each(|path| set.insert(path.as_ref()));
        set.seal();
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_known_again() {
        let set: PathSet = ["b", "a", "a"].into_iter().collect();
        assert!(set.contains("a") && set.contains("b") && !set.contains("c") && !set.contains(""));
        assert!(!PathSet::default().contains("a"));
    }
}
