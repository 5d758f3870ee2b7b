//! Records that speak of one package, told once per vulnerability.
//!
//! Several records may tell the same CVE: GitHub's and PyPA's of a Python package, Debian's tracker entry and its
//! erratum. They become one [`Advised`]; the record that knows most leads, the others' identifiers are kept.

use super::range::{covers, fixes};
use crate::import::modules::is_in_stream;
use crate::record::Record;
use crate::shard::{AdvisoryShard, Meta, ShardError, Statement};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use tidewaiter_model::Status;
use tidewaiter_versions::Order;

/// One package to ask for.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// The releases of a distribution in OSV's notation (`12`) that the system belongs to; one empty one for languages. What a
    /// record says of the first counts.
    pub releases: &'a [String],
    /// The name that advisories use: the source package's for Debian and Alpine.
    pub name: &'a str,
    /// The installed version.
    pub version: &'a str,
    /// How versions are ordered.
    pub order: &'a Order,
    /// Whether two spellings name the same package.
    pub same_name: fn(&str, &str) -> bool,
    /// How builds of a package for modules and those for none are kept apart.
    pub builds: Builds,
}

/// Which statements of a record about one package count, where distributions build it for several modules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Builds {
    /// All; each of them may cover the version.
    Any,
    /// Those about builds outside of modules.
    Plain,
    /// Those about builds for modules.
    Modular,
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
    /// How much that record knows; the less, the more.
    pub(super) rank: u8,
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
    let statements = statements(shard, query)?;
    let by_record = || statements.chunk_by(|(a, _), (b, _)| a.record == b.record);
    let is_hit = |said: &[Said<'_>]| {
        let mut covering = said.iter().map(|(_, is_covering)| *is_covering);
        // Errata list a module's builds for several releases: whoever has the least of them or a later one has the fix.
        if query.builds == Builds::Any { covering.any(|is| is) } else { covering.all(|is| is) }
    };
    // Most packages have nothing, and then what the records say of themselves does not matter.
    if !by_record().any(is_hit) {
        return Ok(Vec::new());
    }
    let mut told: BTreeMap<&str, Vec<Advised>> = BTreeMap::new();
    // Of the records about one CVE the best ranking decides, also when it says that this version is not affected: an
    // erratum names many CVEs and one fixed version for all of them, and unreviewed ranges are often too wide.
    let mut decisive: BTreeMap<&str, u8> = BTreeMap::new();
    for said in by_record() {
        let Some((first, _)) = said.first() else { continue };
        let lead = shard.meta(first.record)?;
        let (step, cves) = (rank(&lead), lead.cves());
        for cve in &cves {
            let best = decisive.entry(cve).or_insert(step);
            *best = step.min(*best);
        }
        if is_hit(said) {
            let advised = advise(first.record, &lead, said, query).ok_or_else(|| shard.damaged())?;
            let ids = if cves.is_empty() { vec![lead.id] } else { cves };
            for id in ids {
                told.entry(id).or_default().push(Advised { id: id.to_owned(), ..advised.clone() });
            }
        }
    }
    let decides =
        |id: &str, group: &[Advised]| decisive.get(id).is_none_or(|best| group.iter().any(|advised| advised.rank == *best));
    Ok(told.into_iter().filter(|(id, group)| decides(id, group)).filter_map(|(_, group)| put_together(group)).collect())
}

/// What a record says of the package, and whether that covers the version.
type Said<'a> = (Statement<'a>, bool);

