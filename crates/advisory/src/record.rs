//! One advisory, reduced to what matching and findings use.
//!
//! This is what importers make, what shards hold and what shards give back whole when they are brought up to date.

use serde::{Deserialize, Serialize};
use tidewaiter_model::Status;

/// One advisory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Its own identifier: `GHSA-…`, `DSA-…`, `CVE-…`.
    pub id: String,
    /// Other names of the same vulnerability.
    pub aliases: Vec<String>,
    /// The vulnerabilities that it passes on (OSV `upstream`), or that an erratum says it mends.
    pub upstream: Vec<String>,
    /// RFC 3339; empty if not given.
    pub published: String,
    /// RFC 3339; empty if not given.
    pub modified: String,
    /// CVSS vectors of the whole record.
    pub vectors: Vec<String>,
    /// The publisher's own word for its severity (`MODERATE`); empty if not given.
    pub severity_word: String,
    /// What only a finding shows.
    pub details: Details,
    /// The packages of the shard's ecosystem that it speaks of.
    pub affected: Vec<Affected>,
}

/// Texts of an advisory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// One line.
    pub summary: String,
    /// Markdown or plain text.
    pub description: String,
    /// `CWE-79` and the like.
    pub cwe_ids: Vec<String>,
    /// Links.
    pub references: Vec<String>,
}

/// What an advisory says of one package.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affected {
    /// The package, as the advisory spells it.
    pub package: String,
    /// The release of a distribution (`12` of `Debian:12`); empty for languages.
    pub release: String,
    /// Ranges of versions.
    pub ranges: Vec<Vec<Event>>,
    /// Single versions.
    pub versions: Vec<String>,
    /// The publisher's word for its severity in this package (Debian's urgency); empty if not given.
    pub rating: String,
    /// What the publisher says of a fix, where it says more than whether there is one.
    pub status: Option<Status>,
    /// CVSS vectors of this package alone.
    pub vectors: Vec<String>,
}

/// Where a range of versions begins or ends. Specification: <https://ossf.github.io/osv-schema/#affectedrangesevents-fields>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// Affected from here on; `0` stands for the beginning of all versions.
    Introduced(String),
    /// Not affected from here on.
    Fixed(String),
    /// Affected up to and with this version.
    LastAffected(String),
    /// The range says nothing of versions from here on; `*` stands for no limit.
    Limit(String),
}

impl Record {
    /// The CVEs that it speaks of, sorted: its own identifier, else its aliases', else those it passes on.
    #[must_use]
    pub fn cves(&self) -> Vec<&str> {
        cves(&self.id, self.aliases.iter().map(String::as_str), self.upstream.iter().map(String::as_str))
    }
}

/// See [`Record::cves`].
pub(crate) fn cves<'a>(
    id: &'a str,
    aliases: impl Iterator<Item = &'a str>,
    upstream: impl Iterator<Item = &'a str>,
) -> Vec<&'a str> {
    // Distributions' exports write `DEBIAN-CVE-2024-1234`; what follows the prefix is the CVE's own name.
    if let Some(at) = id.find("CVE-") {
        return vec![&id[at..]];
    }
    let of = |names: &mut dyn Iterator<Item = &'a str>| {
        let mut found: Vec<&str> = names.filter_map(|name| name.find("CVE-").map(|at| &name[at..])).collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let (mut aliases, mut upstream) = (aliases, upstream);
    let found = of(&mut aliases);
    if found.is_empty() { of(&mut upstream) } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str, aliases: &[&str], upstream: &[&str]) -> Record {
        let owned = |names: &[&str]| names.iter().map(|&n| n.to_owned()).collect();
        Record { id: id.to_owned(), aliases: owned(aliases), upstream: owned(upstream), ..Record::default() }
    }

    #[test]
    fn a_record_is_told_under_the_nearest_cve() {
        assert_eq!(record("DEBIAN-CVE-2024-1", &[], &["CVE-2024-1"]).cves(), ["CVE-2024-1"]);
        assert_eq!(record("GHSA-a", &["CVE-2024-3", "CVE-2024-2", "X-1"], &["CVE-2024-9"]).cves(), ["CVE-2024-2", "CVE-2024-3"]);
        assert_eq!(record("DSA-1-1", &[], &["CVE-2024-4"]).cves(), ["CVE-2024-4"]);
        assert!(record("GHSA-b", &[], &[]).cves().is_empty());
    }
}
