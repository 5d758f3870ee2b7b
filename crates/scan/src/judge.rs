//! Packages × advisories: the findings, and what could not be judged.

use std::collections::BTreeMap;
use tidewaiter_advisory::matching::{Advised, Query, Ratings, SeverityOrder, find, publisher, rate};
use tidewaiter_advisory::record::Details;
use tidewaiter_advisory::shard::{AdvisoryShard, ShardError};
use tidewaiter_inventory::{Distribution, distribution, ecosystem};
use tidewaiter_model::{Class, Gap, Os, Package, Relationship, Vulnerability};
use tidewaiter_versions::Order;

/// Gives the advisories that a scan asks for; where they come from is the caller's affair.
pub trait Advisories {
    /// The advisories of an OSV ecosystem, or why there are none.
    ///
    /// # Errors
    /// The reason, for people.
    fn advisories(&mut self, ecosystem: &str) -> Result<AdvisoryShard, String>;

    /// The ratings by CVE, or why there are none.
    ///
    /// # Errors
    /// The reason, for people.
    fn ratings(&mut self) -> Result<Ratings, String>;
}

/// What matching came to.
#[derive(Default)]
pub struct Judging {
    /// Findings by the index of their package.
    pub findings: Vec<(usize, Vulnerability)>,
    /// The least version that mends all that can be mended, by the index of the package.
    pub upgrades: Vec<(usize, String)>,
    /// What was not judged.
    pub gaps: Vec<Gap>,
    /// The shards that were used.
    pub shards: Vec<AdvisoryShard>,
}

/// Where to look for a package's advisories.
struct Target<'a> {
    osv: &'static str,
    release: String,
    name: &'a str,
    version: &'a str,
    order: Order,
    same_name: fn(&str, &str) -> bool,
}

fn same(a: &str, b: &str) -> bool {
    a == b
}

/// Matches packages against advisories.
pub(crate) fn judge(
    packages: &[Package],
    os: Option<&Os>,
    advisories: &mut dyn Advisories,
    order: &SeverityOrder,
) -> Result<Judging, ShardError> {
    let mut judging = Judging::default();
    let system = os.and_then(|os| distribution(&os.family).map(|d| (d, os)));
    let mut by_shard: BTreeMap<&'static str, Vec<(usize, Target<'_>)>> = BTreeMap::new();
    let (mut unmatched, mut unversioned) = (0, 0);
    for (index, package) in packages.iter().enumerate().filter(|(_, p)| is_published(p)) {
        match target(package, system) {
            // Nobody publishes advisories about packages of some languages.
            None if ecosystem(&package.ecosystem).is_some_and(|e| e.class == Class::LangPkgs) => {}
            None => unmatched += 1,
            Some(target) if target.version.is_empty() => unversioned += 1,
            Some(target) => by_shard.entry(target.osv).or_default().push((index, target)),
        }
    }
    judging.gaps.extend(system_gap(os, system, unmatched));
    if unversioned > 0 {
        judging.gaps.push(Gap::Unversioned { packages: unversioned });
    }
    let mut ratings = None;
    for (osv, targets) in by_shard {
        let shard = match advisories.advisories(osv) {
            Ok(shard) => shard,
            Err(reason) => {
                judging.gaps.push(Gap::MissingShard { ecosystem: osv.to_owned(), packages: targets.len(), reason });
                continue;
            }
        };
        if let Some((_, os)) = system.filter(|(d, _)| d.osv == osv) {
            judging.gaps.extend(unknown_release(&shard, &targets, os));
        }
        if ratings.is_none() {
            ratings = Some(advisories.ratings().unwrap_or_else(|reason| {
                judging.gaps.push(Gap::MissingRatings { reason });
                Ratings::default()
            }));
        }
        let before = judging.findings.len();
        judging.findings.extend(match_all(&shard, &targets, ratings.get_or_insert_default(), order)?);
        judging.upgrades.extend(upgrades(judging.findings.get(before..).unwrap_or(&[]), &targets));
        judging.shards.push(shard);
    }
    Ok(judging)
}

/// Whether advisories may speak of it: not of what others than the distribution built, nor of the project itself.
fn is_published(package: &Package) -> bool {
    package.third_party.is_none() && !matches!(package.relationship, Relationship::Root | Relationship::Workspace)
}

