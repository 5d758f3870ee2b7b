//! Whose rating counts.
//!
//! By default, in this order: the publisher's word for the package itself (Debian's urgency), the rating of the database
//! that the advisory comes from, NVD's, and any other rating of the same CVE. Whoever decides, all ratings are told.

use super::merge::Advised;
use super::{publisher, rating_source};
use crate::shard::ratings::SourceRating;
use crate::shard::{CveRating, ExploitShard, RatingShard, ShardError};
use std::str::FromStr;
use tidewaiter_model::{Epss, Exploited, Rating, Severity};
use tidewaiter_versions::cvss;

/// The order in which sources are asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SeverityOrder {
    /// As the module's head says.
    #[default]
    Auto,
    /// These sources, first to last; `auto` in the list stands for the default order.
    Sources(Vec<String>),
}

impl FromStr for SeverityOrder {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let sources: Vec<String> = text.split(',').map(|s| s.trim().to_ascii_lowercase()).filter(|s| !s.is_empty()).collect();
        Ok(if sources.is_empty() || sources == ["auto"] { Self::Auto } else { Self::Sources(sources) })
    }
}

/// The shards of ratings, the more trusted first.
#[derive(Clone, Default)]
pub struct Ratings {
    /// Mapped shards.
    pub shards: Vec<RatingShard>,
}

impl Ratings {
    /// What all shards together know of CVEs, in their order, with details where they are wanted.
    ///
    /// # Errors
    /// A shard is damaged.
    pub fn find_all(&self, wanted: &[(&str, bool)]) -> Result<Vec<Option<CveRating>>, ShardError> {
        let mut all: Vec<Option<CveRating>> = vec![None; wanted.len()];
        for shard in &self.shards {
            for (known, found) in all.iter_mut().zip(shard.find_all(wanted)?) {
                match (known, found) {
                    (_, None) => {}
                    (known @ None, found) => *known = found,
                    // The first shard's vector is its source's own; a copy elsewhere may be older.
                    (Some(known), Some(mut found)) => {
                        found.ratings.retain(|rating| !known.ratings.iter().any(|known| known.source == rating.source));
                        known.absorb(found);
                    }
                }
            }
        }
        Ok(all)
    }
}

/// The shards of exploitation.
#[derive(Clone, Default)]
pub struct Exploits {
    /// Mapped shards.
    pub shards: Vec<ExploitShard>,
}

impl Exploits {
    /// What all shards together know of a CVE's use.
    #[must_use]
    pub fn find(&self, cve: &str) -> (Option<Exploited>, Option<Epss>) {
        let all = self.shards.iter().filter_map(|shard| shard.find(cve));
        all.fold((None, None), |known, (exploited, epss)| (known.0.or(exploited), known.1.or(epss)))
    }
}

/// The severity of one finding, whose it is, and all ratings sorted by source.
#[must_use]
pub fn rate(
    advised: &Advised,
    ecosystem: &str,
    known: Option<&CveRating>,
    order: &SeverityOrder,
) -> (Severity, Option<String>, Vec<Rating>) {
    let database = publisher(&advised.lead.id, ecosystem).id;
    // What the publisher says of this package is its own.
    let of_package = SourceRating { source: database.clone(), word: advised.rating.clone(), vectors: advised.vectors.clone() };
    let own = Severity::from_word(&advised.rating);
    let mut ratings: Vec<Rating> = step(&of_package).into_iter().collect();
    let (word, vectors) = (advised.lead.severity_word.clone(), advised.lead.vectors.clone());
    let of_record = SourceRating { source: rating_source(&advised.lead.id, ecosystem), word, vectors };
    for published in known.map_or(&[][..], |known| &known.ratings).iter().chain([&of_record]) {
        let Some(rating) = step(published) else { continue };
        match ratings.iter_mut().find(|known| known.source == rating.source) {
            // A word for the package and a score for the vulnerability go together.
            Some(known) if known.cvss.is_empty() => known.cvss = rating.cvss,
            Some(_) => {}
            None => ratings.push(rating),
        }
    }
    ratings.sort_by(|a, b| a.source.cmp(&b.source));
    let of = |source: &str| {
        ratings
            .iter()
            .find(|r| r.source == source && r.severity != Severity::Unknown)
            .map(|r| (r.severity, Some(r.source.clone())))
    };
    let automatic = || {
        own.map(|severity| (severity, Some(database.clone())))
            .or_else(|| of(&database))
            .or_else(|| of("nvd"))
            .or_else(|| ratings.iter().find(|r| r.severity != Severity::Unknown).map(|r| (r.severity, Some(r.source.clone()))))
    };
    let decided = match order {
        SeverityOrder::Auto => automatic(),
        SeverityOrder::Sources(sources) => {
            sources.iter().find_map(|source| if source == "auto" { automatic() } else { of(source) })
        }
    };
    let (severity, source) = decided.unwrap_or_default();
    (severity, source, ratings)
}

