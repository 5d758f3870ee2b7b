//! The one list of feeds that are built on demand: `db build --feed NAME=PATH_OR_URL`.

use super::documents::{Documents, DocumentsError};
use super::{
    arch, csaf, debian_tracker, epss, glsa, java_index, kev, osv_feed, oval, photon, secdb, trivy_db, ubuntu_tracker, updateinfo,
};
use crate::artifact::SCHEME;
use crate::record::{Details, Record};
use crate::shard::{Archives, CveRating, Exploit};
use std::collections::BTreeMap;

/// A kind of feed.
#[derive(Clone, Copy)]
pub struct Feed {
    /// As the command line names it: `debian`.
    pub id: &'static str,
    /// What it is, for people.
    pub name: &'static str,
    /// Where it is published.
    pub home: &'static str,
    /// The ecosystem that has no other publisher, where there is one.
    pub alone_speaks_of: Option<&'static str>,
    /// Reads its documents, in any order.
    pub(crate) read: fn(&mut Documents, &mut Imported) -> Result<(), ImportError>,
}

impl Feed {
    /// Whether its home is the file itself, so that nobody has to name it.
    #[must_use]
    pub fn is_one_file(&self) -> bool {
        self.home.starts_with(SCHEME) || [".json", ".gz", ".bz2", ".csv", "/json"].iter().any(|end| self.home.ends_with(end))
    }

    /// Turns its documents into records and ratings.
    ///
    /// # Errors
    /// See [`ImportError`].
    pub fn import(&self, documents: &mut Documents) -> Result<Imported, ImportError> {
        let mut imported = Imported::default();
        (self.read)(documents, &mut imported)?;
        imported.join();
        Ok(imported)
    }
}

/// Every feed, sorted by id.
#[must_use]
pub fn feeds() -> &'static [Feed] {
    &[
        updateinfo::AMAZON,
        arch::FEED,
        oval::azure::FEED,
        updateinfo::BOTTLEROCKET,
        csaf::FEED,
        debian_tracker::FEED,
        epss::FEED,
        updateinfo::FEDORA,
        glsa::FEED,
        java_index::FEED,
        kev::FEED,
        oval::oracle::FEED,
        osv_feed::FEED,
        photon::FEED,
        secdb::FEED,
        trivy_db::FEED,
        ubuntu_tracker::FEED,
    ]
}

/// The feed of this id.
#[must_use]
pub fn feed(id: &str) -> Option<&'static Feed> {
    feeds().iter().find(|feed| feed.id == id)
}

/// The feed of an ecosystem that the OSV bucket does not carry.
#[must_use]
pub fn feed_of(ecosystem: &str) -> Option<&'static Feed> {
    feeds().iter().find(|feed| feed.alone_speaks_of == Some(ecosystem))
}

/// Reads one document, by name and bytes, or says what is wrong with it.
pub(crate) type ReadDocument<'a> = dyn FnMut(&mut Imported, &str, &[u8]) -> Result<(), String> + 'a;

/// What a feed came to.
#[derive(Debug, Default)]
pub struct Imported {
    /// Records by OSV ecosystem.
    pub records: BTreeMap<String, Vec<Record>>,
    /// Ratings by CVE, if it has any.
    pub ratings: Vec<CveRating>,
    /// What is known of vulnerabilities' use, if it says anything of that.
    pub exploits: Vec<Exploit>,
    /// What it knows of archives that do not name themselves.
    pub archives: Archives,
    /// The date of its newest statement where only the whole has one, RFC 3339.
    pub newest: String,
    /// What could not be read, with the reason.
    pub unreadable: Vec<(String, String)>,
}

impl Imported {
    /// Adds what a feed says of one package to the record of one vulnerability.
    pub(crate) fn record(&mut self, ecosystem: &str, id: &str) -> &mut Record {
        let records = self.records.entry(ecosystem.to_owned()).or_default();
        // Feeds tell what belongs together one after the other.
        if records.last().is_none_or(|last| last.id != id) {
            records.push(Record { id: id.to_owned(), ..Record::default() });
        }
        let last = records.len() - 1;
        &mut records[last]
    }

    /// Reads each document. Those that cannot be read are told, and are an error only if no record came of any.
    ///
    /// # Errors
    /// The documents cannot be had, or all are something else than what was expected.
    pub(crate) fn each_document(
        &mut self,
        documents: &mut Documents,
        expected: &'static str,
        read: &mut ReadDocument<'_>,
    ) -> Result<(), ImportError> {
        let mut fault = None;
        documents.each(&mut |name, bytes| {
            if let Err(reason) = read(self, name, &bytes) {
                fault = Some((name.to_owned(), reason.clone()));
                self.unreadable.push((name.to_owned(), reason));
            }
        })?;
        match fault {
            Some((document, reason)) if self.records.is_empty() => Err(ImportError::Foreign { document, expected, reason }),
            _ => Ok(()),
        }
    }

    /// Adds a whole record.
    pub(crate) fn add(&mut self, ecosystem: &str, record: Record) {
        self.records.entry(ecosystem.to_owned()).or_default().push(record);
    }

    /// Puts the pieces of records together that came apart, since most feeds are told by package.
    fn join(&mut self) {
        for records in self.records.values_mut() {
            records.sort_by(|a, b| a.id.cmp(&b.id));
            records.dedup_by(|later, first| {
                let is_same = later.id == first.id;
                if is_same {
                    first.affected.append(&mut later.affected);
                    first.aliases.append(&mut later.aliases);
                    if first.details == Details::default() {
                        first.details = std::mem::take(&mut later.details);
                    }
                }
                is_same
            });
            for record in records {
                record.aliases.sort();
                record.aliases.dedup();
            }
        }
    }
}

/// A feed could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Its file or folder could not be fetched.
    #[error(transparent)]
    Documents(#[from] DocumentsError),
    /// It is something else. Whose fault: the caller, or its publisher.
    #[error("{document} is not {expected}: {reason}")]
    Foreign {
        /// Which file.
        document: String,
        /// What it should be.
        expected: &'static str,
        /// Why it is not.
        reason: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_are_sorted_and_none_is_listed_twice() {
        assert!(feeds().is_sorted_by(|a, b| a.id < b.id), "{:?}", feeds().iter().map(|feed| feed.id).collect::<Vec<_>>());
    }
}
