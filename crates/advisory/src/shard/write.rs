//! Compiles records and ratings into a shard's file.

use super::codec::{Texts, put_number, put_text};
use super::container::Writer;
use super::ratings::CveRating;
use super::{ADVISORIES, About, RATINGS, STATUSES, ShardError, blocks, table};
use crate::record::{Affected, Details, Event, Record};
use std::collections::BTreeMap;
use std::path::Path;

/// Writes the advisories of one ecosystem. `about` needs no counts: they are filled in here.
///
/// # Errors
/// The file cannot be written, or the records do not fit the format.
pub fn write_advisories(path: &Path, mut about: About, mut records: Vec<Record>) -> Result<About, ShardError> {
    // Neighbouring records share blocks, so those that one package's findings show together lie together.
    records.sort_by(|a, b| sort_key(a).cmp(&sort_key(b)));
    records.dedup_by(|a, b| a.id == b.id);
    about.records = records.len();
    about.newest = records.iter().map(|r| r.modified.as_str()).max().unwrap_or_default().to_owned();
    let mut releases: Vec<&str> =
        records.iter().flat_map(|r| &r.affected).map(|a| a.release.as_str()).filter(|r| !r.is_empty()).collect();
    releases.sort_unstable();
    releases.dedup();
    about.releases = releases.into_iter().map(str::to_owned).collect();

    let details: Vec<Vec<u8>> = records.iter().map(|r| encode_details(&r.details)).collect();
    let too_large = || ShardError::TooLarge { path: path.to_owned() };
    let (places, blocks) = blocks::compress(details.iter().map(Vec::as_slice)).ok_or_else(too_large)?;
    drop(details);

    let mut texts = Texts::default();
    let mut metas = Offsets::default();
    let mut groups: BTreeMap<(&str, &str), Vec<(usize, &Affected)>> = BTreeMap::new();
    for (index, (record, place)) in records.iter().zip(places).enumerate() {
        metas.push(|out| encode_record(out, record, place, &mut texts));
        for affected in &record.affected {
            groups.entry((&affected.release, &affected.package)).or_default().push((index, affected));
        }
    }
    let mut rows = Vec::with_capacity(groups.len());
    let mut section = Vec::new();
    for ((release, package), members) in &groups {
        rows.push((table::package_key(release, package), u32::try_from(section.len()).map_err(|_| too_large())?));
        put_text(&mut section, release);
        put_text(&mut section, package);
        put_number(&mut section, members.len() as u64);
        for (record, affected) in members {
            encode_affected(&mut section, *record, affected, &mut texts);
        }
    }
    finish(path, ADVISORIES, about, [texts.into_bytes(), table::write(rows), section, metas.into_section(), blocks])
}

/// Writes ratings by CVE.
///
/// # Errors
/// The file cannot be written, or the ratings do not fit the format.
pub fn write_ratings(path: &Path, mut about: About, mut ratings: Vec<CveRating>) -> Result<About, ShardError> {
    ratings.sort_by(|a, b| a.cve.cmp(&b.cve));
    ratings.dedup_by(|later, first| {
        let same = later.cve == first.cve;
        if same {
            first.absorb(std::mem::take(later));
        }
        same
    });
    about.records = ratings.len();
    about.newest = ratings.iter().map(|r| r.modified.as_str()).max().unwrap_or_default().to_owned();
    let details: Vec<Vec<u8>> = ratings.iter().map(|r| encode_details(&r.details)).collect();
    let too_large = || ShardError::TooLarge { path: path.to_owned() };
    let (places, blocks) = blocks::compress(details.iter().map(Vec::as_slice)).ok_or_else(too_large)?;
    let mut texts = Texts::default();
    let mut rows = Vec::with_capacity(ratings.len());
    let mut section = Vec::new();
    for (rating, place) in ratings.iter().zip(places) {
        rows.push((table::plain_key(&rating.cve), u32::try_from(section.len()).map_err(|_| too_large())?));
        put_text(&mut section, &rating.cve);
        put_text(&mut section, &rating.published);
        put_text(&mut section, &rating.modified);
        put_number(&mut section, place.block);
        put_number(&mut section, place.start);
        put_number(&mut section, rating.ratings.len() as u64);
        for of_source in &rating.ratings {
            texts.put(&mut section, &of_source.source);
            texts.put(&mut section, &of_source.word);
            texts.put_list(&mut section, &of_source.vectors);
        }
    }
    finish(path, RATINGS, about, [texts.into_bytes(), table::write(rows), section, Vec::new(), blocks])
}

fn finish(path: &Path, kind: u32, about: About, sections: [Vec<u8>; 5]) -> Result<About, ShardError> {
    if sections.iter().any(|section| u32::try_from(section.len()).is_err()) {
        return Err(ShardError::TooLarge { path: path.to_owned() });
    }
    let mut writer = Writer::new(kind);
    writer.section(serde_json::to_vec(&about).map_err(|e| ShardError::Write { path: path.to_owned(), source: e.into() })?);
    sections.into_iter().for_each(|section| writer.section(section));
    writer.write(path)?;
    Ok(about)
}

fn sort_key(record: &Record) -> (&str, &str) {
    (record.affected.first().map_or("", |a| &a.package), &record.id)
}

fn encode_details(details: &Details) -> Vec<u8> {
    let mut out = Vec::new();
    put_text(&mut out, &details.summary);
    put_text(&mut out, &details.description);
    for list in [&details.cwe_ids, &details.references] {
        put_number(&mut out, list.len() as u64);
        list.iter().for_each(|text| put_text(&mut out, text));
    }
    out
}

fn encode_record(out: &mut Vec<u8>, record: &Record, place: blocks::Place, texts: &mut Texts) {
    put_text(out, &record.id);
    put_text(out, &record.published);
    put_text(out, &record.modified);
    put_number(out, place.block);
    put_number(out, place.start);
    texts.put(out, &record.severity_word);
    texts.put_list(out, &record.aliases);
    texts.put_list(out, &record.upstream);
    texts.put_list(out, &record.vectors);
}

fn encode_affected(out: &mut Vec<u8>, record: usize, affected: &Affected, texts: &mut Texts) {
    put_number(out, record as u64);
    texts.put(out, &affected.rating);
    let status = affected.status.and_then(|status| STATUSES.iter().position(|known| *known == status));
    put_number(out, status.map_or(0, |at| at as u64 + 1));
    texts.put_list(out, &affected.vectors);
    put_number(out, affected.ranges.len() as u64);
    for range in &affected.ranges {
        put_number(out, range.len() as u64);
        for event in range {
            let (kind, version) = match event {
                Event::Introduced(version) => (0, version),
                Event::Fixed(version) => (1, version),
                Event::LastAffected(version) => (2, version),
                Event::Limit(version) => (3, version),
            };
            put_number(out, kind);
            texts.put(out, version);
        }
    }
    texts.put_list(out, &affected.versions);
}

/// Items of different length, found by number.
#[derive(Default)]
struct Offsets {
    starts: Vec<u32>,
    bytes: Vec<u8>,
}

impl Offsets {
    fn push(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        self.starts.push(self.bytes.len() as u32);
        write(&mut self.bytes);
    }

    fn into_section(self) -> Vec<u8> {
        let mut section = Vec::with_capacity(4 + 4 * self.starts.len() + self.bytes.len());
        section.extend_from_slice(&(self.starts.len() as u32).to_le_bytes());
        self.starts.iter().for_each(|start| section.extend_from_slice(&start.to_le_bytes()));
        section.extend_from_slice(&self.bytes);
        section
    }
}