/// A published rating as a step: the newest CVSS version's where there is a vector, else the publisher's word. GitHub's
/// word is its own review's, so it outweighs the vector beside it.
fn step(published: &SourceRating) -> Option<Rating> {
    let mut scored: Vec<(cvss::Version, String, f64)> = Vec::new();
    for vector in &published.vectors {
        if let Ok(score) = cvss::base_score(vector)
            && !scored.iter().any(|(version, ..)| *version == score.version)
        {
            scored.push((score.version, vector.clone(), score.base));
        }
    }
    scored.sort_by_key(|(version, ..)| *version);
    let by_score = scored.last().map(|(version, _, base)| match version {
        cvss::Version::V2 => two_steps_lower(*base),
        _ => Severity::from_score(*base),
    });
    let severity = Severity::from_word(&published.word).or(by_score)?;
    let cvss = scored.into_iter().map(|(_, vector, base)| (vector, base)).collect();
    Some(Rating { source: published.source.clone(), severity, cvss })
}

/// CVSS v2 knows no critical: <https://nvd.nist.gov/vuln-metrics/cvss>.
fn two_steps_lower(score: f64) -> Severity {
    Severity::from_score(score).min(Severity::High)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;
    use tidewaiter_model::Status;

    const HIGH: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H";
    const CRITICAL: &str = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H";

    fn advised(id: &str, rating: &str, word: &str) -> Advised {
        Advised {
            id: "CVE-1-1".to_owned(),
            vendor_ids: Vec::new(),
            record: 0,
            rank: 0,
            lead: Record { id: id.to_owned(), severity_word: word.to_owned(), ..Record::default() },
            fixed: Vec::new(),
            upgrade_to: None,
            status: Status::Affected,
            rating: rating.to_owned(),
            vectors: Vec::new(),
        }
    }

    fn known() -> CveRating {
        let of = |source: &str, vector: &str| SourceRating {
            source: source.to_owned(),
            word: String::new(),
            vectors: vec![vector.to_owned()],
        };
        CveRating { cve: "CVE-1-1".to_owned(), ratings: vec![of("nvd", CRITICAL), of("vendor", HIGH)], ..CveRating::default() }
    }

    fn decided(advised: &Advised, ecosystem: &str, known: Option<&CveRating>, order: &str) -> (Severity, Option<String>) {
        let (severity, source, _) = rate(advised, ecosystem, known, &order.parse().unwrap());
        (severity, source)
    }

    #[test]
    fn the_packages_own_rating_counts_first_then_the_databases_then_nvds() {
        let known = known();
        assert_eq!(
            decided(&advised("CVE-1-1", "low", ""), "Debian", Some(&known), "auto"),
            (Severity::Low, Some("debian".into()))
        );
        assert_eq!(
            decided(&advised("CVE-1-1", "not yet assigned", ""), "Debian", Some(&known), ""),
            (Severity::Critical, Some("nvd".into()))
        );
        assert_eq!(decided(&advised("GHSA-1", "", "MODERATE"), "npm", Some(&known), ""), (Severity::Medium, Some("ghsa".into())));
        assert_eq!(decided(&advised("GO-1", "", ""), "Go", None, ""), (Severity::Unknown, None));
    }

    #[test]
    fn the_order_can_be_chosen_and_every_rating_is_told() {
        let known = known();
        let ghsa = advised("GHSA-1", "", "LOW");
        assert_eq!(decided(&ghsa, "npm", Some(&known), "vendor,nvd"), (Severity::High, Some("vendor".into())));
        assert_eq!(decided(&ghsa, "npm", Some(&known), "nowhere,auto"), (Severity::Low, Some("ghsa".into())));
        assert_eq!(decided(&ghsa, "npm", Some(&known), "nowhere"), (Severity::Unknown, None));
        let (_, _, ratings) = rate(&ghsa, "npm", Some(&known), &SeverityOrder::Auto);
        assert_eq!(ratings.iter().map(|r| r.source.as_str()).collect::<Vec<_>>(), ["ghsa", "nvd", "vendor"]);
        assert!((ratings[1].cvss[0].1 - 9.8).abs() < 1e-9);
    }
}
