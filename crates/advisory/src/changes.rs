//! Of which packages one store says something else than another: what a rescan has to look at again.
//!
//! Compared is what matching and rating read of a record, package by package, so that a shard that was built anew from mostly the same
//! records is mostly the same, wherever its records lie in the file.
//! Limits: what is known of vulnerabilities' use (EPSS changes every day) and indexes of archives are not compared.

use crate::shard::{AdvisoryShard, ShardError, table};
use crate::store::{Kind, Store};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io;

/// The stores could not be compared.
#[derive(Debug, thiserror::Error)]
pub enum ChangesError {
    /// A shard cannot be read.
    #[error(transparent)]
    Shard(#[from] ShardError),
    /// A store's folder cannot be listed.
    #[error("cannot list the advisories")]
    List(#[from] io::Error),
    /// There is nothing to compare with.
    #[error("{0} holds no advisories")]
    Empty(String),
}

/// Which packages to look at again.
#[derive(Debug, Default)]
pub struct Changes {
    ecosystems: BTreeMap<String, Touched>,
}

#[derive(Debug)]
enum Touched {
    /// There were no advisories before, or there are none now.
    All,
    /// These, by the key of release and name.
    Packages(HashSet<u64>),
}

impl Changes {
    /// What `now` says otherwise than `before`.
    ///
    /// # Errors
    /// A store cannot be read, or `before` is empty.
    pub fn between(before: &Store, now: &Store) -> Result<Self, ChangesError> {
        let (old, new) = (ecosystems(before)?, ecosystems(now)?);
        if old.is_empty() {
            return Err(ChangesError::Empty(before.folder().display().to_string()));
        }
        let rated_anew = rated_anew(before, now)?;
        let mut changes = Self::default();
        for name in old.union(&new) {
            let touched = match (before.advisories(name)?, now.advisories(name)?) {
                (Some(old), Some(new)) => Touched::Packages(packages(&old, &new, &rated_anew)?),
                _ => Touched::All,
            };
            changes.ecosystems.insert(name.clone(), touched);
        }
        Ok(changes)
    }

    /// Whether anything else is said of a package, by the names of its ecosystem, its releases and itself.
    #[must_use]
    pub fn touch(&self, ecosystem: &str, releases: &[String], package: &str) -> bool {
        match self.ecosystems.get(ecosystem) {
            None => false,
            Some(Touched::All) => true,
            Some(Touched::Packages(keys)) if keys.is_empty() => false,
            Some(Touched::Packages(keys)) => releases.iter().any(|release| keys.contains(&table::package_key(release, package))),
        }
    }

    /// Of how many packages, each once a release; `None` if of all of some ecosystem.
    #[must_use]
    pub fn count(&self) -> Option<usize> {
        self.ecosystems.values().try_fold(0, |count, touched| match touched {
            Touched::All => None,
            Touched::Packages(keys) => Some(count + keys.len()),
        })
    }
}

fn ecosystems(store: &Store) -> io::Result<BTreeSet<String>> {
    let entries = store.entries()?;
    Ok(entries.into_iter().filter(|entry| entry.kind == Kind::Advisories).map(|entry| entry.name).collect())
}

/// The keys of CVEs that are rated otherwise, or by others.
fn rated_anew(before: &Store, now: &Store) -> Result<HashSet<u64>, ShardError> {
    let contents = |store: &Store| -> Result<HashMap<u64, u64>, ShardError> {
        let mut all: HashMap<u64, u64> = HashMap::new();
        for (rank, shard) in store.ratings()?.shards.iter().enumerate() {
            for (key, hash) in shard.contents()? {
                let known = all.entry(key).or_default();
                *known = known.wrapping_add(hash.rotate_left(rank as u32));
            }
        }
        Ok(all)
    };
    Ok(differing(&contents(before)?, &contents(now)?).collect())
}

fn packages(old: &AdvisoryShard, new: &AdvisoryShard, rated_anew: &HashSet<u64>) -> Result<HashSet<u64>, ShardError> {
    let before = old.contents(&|_| false)?;
    let now = new.contents(&|cve| !rated_anew.is_empty() && rated_anew.contains(&table::plain_key(cve)))?;
    Ok(differing(&before, &now).collect())
}

/// What is in one only, or not the same in both.
fn differing<'a, T: PartialEq>(a: &'a HashMap<u64, T>, b: &'a HashMap<u64, T>) -> impl Iterator<Item = u64> + use<'a, T> {
    let gone = a.keys().filter(|key| !b.contains_key(key));
    let new = b.iter().filter(|(key, value)| a.get(key) != Some(value)).map(|(key, _)| key);
    gone.chain(new).copied()
}

#[cfg(test)]
mod tests;