/// What each record says of the package in the first of the releases that it speaks of, by record.
fn statements<'a>(shard: &'a AdvisoryShard, query: &Query<'_>) -> Result<Vec<Said<'a>>, ShardError> {
    let mut found: Vec<(usize, Statement<'a>)> = Vec::new();
    for (place, release) in query.releases.iter().enumerate() {
        found.extend(shard.statements(release, query.name, query.same_name)?.into_iter().map(|statement| (place, statement)));
    }
    // Within a group they are sorted, and there is mostly one.
    found.sort_by_key(|(_, statement)| statement.record);
    let mut said = Vec::with_capacity(found.len());
    for of_record in found.chunk_by(|(_, a), (_, b)| a.record == b.record) {
        let first = of_record.iter().map(|(place, _)| *place).min();
        for (_, statement) in of_record.iter().filter(|(place, _)| Some(*place) == first) {
            if is_about(statement, query.builds) {
                let is_covering = covers(statement, query.version, query.order).ok_or_else(|| shard.damaged())?;
                said.push((*statement, is_covering));
            }
        }
    }
    Ok(said)
}

/// What has no fix yet is about plain builds, unless it names a stream: who tells of such things at all tells them by stream.
fn is_about(statement: &Statement<'_>, builds: Builds) -> bool {
    if builds == Builds::Any {
        return true;
    }
    let mut fixes = fixes(statement).peekable();
    match builds {
        Builds::Any => true,
        Builds::Plain if fixes.peek().is_none() => true,
        Builds::Modular if fixes.peek().is_none() => is_in_stream(statement.package),
        Builds::Plain => fixes.any(|fix| !is_modular(fix)),
        Builds::Modular => fixes.any(is_modular),
    }
}

/// Whether a version is a build for a module: `4.0.2-1.module_el8.6.0+2766+8bf0b7ce`.
#[must_use]
pub fn is_modular(version: &str) -> bool {
    version.contains(".module")
}

/// Whether a record only passes vulnerabilities on: it has another name than they, and they are not its aliases.
fn is_erratum(record: &Meta<'_>) -> bool {
    !record.id.contains("CVE-") && record.only_passes_on()
}

/// `None` if the shard is damaged.
fn advise(number: u64, lead: &Meta<'_>, said: &[Said<'_>], query: &Query<'_>) -> Option<Advised> {
    let mut fixed: Vec<&str> = Vec::new();
    for fix in said.iter().flat_map(|(statement, _)| fixes(statement)) {
        if !fixed.contains(&fix) {
            fixed.push(fix);
        }
    }
    if query.builds != Builds::Any {
        let least = fixed.iter().min_by(|a, b| query.order.compare(a, b)).copied();
        fixed = least.into_iter().collect();
    }
    let newer = fixed.iter().filter(|fix| query.order.compare(fix, query.version) == Ordering::Greater);
    let upgrade_to = newer.min_by(|a, b| query.order.compare(a, b)).map(|&fix| fix.to_owned());
    // A fix below the installed version mends another line of versions, not this one.
    if upgrade_to.is_none() {
        fixed.clear();
    }
    let covering = said.iter().find(|(_, is_covering)| *is_covering).map(|(statement, _)| statement);
    let status = covering.and_then(|statement| statement.status).filter(|status| *status != Status::Fixed);
    Some(Advised {
        id: String::new(),
        vendor_ids: Vec::new(),
        record: number,
        rank: rank(lead),
        lead: lead.owned()?,
        fixed: fixed.into_iter().map(str::to_owned).collect(),
        status: if upgrade_to.is_some() { Status::Fixed } else { status.unwrap_or_default() },
        upgrade_to,
        rating: covering.map_or(Some(""), Statement::rating)?.to_owned(),
        vectors: covering.map_or(Some(Vec::new()), Statement::vectors)?,
    })
}

/// How much a record knows: the vulnerability's own first, then reviewed databases, then others, errata last.
fn rank(record: &Meta<'_>) -> u8 {
    match record.id {
        _ if is_erratum(record) => 3,
        id if id.contains("CVE-") => 0,
        id if id.starts_with("GHSA-") => 1,
        _ => 2,
    }
}

fn put_together(mut group: Vec<Advised>) -> Option<Advised> {
    // Of equals one with a fix leads, then the least id.
    let order = |a: &Advised| (a.rank, a.upgrade_to.is_none(), a.lead.id.clone());
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
    use crate::record::{Affected, Event};
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
        let releases = [String::new()];
        let query =
            Query { releases: &releases, name: "p", version, order: &DPKG, same_name: |a, b| a == b, builds: Builds::Any };
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

    /// Whether a package has the one vulnerability of a record that names these releases and fixes.
    fn is_affected(fixes: &[(&str, &str)], releases: &[&str], version: &str, builds: Builds) -> bool {
        let affected = |(release, fix): &(&str, &str)| Affected {
            package: "p".to_owned(),
            release: (*release).to_owned(),
            ranges: vec![vec![Event::Introduced("0".to_owned()), Event::Fixed((*fix).to_owned())]],
            ..Affected::default()
        };
        let record = Record { affected: fixes.iter().map(affected).collect(), ..record("CVE-1-1", &[], &[], None, "") };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.shard");
        write_advisories(&path, About::default(), vec![record]).unwrap();
        let releases: Vec<String> = releases.iter().map(|&release| release.to_owned()).collect();
        let order = &tidewaiter_versions::RPM;
        let query = Query { releases: &releases, name: "p", version, order, same_name: |a, b| a == b, builds };
        !find(&AdvisoryShard::open(&path).unwrap(), &query).unwrap().is_empty()
    }

    #[test]
    fn of_several_releases_the_first_that_a_record_names_counts() {
        let fixes = [("18.04", "9"), ("Pro:18.04", "2+esm1")];
        assert!(!is_affected(&fixes, &["Pro:18.04", "18.04"], "2+esm1", Builds::Any));
        assert!(is_affected(&fixes, &["18.04"], "2+esm1", Builds::Any));
        assert!(is_affected(&fixes[..1], &["Pro:18.04", "18.04"], "2+esm1", Builds::Any));
    }

    #[test]
    fn builds_for_modules_are_kept_apart() {
        let fixes = [("8", "2-1.module_el8.3"), ("8", "2-1.module_el8.5")];
        assert!(is_affected(&fixes, &["8"], "1-1.module_el8.3", Builds::Modular));
        assert!(!is_affected(&fixes, &["8"], "2-1.module_el8.3", Builds::Modular), "its own release's build has the fix");
        assert!(!is_affected(&fixes, &["8"], "1-1.el8", Builds::Plain));
        assert!(!is_affected(&[("8", "2-1.el8")], &["8"], "1-1.module_el8", Builds::Modular));
        assert!(is_affected(&[("8", "2-1.el8")], &["8"], "1-1.el8", Builds::Plain));
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
