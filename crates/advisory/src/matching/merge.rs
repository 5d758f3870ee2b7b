//! Records that speak of one package, told once per vulnerability.
//!
//! Several records may tell the same CVE: GitHub's and PyPA's of a Python package, Debian's tracker entry and its
//! erratum. They become one [`Advised`]; the record that knows most leads, the others' identifiers are kept.

use super::range::{covers, fixes};
use crate::record::{Affected, Record};
use crate::shard::{AdvisoryShard, ShardError};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use tidewaiter_model::Status;
use tidewaiter_versions::Order;

/// One package to ask for.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// The release of a distribution in OSV's notation (`12`); empty for languages.
    pub release: &'a str,
    /// The name that advisories use: the source package's for Debian and Alpine.
    pub name: &'a str,
    /// The installed version.
    pub version: &'a str,
    /// How versions are ordered.
    pub order: &'a Order,
    /// Whether two spellings name the same package.
    pub same_name: fn(&str, &str) -> bool,
}

/// One vulnerability of one package.
#[derive(Clone, Debug)]
pub struct Advised {
    /// The CVE, or the leading record's own id where there is none.
    pub id: String,
    /// The other identifiers, sorted.
    pub vendor_ids: Vec<String>,
    /// The leading record's number in its shard.
    pub record: u64,
    /// The leading record, without details.
    pub lead: Record,
    /// All versions that mend it, in the publisher's order.
    pub fixed: Vec<String>,
    /// The least of them above the installed one.
    pub upgrade_to: Option<String>,
    /// What the publisher says of a fix.
    pub status: Status,
    /// The publisher's word for this package (Debian's urgency); empty if none.
    pub rating: String,
    /// CVSS vectors for this package alone.
    pub vectors: Vec<String>,
}

/// Everything that the shard knows against an installed package, sorted by id.
///
/// # Errors
/// The shard is damaged.
pub fn find(shard: &AdvisoryShard, query: &Query<'_>) -> Result<Vec<Advised>, ShardError> {
    let mut statements: BTreeMap<u64, Vec<Affected>> = BTreeMap::new();
    for candidate in shard.candidates(query.release, query.name, query.same_name)? {
        statements.entry(candidate.record).or_default().push(candidate.affected);
    }
    let is_hit = |statements: &[Affected]| statements.iter().any(|affected| covers(affected, query.version, query.order));
    // Most packages have nothing, and then what the records say of themselves does not matter.
    if !statements.values().any(|statements| is_hit(statements)) {
        return Ok(Vec::new());
    }
    let mut told: BTreeMap<String, Vec<Advised>> = BTreeMap::new();
    // Of the records about one CVE the best ranking decides, also when it says that this version is not affected: an
    // erratum names many CVEs and one fixed version for all of them, and unreviewed ranges are often too wide.
    let mut decisive: BTreeMap<String, u8> = BTreeMap::new();
    for (number, statements) in &statements {
        let lead = shard.record(*number)?;
        let step = rank(&lead);
        for cve in lead.cves() {
            let best = decisive.entry(cve.to_owned()).or_insert(step);
            *best = step.min(*best);
        }
        if is_hit(statements) {
            let advised = advise(*number, lead, statements, query);
            let cves: Vec<String> = advised.lead.cves().into_iter().map(str::to_owned).collect();
            let ids = if cves.is_empty() { vec![advised.lead.id.clone()] } else { cves };
            for id in ids {
                told.entry(id.clone()).or_default().push(Advised { id, ..advised.clone() });
            }
        }
    }
    let decides =
        |id: &String, group: &[Advised]| decisive.get(id).is_none_or(|best| group.iter().any(|a| rank(&a.lead) == *best));
    Ok(told.into_iter().filter(|(id, group)| decides(id, group)).filter_map(|(_, group)| put_together(group)).collect())
}

/// Whether a record only passes vulnerabilities on: it has another name than they, and they are not its aliases.
fn is_erratum(record: &Record) -> bool {
    !record.id.contains("CVE-") && record.aliases.is_empty() && !record.upstream.is_empty()
}

fn advise(number: u64, lead: Record, statements: &[Affected], query: &Query<'_>) -> Advised {
    let mut fixed: Vec<String> = Vec::new();
    for fix in statements.iter().flat_map(fixes) {
        if !fixed.iter().any(|known| known == fix) {
            fixed.push(fix.to_owned());
        }
    }
    let newer = fixed.iter().filter(|fix| query.order.compare(fix, query.version) == Ordering::Greater);
    let upgrade_to = newer.min_by(|a, b| query.order.compare(a, b)).cloned();
    let covering = statements.iter().find(|affected| covers(affected, query.version, query.order));
    let rating = covering.map(|a| a.rating.clone()).unwrap_or_default();
    // A fix below the installed version mends another line of versions, not this one.
    if upgrade_to.is_none() {
        fixed.clear();
    }
    let said = covering.and_then(|a| a.status).filter(|status| *status != Status::Fixed);
    let status = if upgrade_to.is_some() { Status::Fixed } else { said.unwrap_or_default() };
    let vectors = covering.map(|a| a.vectors.clone()).unwrap_or_default();
    Advised { id: String::new(), vendor_ids: Vec::new(), record: number, lead, fixed, upgrade_to, status, rating, vectors }
}

