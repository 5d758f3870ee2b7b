//! Reads the advisories of one ecosystem.

use super::codec::{Reader, text_at};
use super::container::{Container, u32_at};
use super::{ADVISORIES, About, STATUSES, ShardError, blocks, section, table};
use crate::record::{Affected, Details, Event, Record};
use std::path::Path;

/// The advisories of one ecosystem, mapped.
pub struct AdvisoryShard {
    container: Container,
    about: About,
}

/// A record that speaks of a package, and what it says of it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The record's number in its shard.
    pub record: u64,
    /// What it says of the package; a record may speak of the same package several times.
    pub affected: Affected,
}

impl AdvisoryShard {
    /// Maps a shard's file.
    ///
    /// # Errors
    /// The file is missing, damaged, or no shard of advisories of this version.
    pub fn open(path: &Path) -> Result<Self, ShardError> {
        let container = Container::open(path, ADVISORIES, &[section::DETAILS])?;
        let about = about(&container)?;
        Ok(Self { container, about })
    }

    /// What the shard says of itself.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Bytes on disk.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.container.len()
    }

    /// Every record that speaks of a package in a release, in the order of the shard. `same_name` says whether two
    /// spellings name one package.
    ///
    /// # Errors
    /// The shard is damaged.
    pub fn candidates(
        &self,
        release: &str,
        package: &str,
        same_name: fn(&str, &str) -> bool,
    ) -> Result<Vec<Candidate>, ShardError> {
        let mut found = Vec::new();
        let groups = self.container.section(section::GROUPS);
        for place in table::find(self.container.section(section::TABLE), table::package_key(release, package)) {
            let mut reader = Reader::new(groups.get(place..).unwrap_or(&[]));
            let (of_release, of_package) = reader.text().zip(reader.text()).ok_or_else(|| self.damaged())?;
            if of_release != release || !(of_package == package || same_name(of_package, package)) {
                continue;
            }
            let members = reader.list(|r| self.affected(r, of_release, of_package)).ok_or_else(|| self.damaged())?;
            found.extend(members);
        }
        Ok(found)
    }

    /// The packages that anything is said of, in no order, once for each release, and how many statements there are.
    pub fn packages(&self) -> impl Iterator<Item = (&str, u64)> {
        let groups = self.container.section(section::GROUPS);
        table::places(self.container.section(section::TABLE)).filter_map(move |place| {
            let mut reader = Reader::new(groups.get(place..)?);
            let (_release, package) = (reader.text()?, reader.text()?);
            Some((package, reader.number()?))
        })
    }

    /// A record without its details and without what it says of packages.
    ///
    /// # Errors
    /// The shard is damaged.
    pub fn record(&self, number: u64) -> Result<Record, ShardError> {
        self.meta(number).map(|(record, _)| record).ok_or_else(|| self.damaged())
    }

    /// The details of records, in the order asked for; each block is inflated once if the numbers are sorted.
    ///
    /// # Errors
    /// The shard is damaged.
    pub fn details(&self, numbers: &[u64]) -> Result<Vec<Details>, ShardError> {
        let mut inflated: Option<(u64, Vec<u8>)> = None;
        let mut all = Vec::with_capacity(numbers.len());
        for &number in numbers {
            let (_, place) = self.meta(number).ok_or_else(|| self.damaged())?;
            if inflated.as_ref().is_none_or(|(block, _)| *block != place.block) {
                let bytes =
                    blocks::inflate(self.container.section(section::DETAILS), place.block).ok_or_else(|| self.damaged())?;
                inflated = Some((place.block, bytes));
            }
            let bytes =
                inflated.as_ref().and_then(|(_, bytes)| blocks::detail(bytes, place.start)).ok_or_else(|| self.damaged())?;
            all.push(decode_details(bytes).ok_or_else(|| self.damaged())?);
        }
        Ok(all)
    }

    /// Every record, whole, in the order of the shard: what an update starts from.
    ///
    /// # Errors
    /// The shard is damaged.
    pub fn records(&self) -> Result<Vec<Record>, ShardError> {
        let mut records = (0..self.about.records as u64).map(|n| self.record(n)).collect::<Result<Vec<_>, _>>()?;
        let numbers: Vec<u64> = (0..records.len() as u64).collect();
        for (record, details) in records.iter_mut().zip(self.details(&numbers)?) {
            record.details = details;
        }
        let groups = self.container.section(section::GROUPS);
        let table = self.container.section(section::TABLE);
        for row in 0..table.len() / 12 {
            let place = u32_at(table, row * 12 + 8).ok_or_else(|| self.damaged())? as usize;
            let mut reader = Reader::new(groups.get(place..).unwrap_or(&[]));
            let (release, package) = reader.text().zip(reader.text()).ok_or_else(|| self.damaged())?;
            for member in reader.list(|r| self.affected(r, release, package)).ok_or_else(|| self.damaged())? {
                let record =
                    usize::try_from(member.record).ok().and_then(|n| records.get_mut(n)).ok_or_else(|| self.damaged())?;
                record.affected.push(member.affected);
            }
        }
        for record in &mut records {
            record.affected.sort_by(|a, b| (&a.package, &a.release).cmp(&(&b.package, &b.release)));
        }
        Ok(records)
    }

    /// Calls back with every record but without details: cheap enough to look at all of them.
    ///
    /// # Errors
    /// The shard is damaged.
    pub fn each_record(&self, mut each: impl FnMut(Record)) -> Result<(), ShardError> {
        (0..self.about.records as u64).try_for_each(|number| self.record(number).map(&mut each))
    }

    fn meta(&self, number: u64) -> Option<(Record, blocks::Place)> {
        let section = self.container.section(section::RECORDS);
        let count = u32_at(section, 0)? as usize;
        let number = usize::try_from(number).ok().filter(|n| *n < count)?;
        let start = u32_at(section, 4 + 4 * number)? as usize;
        let mut reader = Reader::new(section.get(4 + 4 * count..)?.get(start..)?);
        let mut record = Record {
            id: reader.text()?.to_owned(),
            published: reader.text()?.to_owned(),
            modified: reader.text()?.to_owned(),
            ..Record::default()
        };
        let place = blocks::Place { block: reader.number()?, start: reader.number()? };
        record.severity_word = self.text(&mut reader)?;
        record.aliases = reader.list(|r| self.text(r))?;
        record.upstream = reader.list(|r| self.text(r))?;
        record.vectors = reader.list(|r| self.text(r))?;
        Some((record, place))
    }

    fn affected(&self, reader: &mut Reader<'_>, release: &str, package: &str) -> Option<Candidate> {
        let record = reader.number()?;
        let rating = self.text(reader)?;
        let status = match usize::try_from(reader.number()?).ok()?.checked_sub(1) {
            None => None,
            Some(at) => Some(*STATUSES.get(at)?),
        };
        let vectors = reader.list(|r| self.text(r))?;
        let ranges = reader.list(|r| r.list(|r| self.event(r)))?;
        let versions = reader.list(|r| self.text(r))?;
        let (package, release) = (package.to_owned(), release.to_owned());
        Some(Candidate { record, affected: Affected { package, release, ranges, versions, rating, status, vectors } })
    }

    fn event(&self, reader: &mut Reader<'_>) -> Option<Event> {
        let kind = reader.number()?;
        let version = self.text(reader)?;
        Some(match kind {
            0 => Event::Introduced(version),
            1 => Event::Fixed(version),
            2 => Event::LastAffected(version),
            3 => Event::Limit(version),
            _ => return None,
        })
    }

    fn text(&self, reader: &mut Reader<'_>) -> Option<String> {
        text_at(self.container.section(section::TEXTS), reader.number()?).map(str::to_owned)
    }

    fn damaged(&self) -> ShardError {
        self.container.damaged("its contents do not hold together")
    }
}