/// Of each package's fixed versions the greatest: below it something stays.
fn upgrades(findings: &[(usize, Vulnerability)], targets: &[(usize, Target<'_>)]) -> Vec<(usize, String)> {
    let orders: BTreeMap<usize, &Order> = targets.iter().map(|(index, target)| (*index, &target.order)).collect();
    let mut least: BTreeMap<usize, &String> = BTreeMap::new();
    for (index, version) in findings.iter().filter_map(|(index, finding)| Some((*index, finding.upgrade_to.as_ref()?))) {
        let known = least.entry(index).or_insert(version);
        if orders.get(&index).is_some_and(|order| order.compare(version, known).is_gt()) {
            *known = version;
        }
    }
    least.into_iter().map(|(index, version)| (index, version.clone())).collect()
}

/// `None` for a system package of an unknown or unsupported system, and for a language without advisories.
fn target<'a>(package: &'a Package, system: Option<(&'static Distribution, &Os)>) -> Option<Target<'a>> {
    let ecosystem = ecosystem(&package.ecosystem)?;
    if ecosystem.class == Class::LangPkgs && ecosystem.advisories.is_none() {
        return None;
    }
    if let Some(advisories) = ecosystem.advisories {
        let (name, version) = (package.name.as_str(), package.version.as_str());
        return Some(Target {
            osv: advisories.osv,
            release: String::new(),
            name,
            version,
            order: advisories.order,
            same_name: advisories.same_name,
        });
    }
    let (distribution, os) = system?;
    let (name, version) = package.source_name_version();
    let release = (distribution.release)(os).unwrap_or_default();
    Some(Target { osv: distribution.osv, release, name, version, order: distribution.order, same_name: same })
}

fn system_gap(os: Option<&Os>, system: Option<(&Distribution, &Os)>, unmatched: usize) -> Option<Gap> {
    match (os, system) {
        (None, _) if unmatched > 0 => Some(Gap::UnknownOs { packages: unmatched }),
        // A system without packages of its own (a static binary on a made-up base) has nothing to match.
        (Some(os), None) if unmatched > 0 => Some(Gap::UnsupportedOs { os: name(os), packages: unmatched }),
        _ => None,
    }
}

pub(crate) fn name(os: &Os) -> String {
    format!("{} {}", os.family, os.version).trim_end().to_owned()
}

fn unknown_release(shard: &AdvisoryShard, targets: &[(usize, Target<'_>)], os: &Os) -> Option<Gap> {
    let release = &targets.first()?.1.release;
    let is_known = shard.about().releases.binary_search(release).is_ok();
    let ecosystem = format!("{}:{}", shard.about().name, if release.is_empty() { "?" } else { release });
    (!is_known).then(|| Gap::UnknownRelease { os: name(os), ecosystem, packages: targets.len() })
}

/// The packages of one source at one version, and its advisories.
type Shared = (Vec<usize>, Vec<Advised>);

fn match_all(
    shard: &AdvisoryShard,
    targets: &[(usize, Target<'_>)],
    ratings: &Ratings,
    order: &SeverityOrder,
) -> Result<Vec<(usize, Vulnerability)>, ShardError> {
    // Binary packages of one source share its advisories.
    let mut found: BTreeMap<(&str, &str), Shared> = BTreeMap::new();
    for (index, target) in targets {
        match found.entry((target.name, target.version)) {
            std::collections::btree_map::Entry::Occupied(mut known) => known.get_mut().0.push(*index),
            std::collections::btree_map::Entry::Vacant(place) => {
                let query = Query {
                    release: &target.release,
                    name: target.name,
                    version: target.version,
                    order: &target.order,
                    same_name: target.same_name,
                };
                place.insert((vec![*index], find(shard, &query)?));
            }
        }
    }
    let mut numbers: Vec<u64> = found.values().flat_map(|(_, advised)| advised.iter().map(|a| a.record)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let details: BTreeMap<u64, Details> = numbers.iter().copied().zip(shard.details(&numbers)?).collect();
    let mut findings = Vec::new();
    for (indices, advised) in found.values() {
        for advised in advised {
            let details = details.get(&advised.record).cloned().unwrap_or_default();
            let vulnerability = vulnerability(advised, details, &shard.about().name, ratings, order)?;
            findings.extend(indices.iter().map(|index| (*index, Vulnerability { package: *index, ..vulnerability.clone() })));
        }
    }
    Ok(findings)
}

fn vulnerability(
    advised: &Advised,
    details: Details,
    ecosystem: &str,
    ratings: &Ratings,
    order: &SeverityOrder,
) -> Result<Vulnerability, ShardError> {
    let lacks_text = details.summary.is_empty() && details.description.is_empty();
    let known = ratings.find(&advised.id, lacks_text || details.cwe_ids.is_empty())?;
    let (severity, severity_source, all) = rate(advised, ecosystem, known.as_ref(), order);
    let known = known.unwrap_or_default();
    let or = |mine: String, other: String| if mine.is_empty() { other } else { mine };
    let some = |text: String| (!text.is_empty()).then_some(text);
    Ok(Vulnerability {
        id: advised.id.clone(),
        vendor_ids: advised.vendor_ids.clone(),
        package: 0,
        fixed_version: advised.fixed.join(", "),
        upgrade_to: advised.upgrade_to.clone(),
        status: advised.status,
        severity,
        severity_source,
        ratings: all,
        data_source: publisher(&advised.lead.id, ecosystem),
        title: details.summary,
        description: or(details.description, known.details.description),
        cwe_ids: if details.cwe_ids.is_empty() { known.details.cwe_ids } else { details.cwe_ids },
        references: if details.references.is_empty() { known.details.references } else { details.references },
        published: some(or(advised.lead.published.clone(), known.published)),
        modified: some(or(advised.lead.modified.clone(), known.modified)),
    })
}