/// How much a record knows: the vulnerability's own first, then reviewed databases, then others, errata last.
fn rank(record: &Record) -> u8 {
    match record.id.as_str() {
        _ if is_erratum(record) => 3,
        id if id.contains("CVE-") => 0,
        id if id.starts_with("GHSA-") => 1,
        _ => 2,
    }
}

fn put_together(mut group: Vec<Advised>) -> Option<Advised> {
    // Of equals one with a fix leads, then the least id.
    let order = |a: &Advised| (rank(&a.lead), a.upgrade_to.is_none(), a.lead.id.clone());
    group.sort_by_key(order);
    let mut others = group.split_off(1);
    let mut lead = group.pop()?;
    if lead.upgrade_to.is_none()
        && lead.status == Status::Affected
        && let Some(with_fix) = others.iter_mut().find(|other| other.upgrade_to.is_some())
    {
        lead.fixed = std::mem::take(&mut with_fix.fixed);
        lead.upgrade_to = with_fix.upgrade_to.take();
        lead.status = Status::Fixed;
    }
    let mut ids: Vec<String> = std::iter::once(&lead)
        .chain(&others)
        .map(|a| a.lead.id.clone())
        .filter(|id| *id != lead.id || lead.lead.id != lead.id)
        .collect();
    let aliases = lead.lead.aliases.iter().filter(|alias| alias.starts_with("GHSA-") || alias.starts_with("GO-"));
    ids.extend(aliases.cloned());
    ids.retain(|id| *id != lead.id);
    ids.sort();
    ids.dedup();
    lead.vendor_ids = ids;
    Some(lead)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Event;
    use crate::shard::{About, write_advisories};
    use tidewaiter_versions::DPKG;

    fn record(id: &str, aliases: &[&str], upstream: &[&str], fixed: Option<&str>, rating: &str) -> Record {
        let owned = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect();
        let mut events = vec![Event::Introduced("0".to_owned())];
        events.extend(fixed.map(|version| Event::Fixed(version.to_owned())));
        let affected =
            Affected { package: "p".to_owned(), ranges: vec![events], rating: rating.to_owned(), ..Affected::default() };
        Record {
            id: id.to_owned(),
            aliases: owned(aliases),
            upstream: owned(upstream),
            affected: vec![affected],
            ..Record::default()
        }
    }

    fn ask(records: Vec<Record>, version: &str) -> Vec<(String, Vec<String>, Option<String>, Status)> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.shard");
        write_advisories(&path, About::default(), records).unwrap();
        let query = Query { release: "", name: "p", version, order: &DPKG, same_name: |a, b| a == b };
        let found = find(&AdvisoryShard::open(&path).unwrap(), &query).unwrap();
        found.into_iter().map(|a| (a.id, a.vendor_ids, a.upgrade_to, a.status)).collect()
    }

    #[test]
    fn records_of_one_cve_are_told_once_and_the_best_leads() {
        let found = ask(
            vec![record("PYSEC-1", &["CVE-1-1"], &[], Some("3"), ""), record("GHSA-1", &["CVE-1-1"], &[], Some("2"), "")],
            "1",
        );
        assert_eq!(found, [("CVE-1-1".into(), vec!["GHSA-1".into(), "PYSEC-1".into()], Some("2".into()), Status::Fixed)]);
    }

    #[test]
    fn an_erratum_yields_to_the_vulnerabilitys_own_record() {
        let erratum = || record("DSA-1", &[], &["CVE-1-1", "CVE-1-2"], Some("5"), "");
        let found = ask(vec![erratum(), record("CVE-1-1", &[], &[], Some("2"), "")], "3");
        assert_eq!(found.iter().map(|f| f.0.as_str()).collect::<Vec<_>>(), ["CVE-1-2"], "the tracker says that 3 is mended");
        let found = ask(vec![erratum(), record("CVE-1-1", &[], &[], None, "")], "3");
        assert_eq!(found[0], ("CVE-1-1".into(), vec!["DSA-1".into()], Some("5".into()), Status::Fixed));
    }

    #[test]
    fn a_reviewed_record_outweighs_a_wider_range() {
        let wide = record("PYSEC-1", &["CVE-1-1"], &[], Some("9"), "");
        let reviewed = record("GHSA-1", &["CVE-1-1"], &[], Some("2"), "");
        assert!(ask(vec![wide.clone(), reviewed], "3").is_empty());
        assert_eq!(ask(vec![wide], "3").len(), 1);
    }

    #[test]
    fn a_record_with_two_cves_is_told_under_both() {
        let ids: Vec<String> =
            ask(vec![record("GO-1", &["CVE-1-2", "CVE-1-1"], &[], None, "")], "1").into_iter().map(|f| f.0).collect();
        assert_eq!(ids, ["CVE-1-1", "CVE-1-2"]);
    }

    #[test]
    fn the_publishers_word_decides_the_status_of_what_has_no_fix() {
        assert_eq!(ask(vec![record("CVE-1-1", &[], &[], None, "unimportant")], "1")[0].3, Status::Affected);
        let mut ended = record("CVE-1-1", &[], &[], None, "");
        ended.affected[0].status = Some(Status::EndOfLife);
        assert_eq!(ask(vec![ended], "1")[0].3, Status::EndOfLife);
        assert!(ask(vec![record("CVE-1-1", &[], &[], Some("1"), "")], "1").is_empty());
    }
}
