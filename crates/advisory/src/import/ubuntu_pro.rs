//! What Ubuntu tells of Ubuntu Pro alone concerns every system: without it the vulnerability stays.
//!
//! Canonical's OSV records name `Ubuntu:Pro:22.04:LTS` where only Ubuntu Pro mends a package, and then leave `Ubuntu:22.04:LTS`
//! out, although its packages are the same but for the fix.
//! See <https://documentation.ubuntu.com/security/security-updates/osv/>.

use crate::record::{Affected, Event};
use std::collections::BTreeSet;

/// Adds what is said of Pro's releases for the releases without it, where the record says nothing of them: affected, with no fix.
pub(super) fn tell_base_releases(affected: &mut Vec<Affected>) {
    let told: BTreeSet<(String, String)> = affected.iter().map(|a| (a.release.clone(), a.package.clone())).collect();
    let mut added: Vec<Affected> = Vec::new();
    for pro in affected.iter() {
        let Some(release) = base_release(&pro.release) else { continue };
        let is_told = told.contains(&(release.to_owned(), pro.package.clone()))
            || added.iter().any(|a| a.release == release && a.package == pro.package);
        if !is_told {
            let ranges = pro.ranges.iter().map(|range| without_fix(range)).collect();
            added.push(Affected { release: release.to_owned(), ranges, ..pro.clone() });
        }
    }
    affected.append(&mut added);
}

/// A range whose fix is not to be had; who has it all the same, from a build with Pro's repositories, is not affected.
pub(super) fn without_fix(range: &[Event]) -> Vec<Event> {
    let event = |event: &Event| match event {
        Event::Fixed(version) => Event::Limit(version.clone()),
        other => other.clone(),
    };
    range.iter().map(event).collect()
}

/// `22.04:LTS` of `Pro:22.04:LTS`; the FIPS variants have sources of their own.
fn base_release(release: &str) -> Option<&str> {
    release.strip_prefix("Pro:").filter(|base| base.starts_with(|first: char| first.is_ascii_digit()))
}
