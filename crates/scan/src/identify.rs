//! Java archives that do not say for certain which artifact they are.
//!
//! An index of digests knows them, where there is one. Else the advisories do, as far as it matters: the artifact of this name is
//! meant whose group lies where the archive's classes lie (or, for a bundle, where its name does). Of several that do, one must
//! have nine of ten statements, since now and then an advisory misspells a group.
//! Limits: an artifact that no advisory speaks of keeps the name that it has.

use crate::Advisories;
use crate::squash::Inventory;
use std::collections::{BTreeMap, BTreeSet};
use tidewaiter_inventory::ecosystem;
use tidewaiter_model::{Evidence, Package, Problem, Purl};

/// Artifacts by name without group: whole names, and how many statements advisories make of each.
type Advised = BTreeMap<String, BTreeMap<String, u64>>;

/// Names what is known; what stays without a group is a problem each, since no advisory can be asked for it.
pub(crate) fn name_archives(inventory: &mut Inventory, advisories: &mut dyn Advisories) {
    if inventory.packages.iter().all(|package| package.evidence.is_none()) {
        return;
    }
    let indexes = advisories.archives();
    let advised = advised(&inventory.packages, advisories);
    for package in &mut inventory.packages {
        let Some(evidence) = &package.evidence else { continue };
        let by_digest = sha1(evidence).and_then(|sha1| indexes.iter().find_map(|index| index.find(&sha1)));
        let by_name = || Some((advised_name(package, evidence, &advised)?, package.version.as_str()));
        let known = by_digest.or_else(by_name).map(|(name, version)| (name.to_owned(), version.to_owned()));
        if let Some((name, version)) = known
            && let Some((group, artifact)) = name.split_once(':')
        {
            package.purl = Some(Purl::new("maven", group, artifact, &version));
            (package.name, package.version) = (name, version);
        } else if !package.name.contains(':') {
            inventory.problems.push(Problem {
                path: package.path.clone(),
                origin: package.ecosystem.to_string(),
                message: format!("{} {} names no group, so no advisory can be asked for", package.name, package.version),
            });
        }
    }
}

/// The artifacts that advisories speak of, by name without group. Whether they could be had is told when they are asked for.
fn advised(packages: &[Package], advisories: &mut dyn Advisories) -> Advised {
    let mut found = Advised::new();
    let unsure = packages.iter().filter(|package| package.evidence.is_some());
    let sources = unsure.filter_map(|package| ecosystem(&package.ecosystem)?.advisories).map(|advisories| advisories.osv);
    for osv in sources.collect::<BTreeSet<_>>() {
        let Ok(shard) = advisories.advisories(osv) else { continue };
        for (name, statements) in shard.packages() {
            if let Some((_, artifact)) = name.split_once(':') {
                found.entry(artifact.to_owned()).or_default().insert(name.to_owned(), statements);
            }
        }
    }
    found
}

fn advised_name<'a>(package: &Package, evidence: &Evidence, advised: &'a Advised) -> Option<&'a str> {
    let (group, artifact) = package.name.split_once(':').unwrap_or(("", &package.name));
    let names = advised.get(artifact).filter(|names| !names.contains_key(&package.name))?;
    let namespaces = [Some(evidence.namespace.as_str()).filter(|namespace| !namespace.is_empty()), first_two(group)];
    let fitting = names.iter().filter(|(name, _)| {
        let own = name.split_once(':').and_then(|(group, _)| first_two(group));
        own.is_some() && namespaces.contains(&own)
    });
    let all: u64 = fitting.clone().map(|(_, statements)| statements).sum();
    fitting.max_by_key(|(_, statements)| **statements).filter(|(_, most)| **most * 10 >= all * 9).map(|(name, _)| name.as_str())
}

/// `org.apache` of `org.apache.kafka`.
fn first_two(group: &str) -> Option<&str> {
    let first = group.find('.')?;
    let end = group.get(first + 1..)?.find('.').map_or(group.len(), |second| first + 1 + second);
    group.get(..end)
}

fn sha1(evidence: &Evidence) -> Option<[u8; 20]> {
    let hex = evidence.digest.strip_prefix("sha1:")?;
    let mut sha1 = [0; 20];
    for (at, byte) in sha1.iter_mut().enumerate() {
        *byte = u8::from_str_radix(hex.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(sha1)
}

#[cfg(test)]
mod tests;
