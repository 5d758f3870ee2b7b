//! What records say, read where it lies: nothing is copied until a finding needs it.
//!
//! Most statements that are looked at do not cover the version that was asked for. So a statement is its places in the map only, its
//! texts are looked up when they are asked for, and everything gives `None` at the first byte that does not fit.

use super::STATUSES;
use super::blocks::Place;
use super::codec::{Reader, put_number, put_text, text_at};
use crate::record::{Affected, Details, Event, Record, cves};
use tidewaiter_model::Status;

/// Texts that stand one after the other, each known by its offset.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Texts<'a> {
    texts: &'a [u8],
    count: usize,
    reader: Reader<'a>,
}

impl<'a> Texts<'a> {
    /// Reads where they lie, and passes over them.
    fn skip(texts: &'a [u8], reader: &mut Reader<'a>) -> Option<Self> {
        let count = reader.size()?;
        let all = Self { texts, count, reader: *reader };
        (0..count).try_for_each(|_| reader.pass())?;
        Some(all)
    }

    /// Each text, or `None` for one that is damaged.
    pub(crate) fn iter(mut self) -> impl Iterator<Item = Option<&'a str>> {
        (0..self.count).map(move |_| text_at(self.texts, self.reader.number()?))
    }

    /// Appends all of them.
    fn put(self, out: &mut Vec<u8>) -> Option<()> {
        put_number(out, self.count as u64);
        self.iter().try_for_each(|text| text.map(|text| put_text(out, text)))
    }

    fn owned(self) -> Option<Vec<String>> {
        self.iter().map(|text| text.map(str::to_owned)).collect()
    }
}

/// Where a range of versions begins or ends: [`Event`], borrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bound<'a> {
    Introduced(&'a str),
    Fixed(&'a str),
    LastAffected(&'a str),
    Limit(&'a str),
}

impl<'a> Bound<'a> {
    pub(crate) fn version(self) -> &'a str {
        match self {
            Self::Introduced(version) | Self::Fixed(version) | Self::LastAffected(version) | Self::Limit(version) => version,
        }
    }

    fn sign(self) -> u8 {
        match self {
            Self::Introduced(_) => b'i',
            Self::Fixed(_) => b'f',
            Self::LastAffected(_) => b'a',
            Self::Limit(_) => b'l',
        }
    }

    fn owned(self) -> Event {
        match self {
            Self::Introduced(version) => Event::Introduced(version.to_owned()),
            Self::Fixed(version) => Event::Fixed(version.to_owned()),
            Self::LastAffected(version) => Event::LastAffected(version.to_owned()),
            Self::Limit(version) => Event::Limit(version.to_owned()),
        }
    }
}

/// The events of one range.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Range<'a> {
    texts: &'a [u8],
    count: usize,
    reader: Reader<'a>,
}

impl<'a> Range<'a> {
    fn skip(texts: &'a [u8], reader: &mut Reader<'a>) -> Option<Self> {
        let count = reader.size()?;
        let range = Self { texts, count, reader: *reader };
        (0..count).try_for_each(|_| reader.pass().and_then(|()| reader.pass()))?;
        Some(range)
    }

    /// Each event, or `None` for one that is damaged.
    pub(crate) fn bounds(mut self) -> impl Iterator<Item = Option<Bound<'a>>> + Clone {
        (0..self.count).map(move |_| {
            let kind = self.reader.number()?;
            let version = text_at(self.texts, self.reader.number()?)?;
            Some(match kind {
                0 => Bound::Introduced(version),
                1 => Bound::Fixed(version),
                2 => Bound::LastAffected(version),
                3 => Bound::Limit(version),
                _ => return None,
            })
        })
    }
}

/// What a record says of a package: [`Affected`], where it lies.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'a> {
    /// The record's number in its shard.
    pub record: u64,
    /// The package, as the advisory spells it.
    pub package: &'a str,
    /// The release of a distribution; empty for languages.
    pub release: &'a str,
    texts: &'a [u8],
    rating: u64,
    /// What the publisher says of a fix.
    pub status: Option<Status>,
    vectors: Texts<'a>,
    range_count: usize,
    ranges: Reader<'a>,
    versions: Texts<'a>,
}

