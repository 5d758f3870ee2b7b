//! Reads the advisories of one ecosystem.

use super::codec::{Reader, put_text};
use super::container::{Container, u32_at};
use super::statement::{Meta, Statement};
use super::{ADVISORIES, About, ShardError, blocks, section, table};
use crate::record::{Details, Record};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// The advisories of one ecosystem, mapped; copies share the map.
#[derive(Clone)]
pub struct AdvisoryShard {
    container: Arc<Container>,
    about: Arc<About>,
}

/// What is said of one package in one release.
struct Group<'a> {
    release: &'a str,
    package: &'a str,
    /// Its statements.
    reader: Reader<'a>,
}

/// What is said of a package, in short.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Contents {
    pub(crate) hash: u64,
    /// One of the vulnerabilities has other ratings than before.
    pub(crate) is_rated_anew: bool,
}

impl AdvisoryShard {
    /// Maps a shard's file.
    ///
    /// # Errors
    /// The file is missing, damaged, or no shard of advisories of this version.
    pub fn open(path: &Path) -> Result<Self, ShardError> {
        let container = Container::open(path, ADVISORIES, &[section::DETAILS])?;
        let about = about(&container)?;
        Ok(Self { container: Arc::new(container), about: Arc::new(about) })
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

    /// What is said of a package in a release, in the order of the shard; a record may speak of the same package several times.
    /// `same_name` says whether two spellings name one package.
    ///
    /// # Errors
    /// The shard is damaged.
    pub fn statements(
        &self,
        release: &str,
        package: &str,
        same_name: fn(&str, &str) -> bool,
    ) -> Result<Vec<Statement<'_>>, ShardError> {
        let mut found = Vec::new();
        for place in table::find(self.container.section(section::TABLE), table::package_key(release, package)) {
            let mut group = self.group(place).ok_or_else(|| self.damaged())?;
            if group.release == release && (group.package == package || same_name(group.package, package)) {
                found.append(&mut self.members(&mut group).ok_or_else(|| self.damaged())?);
            }
        }
        Ok(found)
    }

    fn group(&self, place: usize) -> Option<Group<'_>> {
        let mut reader = Reader::new(self.container.section(section::GROUPS).get(place..)?);
        Some(Group { release: reader.text()?, package: reader.text()?, reader })
    }

    fn members<'a>(&'a self, group: &mut Group<'a>) -> Option<Vec<Statement<'a>>> {
        let texts = self.container.section(section::TEXTS);
        let (release, package) = (group.release, group.package);
        group.reader.list(|reader| Statement::skip(texts, reader, release, package))
    }

    /// The packages that anything is said of, in no order, once for each release, and how many statements there are.
    pub fn packages(&self) -> impl Iterator<Item = (&str, u64)> {
        table::places(self.container.section(section::TABLE)).filter_map(move |place| {
            let mut group = self.group(place)?;
            Some((group.package, group.reader.number()?))
        })
    }

    /// What a record says of itself.
    ///
    /// # Errors
    /// The shard is damaged.
    pub fn meta(&self, number: u64) -> Result<Meta<'_>, ShardError> {
        self.try_meta(number).ok_or_else(|| self.damaged())
    }

    /// A record without its details and without what it says of packages.
    ///
    /// # Errors
    /// The shard is damaged.
    pub fn record(&self, number: u64) -> Result<Record, ShardError> {
        self.meta(number)?.owned().ok_or_else(|| self.damaged())
    }

    /// What is said of each package in a release, by its key in the table: the same statements make the same number, wherever they lie.
    /// Dates and texts for people do not count; `is_rated_anew` says which vulnerabilities' ratings have changed.
    ///
    /// # Errors
    /// The shard is damaged.
    pub(crate) fn contents(&self, is_rated_anew: &dyn Fn(&str) -> bool) -> Result<HashMap<u64, Contents>, ShardError> {
        let records: Vec<Option<Contents>> = (0..self.about.records as u64)
            .map(|number| {
                let meta = self.try_meta(number)?;
                let mut bytes = Vec::new();
                meta.put_contents(&mut bytes)?;
                Some(Contents { hash: xxh3_64(&bytes), is_rated_anew: meta.cves().into_iter().any(is_rated_anew) })
            })
            .collect();
        let mut all: HashMap<u64, Contents> = HashMap::new();
        for (key, place) in table::rows(self.container.section(section::TABLE)) {
            let contents = self.group(place).and_then(|group| self.contents_of(group, &records)).ok_or_else(|| self.damaged())?;
            let known = all.entry(key).or_default();
            // Several spellings may share a key.
            known.hash = known.hash.wrapping_add(contents.hash);
            known.is_rated_anew |= contents.is_rated_anew;
        }
        Ok(all)
    }

    fn contents_of<'a>(&'a self, mut group: Group<'a>, records: &[Option<Contents>]) -> Option<Contents> {
        let mut bytes = Vec::new();
        put_text(&mut bytes, group.release);
        put_text(&mut bytes, group.package);
        let mut is_rated_anew = false;
        for statement in self.members(&mut group)? {
            let record = records.get(usize::try_from(statement.record).ok()?)?.as_ref()?;
            bytes.extend_from_slice(&record.hash.to_le_bytes());
            statement.put_contents(&mut bytes)?;
            is_rated_anew |= record.is_rated_anew;
        }
        Some(Contents { hash: xxh3_64(&bytes), is_rated_anew })
    }

    /// The details of records, in the order asked for; each block is inflated once if the numbers are sorted.
    ///
    /// # Errors
    /// The shard is damaged.
    pub fn details(&self, numbers: &[u64]) -> Result<Vec<Details>, ShardError> {
        let mut inflated: Option<(u64, Vec<u8>)> = None;
        let mut all = Vec::with_capacity(numbers.len());
        for &number in numbers {
            let place = self.meta(number)?.place;
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
        for place in table::places(self.container.section(section::TABLE)) {
            let mut group = self.group(place).ok_or_else(|| self.damaged())?;
            for statement in self.members(&mut group).ok_or_else(|| self.damaged())? {
                let record = usize::try_from(statement.record).ok().and_then(|number| records.get_mut(number));
                let (record, affected) = record.zip(statement.owned()).ok_or_else(|| self.damaged())?;
                record.affected.push(affected);
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

    fn try_meta(&self, number: u64) -> Option<Meta<'_>> {
        let section = self.container.section(section::RECORDS);
        let count = u32_at(section, 0)? as usize;
        let number = usize::try_from(number).ok().filter(|n| *n < count)?;
        let start = u32_at(section, 4 + 4 * number)? as usize;
        Meta::read(self.container.section(section::TEXTS), Reader::new(section.get(4 + 4 * count..)?.get(start..)?))
    }

    /// The error that says what is wrong with this shard.
    pub(crate) fn damaged(&self) -> ShardError {
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
    use crate::record::{Affected, Event};

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
            let found = shard.statements(release, name, same).unwrap();
            found.iter().map(|statement| shard.record(statement.record).unwrap().id).collect()
        };
        assert_eq!(ids("", "foo_bar", |_, _| true), ["A"]);
        assert!(ids("", "foo_bar", |a, b| a == b).is_empty());
        assert_eq!(ids("12", "foo-bar", |a, b| a == b), ["B"]);
        assert!(ids("13", "foo-bar", |_, _| true).is_empty());
    }
}
