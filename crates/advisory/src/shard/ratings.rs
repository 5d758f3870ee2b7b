//! Reads ratings of vulnerabilities by CVE.

use super::advisories::{about, decode_details};
use super::codec::{Reader, put_text, text_at};
use super::container::Container;
use super::{About, RATINGS, ShardError, blocks, section, table};
use crate::record::Details;
use std::path::Path;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// What is known of one CVE, whoever's package it concerns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CveRating {
    /// `CVE-2024-1234`.
    pub cve: String,
    /// RFC 3339; empty if not given.
    pub published: String,
    /// RFC 3339; empty if not given.
    pub modified: String,
    /// Ratings, one a source.
    pub ratings: Vec<SourceRating>,
    /// Description, weaknesses and links.
    pub details: Details,
}

/// One source's rating as it was published; scores are computed from the vectors when they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceRating {
    /// `nvd`, `ghsa`.
    pub source: String,
    /// Its own word; empty if it gave none.
    pub word: String,
    /// CVSS vectors.
    pub vectors: Vec<String>,
}

impl CveRating {
    /// Takes over what another rating of the same CVE knows and this one does not.
    pub fn absorb(&mut self, other: Self) {
        for rating in other.ratings {
            match self.ratings.iter_mut().find(|known| known.source == rating.source) {
                None => self.ratings.push(rating),
                Some(known) => {
                    if known.word.is_empty() {
                        known.word = rating.word;
                    }
                    for vector in rating.vectors {
                        if !known.vectors.contains(&vector) {
                            known.vectors.push(vector);
                        }
                    }
                }
            }
        }
        if self.details == Details::default() {
            self.details = other.details;
        }
        for (mine, theirs) in [(&mut self.published, other.published), (&mut self.modified, other.modified)] {
            if mine.is_empty() {
                *mine = theirs;
            }
        }
    }
}

/// Ratings by CVE, mapped; copies share the map.
#[derive(Clone)]
pub struct RatingShard {
    container: Arc<Container>,
    about: Arc<About>,
}

impl RatingShard {
    /// Maps a shard's file.
    ///
    /// # Errors
    /// The file is missing, damaged, or no shard of ratings of this version.
    pub fn open(path: &Path) -> Result<Self, ShardError> {
        let container = Container::open(path, RATINGS, &[section::DETAILS])?;
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

    /// What is known of each of these CVEs, in their order, with details where they are wanted; each block of them is inflated once.
    ///
    /// # Errors
    /// The shard is damaged.
    pub fn find_all(&self, wanted: &[(&str, bool)]) -> Result<Vec<Option<CveRating>>, ShardError> {
        let mut found = Vec::with_capacity(wanted.len());
        let mut places = Vec::new();
        for (index, (cve, with_details)) in wanted.iter().enumerate() {
            let rating = self.find(cve)?;
            places.extend(rating.as_ref().filter(|_| *with_details).map(|(_, place)| (place.block, place.start, index)));
            found.push(rating.map(|(rating, _)| rating));
        }
        places.sort_unstable();
        for of_block in places.chunk_by(|(a, ..), (b, ..)| a == b) {
            let Some((block, ..)) = of_block.first() else { continue };
            let block = blocks::inflate(self.container.section(section::DETAILS), *block).ok_or_else(|| self.damaged())?;
            for (_, start, index) in of_block {
                let details = blocks::detail(&block, *start).and_then(decode_details).ok_or_else(|| self.damaged())?;
                if let Some(Some(rating)) = found.get_mut(*index) {
                    rating.details = details;
                }
            }
        }
        Ok(found)
    }

    /// Of each CVE, by its key in the table, a number that changes with its ratings.
    ///
    /// # Errors
    /// The shard is damaged.
    pub(crate) fn contents(&self) -> Result<Vec<(u64, u64)>, ShardError> {
        let row = |(key, place)| {
            let (rating, _) = self.rating(place).ok_or_else(|| self.damaged())?;
            let mut bytes = Vec::new();
            for published in &rating.ratings {
                let texts = [&published.source, &published.word].into_iter().chain(&published.vectors);
                texts.for_each(|text| put_text(&mut bytes, text));
                bytes.push(b'\n');
            }
            Ok((key, xxh3_64(&bytes)))
        };
        table::rows(self.container.section(section::TABLE)).map(row).collect()
    }

    fn find(&self, cve: &str) -> Result<Option<(CveRating, blocks::Place)>, ShardError> {
        for place in table::find(self.container.section(section::TABLE), table::plain_key(cve)) {
            let found = self.rating(place).ok_or_else(|| self.damaged())?;
            if found.0.cve == cve {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn rating(&self, place: usize) -> Option<(CveRating, blocks::Place)> {
        let mut reader = Reader::new(self.container.section(section::GROUPS).get(place..)?);
        let mut rating = CveRating {
            cve: reader.text()?.to_owned(),
            published: reader.text()?.to_owned(),
            modified: reader.text()?.to_owned(),
            ..CveRating::default()
        };
        let details = blocks::Place { block: reader.number()?, start: reader.number()? };
        let texts = self.container.section(section::TEXTS);
        let text = |r: &mut Reader<'_>| text_at(texts, r.number()?).map(str::to_owned);
        rating.ratings = reader.list(|r| Some(SourceRating { source: text(r)?, word: text(r)?, vectors: r.list(text)? }))?;
        Some((rating, details))
    }

    fn damaged(&self) -> ShardError {
        self.container.damaged("its contents do not hold together")
    }
}

#[cfg(test)]
mod tests {
    use super::super::write_ratings;
    use super::*;

    #[test]
    fn ratings_of_one_cve_are_put_together() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nvd.shard");
        let of = |source: &str, vector: &str| CveRating {
            cve: "CVE-2024-1".to_owned(),
            ratings: vec![SourceRating { source: source.to_owned(), word: String::new(), vectors: vec![vector.to_owned()] }],
            details: Details { description: "text".to_owned(), ..Details::default() },
            ..CveRating::default()
        };
        write_ratings(&path, About::default(), vec![of("nvd", "a"), of("ghsa", "b"), of("nvd", "c")]).unwrap();
        let shard = RatingShard::open(&path).unwrap();
        assert_eq!(shard.about().records, 1);
        let wanted = [("CVE-2024-1", true), ("CVE-2024-2", true), ("CVE-2024-1", false)];
        let mut all = shard.find_all(&wanted).unwrap();
        assert_eq!(all[1], None);
        assert_eq!(all[2].take().unwrap().details, Details::default());
        let found = all[0].take().unwrap();
        assert_eq!(
            found.ratings.iter().map(|r| (r.source.as_str(), r.vectors.len())).collect::<Vec<_>>(),
            [("nvd", 2), ("ghsa", 1)]
        );
        assert_eq!(found.details.description, "text");
    }
}