/// Reads the header that every shard has.
pub(super) fn about(container: &Container) -> Result<About, ShardError> {
    let damaged = || container.damaged("its header is damaged");
    if container.section(section::COUNT - 1).is_empty() {
        return Err(damaged());
    }
    serde_json::from_slice(container.section(section::ABOUT)).map_err(|_| damaged())
}

pub(super) fn decode_details(bytes: &[u8]) -> Option<Details> {
    let mut reader = Reader::new(bytes);
    Some(Details {
        summary: reader.text()?.to_owned(),
        description: reader.text()?.to_owned(),
        cwe_ids: reader.list(|r| r.text().map(str::to_owned))?,
        references: reader.list(|r| r.text().map(str::to_owned))?,
    })
}

#[cfg(test)]
mod tests {
    use super::super::write_advisories;
    use super::*;

    fn record(id: &str, package: &str, release: &str) -> Record {
        Record {
            id: id.to_owned(),
            aliases: vec!["CVE-2024-1".to_owned()],
            modified: format!("2024-0{}-01T00:00:00Z", id.len() % 9 + 1),
            vectors: vec!["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H".to_owned()],
            severity_word: "HIGH".to_owned(),
            details: Details {
                summary: format!("about {id}"),
                references: vec!["https://example.com".to_owned()],
                ..Details::default()
            },
            affected: vec![Affected {
                package: package.to_owned(),
                release: release.to_owned(),
                ranges: vec![vec![Event::Introduced("0".to_owned()), Event::Fixed("1.2".to_owned())]],
                rating: "low".to_owned(),
                ..Affected::default()
            }],
            ..Record::default()
        }
    }

    #[test]
    fn records_come_back_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Debian.shard");
        let mut records = vec![record("B-2", "zlib", "12"), record("A-1", "curl", "11"), record("A-33", "curl", "12")];
        write_advisories(&path, About { name: "Debian".to_owned(), ..About::default() }, records.clone()).unwrap();
        let shard = AdvisoryShard::open(&path).unwrap();
        assert_eq!(shard.about().releases, ["11", "12"]);
        assert_eq!(shard.about().records, 3);
        records.sort_by(|a, b| a.affected[0].package.cmp(&b.affected[0].package).then(a.id.cmp(&b.id)));
        assert_eq!(shard.records().unwrap(), records);
    }

    #[test]
    fn a_package_is_found_in_its_release_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.shard");
        write_advisories(&path, About::default(), vec![record("A", "Foo.Bar", ""), record("B", "foo-bar", "12")]).unwrap();
        let shard = AdvisoryShard::open(&path).unwrap();
        let ids = |release, name, same: fn(&str, &str) -> bool| -> Vec<String> {
            let found = shard.candidates(release, name, same).unwrap();
            found.iter().map(|c| shard.record(c.record).unwrap().id).collect()
        };
        assert_eq!(ids("", "foo_bar", |_, _| true), ["A"]);
        assert!(ids("", "foo_bar", |a, b| a == b).is_empty());
        assert_eq!(ids("12", "foo-bar", |a, b| a == b), ["B"]);
        assert!(ids("13", "foo-bar", |_, _| true).is_empty());
    }
}
