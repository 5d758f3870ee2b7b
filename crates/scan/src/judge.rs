//! Packages × advisories: the findings, and what could not be judged.

use crate::findings::Finder;
use crate::target::{Target, target};
use std::collections::BTreeMap;
use tidewaiter_advisory::import::feed::feed_of;
use tidewaiter_advisory::matching::{Exploits, Ratings};
use tidewaiter_advisory::shard::{AdvisoryShard, ArchiveShard, ShardError};
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

    /// Indexes of archives that do not name themselves; none, where nobody has built one.
    fn archives(&mut self) -> Vec<ArchiveShard> {
        Vec::new()
    }

    /// What is known of vulnerabilities' use; nothing, where nobody gathers it.
    fn exploits(&mut self) -> Exploits {
        Exploits::default()
    }
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

/// Matches packages against advisories.
pub(crate) fn judge(
    packages: &[Package],
    os: Option<&Os>,
    advisories: &mut dyn Advisories,
    finder: &mut Finder<'_>,
) -> Result<Judging, ShardError> {
    let mut judging = Judging::default();
    let system = os.and_then(|os| distribution(&os.family).map(|d| (d, os)));
    let mut by_shard: BTreeMap<&'static str, Vec<(usize, Target<'_>)>> = BTreeMap::new();
    let (mut unmatched, mut unversioned) = (0, 0);
    let is_judged = |p: &Package| is_published(p) && !is_unadvised(p);
    let unadvised = packages.iter().filter(|p| is_published(p) && is_unadvised(p)).count();
    for (index, package) in packages.iter().enumerate().filter(|(_, p)| is_judged(p)) {
        match target(package, system) {
            None => unmatched += 1,
            Some(target) if !target.order.is_valid(&package.version) => {
                // What is no version has no place among those that advisories name.
                unversioned += 1;
            }
            Some(target) => by_shard.entry(target.osv).or_default().push((index, target)),
        }
    }
    judging.gaps.extend(system_gap(os, system, unmatched));
    if unadvised > 0 {
        judging.gaps.push(Gap::Unadvised { packages: unadvised });
    }
    if unversioned > 0 {
        judging.gaps.push(Gap::Unversioned { packages: unversioned });
    }
    let mut ratings = None;
    for (osv, targets) in by_shard {
        let shard = match advisories.advisories(osv) {
            Ok(shard) => shard,
            Err(reason) => {
                judging.gaps.push(Gap::MissingShard {
                    feed: feed_of(osv).map(|feed| feed.id.to_owned()),
                    ecosystem: osv.to_owned(),
                    packages: targets.len(),
                    reason,
                });
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
        judging.findings.extend(finder.find(&shard, &targets, ratings.get_or_insert_default())?);
        judging.upgrades.extend(upgrades(judging.findings.get(before..).unwrap_or(&[]), &targets));
        judging.shards.push(shard);
    }
    if !judging.findings.is_empty() {
        let exploits = advisories.exploits();
        for (_, finding) in &mut judging.findings {
            (finding.exploited, finding.epss) = exploits.find(&finding.id);
        }
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

/// Says of each package what it would have to be upgraded to.
pub(crate) fn tell_upgrades(packages: &mut [Package], upgrades: &[(usize, String)]) {
    for (index, version) in upgrades {
        if let Some(package) = packages.get_mut(*index) {
            package.upgrade_to = Some(version.clone());
        }
    }
}

/// A language package for which nobody publishes advisories; the system's do not speak of it.
fn is_unadvised(package: &Package) -> bool {
    ecosystem(&package.ecosystem).is_some_and(|ecosystem| ecosystem.class == Class::LangPkgs && ecosystem.advisories.is_none())
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

/// Whether advisories of these releases speak of one of those that a system asks for; of a distribution that has no releases, all
/// do.
fn knows(advised: &[String], asked: &[String]) -> bool {
    asked.iter().any(|release| release.is_empty() || advised.binary_search(release).is_ok())
}

fn unknown_release(shard: &AdvisoryShard, targets: &[(usize, Target<'_>)], os: &Os) -> Option<Gap> {
    let releases = &targets.first()?.1.releases;
    let is_known = knows(&shard.about().releases, releases);
    // The release's own name is the shortest: the others say of what support or stream.
    let own = releases.iter().min_by_key(|release| release.len()).map_or("", String::as_str);
    let ecosystem = format!("{}:{}", shard.about().name, if own.is_empty() { "?" } else { own });
    (!is_known).then(|| Gap::UnknownRelease { os: name(os), ecosystem, packages: targets.len() })
}

#[cfg(test)]
mod tests {
    use super::knows;

    #[test]
    fn a_distribution_without_releases_is_known() {
        let releases = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert!(knows(&[], &releases(&[""])));
        assert!(knows(&releases(&["11", "12"]), &releases(&["13", "12"])));
        assert!(!knows(&releases(&["11", "12"]), &releases(&["13"])) && !knows(&[], &releases(&["?"])));
    }
}