impl<'a> Statement<'a> {
    /// Reads where everything lies, and passes over it.
    pub(super) fn skip(texts: &'a [u8], reader: &mut Reader<'a>, release: &'a str, package: &'a str) -> Option<Self> {
        let record = reader.number()?;
        let rating = reader.number()?;
        let status = match reader.size()?.checked_sub(1) {
            None => None,
            Some(at) => Some(*STATUSES.get(at)?),
        };
        let vectors = Texts::skip(texts, reader)?;
        let range_count = reader.size()?;
        let ranges = *reader;
        (0..range_count).try_for_each(|_| Range::skip(texts, reader).map(drop))?;
        let versions = Texts::skip(texts, reader)?;
        Some(Self { record, package, release, texts, rating, status, vectors, range_count, ranges, versions })
    }

    /// The ranges of versions.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = Option<Range<'a>>> + use<'a> {
        let (texts, mut reader) = (self.texts, self.ranges);
        (0..self.range_count).map(move |_| Range::skip(texts, &mut reader))
    }

    /// The single versions.
    pub(crate) fn versions(&self) -> Texts<'a> {
        self.versions
    }

    /// The publisher's word for its severity in this package.
    pub(crate) fn rating(&self) -> Option<&'a str> {
        text_at(self.texts, self.rating)
    }

    /// CVSS vectors of this package alone.
    pub(crate) fn vectors(&self) -> Option<Vec<String>> {
        self.vectors.owned()
    }

    /// Appends all that matching looks at.
    pub(super) fn put_contents(&self, out: &mut Vec<u8>) -> Option<()> {
        put_text(out, self.rating()?);
        put_text(out, self.status.map_or("", Status::as_str));
        self.vectors.put(out)?;
        for range in self.ranges() {
            out.push(b'[');
            for bound in range?.bounds() {
                let bound = bound?;
                out.push(bound.sign());
                put_text(out, bound.version());
            }
        }
        self.versions.put(out)
    }

    /// All of it, copied.
    #[must_use]
    pub fn owned(&self) -> Option<Affected> {
        let ranges = self.ranges().map(|range| range?.bounds().map(|bound| bound.map(Bound::owned)).collect());
        Some(Affected {
            package: self.package.to_owned(),
            release: self.release.to_owned(),
            ranges: ranges.collect::<Option<_>>()?,
            versions: self.versions.owned()?,
            rating: self.rating()?.to_owned(),
            status: self.status,
            vectors: self.vectors()?,
        })
    }
}

/// What a record says of itself: [`Record`] without details and packages, where it lies.
#[derive(Clone, Copy, Debug)]
pub struct Meta<'a> {
    /// Its own identifier.
    pub id: &'a str,
    /// Where its details lie.
    pub(super) place: Place,
    published: &'a str,
    modified: &'a str,
    texts: &'a [u8],
    severity_word: u64,
    aliases: Texts<'a>,
    upstream: Texts<'a>,
    vectors: Texts<'a>,
}

impl<'a> Meta<'a> {
    pub(super) fn read(texts: &'a [u8], mut reader: Reader<'a>) -> Option<Self> {
        let reader = &mut reader;
        let (id, published, modified) = (reader.text()?, reader.text()?, reader.text()?);
        let place = Place { block: reader.number()?, start: reader.number()? };
        let severity_word = reader.number()?;
        let (aliases, upstream) = (Texts::skip(texts, reader)?, Texts::skip(texts, reader)?);
        let vectors = Texts::skip(texts, reader)?;
        Some(Self { id, place, published, modified, texts, severity_word, aliases, upstream, vectors })
    }

    /// See [`Record::cves`].
    #[must_use]
    pub fn cves(&self) -> Vec<&'a str> {
        cves(self.id, self.aliases.iter().flatten(), self.upstream.iter().flatten())
    }

    /// Whether it names no others of the same vulnerability, and says which vulnerabilities it passes on.
    pub(crate) fn only_passes_on(&self) -> bool {
        self.aliases.count == 0 && self.upstream.count > 0
    }

    /// Appends all that matching and rating look at.
    pub(super) fn put_contents(&self, out: &mut Vec<u8>) -> Option<()> {
        put_text(out, self.id);
        put_text(out, text_at(self.texts, self.severity_word)?);
        [self.aliases, self.upstream, self.vectors].into_iter().try_for_each(|texts| texts.put(out))
    }

    /// All of it, copied.
    #[must_use]
    pub fn owned(&self) -> Option<Record> {
        Some(Record {
            id: self.id.to_owned(),
            aliases: self.aliases.owned()?,
            upstream: self.upstream.owned()?,
            published: self.published.to_owned(),
            modified: self.modified.to_owned(),
            vectors: self.vectors.owned()?,
            severity_word: text_at(self.texts, self.severity_word)?.to_owned(),
            details: Details::default(),
            affected: Vec::new(),
        })
    }
}
